"""What the locks hold: every library once, by hash, under terms the program can ship with, from nowhere named."""

import re
import tomllib
from importlib.metadata import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
RUN = ROOT / "packaging" / "requirements.txt"
DEV = ROOT / "packaging" / "requirements-dev.txt"

PINNED = re.compile(r"([a-z0-9][a-z0-9._-]*)==(\S+)")
# Read from the licence file in the library itself, where its metadata names none.
LICENCES_READ_BY_HAND = {"sqlcipher3": "Zlib"}


def pins(lock: Path) -> dict[str, str]:
    """The version that the lock holds of each library, by the library's normal name."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    return {found[1]: found[2] for line in lines if (found := PINNED.match(line))}


def project() -> dict[str, object]:
    """The [project] table of pyproject.toml."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert isinstance(table, dict)
    return table


def licence(library: str) -> str:
    """What a library says of its own terms, in the most exact form it gives."""
    told = metadata(library)
    stated = told["License-Expression"] if "License-Expression" in told else ""  # noqa: SIM401 - it has no get
    classifiers = [line for line in told.get_all("Classifier") or [] if line.startswith("License ::")]
    free_text = told["License"] if "License" in told else ""  # noqa: SIM401
    return stated or " OR ".join(classifiers) or free_text or LICENCES_READ_BY_HAND.get(library, "")


@pytest.mark.parametrize("lock", [RUN, DEV], ids=["run", "dev"])
def test_a_lock_holds_nothing_but_versions_and_hashes(lock: Path) -> None:
    for line in lock.read_text(encoding="utf-8").splitlines():
        said = line.strip().removesuffix("\\").strip()
        assert (
            not said
            or said.startswith("#")
            or PINNED.fullmatch(said)
            or re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", said)
        ), line
        assert "://" not in line
        assert not re.search(r"\b[\w-]+\.(?:org|com|net|io|dev|local)\b", line), line


@pytest.mark.parametrize("lock", [RUN, DEV], ids=["run", "dev"])
def test_every_library_in_a_lock_is_held_by_hashes(lock: Path) -> None:
    blocks = re.split(r"^(?=[a-z0-9])", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert len(blocks) == len(pins(lock))
    assert [block for block in blocks if "--hash=sha256:" not in block] == []


def test_tests_run_on_the_very_libraries_the_program_ships_with() -> None:
    dev = pins(DEV)
    assert {name: dev.get(name) for name in pins(RUN)} == pins(RUN)


@pytest.mark.parametrize(("lock", "extra"), [(RUN, None), (DEV, "dev")], ids=["run", "dev"])
def test_the_locks_answer_what_the_project_asks_for(lock: Path, extra: str | None) -> None:
    held = pins(lock)
    asked = project()["dependencies"]
    extras = project()["optional-dependencies"]
    assert isinstance(asked, list)
    assert isinstance(extras, dict)
    for line in [*asked, *(extras[extra] if extra else [])]:
        requirement = Requirement(line)
        version = held.get(canonicalize_name(requirement.name))
        assert version is not None, f"{line} is in no lock; run `make lock`."
        assert requirement.specifier.contains(version), (
            f"{line}, but the lock has {version}; run `make lock`."
        )


def test_qt_stays_below_the_release_that_loses_references() -> None:
    assert pins(RUN)["pyside6-essentials"].startswith("6.11.")


@pytest.mark.parametrize("library", sorted(pins(RUN)))
def test_what_ships_binds_nobody_to_the_gpl(library: str) -> None:
    stated = licence(library)
    assert stated, f"{library} states no licence; read its licence file and write it above."
    choices = stated.split(" OR ")
    assert any(
        not re.search(r"(?<!L)\bA?GPL|Affero|(?<!Lesser )General Public", choice) for choice in choices
    ), stated
