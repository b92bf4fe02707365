"""Where a case file may live: on a disk of this machine that can be written to.

A write-ahead log needs memory shared between connections, which network drives do not give.
"""

import ctypes
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from workbench.problems import Problem

_NETWORK: Final = frozenset(
    """afs afpfs ceph cifs davfs fuse.davfs fuse.glusterfs fuse.gvfsd-fuse fuse.rclone fuse.s3fs fuse.sshfs glusterfs
    lustre ncpfs nfs nfs4 smb2 smb3 smbfs webdav""".split()  # noqa: SIM905 - one to a line would be longer, not clearer
)
_DRIVE_REMOTE: Final = 4


def refuse_network(path: Path) -> None:
    """Raises `Problem` where the file's folder is on a network drive."""
    if is_network(path.parent):
        raise Problem(
            f"“{path.name}” is on a network drive, where a case file cannot be kept safe while it is open.",
            "Copy it here first, to a folder on this computer, and open the copy.",
        )


def is_network(folder: Path) -> bool:
    """Whether a folder is on a drive of another machine, as far as this system says."""
    if sys.platform == "win32":
        root = folder.resolve().anchor
        return root.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(root) == _DRIVE_REMOTE
    if sys.platform == "darwin":
        mounts = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False).stdout
        return is_network_kind(kind_of_mount(folder, read_mount_lines(mounts)))
    mounts_file = Path("/proc/self/mountinfo")
    if not mounts_file.exists():
        return False
    return is_network_kind(kind_of_mount(folder, read_mountinfo(mounts_file.read_text(errors="replace"))))


def is_network_kind(kind: str) -> bool:
    """Whether a file system of this kind lies on another machine."""
    return kind in _NETWORK


def kind_of_mount(folder: Path, mounts: list[tuple[str, str]]) -> str:
    """The file system a folder is on, given (mount point, kind) in the order they were mounted."""
    found, longest = "", -1
    for point, kind in mounts:
        if folder.is_relative_to(point) and len(point) >= longest:
            found, longest = kind, len(point)
    return found


def read_mountinfo(text: str) -> list[tuple[str, str]]:
    """Linux's list of mounts (proc(5)): the fifth field is the point, the first after " - " the kind."""
    mounts = []
    for line in text.splitlines():
        left, _, right = line.partition(" - ")
        fields = left.split()
        if len(fields) >= 5 and right:
            point = fields[4].encode().decode("unicode_escape").encode("latin-1").decode(errors="replace")
            mounts.append((point, right.split()[0]))
    return mounts


def read_mount_lines(text: str) -> list[tuple[str, str]]:
    """What mount(8) of macOS prints: "//somebody@server/share on /Volumes/share (smbfs, nodev)"."""
    mounts = []
    for line in text.splitlines():
        _, _, right = line.partition(" on ")
        point, _, kinds = right.rpartition(" (")
        if point:
            mounts.append((point, kinds.split(",")[0].rstrip(")")))
    return mounts


def identity(path: Path) -> tuple[int, int]:
    """What tells one file from another of the same name."""
    found = path.stat()
    return found.st_dev, found.st_ino


def put_in_place(new: Path, path: Path) -> None:
    """`new` becomes `path` in one step that a crash leaves done or not done."""
    new.replace(path)
    if sys.platform != "win32":
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
