"""Five agencies' chronologies brought in by the command line, held against what each of their rows means."""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from workbench.cli import main

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "inputs" / "chronologies"
FILES = {
    "01_gp_chronology.xlsx": ("GP", "Castlegate Surgery"),
    "02_hv_chronology.docx": ("HV", "Health Visiting Service"),
    "03_drug_chronology.csv": ("DAS", "Turning Tide"),
    "04_hospital_chronology.xlsx": ("HOS", "Northfield General Hospitals"),
    "05_police_chronology.docx": ("POL", "Westmarch Constabulary"),
}
REASONS = {"title", "blank", "header", "banner", "footnote", "no_table"}

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the agencies' chronologies are not here")

Json = dict[str, Any]


@dataclass(frozen=True)
class Imported:
    """What the command line told of each file, and of the case afterwards."""

    told: Mapping[str, Json]
    events: Sequence[Json]
    figures: Json

    def all(self, name: str) -> list[Json]:
        return [one for told in self.told.values() for one in told[name]]


@pytest.fixture(scope="module")
def truth() -> Json:
    read: Json = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="module", params=["strangers", "people known"])
def imported(
    request: pytest.FixtureRequest, truth: Json, tmp_path_factory: pytest.TempPathFactory
) -> Imported:
    """The five files in a case that knows nobody, and in one that knows the family by every name."""
    folder = tmp_path_factory.mktemp("case")
    said = Spoken(folder)
    said("new", "CASE", "--title", "Child J", "--kind", "lcspr")
    for code, name in FILES.values():
        said("service", "CASE", "add", name, "--code", code)
    if request.param == "people known":
        for who, (name, *others) in truth["people"].items():
            aliases = [word for other in others for word in ("--alias", other)]
            subject = ["--subject"] if who.startswith("CHILD") else []
            said("person", "CASE", "add", name, *aliases, *subject)
    told = {
        name: said("import-events", "CASE", str(FOLDER / name), "--service", code)
        for name, (code, _) in FILES.items()
    }
    events = said("events", "CASE")["events"]
    rows = [
        {
            "id": event["id"],
            "file": event["file"],
            "text": event["text"],
            "date_start": event["earliest"],
            "date_end": event["latest"],
            "precision": event["precision"],
            "time": event["time"],
            "outcome": event["outcome"],
        }
        for event in events
    ]
    submission = folder / "submission.json"
    submission.write_text(json.dumps({"rows": rows}), encoding="utf-8")
    scored = subprocess.run(
        [sys.executable, FOLDER / "score.py", FOLDER / "truth.json", submission],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    figures = json.loads(scored.stdout)
    print(request.param, json.dumps(figures, indent=1))
    return Imported(told, events, figures)


class Spoken:
    """Runs the command line on one case and reads its JSON."""

    def __init__(self, folder: Path) -> None:
        self.case = folder / "five.rpw"
        self.passphrase = folder / "passphrase.txt"
        self.passphrase.write_text("seven plain words\n", encoding="utf-8")
        self.out = folder / "out.json"

    def __call__(self, *arguments: str) -> Json:
        given = [str(self.case) if one == "CASE" else one for one in arguments]
        out = sys.stdout
        with self.out.open("w", encoding="utf-8") as stream:
            sys.stdout = stream
            try:
                code = main([*given, "--passphrase-file", str(self.passphrase), "--by", "Tester", "--json"])
            finally:
                sys.stdout = out
        assert code == 0
        read: Json = json.loads(self.out.read_text(encoding="utf-8"))
        return read


def test_the_importer_reads_what_the_agencies_meant(imported: Imported) -> None:
    figures = imported.figures
    assert figures["rows"]["f1"] >= 0.97
    assert figures["date"]["ALL"]["acc"] >= 0.97
    assert figures["outcome"]["acc_where_stated"] >= 0.96
    assert figures["date_false_certainty"] == 0
    assert figures["date_day_month_swapped"] == 0
    assert figures["time"]["invented"] == 0
    assert figures["outcome"]["invented"] <= 0.01 * len(imported.events)


def test_every_row_of_every_file_is_accounted_for_once(imported: Imported, truth: Json) -> None:
    for file in truth["files"]:
        told = imported.told[file["file"]]
        assert told["rows"] == len(told["events"]) + len(told["joined"]) + len(told["skipped"])
        places = [
            (one["sheet"], one["table"], one["row"])
            for name in ("events", "joined", "skipped")
            for one in told[name]
        ]
        assert len(set(places)) == len(places)
        assert {one["reason"] for one in told["skipped"]} <= REASONS
        assert set(told["columns"].values()) <= {" ".join(heading.split()) for heading in file["headers"]}
        assert {one["row"] for one in told["doubts"]} <= {one["row"] for one in told["events"]}


def test_what_was_told_at_the_import_is_what_the_case_holds(imported: Imported) -> None:
    held = {event["id"]: event for event in imported.events}
    assert len(held) == sum(len(told["events"]) for told in imported.told.values())
    for told in imported.all("events"):
        assert told == held[told["id"]]


def test_a_doubt_stands_where_a_person_must_look(imported: Imported, truth: Json) -> None:
    """Every child's DNA, bare "cancelled" and date that cannot be. (Dates from above stand in merged cells here.)"""
    doubtful: dict[tuple[str, str], list[set[str]]] = {}
    for event in imported.events:
        place = (event["file"], " ".join(event["text"].split()))
        doubtful.setdefault(place, []).append({doubt["field"] for doubt in event["doubts"]})
    missing = []
    looked = Counter[str]()
    for row in truth["rows"]:
        wanted = {
            "a child's DNA": ("outcome", row["child_appointment"] and row["outcome"] == "dna"),
            "cancelled": ("outcome", re.fullmatch(r"canc\w*\.?", row["outcome_text"] or "", re.IGNORECASE)),
            "impossible": (
                "date",
                row["date_start"] is row["date_end"] is None and re.search(r"\d", row["date_text"]),
            ),
        }
        standing = doubtful.get((row["file"], " ".join(row["text"].split())), [])
        if len(standing) != 1:
            continue  # told in the same words more than once
        for what, (field, is_so) in wanted.items():
            if is_so:
                looked[what] += 1
                if field not in standing[0]:
                    missing.append(f"{what}: {row['date_text']} | {row['text']} | {row['outcome_text']}")
    assert looked["a child's DNA"] > 5
    assert looked["cancelled"] > 5
    assert not missing
