"""What a process that reads hostile files gives up before the first of them: files, sockets, processes, memory.

Three walls, each standing by itself: an audit hook of Python's (PEP 578) on every system; limits of the system
(setrlimit) on Linux and macOS; and on Linux a filter over the system calls (seccomp) with the few that reading from
one pipe and writing to another needs. macOS does not hold a process to RLIMIT_AS; Windows has the hook alone.
"""

import ctypes
import platform
import signal
import struct
import sys
from pathlib import Path
from typing import Final

if sys.platform != "win32":
    import resource

_REFUSED: Final = (
    "open", "os.", "socket.", "subprocess.", "shutil.", "tempfile.", "glob.", "pathlib.", "pty.", "fcntl.",
    "syslog.", "urllib.", "http.", "ftplib.", "smtplib.", "imaplib.", "poplib.", "telnetlib.", "nntplib.",
    "webbrowser.", "winreg.", "_winapi.", "msvcrt.", "ctypes.dlopen",
    "sqlite3.", "pickle.", "marshal.", "code.__new__", "function.__new__", "cpython.run_", "sys.addaudithook",
    "sys.setprofile", "sys.settrace", "builtins.input", "exec", "compile",
)  # fmt: skip
"""What Python tells of (docs.python.org, audit events) that no reader has any need of."""

_ALLOWED: Final = {
    "x86_64": (
        0xC000003E,
        {
            "read": 0, "write": 1, "close": 3, "fstat": 5, "poll": 7, "lseek": 8, "mmap": 9, "mprotect": 10,
            "munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "readv": 19,
            "writev": 20, "sched_yield": 24, "mremap": 25, "madvise": 28, "nanosleep": 35, "alarm": 37,
            "setitimer": 38, "getpid": 39, "exit": 60, "uname": 63, "gettimeofday": 96, "getrusage": 98,
            "sysinfo": 99, "sigaltstack": 131, "gettid": 186, "time": 201, "futex": 202,
            "sched_getaffinity": 204, "restart_syscall": 219, "clock_gettime": 228, "clock_nanosleep": 230,
            "exit_group": 231, "tgkill": 234, "set_robust_list": 273, "getrandom": 318, "membarrier": 324,
            "rseq": 334,
        },
    ),
    "aarch64": (
        0xC00000B7,
        {
            "close": 57, "lseek": 62, "read": 63, "write": 64, "readv": 65, "writev": 66, "ppoll": 73, "fstat": 80,
            "exit": 93, "exit_group": 94, "futex": 98, "set_robust_list": 99, "nanosleep": 101, "setitimer": 103,
            "clock_gettime": 113, "clock_nanosleep": 115, "sched_getaffinity": 123, "sched_yield": 124,
            "restart_syscall": 128, "tgkill": 131, "sigaltstack": 132, "rt_sigaction": 134, "rt_sigprocmask": 135,
            "rt_sigreturn": 139, "uname": 160, "getrusage": 165, "gettimeofday": 169, "getpid": 172, "gettid": 178,
            "sysinfo": 179, "brk": 214, "munmap": 215, "mremap": 216, "mmap": 222, "mprotect": 226, "madvise": 233,
            "getrandom": 278, "membarrier": 283, "rseq": 293,
        },
    ),
}  # fmt: skip
"""For each kind of machine: its number in seccomp, and the system calls that stay, by their number there."""

_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050001, 0x80000000
"""Of seccomp: let it through; answer EPERM; end the process."""
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06


def lock_down(megabytes: int) -> tuple[str, ...]:
    """Give up all of it, for good, and tell which walls stand: hook, limits, calls."""
    walls = ["hook"]
    if sys.platform != "win32":
        _limit(megabytes)
        walls.append("limits")
    if sys.platform == "linux" and _filter_calls():
        walls.append("calls")
    sys.addaudithook(_refuse)
    return tuple(walls)


def _refuse(event: str, _: tuple[object, ...]) -> None:
    if event == "import":
        raise ModuleNotFoundError("nothing is loaded any more")  # as where an unknown encoding is asked for
    if event.startswith(_REFUSED):
        raise PermissionError(f"nothing of that kind happens here: {event}")


def _limit(megabytes: int) -> None:
    if sys.platform == "win32":
        return
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl+C in a terminal is for the program, which ends this one
    limits = {"RLIMIT_CORE": 0, "RLIMIT_NOFILE": 0, "RLIMIT_FSIZE": 0, "RLIMIT_NPROC": 0}
    if sys.platform == "linux":
        limits["RLIMIT_AS"] = _held() + megabytes * 1024**2
    for name, value in limits.items():
        resource.setrlimit(getattr(resource, name), (value, value))


def _held() -> int:
    """Bytes of address space that are taken up now."""
    if sys.platform == "win32":
        return 0
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()


def _filter_calls() -> bool:
    """Leave only the calls that are listed. Says whether the system has it."""
    known = _ALLOWED.get(platform.machine())
    if known is None:
        return False
    machine, calls = known
    numbers = sorted(calls.values())
    steps = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, machine),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
        *((_EQUAL, len(numbers) - at, 0, number) for at, number in enumerate(numbers)),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    ]
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    head = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(steps), ctypes.addressof(program)))
    control = ctypes.CDLL(None, use_errno=True).prctl
    no_new_rights, set_filter, mode = 38, 22, 2
    if control(no_new_rights, 1, 0, 0, 0) != 0:
        return False
    return bool(control(set_filter, mode, head, 0, 0) == 0)
