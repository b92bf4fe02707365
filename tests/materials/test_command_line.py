"""Taking in, listing and printing documents on the command line, as scripts do it."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from reading.files_made import para, word
from reading.odd_files import FILES
from sqlalchemy import text as sql

from workbench.case import new_case, open_case
from workbench.cli import main

Json = dict[str, Any]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "passphrase.txt").write_text("a long passphrase\n")
    new_case(tmp_path / "case.rpw", "a long passphrase", "Child T", "lcspr", by="Ada").close()
    return tmp_path / "case.rpw"


def told(capsys: pytest.CaptureFixture[str], case: Path, command: str, *more: object) -> tuple[int, str, str]:
    """How a command ended, and what it said on standard output and standard error."""
    capsys.readouterr()
    given = [command, str(case), *map(str, more), "--passphrase-file", str(case.with_name("passphrase.txt"))]
    code = main([*given, "--by", "Ada"])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_folder_with_a_bad_file_is_taken_in_and_ends_with_one(
    capsys: pytest.CaptureFixture[str], case: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    letter = word(para("Seen at home.") + para("No concerns."))
    (folder / "letter.docx").write_bytes(letter)
    (folder / "locked.pdf").write_bytes(FILES["locked.pdf"].make())
    (folder / "scan.pdf").write_bytes(FILES["scan.pdf"].make())
    code, out, err = told(capsys, case, "take-in", folder, "--json")
    done: Json = json.loads(out)
    assert code == 1
    assert [(one["name"], one["kind"], one["pages"], one["warnings"]) for one in done["taken"]] == [
        ("letter.docx", "docx", None, []),
        ("scan.pdf", "pdf", 1, ["no_text"]),
    ]
    assert {"id", "name", "kind", "pages", "characters", "sha256", "warnings"} <= set(done["taken"][0])
    assert [(one["name"], one["reason"]) for one in done["refused"]] == [("locked.pdf", "encrypted")]
    assert err == done["refused"][0]["sentence"] + "\n"

    code, out, _ = told(capsys, case, "materials", "--json")
    listed: Json = json.loads(out)
    assert (code, listed["total"]) == (0, 2)
    first = listed["materials"][0]
    assert (first["ref"], first["characters"], first["warnings"], first["taken_by"]) == ("M1", 27, [], "Ada")

    code, out, _ = told(capsys, case, "text", "M1")
    assert (code, out) == (0, "Seen at home.\nNo concerns.\n")
    code, out, _ = told(capsys, case, "text", "letter.docx", "--json")
    read: Json = json.loads(out)
    assert read["text"][read["pieces"][1]["start"] : read["pieces"][1]["end"]] == "No concerns."

    assert told(capsys, case, "original", "M1", tmp_path / "out.docx")[0] == 0
    assert (tmp_path / "out.docx").read_bytes() == letter
    code, _, err = told(capsys, case, "take-in", tmp_path / "nothing.pdf")
    assert code == 1
    assert "There is no file nothing.pdf there." in err


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not hold a process to its memory")
def test_the_limits_can_be_set(capsys: pytest.CaptureFixture[str], case: Path, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(word(para("Seen at home, well. ") * 200_000))
    code, _, err = told(capsys, case, "take-in", tmp_path / "a.docx", "--memory", "60")
    assert code == 1
    assert "60 MB of memory" in err


def test_documents_without_a_text_are_read_again(
    capsys: pytest.CaptureFixture[str], case: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("Seen at home.\n")
    assert told(capsys, case, "take-in", tmp_path / "a.txt")[0] == 0
    with (
        open_case(case, "a long passphrase", by="Ada") as opened,
        opened.change("As an older file has it") as session,
    ):
        session.execute(sql("UPDATE material SET text_id = NULL"))
    assert told(capsys, case, "text", "M1")[0] == 1
    code, out, _ = told(capsys, case, "read-again", "--json")
    assert (code, json.loads(out)["read"]) == (0, ["M1"])
    assert told(capsys, case, "text", "M1")[1] == "Seen at home.\n"
    assert json.loads(told(capsys, case, "read-again", "--json")[1])["read"] == []
