"""Sets up everything the make targets stand on, and does nothing at all when it is there already.

    python3 packaging/set_up.py run     what the program itself needs
    python3 packaging/set_up.py test    and what its checks and tests need

Standard library only, because nothing else is there yet. Each step is looked at by trying it: the venv module by
finding it, Qt's shared libraries by loading them. Where Debian packages are missing they are installed if the
caller is root; otherwise the exact command is printed and the set-up stops.

The virtual environment holds a record of the lock it was made from. It is made anew when the lock, the Python or
its place has changed, and when an earlier set-up was interrupted: never mended halfway.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST_PYTHON = (3, 11)
PYTHONS_TO_TRY = ("python3.14", "python3.13", "python3.12", "python3.11")

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
UNFINISHED = VENV / "unfinished"
RECORD = VENV / "set-up.json"
LOCKS = {
    "run": ROOT / "packaging" / "requirements.txt",
    "test": ROOT / "packaging" / "requirements-dev.txt",
}

# Which Debian package holds a shared library that Qt asks for.
DEBIAN_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libgl1",
    "libOpenGL.so.0": "libopengl0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}

# Run by the environment's own Python: loads the parts of Qt the program uses, and names each library that would
# not load. The platform plugins are opened by path, as Qt itself does it.
TRY_QT = """
import ctypes, importlib, json, pathlib, sys
import PySide6
plugins = pathlib.Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms"
failed = {}
for name in ("QtCore", "QtGui", "QtWidgets", "QtSvg"):
    try:
        importlib.import_module("PySide6." + name)
    except ImportError as trouble:
        failed[name] = str(trouble)
for name in sys.argv[1:]:
    try:
        ctypes.CDLL(str(plugins / name))
    except OSError as trouble:
        failed[name] = str(trouble)
libraries = sorted((plugins.parent.parent / "lib").glob("libQt6Gui.so.*"))
widgets = sorted((plugins.parent.parent / "lib").glob("libQt6Widgets.so.*"))
paths = [str(path) for path in libraries + widgets] + [str(plugins / name) for name in sys.argv[1:]]
print(json.dumps({"failed": failed, "paths": paths}))
"""


class CannotSetUp(Exception):  # noqa: N818 - it is a sentence for a person, as Problem is
    """Why the set-up stopped and what the person at the keyboard can do about it."""


def say(sentence: str) -> None:
    """One line of progress, shown at once even where the output is a pipe."""
    print(sentence, flush=True)


def digest(*files: Path) -> str:
    """One SHA-256 over the contents of the files, in the order given."""
    whole = hashlib.sha256()
    for file in files:
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def is_root() -> bool:
    """Whether system packages can be installed without asking anyone."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def run_step(command: list[str], trouble: str) -> None:
    """Runs a command to its end; CannotSetUp with what it printed and the sentence if it fails."""
    finished = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if finished.returncode != 0:
        print(finished.stdout, file=sys.stderr)
        raise CannotSetUp(trouble)


def find_python() -> None:
    """Goes on under a Python that is new enough, where this one is not and another is at hand."""
    if sys.version_info >= OLDEST_PYTHON:
        return
    for name in PYTHONS_TO_TRY:
        newer = shutil.which(name)
        if newer is not None:
            os.execv(newer, [newer, *sys.argv])
    raise CannotSetUp(
        f"This is Python {platform.python_version()}, and the program needs Python 3.11 or newer. "
        "Install it (on Debian 12: apt-get install python3) and run the same command again."
    )


def debian_command(packages: list[str]) -> list[str]:
    """The exact command that installs these Debian packages and nothing they merely recommend."""
    return ["apt-get", "install", "--yes", "--no-install-recommends", *packages]


def install_debian_packages(packages: list[str], why: str) -> None:
    """Installs Debian packages where the caller is root; otherwise stops with the command to run."""
    command = " ".join(debian_command(packages))
    if shutil.which("apt-get") is None:
        raise CannotSetUp(
            f"{why} They come with these Debian packages: {' '.join(packages)}. "
            "Install what holds them on this system and run the same command again."
        )
    if not is_root():
        raise CannotSetUp(
            f"{why} Run this as root, then the same command again:\n\n    apt-get update && {command}\n"
        )
    say(f"{why} Installing {' '.join(packages)} with apt-get.")
    os.environ.setdefault("DEBIAN_FRONTEND", "noninteractive")
    again = f"apt-get could not install what is missing. See what it says above, then try by hand: {command}"
    run_step(["apt-get", "update"], again)
    run_step(debian_command(packages), again)


def check_venv_module() -> None:
    """Sees that virtual environments can be made; Debian keeps half of what that takes in a package of its own."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    install_debian_packages(
        [package], "Python's module for virtual environments (venv, ensurepip) is not installed."
    )
    importlib.invalidate_caches()
    if not importlib.util.find_spec("ensurepip"):
        raise CannotSetUp(
            f"The package {package} is installed, but {sys.executable} still cannot make virtual environments. "
            "Name another Python: make PYTHON=/usr/bin/python3 ..."
        )


def python_in_use() -> str:
    """What an environment depends on beside its lock: this Python, and where the environment stands."""
    return f"{platform.python_implementation()} {platform.python_version()} {platform.machine()} {VENV}"


def recorded() -> dict[str, str]:
    """What the last finished set-up wrote down; empty where there was none or it cannot be used."""
    if UNFINISHED.exists() or not VENV_PYTHON.exists():
        return {}
    try:
        record = json.loads(RECORD.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if record.get("python") == python_in_use() else {}


def make_environment(purpose: str) -> None:
    """Makes .venv hold exactly the lock of this purpose, and the program itself, installed in place.

    An environment made for "run" is added to for "test", since the second lock holds all of the first.
    """
    wanted = {name: digest(lock) for name, lock in LOCKS.items()}
    record = recorded()
    serves = [name for name in ("run", "test") if record.get(name) == wanted[name]]
    if serves and len(serves) < sum(name in record for name in LOCKS):
        serves = []  # One lock moved on without the other: the environment holds things of two times.
    if not serves:
        record = {"python": python_in_use()}
        UNFINISHED.parent.mkdir(exist_ok=True)
        if any(VENV.iterdir()):
            say("Making the virtual environment .venv anew: it is unfinished, or made from another lock.")
            RECORD.unlink(
                missing_ok=True
            )  # First, so that an interrupted removal is not taken for a whole one.
            shutil.rmtree(VENV)
            VENV.mkdir()
        else:
            say("Making the virtual environment .venv.")
        UNFINISHED.touch()
        run_step(
            [sys.executable, "-m", "venv", str(VENV)],
            f"The virtual environment could not be made with {sys.executable}. See what it says above.",
        )
    if "test" not in serves and purpose not in serves:
        UNFINISHED.touch()
        count = sum("==" in line for line in LOCKS[purpose].read_text(encoding="utf-8").splitlines())
        say(
            f"Installing {count} libraries from {LOCKS[purpose].relative_to(ROOT)}, each checked by its hash."
        )
        pip("install", "--require-hashes", "--no-deps", "--requirement", str(LOCKS[purpose]))
        record["run"] = wanted["run"]
        if purpose == "test":
            record["test"] = wanted["test"]
    program = digest(ROOT / "pyproject.toml")
    if record.get("program") != program:
        UNFINISHED.touch()
        pip("install", "--no-build-isolation", "--no-deps", "--no-index", "--editable", str(ROOT))
        record["program"] = program
    if UNFINISHED.exists():
        RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        UNFINISHED.unlink()


def pip(*arguments: str) -> None:
    """Runs the environment's pip, with the index that this machine is set up for."""
    run_step(
        [
            *(str(VENV_PYTHON), "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input"),
            *arguments,
        ],
        "The libraries could not be installed. See what pip says above; a machine without a network needs an "
        "index or a folder of wheels in pip's own configuration. Then run the same command again.",
    )


def platform_plugins() -> list[str]:
    """The Qt platform plugins that will be used here: always the one without a screen, and the screen's own."""
    if not sys.platform.startswith("linux"):
        return []
    plugins = ["libqoffscreen.so"]
    if os.environ.get("DISPLAY"):
        plugins.append("libqxcb.so")
    elif os.environ.get("WAYLAND_DISPLAY"):
        plugins.append("libqwayland.so")
    return plugins


def missing_libraries() -> tuple[list[str], str]:
    """The shared libraries that Qt asks for and this system lacks, and Qt's own words when it will not load."""
    answer = subprocess.run(
        [str(VENV_PYTHON), "-c", TRY_QT, *platform_plugins()],
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        raise CannotSetUp(f"Qt could not be tried at all:\n{answer.stderr}")
    tried = json.loads(answer.stdout)
    if not tried["failed"]:
        return [], ""
    missing = {
        words.split(":")[0] for words in tried["failed"].values() if "cannot open shared object" in words
    }
    if shutil.which("ldd") is not None:  # The loader stops at the first; ldd names them all at once.
        listed = subprocess.run(["ldd", *tried["paths"]], capture_output=True, text=True, check=False)
        missing |= {line.split("=>")[0].strip() for line in listed.stdout.splitlines() if "not found" in line}
    return sorted(missing), "\n".join(tried["failed"].values())


def check_qt(purpose: str) -> None:
    """Sees that Qt loads here, and gets the system's libraries it lacks."""
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    tried = " ".join(["Qt loads with", *platform_plugins()])
    if record.get("qt") == tried:
        return
    for attempt in ("first", "after installing"):
        missing, words = missing_libraries()
        if not words:
            record["qt"] = tried
            RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
            return
        packages = sorted({DEBIAN_PACKAGES[name] for name in missing if name in DEBIAN_PACKAGES})
        unknown = [name for name in missing if name not in DEBIAN_PACKAGES]
        if attempt == "after installing" or not packages:
            break
        install_debian_packages(packages, "Qt needs shared libraries that this system lacks.")
    raise CannotSetUp(
        f"Qt does not load on this system, though it is installed. {' '.join(unknown)}\n{words}\n"
        "Install the package that holds the library named above and run the same command again."
    )


def main() -> int:
    """Does what is not done yet; 0 when all is there, 1 with a sentence when something is missing."""
    purpose = sys.argv[1] if len(sys.argv) == 2 else ""
    if purpose not in LOCKS:
        print("Say what to set up for: set_up.py run, or set_up.py test.", file=sys.stderr)
        return 2
    try:
        find_python()
        if not recorded():
            check_venv_module()
        make_environment(purpose)
        check_qt(purpose)
    except CannotSetUp as trouble:
        print(f"\nNot set up. {trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nThe set-up was stopped. The next run starts it over.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
