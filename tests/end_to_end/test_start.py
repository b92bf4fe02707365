"""The console script: the command line where there is no Qt, the window where one is asked for."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WITHOUT_QT = """
import sys
from importlib.abc import MetaPathFinder

class NoQt(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.partition(".")[0] in ("PySide6", "shiboken6"):
            raise ImportError(f"{name} is not here")

sys.meta_path.insert(0, NoQt())
from ui.main import main
code = main(sys.argv[1:])
print(*sorted(name for name in sys.modules if name.startswith("ui")), file=sys.stderr)
sys.exit(code)
"""


def run(
    *arguments: str | Path, program: tuple[str, ...] = ("-c", WITHOUT_QT)
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *program, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_every_job_but_the_window_runs_where_there_is_no_qt(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("seven small boats at anchor\n", encoding="utf-8")
    secret = ("--passphrase-file", tmp_path / "secret.txt", "--by", "R. Adeyemi")
    case = tmp_path / "case.rpw"
    for job in (
        ("new", case, *secret, "--title", "Child K", "--kind", "lcspr"),
        ("events", case, *secret),
        ("verify", case, *secret),
    ):
        done = run(*job)
        assert done.returncode == 0, done.stderr
        assert done.stderr.split() == ["ui", "ui.later", "ui.main"]


def test_the_module_itself_hands_a_job_over() -> None:
    done = run("--help", program=("-m", "ui.main"))
    assert done.returncode == 0, done.stderr
    assert "import-events" in done.stdout
    assert run("no-such-job", program=("-m", "ui.main")).returncode == 2
