"""Makes the sample case when its sources have changed, says what there is, and opens the window on it.

Run by `make run` with the environment's Python. Where there is no display it says so and ends well: the documents
are made all the same.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
SAMPLE = BUILD / "sample"
BEFORE = BUILD / "sample-before"
UNDER_WAY = BUILD / "sample-under-way"
MADE_FROM = "made-from.txt"
WORKBENCH = Path(sys.executable).with_name("workbench")


def sources() -> str:
    """One SHA-256 over everything the sample case is made from: its documents, and the script that brings them in."""
    whole = hashlib.sha256()
    files = sorted(
        [*(ROOT / "resources" / "samples").rglob("*"), *(ROOT / "workbench").glob("sample*/**/*.py")]
    )
    files += sorted((ROOT / "workbench").glob("sample*.py"))
    for file in [*files, ROOT / "pyproject.toml"]:
        if file.is_file() and "__pycache__" not in file.parts:
            whole.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return whole.hexdigest()


def make_sample(made_from: str) -> bool:
    """Makes the sample in a folder of its own and puts it in place whole; False where it could not be made.

    A sample that someone has worked in is set aside, not overwritten: the one before stays beside it.
    """
    shutil.rmtree(UNDER_WAY, ignore_errors=True)
    BUILD.mkdir(exist_ok=True)
    made = subprocess.run([WORKBENCH, "sample", UNDER_WAY], stdout=subprocess.DEVNULL, check=False)
    if made.returncode != 0:
        return False
    (UNDER_WAY / MADE_FROM).write_text(made_from + "\n", encoding="utf-8")
    if SAMPLE.exists():
        shutil.rmtree(BEFORE, ignore_errors=True)
        SAMPLE.rename(BEFORE)
    UNDER_WAY.rename(SAMPLE)
    return True


def size(file: Path) -> str:
    """The size of a file as people say it."""
    count = file.stat().st_size
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, count // 1000)} KB"


def say_what_there_is(made_now: bool) -> None:
    """A few lines: the case, its passphrase, and the documents that came out of it."""
    case = SAMPLE / "sample.rpw"
    shown = SAMPLE.relative_to(ROOT)
    print(
        f"The sample case {'was made from its sources' if made_now else 'is there already'}: an invented family."
    )
    print(f"  {shown / case.name} ({size(case)}), encrypted; its passphrase is in {shown / 'passphrase.txt'}")
    apart = {case.name, "passphrase.txt", MADE_FROM}
    for file in sorted(SAMPLE.rglob("*")):
        if file.is_file() and file.name not in apart and not file.name.startswith(case.name):
            print(f"  {file.relative_to(ROOT)} ({size(file)})")
    if made_now and BEFORE.exists():
        print(f"  The sample case as it was before is in {BEFORE.relative_to(ROOT)}.")


def display_is_there() -> bool:
    """Whether a window can be shown: always outside Linux, there where a display is named."""
    return not sys.platform.startswith("linux") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def main() -> int:
    """The exit code of the window, 0 without a display, 1 when the sample could not be made."""
    made_from = sources()
    record = SAMPLE / MADE_FROM
    current = record.exists() and record.read_text(encoding="utf-8").strip() == made_from
    if not current and not make_sample(made_from):
        print("The sample case could not be made; the sentence above says why.", file=sys.stderr)
        return 1
    say_what_there_is(made_now=not current)
    if not display_is_there():
        print(
            "There is no display here, so the window stays closed. Run this where there is a screen to see it."
        )
        return 0
    print("Opening the window on it.", flush=True)
    opened: list[str | Path] = [
        WORKBENCH,
        "open",
        SAMPLE / "sample.rpw",
        "--passphrase-file",
        SAMPLE / "passphrase.txt",
    ]
    return subprocess.run(opened, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
