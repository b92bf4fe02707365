"""The set-up trusts an environment only when it was finished, for this very Python and in this very place."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def script(name: str) -> ModuleType:
    """A script of packaging/, which is no package, as a module of its own."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "packaging" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def set_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The set-up over a finished environment in a folder of the test's own."""
    module = script("set_up")
    monkeypatch.setattr(module, "VENV", tmp_path)
    monkeypatch.setattr(module, "VENV_PYTHON", tmp_path / "python")
    monkeypatch.setattr(module, "UNFINISHED", tmp_path / "unfinished")
    monkeypatch.setattr(module, "RECORD", tmp_path / "set-up.json")
    module.VENV_PYTHON.touch()
    module.RECORD.write_text(
        json.dumps({"python": module.python_in_use(), "run": "a lock"}), encoding="utf-8"
    )
    return module


def test_a_finished_environment_is_used_as_it_stands(set_up: ModuleType) -> None:
    assert set_up.recorded()["run"] == "a lock"


def test_an_interrupted_set_up_counts_for_nothing(set_up: ModuleType) -> None:
    set_up.UNFINISHED.touch()
    assert set_up.recorded() == {}


def test_an_environment_that_lost_its_python_counts_for_nothing(set_up: ModuleType) -> None:
    set_up.VENV_PYTHON.unlink()
    assert set_up.recorded() == {}


def test_an_environment_moved_from_elsewhere_counts_for_nothing(set_up: ModuleType, tmp_path: Path) -> None:
    here = json.loads(set_up.RECORD.read_text(encoding="utf-8"))
    here["python"] = here["python"].replace(str(tmp_path), "elsewhere")
    set_up.RECORD.write_text(json.dumps(here), encoding="utf-8")
    assert set_up.recorded() == {}


def test_a_record_cut_short_counts_for_nothing(set_up: ModuleType) -> None:
    set_up.RECORD.write_text(set_up.RECORD.read_text(encoding="utf-8")[:20], encoding="utf-8")
    assert set_up.recorded() == {}


def test_without_a_purpose_the_set_up_says_what_to_type() -> None:
    asked = subprocess.run(
        [sys.executable, ROOT / "packaging" / "set_up.py"], capture_output=True, text=True, check=False
    )
    assert (asked.returncode, asked.stdout) == (2, "")
    assert "set_up.py run" in asked.stderr


def test_missing_packages_come_as_one_exact_command() -> None:
    command = script("set_up").debian_command(["libegl1", "libgl1"])
    assert " ".join(command) == "apt-get install --yes --no-install-recommends libegl1 libgl1"


def test_the_sample_is_made_anew_only_when_a_source_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_sample = script("run_sample")
    monkeypatch.setattr(run_sample, "ROOT", tmp_path)
    document = tmp_path / "resources" / "samples" / "chronology.txt"
    document.parent.mkdir(parents=True)
    document.write_text("3 May 2023: seen at home", encoding="utf-8")
    (tmp_path / "pyproject.toml").touch()
    before = run_sample.sources()
    assert run_sample.sources() == before
    document.write_text("3 May 2023: not seen", encoding="utf-8")
    assert run_sample.sources() != before
