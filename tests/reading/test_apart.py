"""The process that reads files can do nothing else, and a file that hangs, swells or breaks it ends with a sentence."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from reading.files_made import para, word

from workbench.problems import Cancelled
from workbench.reading import apart
from workbench.reading.refusal import Refused

GOOD = word(para("Seen at home."))

ATTEMPTS = {
    "open a file": "open('/etc/hostname')",
    "open a file past the hook": "import_ctypes().open(b'/etc/hostname', 0)",
    "write a file": "open('/tmp/left-behind', 'w')",
    "list a folder": "os.listdir('/')",
    "open a socket": "socket.socket()",
    "open a socket past the hook": "import_ctypes().socket(2, 1, 0)",
    "start a process": "subprocess.Popen(['true'])",
    "start a process past the hook": "import_ctypes().fork()",
    "run a command": "os.system('true')",
    "load code": "import_module('antigravity')",
}
TRY = """
import os, socket, subprocess, ctypes, sys
from importlib import import_module
from workbench.reading.lockdown import lock_down
libc = ctypes.CDLL(None, use_errno=True)
class Past:
    def __getattr__(self, name):
        def call(*given):
            if getattr(libc, name)(*given) == -1:
                raise PermissionError(ctypes.get_errno())
        return call
def import_ctypes():
    return Past()
attempt = eval('lambda: ' + sys.argv[1])
walls = lock_down(500)
try:
    attempt()
except PermissionError:
    print('refused', *walls)
else:
    print('done', *walls)
"""


def run_apart(attempt: str) -> str:
    """What came of an attempt in a process that has been locked down: "refused" or "done", and the walls."""
    root = str(Path(__file__).resolve().parents[2])
    ended = subprocess.run(
        [sys.executable, "-c", TRY, attempt],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": root},
    )
    return ended.stdout


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_the_process_that_reads_can_do_nothing_else(attempt: str) -> None:
    if "past the hook" in attempt and sys.platform != "linux":
        pytest.skip("there is the hook alone")
    assert run_apart(ATTEMPTS[attempt]).startswith("refused")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have fewer walls")
def test_every_wall_stands_on_linux() -> None:
    process = apart.Process(apart.Limits())
    try:
        process.start()
        assert process.walls == ("hook", "limits", "calls")
    finally:
        process.close()


@pytest.fixture
def usual_limits() -> Iterator[None]:
    yield
    apart.set_limits()
    apart.close()


def refused(data: bytes, name: str) -> Refused:
    with pytest.raises(Refused) as found:
        apart.read(data, name)
    assert found.value.what.startswith(name)
    return found.value


@pytest.mark.usefixtures("usual_limits")
def test_a_file_that_takes_too_long_is_stopped_and_the_next_is_read() -> None:
    apart.set_limits(seconds=0.3)
    slow = refused(word(para("Seen at home, well. ") * 60_000), "slow.docx")
    assert (slow.reason, slow.what) == (
        "too_slow",
        "slow.docx was not read within 0.3 seconds, and reading it was stopped.",
    )
    apart.set_limits()
    assert apart.read(GOOD, "good.docx").parts[0].text == "Seen at home.\n"


@pytest.mark.usefixtures("usual_limits")
@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not hold a process to its memory")
def test_a_file_that_takes_too_much_memory_is_stopped_and_the_next_is_read() -> None:
    apart.set_limits(megabytes=60)
    swollen = refused(word(para("Seen at home, well. ") * 150_000), "swollen.docx")
    assert swollen.reason == "too_large"
    assert "60 MB of memory" in swollen.what
    assert refused(b"Seen at home. " * 10_000_000, "large.txt").reason == "too_large"
    assert apart.read(GOOD, "good.docx").parts[0].text == "Seen at home.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="it is killed by a signal")
def test_a_process_that_breaks_is_replaced_and_leaves_nothing() -> None:
    process = apart.own_process()
    process.start()
    os.kill(process.pid, signal.SIGKILL)
    with pytest.raises(Refused, match="does not know"):
        process.ask("text", "a.docx", GOOD)
    with pytest.raises(ChildProcessError):
        os.waitpid(process.pid, os.WNOHANG)
    assert apart.read(GOOD, "good.docx").characters == 14


def test_what_nobody_waits_for_any_more_is_ended_at_once() -> None:
    stop = apart.Stop()
    with ThreadPoolExecutor(max_workers=1) as pool:
        slow = pool.submit(apart.read, b"From: a\nTo: b\n\n" + b"<" * 30_000_000, "slow.eml", stop)
        stop.now()
        with pytest.raises(Cancelled):
            slow.result()
    with pytest.raises(Cancelled):
        apart.read(GOOD, "good.docx", stop)
    assert apart.read(GOOD, "good.docx").characters == 14


def test_nothing_is_left_when_the_program_ends() -> None:
    code = (
        "from workbench.reading import apart; apart.read(b'A line', 'a.txt');"
        "print(*[one.pid for one in apart._kept._idle])"
    )
    root = str(Path(__file__).resolve().parents[2])
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": root},
    )
    assert ended.stderr == ""
    (number,) = ended.stdout.split()
    with pytest.raises(ProcessLookupError):
        os.kill(int(number), 0)
