"""Themes at the command line: the names and the JSON that scripts rely on."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tagged_case import add_text

from workbench.case import open_case
from workbench.cli import main

Run = Callable[..., dict[str, Any]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on one case and gives its JSON; `code` is how it must end."""
    passphrase = tmp_path / "passphrase.txt"
    passphrase.write_text("three plain words\n", encoding="utf-8")

    def call(*arguments: object, code: int = 0) -> dict[str, Any]:
        command, *rest = [str(each) for each in arguments]
        ended = main(
            [
                command,
                str(tmp_path / "a.rpw"),
                *rest,
                "--passphrase-file",
                str(passphrase),
                "--by",
                "R. Marsh",
                "--json",
            ]
        )
        told = capsys.readouterr()
        assert ended == code, told.err
        found = json.loads(told.out) if told.out else {}
        assert isinstance(found, dict)
        return found | ({"err": told.err} if code else {})

    call("new", "--title", "Child T", "--kind", "lcspr")
    call("service", "add", "Health visiting", "--code", "HV")
    return call


TEXT = "Zephyrine called. Nobody came.\n\nZephyrine wrote 😀 to Zephyrine again.\n"


@pytest.fixture
def letter(run: Run, tmp_path: Path) -> str:
    """A letter with that text; gives its id."""
    with open_case(tmp_path / "a.rpw", "three plain words", by="R. Marsh") as case:
        return add_text(case, "Letter.txt", (TEXT,), service="HV")


def test_the_codebook_is_listed_added_to_and_changed(run: Run) -> None:
    begun = run("theme", "list")
    assert begun["total"] == 7
    assert set(begun["themes"][0]) >= {
        "id", "code", "name", "parent", "dimension", "definition", "colour", "passages", "events",
    }  # fmt: skip
    made = run("theme", "add", "IMM", "Immunisations", "--under", "MCO", "--definition", "Vaccines missed.")
    assert (made["code"], made["parent"], made["dimension"]) == ("IMM", "MCO", "what")
    assert (
        run("theme", "set", "IMM", "--name", "Missed vaccines", "--use-when", "so")["name"]
        == "Missed vaccines"
    )
    assert run("theme", "show", "Missed vaccines")["use_when"] == "so"
    assert run("theme", "move", "IMM", "--top")["parent"] is None
    assert run("theme", "retire", "IMM")["retired"] is True
    assert run("theme", "retire", "IMM", "--off")["retired"] is False
    assert run("theme", "remove", "IMM")["removed"] == made["id"]
    assert "belongs to" in run("theme", "add", "NAF", "Another", code=1)["err"]


def test_sets_are_switched_on_and_off(run: Run) -> None:
    assert {each["key"]: each["here"] for each in run("theme", "sets")["sets"]} == {
        "starter": 7,
        "practice": 0,
        "organisation": 0,
        "adults": 0,
        "domestic_abuse": 0,
        "why": 0,
    }
    run("theme", "sets", "--on", "why")
    assert run("theme", "list")["total"] == 13
    assert run("theme", "sets", "--off", "why")["in_use"] == []
    assert "no set of themes" in run("theme", "sets", "--on", "nothing", code=1)["err"]


def test_a_passage_is_tagged_and_listed_in_the_very_text_that_is_told(run: Run, letter: str) -> None:
    start = TEXT.index("Nobody came")
    run("tag", "mco", "--material", "M1", "--start", start, "--end", start + 12, "--note", "Third time")
    [passage] = run("passages")["passages"]
    assert set(passage) >= {"id", "material", "start", "end", "page", "text", "theme", "by", "at", "note"}
    assert TEXT[passage["start"] : passage["end"]] == passage["text"] == "Nobody came."
    assert (passage["material"], passage["theme"], passage["by"]) == (letter, "MCO", "R. Marsh")
    assert passage["note"] == "Third time"
    assert run("passages", "--theme", "CDE")["total"] == 0
    assert "Add --start" in run("tag", "MCO", "--material", "M1", code=1)["err"]
    run("untag", passage["id"])
    assert run("passages")["total"] == 0


def test_every_place_where_words_are_found_is_tagged_by_one_change(run: Run, letter: str) -> None:
    assert run("tag", "CDE", "--search", "Zephyrine")["tagged"] == 3
    found = run("passages", "--theme", "CDE")["passages"]
    assert {TEXT[each["start"] : each["end"]] for each in found} == {"Zephyrine"}
    assert (
        run("history", "--limit", 1)["changes"][0]["label"] == "Tag 3 passages that say “Zephyrine” with CDE"
    )
    assert run("tag", "CDE", "--search", "Zephyrine")["tagged"] == 0
    run("undo")
    assert run("passages")["total"] == 0
    assert run("tag", "CDE", "--search", '"Nobody came"')["passages"][0]["text"] == "Nobody came"
    assert run("tag", "CDE", "--search", "absent")["tagged"] == 0


def test_events_are_tagged_filtered_merged_and_split(run: Run) -> None:
    for day in ("2023-06-04", "2023-06-05"):
        run("event", "add", "Visit, no reply", "--service", "HV", "--date", day)
    assert run("tag", "MCO", "--event", "E1", "--event", "E2")["tagged"] == 2
    assert run("events", "--theme", "MCO")["total"] == 2
    assert run("events")["events"][0]["tags"] == ["MCO"]
    assert run("tag", "MCO", "--event", "E2", "--off")["altered"] == 1
    assert run("events", "--theme", "mco")["total"] == 1
    run("tag", "CDE", "--event", "E1", "--note", "Nobody asked")
    assert run("theme", "merge", "MCO", "--into", "CDE")["events"] == 1
    assert run("events")["events"][0]["tags"] == ["CDE"]
    assert run("theme", "split", "CDE", "DAY", "Her day")["events"] == 0


def test_a_passage_is_evidence_and_a_finding_is_about_themes(run: Run, letter: str) -> None:
    run("event", "add", "Visit, no reply", "--service", "HV", "--date", "2023-06-04")
    [passage] = run("tag", "MCO", "--search", '"Nobody came"')["passages"]
    made = run(
        "finding", "add", "Each missed contact looked small", "--evidence", passage["id"], "--evidence", "E1"
    )
    assert [(each["kind"], each["ref"]) for each in made["evidence"]] == [
        ("event", "E1"),
        ("passage", "M1, p. 1"),
    ]
    assert made["evidence"][1]["quote"] == "Nobody came"
    assert run("finding", "set", "F1", "--theme", "MCO")["themes"] == ["MCO"]
    assert run("finding", "set", "F1", "--drop-theme", "MCO", "--drop", passage["id"])["themes"] == []
    assert [each["ref"] for each in run("finding", "show", "F1")["evidence"]] == ["E1"]
    run("finding", "set", "F1", "--against", passage["id"])
    assert "evidence in a finding" in run("untag", passage["id"], code=1)["err"]
