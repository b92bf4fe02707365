"""Nothing in clear: a sentence put through everything stands in no file that the program writes, nor in a name.

The real program runs in a process of its own, in a sandbox that holds its home, its settings and its temporary
files, and is driven through a whole day's work (`end_to_end/unseen.py`). It ends in the ordinary way, or is killed
in the middle of an import. Then every byte it left is searched, case file and backups included. What was received
and what was given out as Word are clear by their nature, and stand in folders of their own.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pytest

from workbench.case import open_case
from workbench.chronology.combined import CombinedChronology
from workbench.listing import Ask

ROOT = Path(__file__).resolve().parent.parent
SENTENCE = "Marigold Tuffnelworth kept the seventeenth lantern by the quarry gate"
SECRET = "four hundred velvet umbrellas marching"
NAME = "Tuffnelworth lantern"
"""What folders and files are called: a part of the sentence, as folders carry family names."""
PIECE = 12
MANY = 4_000

PLACES = {
    "HOME": "home",
    "USERPROFILE": "home",
    "APPDATA": "home/roaming",
    "LOCALAPPDATA": "home/local",
    "XDG_CONFIG_HOME": "home/config",
    "XDG_DATA_HOME": "home/data",
    "XDG_CACHE_HOME": "home/cache",
    "XDG_STATE_HOME": "home/state",
    "XDG_RUNTIME_DIR": "run",
    "MPLCONFIGDIR": "home/matplotlib",
    "TMPDIR": "tmp",
    "TEMP": "tmp",
    "TMP": "tmp",
}


@dataclass(frozen=True)
class Left:
    """What a day's work left behind."""

    code: int
    keys: tuple[str, ...]
    sandbox: Path
    cases: Path
    opened: tuple[str, ...]
    """The paths that were opened for writing, where they could be watched."""
    sockets: tuple[str, ...]
    """The sockets that were asked for, by any library."""

    def files(self) -> list[Path]:
        """Every file the program wrote and could have kept to itself."""
        return sorted(
            each for folder in (self.sandbox, self.cases) for each in folder.rglob("*") if each.is_file()
        )


HEADS = ("Date", "Time", "Details", "Outcome")


def _rows(which: str) -> list[tuple[str, ...]]:
    return [
        HEADS,
        ("02/05/2023", "10:00", f"{SENTENCE}, the {which} says", "DNA"),
        ("03/05/2023", "", f"The {which}: {SENTENCE}", "Cancelled"),
        ("30/02/2023", "14:15", f"Said the {which} time that {SENTENCE}", "Attended"),
    ]


def _csv(rows: Iterable[tuple[str, ...]]) -> str:
    return "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows)


def received(folder: Path) -> None:
    """What agencies sent, and something that is no chronology at all."""
    folder.mkdir(parents=True)
    (folder / f"{NAME} 1.csv").write_text(_csv(_rows("first")), encoding="utf-8")
    many = [("02/05/2023", "10:00", f"{number}: {SENTENCE}", "Attended") for number in range(MANY)]
    (folder / f"{NAME} many.csv").write_text(_csv([HEADS, *many]), encoding="utf-8")
    document = docx.Document()
    table = document.add_table(rows=0, cols=len(HEADS))
    for row in _rows("second"):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    document.save(str(folder / f"{NAME} 2.docx"))
    book = openpyxl.Workbook()
    book.active.title = NAME
    for row in _rows("third"):
        book.active.append(row)
    book.save(str(folder / f"{NAME} 3.xlsx"))
    (folder / f"{NAME} 4.xls").write_bytes(f"{SENTENCE}\n".encode() * 9)


@cache
def can_watch() -> bool:
    """Whether the system lets one process watch what another opens."""
    tracer = shutil.which("strace")
    if tracer is None:
        return False
    return (
        subprocess.run([tracer, "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0
    )


def live(folder: Path, how: str) -> Left:
    """A day's work in a sandbox under `folder`, which ends as `how` says."""
    sandbox, cases = folder / "sandbox", folder / "cases" / NAME
    sent, given = folder / "received" / NAME, folder / "given" / NAME
    for each in {*PLACES.values()}:
        (sandbox / each).mkdir(parents=True, exist_ok=True)
    (sandbox / "run").chmod(0o700)
    cases.mkdir(parents=True)
    given.mkdir(parents=True)
    received(sent)
    kept = {name: value for name, value in os.environ.items() if name not in PLACES}
    environment = {
        **kept,
        **{name: str(sandbox / place) for name, place in PLACES.items()},
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONFAULTHANDLER": "1",
        "QT_QPA_PLATFORM": "offscreen",
    }
    command = [sys.executable, "-m", "end_to_end.unseen", str(cases), str(sent), str(given), how]
    log = folder / "opened"
    if can_watch():
        watch = ["-f", "-qq", "-s", "4096", "-e", "trace=openat,open,creat,rename,renameat,renameat2,socket"]
        command = ["strace", *watch, "--seccomp-bpf", "-o", str(log), *command]
    done = subprocess.run(
        command,
        env=environment,
        cwd=sandbox,
        input=f"{SECRET}\n{SENTENCE}\n",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == (0 if how == "quit" else -signal.SIGKILL), done.stderr
    calls = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    opened = tuple(_opened_to_write(calls))
    sockets = tuple(line for line in calls if " socket(" in line)
    return Left(done.returncode, tuple(done.stdout.split("\n")), sandbox, cases, opened, sockets)


_CALL = re.compile(r"(openat|open|creat|rename\w*)\((.*)\) = (?!-)")
_PATH = re.compile(r'"((?:[^"\\]|\\.)*)"')


def _opened_to_write(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        call = _CALL.search(line)
        if call is None:
            continue
        if call[1].startswith("open") and not re.search(r"O_(WRONLY|RDWR|CREAT)", call[2]):
            continue
        yield _PATH.findall(call[2])[-1]


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Left:
    """A day that ended as days should."""
    return live(tmp_path_factory.mktemp("quit"), "quit")


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Left:
    """A day cut off in the middle of an import."""
    return live(tmp_path_factory.mktemp("killed"), "killed")


def pieces(*secrets: str) -> frozenset[bytes]:
    """Each secret in pieces of twelve characters: as written, small and capital, as UTF-8 and UTF-16."""
    return frozenset(
        said[at : at + PIECE].encode(code)
        for secret in secrets
        for said in {secret, secret.lower(), secret.upper()}
        for at in range(len(said) - PIECE + 1)
        for code in ("utf-8", "utf-16-le", "utf-16-be")
    )


def in_clear(left: Left) -> Mapping[str, bytes]:
    """The files in which a piece of a secret stands, with the piece."""
    secrets = pieces(SENTENCE, NAME, SECRET, *(key for key in left.keys if key))
    found = {}
    for file in left.files():
        data = file.read_bytes()
        standing = next((piece for piece in secrets if piece in data), None)
        if standing is not None:
            found[str(file)] = standing
    return found


def test_what_is_searched_for_would_be_found(tmp_path: Path) -> None:
    for number, code in enumerate(("utf-8", "utf-16-le", "utf-16-be")):
        (tmp_path / f"{number}").write_bytes(b"\x00" + f"before {SENTENCE[20:]} after".encode(code))
    (tmp_path / "none").write_bytes(b"a lantern, and nothing else")
    left = Left(0, (), tmp_path, tmp_path / "cases", (), ())
    assert {Path(file).name for file in in_clear(left)} == {"0", "1", "2"}


def test_nothing_of_a_days_work_stands_in_clear_anywhere(ended: Left) -> None:
    assert any(file.name == "settings.json" for file in ended.files()), "the settings at least are written"
    assert in_clear(ended) == {}


def test_no_name_of_a_case_or_folder_is_kept_outside_the_folder_of_the_case(ended: Left) -> None:
    names = [file.name for file in ended.files() if ended.sandbox in file.parents]
    assert not [name for name in names if "uffnel" in name]
    assert {name for name in names if name.endswith((".json", ".conf"))} == {"settings.json", "seen.json"}


def test_nothing_is_left_beside_a_case_that_was_closed(ended: Left) -> None:
    backups = ended.cases / f"{NAME} backups"
    assert sorted(each.name for each in ended.cases.iterdir()) == sorted(
        [f"{NAME} backups", f"{NAME} copy.rpw", f"{NAME}.rpw"]
    )
    assert all(each.suffix == ".rpw" and each.read_bytes()[:4] == b"RPW1" for each in backups.iterdir())


def test_killed_in_the_middle_of_its_work_it_leaves_nothing_in_clear(killed: Left) -> None:
    assert {each.name.removeprefix(NAME) for each in killed.cases.iterdir()} == {
        ".rpw",
        ".rpw-wal",
        ".rpw-shm",
        ".rpw.lock",
    }
    assert in_clear(killed) == {}


def test_what_was_done_before_the_kill_is_there_and_nothing_of_what_was_not(killed: Left) -> None:
    with open_case(killed.cases / f"{NAME}.rpw", SECRET, by="R. Adeyemi") as case:
        assert case.verify().ok
        with case.reading() as session:
            assert len(CombinedChronology().ids(session, Ask())) == 10
    assert [each.name for each in killed.cases.iterdir()] == [f"{NAME}.rpw"]


@pytest.mark.skipif(not can_watch(), reason="this system has no way to watch what is opened")
@pytest.mark.parametrize("day", ["ended", "killed"])
def test_nothing_is_opened_for_writing_but_the_case_and_the_settings(
    day: str, request: pytest.FixtureRequest
) -> None:
    left: Left = request.getfixturevalue(day)
    assert left.opened
    own = (
        str(left.sandbox),
        str(left.cases),
        str(left.cases.parent.parent / "given"),
        "/dev/",
        "/proc/self/",
    )
    assert [path for path in left.opened if Path(path).is_absolute() and not path.startswith(own)] == []


def test_the_network_is_asked_for_by_nobody(ended: Left) -> None:
    assert ended.code == 0, "the day ends with 4 as soon as a socket is made in Python"
    assert [line for line in ended.sockets if "AF_INET" in line] == []
