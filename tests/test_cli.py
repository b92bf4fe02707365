"""The command line as scripts use it: what it prints where, how it ends, and one story from the sample to its end."""

import json
import os
import signal
import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import sqlalchemy
from sqlalchemy import Engine

from workbench import sample
from workbench.cli import main

WORKBENCH = Path(sys.executable).with_name("workbench")

Json = dict[str, Any]


@dataclass(frozen=True)
class Ended:
    """How one run ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Json:
        read = json.loads(self.out)
        assert isinstance(read, dict)
        return read


class CommandLine:
    """Runs the command line in this process, on one case with its passphrase file."""

    def __init__(self, capsys: pytest.CaptureFixture[str], case: Path, passphrase: Path) -> None:
        self.capsys = capsys
        self.case = case
        self.passphrase = passphrase

    def bare(self, *arguments: object) -> Ended:
        """Exactly these arguments."""
        self.capsys.readouterr()
        code = main([str(one) for one in arguments])
        told = self.capsys.readouterr()
        assert "Traceback" not in told.err
        return Ended(code, told.out, told.err)

    def run(self, *arguments: object) -> Ended:
        """These arguments, with CASE for the case's path, and the passphrase."""
        given = [self.case if one == "CASE" else one for one in arguments]
        return self.bare(*given, "--passphrase-file", self.passphrase, "--by", "Joan Wrexby")

    def json(self, *arguments: object) -> Json:
        """What a run that must succeed tells as JSON."""
        ended = self.run(*arguments, "--json")
        assert (ended.code, ended.err) == (0, "")
        return ended.json

    def refused(self, *arguments: object) -> str:
        """What a run that must be refused says on standard error; its JSON says so too."""
        ended = self.run(*arguments, "--json")
        assert ended.code == 1
        assert ended.json["problems"] == [ended.err.strip()]
        return ended.err.strip()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample and its documents, made by the command line; nobody writes in it."""
    folder = tmp_path_factory.mktemp("sample")
    assert main(["sample", str(folder)]) == 0
    return folder


@pytest.fixture
def of_sample(capsys: pytest.CaptureFixture[str], made: Path, tmp_path: Path) -> CommandLine:
    """On a copy of the sample case."""
    copy = tmp_path / sample.CASE
    copy.write_bytes((made / sample.CASE).read_bytes())
    return CommandLine(capsys, copy, made / sample.PASSPHRASE)


@pytest.fixture
def empty(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> CommandLine:
    """On a new case with two services and one subject."""
    passphrase = tmp_path / "passphrase.txt"
    passphrase.write_text("three plain words\n", encoding="utf-8")
    line = CommandLine(capsys, tmp_path / "new.rpw", passphrase)
    line.json("new", "CASE", "--title", "Child T", "--kind", "lcspr", "--subject", "Tamsin Orrick")
    line.json(
        "service", "CASE", "add", "Health visiting", "--code", "HV", "--organisation", "Eskerside Trust"
    )
    line.json("service", "CASE", "add", "General practice", "--code", "GP")
    return line


def table(folder: Path, name: str, rows: Sequence[str]) -> Path:
    path = folder / name
    path.write_text("\r\n".join(rows) + "\r\n", encoding="utf-8")
    return path


def test_a_story_from_the_sample_to_a_new_passphrase(of_sample: CommandLine, tmp_path: Path) -> None:
    line = of_sample
    hits = line.json("search", "CASE", "audiology", "--in", "event")
    assert hits["total"] == len(hits["hits"]) > 0
    assert set(hits["hits"][0]) >= {"in", "id", "title", "page", "start", "end", "snippet"}
    event = line.json("event", "CASE", "show", hits["hits"][0]["id"])
    ref = event["ref"]

    corrected = line.json(
        "event", "CASE", "correct", ref, "outcome", "declined", "--why", "HV rang the clinic"
    )
    (correction,) = [one for one in corrected["corrections"] if one["field"] == "outcome"]
    assert corrected["outcome"] == "declined"
    assert (correction["was"], correction["now"]) == (event["outcome"], "declined")
    assert (correction["by"], correction["why"]) == ("Joan Wrexby", "HV rang the clinic")
    assert corrected["as_written"] == event["as_written"]

    finding = line.json("finding", "CASE", "add", "Letters stood in for visits", "--evidence", ref)
    assert [piece["event"] for piece in finding["evidence"]] == [ref]
    recommendation = line.json(
        "recommendation", "CASE", "add", "Ring before writing", "--finding", finding["ref"], "--to-all"
    )
    assert recommendation["findings"] == [finding["ref"]]
    action = line.json(
        *("action", "CASE", "add", "Put the call in the template", "--recommendation", recommendation["ref"]),
        *("--service", "HV", "--lead", "S Khelwand", "--due", "2099-01-31", "--status", "green"),
    )
    assert action["ref"] == recommendation["ref"].replace("R", "A") + ".1"
    assert (action["findings"], action["owner"], action["status"]) == ([finding["ref"]], "HV", "green")
    told = line.json(
        "action", "CASE", "set", action["ref"], "--progress", "Drafted", "--evidence", "Minutes 3.2"
    )
    assert [(note["text"], note["evidence"]) for note in told["progress"]] == [("Drafted", "Minutes 3.2")]
    assert (told["done"], told["impact"]) == (False, "")
    assert line.json("finding", "CASE", "show", finding["ref"])["actions"] == [action["ref"]]

    out = tmp_path / "plan.docx"
    left = line.json("export", "CASE", "action-plan", out, "--layout", "sar")
    assert "Put the call in the template" in "".join(
        cell.text for each in docx.Document(str(out)).tables for row in each.rows for cell in row.cells
    )
    changes = line.json("history", "CASE")["changes"]
    assert set(changes[0]) >= {"number", "at", "by", "label", "touched"}
    assert changes[0]["label"] == "Export Action plan (SAR) as plan.docx"
    assert changes[0]["touched"] == {"outgoing": [left["id"]]}
    assert [change["number"] for change in changes] == list(range(len(changes), 0, -1))

    well = line.json("verify", "CASE", "--head", left["head"])
    assert (well["ok"], well["problems"]) == (True, [])
    assert well["changes"] == len(changes)
    backup = tmp_path / "backup.rpw"
    assert line.json("backup", "CASE", backup)["head"] == well["head"]
    assert line.json("verify", backup) == well

    key = line.json("recovery", "CASE")["recovery_key"]
    old, line.passphrase = line.passphrase, tmp_path / "new.txt"
    line.passphrase.write_text("caf\u0065\u0301 and four words\r\n", encoding="utf-8")
    changed = line.bare(
        *(
            "passphrase",
            line.case,
            "--new-passphrase-file",
            line.passphrase,
            "--passphrase-file",
            old,
            "--json",
        )
    )
    assert (changed.code, changed.json["changed"]) == (0, True)
    refused = line.bare("verify", line.case, "--passphrase-file", old)
    assert refused.code == 1
    assert "not the passphrase" in refused.err
    line.passphrase.write_text(unicodedata.normalize("NFC", "cafe\u0301 and four words"), encoding="utf-8")
    assert line.json("verify", "CASE")["ok"]
    assert line.json("recovery", "CASE")["recovery_key"] != key


def test_lists_come_with_their_total(of_sample: CommandLine) -> None:
    for name, command in {
        "services": ("service", "CASE", "list"),
        "people": ("person", "CASE", "list"),
        "materials": ("materials", "CASE"),
        "events": ("events", "CASE"),
        "findings": ("finding", "CASE", "list"),
        "recommendations": ("recommendation", "CASE", "list"),
        "actions": ("action", "CASE", "list"),
        "changes": ("history", "CASE"),
    }.items():
        told = of_sample.json(*command)
        assert told["total"] == len(told[name]) > 0
    found = of_sample.run("check", "CASE", "--json")
    assert found.code == 1
    assert found.json["total"] == len(found.json["problems"]) == found.json["gaps"] + found.json["doubts"]
    assert "gaps in the spine" in found.err


def test_each_thing_has_the_fields_that_other_programs_read(of_sample: CommandLine) -> None:
    event = of_sample.json("events", "CASE", "--doubts")["events"][0]
    assert set(event) >= {
        *("id", "ref", "service", "material", "file", "sheet", "table", "row", "text", "date_as_written"),
        *("earliest", "latest", "precision", "approximate", "time", "end_time", "outcome_as_written"),
        *("outcome", "people", "child_seen", "recorded_by", "source_as_written", "doubts", "tags"),
        *("corrections", "as_written"),
    }
    assert set(event["doubts"][0]) >= {"field", "text", "reason"}
    material = of_sample.json("materials", "CASE")["materials"][0]
    assert set(material) >= {
        *("id", "ref", "name", "kind", "service", "pages", "characters", "sha256", "taken_at"),
        *("taken_by", "warnings"),
    }
    held = {one["id"]: one["name"] for one in of_sample.json("materials", "CASE")["materials"]}
    assert held[event["material"]] == event["file"]
    person = of_sample.json("person", "CASE", "list")["people"][0]
    assert set(person) >= {"id", "name", "pseudonym", "aliases", "role", "born", "subject"}
    service = of_sample.json("service", "CASE", "list")["services"][0]
    assert set(service) >= {"id", "name", "code", "organisation", "colour"}
    action = of_sample.json("action", "CASE", "list")["actions"][0]
    assert set(action) >= {
        *("id", "ref", "title", "findings", "recommendations", "owner", "lead", "due", "status", "progress"),
        *("done", "impact"),
    }


def test_every_name_of_a_thing_finds_it(of_sample: CommandLine) -> None:
    by_code = of_sample.json("events", "CASE", "--service", "HV")
    (health,) = [one for one in of_sample.json("service", "CASE", "list")["services"] if one["code"] == "HV"]
    for name in ("hv", health["name"], health["id"]):
        assert of_sample.json("events", "CASE", "--service", name) == by_code
    people = {one["pseudonym"]: one for one in of_sample.json("person", "CASE", "list")["people"]}
    by_pseudonym = of_sample.json("events", "CASE", "--person", "Mother")
    assert by_pseudonym["total"] > 0
    for name in (people["Mother"]["id"], people["Mother"]["name"], people["Mother"]["aliases"][0]):
        assert of_sample.json("events", "CASE", "--person", name) == by_pseudonym
    both = of_sample.json("events", "CASE", "--person", "Mother", "--person", "Child W")
    child = of_sample.json("events", "CASE", "--person", "Child W")
    ids = {event["id"] for told in (by_pseudonym, child) for event in told["events"]}
    assert {event["id"] for event in both["events"]} == ids
    for kind, ref in (("finding", "F1"), ("recommendation", "R2"), ("action", "A2.1")):
        told = of_sample.json(kind, "CASE", "show", ref)
        assert of_sample.json(kind, "CASE", "show", told["id"]) == told


def test_dates_keep_what_overlaps_and_count_what_has_no_date(empty: CommandLine) -> None:
    for when in ("2020-05-03", "May 2020", "before 3 May 2020", "date unknown", "2020-06-01"):
        empty.json("event", "CASE", "add", f"Rang, {when}", "--service", "HV", "--date", when)
    told = empty.json("events", "CASE", "--from", "2020-05-02", "--to", "2020-05-31")
    assert {one["date_as_written"] for one in told["events"]} == {
        "2020-05-03",
        "May 2020",
        "before 3 May 2020",
    }
    assert told["undated"] == 1
    everything = empty.json("events", "CASE")
    assert (everything["total"], everything["undated"]) == (5, 1)
    month = next(one for one in everything["events"] if one["date_as_written"] == "May 2020")
    assert (month["earliest"], month["latest"], month["precision"]) == ("2020-05-01", "2020-05-31", "month")


def test_options_stand_before_or_after(empty: CommandLine) -> None:
    wanted = empty.json("service", "CASE", "list")
    secret = ("--passphrase-file", empty.passphrase)
    for arguments in (
        (*secret, "--json", "service", empty.case, "list"),
        ("service", *secret, empty.case, "--json", "list"),
        ("service", empty.case, f"--passphrase-file={empty.passphrase}", "list", "--json"),
    ):
        ended = empty.bare(*arguments)
        assert (ended.code, ended.json) == (0, wanted)


def test_people_and_services_can_be_changed_and_matched(empty: CommandLine, tmp_path: Path) -> None:
    empty.json(
        "person",
        "CASE",
        "add",
        "Sorrel Orrick",
        "--pseudonym",
        "Mother",
        "--alias",
        "Sol",
        "--role",
        "mother",
    )
    told = empty.json("person", "CASE", "set", "Sol", "--born", "1990-01-31", "--alias", "Ms Orrick")
    assert (told["born"], told["role"], told["aliases"]) == ("1990-01-31", "mother", ["Ms Orrick", "Sol"])
    assert not told["subject"]
    assert empty.json("service", "CASE", "set", "GP", "--code", "SUR")["code"] == "SUR"
    sent = table(
        tmp_path,
        "hv.csv",
        ["Date,Client,Event,Outcome", "03/05/2020,S. Orick,Home visit to discuss feeding,Seen"],
    )
    assert empty.json("import-events", "CASE", sent, "--service", "HV")["unmatched_names"] == ["S. Orick"]
    assert empty.json("person", "CASE", "unmatched")["names"] == [{"as_written": "S. Orick", "events": 1}]
    assert empty.json("person", "CASE", "match", "S. Orick", "Mother")["matched"] == 1
    assert empty.json("events", "CASE", "--person", "Mother")["total"] == 1


def test_a_row_is_an_event_joined_or_skipped_and_never_two_of_them(
    empty: CommandLine, tmp_path: Path
) -> None:
    sent = table(
        tmp_path,
        "hv.csv",
        [
            "Health visiting chronology,,",
            "Date,Event,Outcome",
            "03/05/2020,Clinic for Tamsin Orrick,DNA",
            ",as it was the third in a row,",
            ",,",
            "2021,,",
            "31/02/2021,Home visit,No reply",
        ],
    )
    told = empty.json("import-events", "CASE", sent, "--service", "health visiting", "--dry-run")
    assert told["rows"] == 6
    assert [one["row"] for one in told["events"]] == [3, 7]
    assert told["events"][0]["rows"] == [3, 4]
    assert [(one["row"], one["into"]) for one in told["joined"]] == [(4, 3)]
    assert [(one["row"], one["reason"]) for one in told["skipped"]] == [
        (1, "title"),
        (2, "header"),
        (6, "banner"),
    ]
    assert [one["outcome"] for one in told["events"]] == ["did_not_attend", "no_access"]
    assert {one["field"] for one in told["doubts"]} == {"outcome", "date"}
    assert all(one["id"] is None for one in told["events"])
    assert empty.json("events", "CASE")["total"] == 0

    brought = empty.json("import-events", "CASE", sent, "--service", "HV")
    assert [one["id"] is None for one in brought["events"]] == [False, False]
    assert brought["doubts"] == told["doubts"]
    (material,) = empty.json("materials", "CASE")["materials"]
    back = tmp_path / "back.csv"
    empty.json("original", "CASE", material["ref"], back)
    assert back.read_bytes() == sent.read_bytes()
    assert "in the case already" in empty.refused("import-events", "CASE", sent, "--service", "HV")


def test_the_sums_of_the_sample_s_documents_add_up(empty: CommandLine, made: Path) -> None:
    sent = [*made.glob("*chronology*.docx"), *made.glob("*.csv"), *made.glob("*.xlsx")]
    sent = [path for path in sent if path.name not in sample.EXPORTS.values()]
    assert len(sent) == 4
    for path in sent:
        told = empty.json("import-events", "CASE", path, "--service", "HV", "--dry-run")
        assert told["rows"] == len(told["events"]) + len(told["joined"]) + len(told["skipped"])
        into = {(one["sheet"], one["table"], one["row"]) for one in told["events"]}
        assert {(one["sheet"], one["table"], one["into"]) for one in told["joined"]} <= into
        assert {"date", "event"} <= set(told["columns"])


def test_reports_leave_anonymous_once_everyone_has_a_pseudonym(empty: CommandLine, tmp_path: Path) -> None:
    event = empty.json(
        "event", "CASE", "add", "Tamsin not brought.", "--service", "HV", "--date", "2020-05-01"
    )
    empty.json("tag", "CASE", "MCO", "--event", event["ref"])
    held = empty.run("export", "CASE", "overview", tmp_path / "o.docx", "--anonymous")
    assert held.code == 1
    assert "Tamsin Orrick has no pseudonym." in held.err
    empty.json("person", "CASE", "set", "Tamsin Orrick", "--pseudonym", "Child T", "--alias", "Tamsin")
    left = empty.json(
        "export", "CASE", "overview", tmp_path / "o.docx", "--anonymous", "--without", "chronology"
    )
    assert left["document"] == "Overview report (anonymous)"
    words = "\n".join(paragraph.text for paragraph in docx.Document(str(tmp_path / "o.docx")).paragraphs)
    assert "Child T" in words
    assert "Tamsin" not in words
    empty.json("export", "CASE", "theme-report", tmp_path / "t.xlsx", "--anonymous")
    assert openpyxl.load_workbook(tmp_path / "t.xlsx")["Tagged"]["I2"].value == "Child T not brought."


def test_a_corrected_file_is_asked_about(empty: CommandLine, tmp_path: Path) -> None:
    rows = ["Date,Event,Outcome", *(f"{day:02}/05/2020,Home visit number {day},Seen" for day in range(1, 6))]
    first = table(tmp_path, "hv.csv", rows)
    empty.json("import-events", "CASE", first, "--service", "HV")
    rows[2] = "02/05/2020,Home visit number 2 with the doctor,Seen"
    second = table(tmp_path, "hv v2.csv", [*rows[:-1], "09/05/2020,Telephone call from the school,Telephone"])

    asked = empty.run("import-events", "CASE", second, "--service", "HV", "--json")
    assert asked.code == 1
    assert "--only-new" in asked.err
    told = asked.json
    assert told["corrects"]["same"] == 3
    assert (told["corrects"]["changed"], told["corrects"]["new"]) == (1, 1)
    assert told["corrects"]["gone"] == ["E5"]
    assert empty.json("events", "CASE")["total"] == 5

    told = empty.json("import-events", "CASE", second, "--service", "HV", "--only-new")
    assert [one["text"] for one in told["events"]] == ["Telephone call from the school"]
    assert told["rows"] == len(told["events"]) + len(told["joined"]) + len(told["skipped"])
    assert [one["event"] for one in told["skipped"] if one["reason"] == "earlier"] == ["E1", "E2", "E3", "E4"]
    assert empty.json("events", "CASE")["total"] == 6
    assert empty.json("undo", "CASE")["label"].startswith("Bring in 1 event")
    told = empty.json("import-events", "CASE", second, "--service", "HV", "--all")
    assert len(told["events"]) == 5
    assert empty.json("events", "CASE")["total"] == 10


def test_one_file_may_hold_several_services(empty: CommandLine, tmp_path: Path) -> None:
    sent = table(
        tmp_path,
        "both.csv",
        ["Team,Date,Event", "HV,03/05/2020,Home visit", "Surgery,04/05/2020,Consultation about a rash"],
    )
    assert "Surgery" in empty.refused("import-events", "CASE", sent, "--service-column", "Team")
    told = empty.json(
        "import-events",
        "CASE",
        sent,
        "--service-column",
        "Team",
        "--service-name",
        "Surgery=general practice",
    )
    assert [one["service"] for one in told["events"]] == ["HV", "GP"]


def test_an_event_is_added_marked_linked_asked_about_and_noted(empty: CommandLine) -> None:
    added = empty.json(
        *(
            "event",
            "CASE",
            "add",
            "Seen in clinic",
            "--service",
            "HV",
            "--date",
            "2020-05-03",
            "--time",
            "9:05",
        ),
        *("--outcome", "seen"),
    )
    assert (added["time"], added["outcome"], added["precision"]) == ("09:05", "seen", "day")
    other = empty.json("event", "CASE", "add", "Clinic letter", "--service", "GP", "--date", "about May 2020")
    assert empty.json("event", "CASE", "link", "E1", "--json", "E2")["accounts"] == [other["id"]]
    assert empty.json("event", "CASE", "unlink", "E2")["accounts"] == []
    assert empty.json("event", "CASE", "mark", "key", "E1", "E2")["key"]
    assert empty.json("events", "CASE", "--key")["total"] == 2
    assert not empty.json("event", "CASE", "mark", "key", "E1", "--off")["key"]
    assert empty.json("event", "CASE", "note", "E1", "Ask who weighed her")["notes"][0]["by"] == "Joan Wrexby"
    assert empty.json("event", "CASE", "ask", "E1", "Who was there?")["questions"][0]["answer"] is None
    assert (
        empty.json("event", "CASE", "answer", "E1", "1", "Her aunt")["questions"][0]["answer"] == "Her aunt"
    )
    linked = empty.json("event", "CASE", "person", "E1", "Tamsin Orrick", "seen")["people"]
    assert [(one["as_written"], one["part"]) for one in linked] == [("Tamsin Orrick", "seen")]
    for field, value, wanted in (
        ("child_seen", "yes", True),
        ("outcome", "null", None),
        ("time", "none", None),
        ("service", "GP", None),
        ("text", "Seen in the clinic", "Seen in the clinic"),
    ):
        told = empty.json("event", "CASE", "correct", "E1", field, value)
        if field != "service":
            assert told[field] == wanted
    assert told["service"] == "GP"
    assert [one["field"] for one in told["corrections"]] == [
        "child_seen",
        "outcome",
        "time",
        "service",
        "text",
    ]
    assert empty.json("event", "CASE", "withdraw", "E1", "text")["text"] == "Seen in clinic"
    assert empty.json("undo", "CASE")["label"].startswith("Withdraw")
    assert empty.json("redo", "CASE")["label"].startswith("Withdraw")
    empty.json("event", "CASE", "remove", "E2")
    assert empty.json("events", "CASE")["total"] == 1


def test_the_review_is_set_out_and_changed(empty: CommandLine) -> None:
    told = empty.json(
        "review", "CASE", "set", "--from", "2019-01-01", "--notified", "2024-01-02", "--draft", 3
    )
    assert (told["scope_from"], told["draft"], told["clocks"]) == (
        "2019-01-01",
        3,
        [{"name": "Publish", "on": "2024-07-02"}],
    )
    assert [one["name"] for one in told["subjects"]] == ["Tamsin Orrick"]
    told = empty.json("review", "CASE", "line", "Was her day known to anyone?")
    assert [one["ref"] for one in told["lines"]] == ["K1"]
    empty.json("event", "CASE", "add", "Home visit", "--service", "HV", "--date", "2020-05-03")
    assert empty.json("event", "CASE", "mark", "k1", "E1")["lines"] == ["K1"]
    empty.json("review", "CASE", "member", "Joan Wrexby", "--role", "Board officer")
    empty.json(
        "review", "CASE", "status", "Child in need", "--from", "2020-01-01", "--person", "Tamsin Orrick"
    )
    told = empty.json("review", "CASE", "life", "Moved house", "--on", "2020-02-03")
    assert (len(told["panel"]), len(told["statuses"]), len(told["life_events"])) == (1, 1, 1)
    told = empty.json("review", "CASE", "remove", "K1")
    told = empty.json("review", "CASE", "remove", told["panel"][0]["id"])
    assert (told["lines"], told["panel"]) == ([], [])
    assert "Child in need" in empty.run("review", "CASE", "show").out


def test_measures_count_what_a_panel_asks_for(empty: CommandLine) -> None:
    line = empty
    line.json("person", "CASE", "set", "Tamsin Orrick", "--born", "2012-01-10")
    line.json("review", "CASE", "set", "--incident", "2013-09-21T23:40", "--from", "2012-01-01")
    refs = [
        line.json("event", "CASE", "add", "Visit.", *("--service", "HV", "--date", day, "--outcome", outcome))
        for day, outcome in (
            ("2013-01-07", "seen"),
            ("2013-07-01", "no_access"),
            ("2013-07-08", "not_brought"),
            ("2013-08-05", "declined"),
            ("July 2013", "no_access"),
            ("not known", "no_access"),
        )
    ]
    told = line.json("measures", "CASE")
    assert [(one["month"], one["planned"], one["missed"]) for one in told["missed"]] == [
        ("2013-01", 1, 0),
        ("2013-07", 3, 3),
        ("2013-08", 1, 1),
    ]
    (run,) = told["runs"]
    assert (run["service"], run["from"], run["to"], run["count"]) == ("HV", "2013-07-01", "2013-08-05", 3)
    assert run["events"] == [one["id"] for one in refs[1:4]]
    assert (run["qualifier"], run["may_add"]) == ("at least", [refs[4]["id"]])
    gaps = {(gap["kind"], gap["service"], gap["from"], gap["to"], gap["days"]) for gap in told["gaps"]}
    assert ("no_record", "HV", "2013-01-07", "2013-07-01", 175) in gaps
    assert ("not_seen", None, "2013-01-07", "2013-09-21", 257) in gaps
    assert ("not_seen", "HV", "2012-01-10", "2013-01-07", 363) in gaps
    assert ("the incident", "20 months", 20) in [
        (one["at"], one["age"], one["months"]) for one in told["ages"]
    ]
    assert (told["undated"], told["not_within_one_month"][0]["missed"]) == (1, 1)

    told = line.json("measures", "CASE", "--from", "2013-07-01", "--to", "2013-07-31")
    assert [(one["contacts"], one["missed"]) for one in told["windows"]] == [(0, 3)]
    told = line.json("measures", "CASE", "--between", refs[0]["ref"], refs[1]["ref"])
    assert told["interval"]["said"] == "5 months 24 days"
    assert "both --from and --to" in line.refused("measures", "CASE", "--from", "2013-07-01")
    out = line.run("measures", "CASE").out
    assert "Not seen for 8 months 14 days, until the incident" in out
    assert "At least 3 planned contacts missed in a row" in out


def test_doubts_are_kept_or_mended(empty: CommandLine, tmp_path: Path) -> None:
    sent = table(
        tmp_path,
        "hv.csv",
        ["Date,Event,Outcome", "03/05/2020,Clinic,Cancelled", "04/05/2020,Clinic,Cancelled"],
    )
    empty.json("import-events", "CASE", sent, "--service", "HV")
    (doubt,) = empty.json("event", "CASE", "show", "E1")["doubts"]
    at = next(number for number, label in enumerate(doubt["fixes"], 1) if "family" in label)
    mended = empty.json("event", "CASE", "settle", "E1", "1", "--fix", at)
    assert (mended["outcome"], mended["doubts"]) == ("cancelled_by_family", [])
    kept = empty.json("event", "CASE", "settle", "E2", "1")
    assert (kept["outcome"], kept["doubts"]) == ("cancelled", [])
    assert "no" in empty.refused("event", "CASE", "settle", "E2", "1")


def test_links_of_the_spine_can_be_taken_away(of_sample: CommandLine) -> None:
    piece = of_sample.json("finding", "CASE", "show", "F1")["evidence"][0]["event"]
    told = of_sample.json(
        "finding", "CASE", "set", "F1", "--drop", piece, "--against", "E2", "--so-what", "It lasts"
    )
    assert piece not in [one["event"] for one in told["evidence"]]
    assert [one["event"] for one in told["evidence"] if one["against"]][-1] == "E2"
    assert told["so_what"] == "It lasts"
    told = of_sample.json(
        "recommendation", "CASE", "set", "R1", "--drop", "F1", "--no-to-all", "--service", "HV"
    )
    assert (told["findings"], told["to_all"], told["services"]) == ([], False, ["HV"])
    told = of_sample.json("action", "CASE", "milestone", "A2.1", "Read it out", "--due", "2027-01-31")
    assert told["milestones"][-1]["due"] == "2027-01-31"
    told = of_sample.json("action", "CASE", "milestone", "A2.1", "Read it out", "--done-on", "2027-01-30")
    assert told["milestones"][-1]["done_on"] == "2027-01-30"
    of_sample.json("action", "CASE", "remove", "A2.1")
    assert "A2.1" in of_sample.refused("action", "CASE", "show", "A2.1")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("event", "CASE", "show", "E99"), "There is no event"),
        (("finding", "CASE", "set", "F9", "--title", "x"), "There is no finding"),
        (("events", "CASE", "--person", "Nobody"), "among the people"),
        (("events", "CASE", "--service", "XX"), "There is no service"),
        (("original", "CASE", "M9", "out"), "There is no material"),
        (
            ("event", "CASE", "add", "x", "--service", "HV", "--date", "31/2/2013"),
            "cannot be read as one date",
        ),
        (("import-events", "CASE", "nothing.csv", "--service", "HV"), "There is no file"),
        (("search", "CASE", "--", "-only"), "only what to leave out"),
        (("export", "CASE", "action-plan", "out.docx"), "no action plan to export"),
        (("undo", "CASE", "1"), "undo"),
        (("backup", "CASE", "no folder/b.rpw"), "folder"),
    ],
)
def test_a_problem_is_a_sentence_and_what_to_do(
    empty: CommandLine, arguments: Sequence[str], words: str
) -> None:
    if "--" in arguments:  # nothing after it is taken for an option
        given = [str(empty.case) if one == "CASE" else one for one in arguments]
        ended = empty.bare("--passphrase-file", empty.passphrase, *given)
    else:
        ended = empty.run(*arguments)
    assert (ended.code, ended.out) == (1, "")
    assert words in ended.err
    assert ended.err.strip().endswith(".")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("frobnicate",),
        ("pack", "CASE", "x"),
        ("verify",),
        ("verify", "CASE", "--passphrase", "three plain words"),
        ("events", "CASE", "--from", "3 May"),
        ("events", "CASE", "--outcome", "lunch"),
        ("search", "CASE", "x", "--in", "lunch"),
        ("new", "CASE", "--title", "T", "--kind", "inquest"),
        ("import-events", "CASE", "x.csv", "--service", "HV", "--service-column", "Team"),
        ("import-events", "CASE", "x.csv", "--column", "lunch=Date"),
        ("export", "CASE", "poem", "x.docx"),
        ("action", "CASE", "set", "A1.1", "--status", "purple"),
        ("event", "CASE", "correct", "E1", "colour", "red"),
    ],
)
def test_wrong_usage_ends_with_two_before_anything_is_opened(
    empty: CommandLine, arguments: Sequence[str]
) -> None:
    ended = empty.bare(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("usage: workbench")


def test_a_failed_import_still_gives_its_whole_json(empty: CommandLine, tmp_path: Path) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"not a Word file")
    ended = empty.run("import-events", "CASE", broken, "--service", "HV", "--json")
    assert ended.code == 1
    told = ended.json
    assert (told["rows"], told["events"], told["joined"], told["skipped"]) == (0, [], [], [])
    assert told["problems"] == [ended.err.strip()]
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("another", encoding="utf-8")
    refused = empty.bare("verify", empty.case, "--passphrase-file", wrong, "--json")
    assert (refused.code, refused.json["ok"]) == (1, False)


def test_a_fault_of_ours_is_a_sentence_without_a_word_of_the_case(empty: CommandLine) -> None:
    ended = empty.bare("verify", "a\0secret", "--passphrase-file", empty.passphrase, "--json")
    assert ended.code == 1
    assert "ValueError" in ended.err
    assert "secret" not in ended.err
    assert len(ended.json["problems"]) == 1


def test_an_interrupt_in_the_middle_of_a_statement_leaves_the_case_as_it_was(empty: CommandLine) -> None:
    def interrupt(cursor: object, statement: str, parameters: object, context: object) -> None:
        if statement.startswith("INSERT INTO organisation"):
            raise KeyboardInterrupt

    sqlalchemy.event.listen(Engine, "do_execute", interrupt)
    try:
        ended = empty.run("service", "CASE", "add", "School", "--code", "EDU", "--organisation", "Eskershire")
    finally:
        sqlalchemy.event.remove(Engine, "do_execute", interrupt)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("Stopped.")
    assert empty.json("service", "CASE", "list")["total"] == 2
    assert empty.json("verify", "CASE")["ok"]


def test_help_and_version_are_in_words(empty: CommandLine) -> None:
    told = empty.bare("--help")
    assert told.code == 0
    for name in ("import-events", "passphrase", "open CASE", "Exit codes"):
        assert name in " ".join(told.out.split())
    assert empty.bare("--version").out.startswith("Review Panel Workbench ")
    for name in (
        "sample",
        "new",
        "search",
        "import-events",
        "events",
        "export",
        "history",
        "verify",
        "recovery",
    ):
        assert empty.bare(name, "--help").code == 0
    for group, part in (("event", "correct"), ("finding", "add"), ("action", "set"), ("person", "match")):
        assert "usage: workbench" in empty.bare(group, "CASE", part, "--help").out


def test_text_for_people_is_in_columns(of_sample: CommandLine) -> None:
    told = of_sample.run("service", "CASE", "list").out.splitlines()
    assert told[0].split() == ["CSC", "Children’s", "social", "care", "Tarnmouth", "Council"]
    assert of_sample.run("events", "CASE", "--service", "POL").out.splitlines()[-1] == "29 events."
    told = of_sample.run("event", "CASE", "show", "E3").out.splitlines()
    assert any("date as written" in line for line in told)
    assert of_sample.run("verify", "CASE").out.endswith("All is well.\n")


def program(*arguments: object, **more: Any) -> "subprocess.Popen[str]":  # noqa: ANN401 - as Popen takes them
    return subprocess.Popen(
        [WORKBENCH, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
        **more,
    )


def test_the_program_itself_keeps_standard_output_for_the_json(made: Path) -> None:
    running = program("events", made / sample.CASE, "--passphrase-file", made / sample.PASSPHRASE, "--json")
    out, err = running.communicate()
    assert (running.returncode, err) == (0, "")
    assert json.loads(out)["total"] > 100
    assert out.count("\n") == 1
    running = program("events", made / "nowhere.rpw", "--passphrase-file", made / sample.PASSPHRASE)
    out, err = running.communicate()
    assert (running.returncode, out) == (1, "")
    assert err.startswith("There is no file")
    assert not list(made.glob("*.rpw-*"))


def test_the_passphrase_is_asked_for_and_taken_from_standard_input(made: Path) -> None:
    words = (made / sample.PASSPHRASE).read_text(encoding="utf-8")
    running = program("verify", made / sample.CASE, "--json")
    out, err = running.communicate(words)
    assert json.loads(out)["ok"]
    assert "Passphrase: " in err
    running = program("verify", made / sample.CASE)
    out, err = running.communicate("")
    assert (running.returncode, out) == (1, "")
    assert "--passphrase-file" in err


def test_a_reader_that_has_read_enough_is_no_fault(made: Path) -> None:
    running = program("events", made / sample.CASE, "--passphrase-file", made / sample.PASSPHRASE)
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.close()
    assert running.stderr.read() == ""
    assert running.wait() == 0
    running.stderr.close()
    assert running.stdin is not None
    running.stdin.close()


@pytest.mark.skipif(os.name == "nt", reason="a console's Ctrl-C cannot be sent to one process alone there")
def test_control_c_ends_in_a_sentence(made: Path) -> None:
    running = program("verify", made / sample.CASE)
    assert running.stderr is not None
    asked = ""
    while not asked.endswith("Passphrase: "):
        asked += running.stderr.read(1)
    os.kill(running.pid, signal.SIGINT)
    out, err = running.communicate()
    assert (running.returncode, out) == (1, "")
    assert err.strip().startswith("Stopped.")
    assert "Traceback" not in err
