"""Starting: the command line without Qt, the window without what it does not need yet."""

import ast
import subprocess
import sys
from pathlib import Path

import ui

PACKAGE = Path(ui.__file__).resolve().parent


def loaded(code: str) -> set[str]:
    """The modules there are after some code has run in an interpreter of its own."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=PACKAGE.parent,
    )
    return set(done.stdout.split())


def test_the_command_line_loads_no_qt() -> None:
    code = "from ui.main import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass"
    assert not [name for name in loaded(code) if name.startswith("PySide6")]


def test_the_window_opens_without_what_draws_pictures_and_writes_documents() -> None:
    assert not loaded("import ui.start") & {"openpyxl", "matplotlib", "numpy", "docx", "PIL"}


def test_only_one_place_imports_by_name() -> None:
    by_name = [
        file.name
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom | ast.Import)
        and any(each.name == "importlib" or each.name == "import_module" for each in node.names)
    ]
    assert by_name == ["later.py"]


def test_open_without_a_case_is_wrong_usage() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ui.main", "open"],
        capture_output=True,
        text=True,
        check=False,
        cwd=PACKAGE.parent,
    )
    assert done.returncode == 2
    assert "usage: workbench open CASE" in done.stderr
