"""The importer on five invented agencies' files, where they stand beside the project.

Scored as the files' own `score.py` scores a submission; the bounds are those the importer promises.
"""

import functools
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from workbench.chronology.understanding import Choices, Known, Understood, understand
from workbench.reading.tables import read_tables

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "inputs" / "chronologies"
pytestmark = pytest.mark.skipif(
    not (FOLDER / "truth.json").exists(), reason="the agencies’ files are elsewhere"
)


@functools.cache
def truth() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((FOLDER / "truth.json").read_text())
    return read


@functools.cache
def understood() -> dict[str, Understood]:
    files = [str(one["file"]) for one in truth()["files"]]
    return {
        name: understand(read_tables((FOLDER / name).read_bytes(), name), Choices(), Known())
        for name in files
    }


def submission() -> list[dict[str, Any]]:
    return [
        {
            "id": f"{name} {place}",
            "file": name,
            "text": event.text,
            "date_start": event.when.earliest,
            "date_end": event.when.latest,
            "precision": event.when.precision,
            "time": event.time,
            "outcome": event.outcome,
        }
        for name, one in understood().items()
        for place, event in enumerate(one.events)
    ]


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("agencies_score", FOLDER / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@functools.cache
def scored() -> dict[str, Any]:
    result: dict[str, Any] = scorer().score(truth(), {"rows": submission()})
    return result


def test_rows_dates_and_outcomes_are_read_as_promised() -> None:
    result = scored()
    assert result["rows"]["f1"] >= 0.97
    assert min(one["f1"] for one in result["rows_by_file"].values()) >= 0.97
    assert result["date"]["ALL"]["acc"] >= 0.97
    assert result["precision_label_acc"] >= 0.97
    assert result["outcome"]["acc_where_stated"] >= 0.96
    assert result["outcome"]["invented"] <= 0.01 * len(truth()["rows"])


def test_nothing_is_made_more_certain_than_it_is() -> None:
    result = scored()
    assert result["date_false_certainty"] == 0
    assert result["date_day_month_swapped"] == 0
    assert result["time"]["invented"] == 0


def test_every_childs_dna_and_every_bare_cancelled_is_doubted() -> None:
    events = {
        f"{name} {place}": event
        for name, one in understood().items()
        for place, event in enumerate(one.events)
    }
    pairs, _, _ = scorer().match(truth()["rows"], submission())
    for row, sent in pairs:
        kinds = {doubt.kind for doubt in events[sent["id"]].doubts}
        if row["outcome"] == "dna" and row["child_appointment"]:
            assert "child_did_not_attend" in kinds, row["id"]
        if (row["outcome_text"] or "").lower() in ("cancelled", "appointment cancelled"):
            assert "cancelled_by_whom" in kinds, row["id"]


def test_the_totals_add_up() -> None:
    for one in truth()["files"]:
        result = understood()[one["file"]]
        assert sum(row.fate == "event" for row in result.rows) == one["rows"]["event"]
        assert {row.fate for row in result.rows} <= {"event", "joined", "skipped"}
        placed = [index for event in result.events for index in event.rows]
        assert sorted(placed) == [place for place, row in enumerate(result.rows) if row.fate != "skipped"]
