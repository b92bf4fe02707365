"""The house rules of the code, held over the syntax of every file: who imports whom, and what stands nowhere.

Each check gathers sentences, one for each place that breaks the rule, and fails with all of them at once.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# The rooms of workbench/, lowest first: a room imports only what stands before it. A new room gets its place here.
ROOMS = (
    "problems",
    "casefile",
    "reading",
    "listing",
    "records",
    "outgoing",
    "review",
    "people",
    "anonymity",
    "materials",
    "themes",
    "chronology",
    "tagged",
    "timeline",
    "findings",
    "notes",
    "shelf",
    "search",
    "history",
    "word",
    "panel",
    "register",
    "versions",
    "case",
    "sample",
    "cli",
)
# Mechanisms that would serve any trade: beside themselves they know how work fails, and nothing else.
KNOW_NOTHING_OF_THE_TRADE = {
    "problems": set[str](),
    "casefile": {"problems"},
    "reading": {"problems"},
}
# The ends of the program, and of the process that reads files, where whatever was not foreseen is caught and told.
TOP_LEVELS = {"ui/jobs.py", "ui/main.py", "workbench/cli/__init__.py", "workbench/reading/child.py"}
# The one list of all places, which no place may import.
RAIL = "ui.places.rail"
NO_NAME_AT_ALL = {"utils", "util", "helpers", "helper", "common", "manager", "service"}
NETWORK = {
    "aiohttp",
    "ftplib",
    "http",
    "httpx",
    "imaplib",
    "nntplib",
    "poplib",
    "requests",
    "smtplib",
    "socket",
    "socketserver",
    "ssl",
    "telnetlib",
    "urllib",
    "urllib3",
    "webbrowser",
    "xmlrpc",
    "PySide6.QtNetwork",
    "PySide6.QtWebEngineCore",
    "PySide6.QtWebEngineWidgets",
    "PySide6.QtWebSockets",
}


@dataclass(frozen=True)
class Import:
    """One module named by one import statement."""

    module: str
    line: int
    at_top: bool


@dataclass(frozen=True)
class Source:
    """One Python file of the tree, parsed."""

    path: str
    module: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """The room of workbench/ that the file belongs to; empty for the package's own file and for others."""
        parts = self.module.split(".")
        return parts[1] if parts[0] == "workbench" and len(parts) > 1 else ""


def python_files(*folders: str) -> list[Path]:
    return sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))


@cache
def parsed(file: Path) -> Source:
    path = file.relative_to(ROOT)
    parts = path.with_suffix("").parts
    module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Source(path.as_posix(), module, ast.parse(file.read_text(encoding="utf-8"), str(path)))


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """Every Python file under the folders, parsed."""
    return tuple(parsed(file) for file in python_files(*folders))


@cache
def known_modules() -> frozenset[str]:
    return frozenset(source.module for source in sources("workbench", "ui", "resources"))


@cache
def imports(source: Source) -> tuple[Import, ...]:
    """Every module the file imports, by its full name, with `from package import module` told from a plain name."""
    return tuple(read_imports(source))


def read_imports(source: Source) -> Iterator[Import]:
    top = {id(node) for node in source.tree.body}
    for (
        choice
    ) in source.tree.body:  # A module that only one system has stands under a question about the system.
        if isinstance(choice, ast.If) and "sys.platform" in ast.unparse(choice.test):
            top |= {id(node) for node in [*choice.body, *choice.orelse]}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield Import(name.name, node.lineno, id(node) in top)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = source.module.split(".")
                if not source.path.endswith("__init__.py"):
                    package = package[:-1]
                package = package[: len(package) - node.level + 1]
                base = ".".join([*package, base] if base else package)
            names = [f"{base}.{name.name}" for name in node.names]
            modules = {name if name in known_modules() else base for name in names}
            if base == "PySide6":
                modules |= set(names)
            for module in sorted(modules):
                yield Import(module, node.lineno, id(node) in top)


def is_or_is_within(module: str, packages: set[str]) -> bool:
    return any(module == package or module.startswith(package + ".") for package in packages)


def forbid_imports(folders: tuple[str, ...], packages: set[str], reason: str) -> list[str]:
    """A sentence for each import of any of the packages in any file of the folders."""
    return [
        f"{source.path}:{found.line} imports {found.module}; {reason}."
        for source in sources(*folders)
        for found in imports(source)
        if is_or_is_within(found.module, packages)
    ]


def hold(sentences: list[str]) -> None:
    """Fails with every sentence, when there is any."""
    assert not sentences, "\n" + "\n".join(sentences)


def test_every_room_has_its_place_in_the_order() -> None:
    rooms = {source.room for source in sources("workbench")} - {""}
    hold(
        [
            f"workbench/{room} is a room that the order above does not know; give it its place in ROOMS."
            for room in sorted(rooms - set(ROOMS))
        ]
    )


def test_rooms_import_only_what_stands_before_them() -> None:
    broken = []
    for source in sources("workbench"):
        if source.room not in ROOMS:
            continue
        for found in imports(source):
            parts = found.module.split(".")
            if parts[0] != "workbench" or len(parts) < 2 or parts[1] not in ROOMS:
                continue
            other = parts[1]
            if ROOMS.index(other) > ROOMS.index(source.room):
                broken.append(
                    f"{source.path}:{found.line} imports {found.module}, but {other} stands on {source.room} "
                    "and not under it."
                )
            allowed = KNOW_NOTHING_OF_THE_TRADE.get(source.room)
            if allowed is not None and other != source.room and other not in allowed:
                broken.append(
                    f"{source.path}:{found.line} imports {found.module}; {source.room} is to know nothing of it."
                )
    hold(broken)


def test_the_workbench_knows_neither_qt_nor_the_window() -> None:
    reason = "the workbench works without a window"
    hold(forbid_imports(("workbench", "resources"), {"PySide6", "shiboken6", "ui"}, reason))


def test_the_window_asks_the_workbench_and_never_the_database() -> None:
    reason = "the window asks workbench, which alone knows the database"
    hold(forbid_imports(("ui",), {"sqlalchemy", "sqlcipher3", "sqlite3"}, reason))


def test_nothing_reaches_for_the_network() -> None:
    reason = "the program makes no connection of any kind"
    hold(forbid_imports(("workbench", "ui", "resources"), NETWORK, reason))


def test_places_meet_only_through_the_desk() -> None:
    broken = []
    for source in sources("ui"):
        parts = source.module.split(".")
        if parts[:2] != ["ui", "places"] or len(parts) < 3 or source.module == RAIL:
            continue
        for found in imports(source):
            other = found.module.split(".")
            if other[:2] == ["ui", "places"] and len(other) > 2 and other[2] != parts[2]:
                broken.append(
                    f"{source.path}:{found.line} imports {found.module}; places meet only through the desk."
                )
    hold(broken)


def test_no_module_imports_itself_by_a_roundabout_way() -> None:
    graph = {
        source.module: sorted({found.module for found in imports(source)} & known_modules() - {source.module})
        for source in sources("workbench", "ui", "resources")
    }
    done: set[str] = set()
    found: list[str] = []

    def walk(module: str, way: list[str]) -> None:
        if module in way:
            found.append(" imports ".join([*way[way.index(module) :], module]) + ": a cycle.")
        elif module not in done:
            for other in graph[module]:
                walk(other, [*way, module])
            done.add(module)

    for module in graph:
        walk(module, [])
    hold(found)


def test_imports_stand_at_the_top_and_hide_from_no_one() -> None:
    everything = sources("workbench", "ui", "resources", "tests", "packaging")
    broken = [
        f"{source.path}:{found.line} imports {found.module} inside something; imports stand at the top of a file."
        for source in everything
        for found in imports(source)
        if not found.at_top
    ]
    broken += [
        f"{source.path}:{node.lineno} hides an import behind TYPE_CHECKING; untangle the modules instead."
        for source in everything
        for node in ast.walk(source.tree)
        if (isinstance(node, ast.Name) and node.id == "TYPE_CHECKING")
        or (isinstance(node, ast.Attribute) and node.attr == "TYPE_CHECKING")
    ]
    hold(broken)


def test_names_of_files_say_what_is_in_them() -> None:
    hold(
        [
            f"{source.path} is named for nothing; name it for what a reviewer would recognise, or for one mechanism."
            for source in sources("workbench", "ui", "resources", "tests", "packaging")
            if NO_NAME_AT_ALL & set(source.module.split("."))
        ]
    )


def test_packaging_and_tests_are_no_packages() -> None:
    hold(
        [
            f"{file.relative_to(ROOT)} makes a package of its folder, which would hide a library of the same name."
            for file in python_files("tests", "packaging")
            if file.name == "__init__.py"
        ]
    )


def names_caught(handler: ast.ExceptHandler) -> set[str]:
    """The plain names an except clause catches; "everything" for a bare one."""
    if handler.type is None:
        return {"everything"}
    return {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)}


def test_only_the_top_levels_catch_what_nobody_foresaw() -> None:
    broken = []
    for source in sources("workbench", "ui", "resources", "tests", "packaging"):
        for node in ast.walk(source.tree):
            if not isinstance(node, ast.ExceptHandler) or source.path in TOP_LEVELS:
                continue
            caught = names_caught(node)
            goes_on = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            if caught & {"Exception", "everything"} or ("BaseException" in caught and not goes_on):
                broken.append(
                    f"{source.path}:{node.lineno} catches whatever comes; name the errors that are expected here."
                )
    hold(broken)


def test_nothing_waits_on_the_clock() -> None:
    broken = []
    for source in sources("workbench", "ui", "resources", "tests", "packaging"):
        for node in ast.walk(source.tree):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            if called.split(".")[-1] in ("sleep", "msleep", "usleep") or called in (
                "qtbot.wait",
                "QTest.qWait",
            ):
                broken.append(
                    f"{source.path}:{node.lineno} waits with {called}(); wait for what is to happen, on its signal."
                )
    hold(broken)


def test_the_set_up_needs_python_alone() -> None:
    hold(
        [
            f"{source.path}:{found.line} imports {found.module}, which is not there before the set-up is done."
            for source in sources("packaging")
            for found in imports(source)
            if source.path in ("packaging/set_up.py", "packaging/run_sample.py")
            and found.module.split(".")[0] not in sys.stdlib_module_names
        ]
    )


def text_files() -> Iterator[Path]:
    """Every file of the tree that is read by people or programs as text, but for the writing of the tests."""
    for name in ("Makefile", "README.md", "pyproject.toml", ".gitignore"):
        if (ROOT / name).exists():
            yield ROOT / name
    for folder in (".ci", "workbench", "ui", "resources", "packaging", "tests"):
        for file in sorted((ROOT / folder).rglob("*")):
            if file.is_file() and file.suffix in {
                "",
                ".py",
                ".md",
                ".txt",
                ".toml",
                ".sh",
                ".cfg",
                ".spec",
                ".svg",
            }:
                yield file


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        (r"(?<![\w.<>/~-])/(?:root|srv|work)/\w", "names a folder of one machine"),
        (r"inde[x]-url|find-link[s]\b|trusted-hos[t]\b", "says where libraries come from"),
        (r"https?://[^\s\"]*(?:/simpl[e]\b|registr[y])", "names a package index"),
    ],
)
def test_nothing_depends_on_the_machine_it_was_written_on(pattern: str, reason: str) -> None:
    broken = []
    allowed = {ROOT / "packaging" / "lock.sh"}  # Switches those very lines off.
    for file in text_files():
        if file in allowed or "__pycache__" in file.parts:
            continue
        for number, line in enumerate(
            file.read_text(encoding="utf-8", errors="replace").splitlines(), start=1
        ):
            if re.search(pattern, line):
                broken.append(f"{file.relative_to(ROOT)}:{number} {reason}: {line.strip()[:80]}")
    hold(broken)


def test_the_program_needs_nothing_beside_its_own_tree() -> None:
    hold(
        [
            f"{source.path}:{node.lineno} reaches out of the tree for {node.value[:60]!r}."
            for source in sources("workbench", "ui", "resources", "packaging")
            for node in ast.walk(source.tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and re.search(r"(?:^|/)\.\./" + "shared", node.value)
        ]
    )


def test_every_room_is_a_package_that_installs() -> None:
    folders = {file.parent for file in python_files("workbench", "ui")}
    hold(
        [
            f"{folder.relative_to(ROOT)} has no __init__.py, so an installed program would lack it."
            for folder in sorted(folders)
            if not (folder / "__init__.py").exists()
        ]
    )
