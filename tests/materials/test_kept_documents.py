"""What can be done with documents that are in the case, and what holds them there."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from reading.files_made import para, word
from reading.odd_files import FILES, attached_with_names, mail, nested_mail
from sqlalchemy import text as sql

from workbench.case import new_case, verify
from workbench.casefile import CaseFile
from workbench.chronology import importing
from workbench.findings.spine import Evidence, Finding
from workbench.materials import (
    Material,
    TakenIn,
    astray,
    find_material,
    mark_distressing,
    materials,
    read_again,
    remove_material,
    rename_material,
    save_original,
    set_service,
    take_in,
    take_in_files,
    text_of,
    to_read_again,
)
from workbench.people import add_service
from workbench.problems import Problem
from workbench.themes.codebook import Theme
from workbench.themes.tags import Tag

PRESS_RELEASE = Path(__file__).resolve().parents[3] / "shared" / "inputs" / "child-h-press-release.txt"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseFile]:
    with new_case(tmp_path / "case.rpw", "a long passphrase", "Child T", "lcspr", by="Ada") as made:
        yield made


def taken(case: CaseFile, folder: Path, **files: bytes) -> TakenIn:
    """Files of these names (`_` for a dot) taken in from a folder."""
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / name.replace("_", ".")).write_bytes(data)
    return take_in_files(case, [folder])


def test_a_folder_of_five_hundred_takes_in_all_but_the_bad_ones(case: CaseFile, tmp_path: Path) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    bad = [name for name, odd in FILES.items() if "taken" not in odd.outcomes and "bomb" not in name][:20]
    for name in bad:
        (folder / name).write_bytes(FILES[name].make())
    for number in range(480):
        (folder / f"note {number:03d}.txt").write_text(f"Note {number}: seen at home.\n")
    done = take_in_files(case, [folder])
    assert (len(done.taken), len(done.changes)) == (480, 480)
    assert sorted(one.name for one in done.refused) == sorted(bad)
    assert all(one.sentence.startswith(one.name) for one in done.refused)
    assert {one.name: one.reason for one in done.refused}["locked.pdf"] == "encrypted"
    assert verify(case).ok


def test_what_came_attached_is_a_document_of_its_own(case: CaseFile, tmp_path: Path) -> None:
    message = mail("See the letter.")
    message.add_attachment(word(para("Seen.")), maintype="application", subtype="x", filename="letter.docx")
    message.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename="photo.png")
    done = taken(case, tmp_path / "sent", mail_eml=message.as_bytes())
    mail_taken, letter = done.taken
    assert (letter.name, letter.parent, letter.kind) == ("letter.docx", mail_taken.id, "docx")
    assert [(one.name, one.reason) for one in done.refused] == [("mail.eml › photo.png", "unsupported")]
    assert len(done.changes) == 1
    case.undo()
    with case.reading() as session:
        assert materials(session) == []


def test_attachments_get_names_that_lead_nowhere(case: CaseFile, tmp_path: Path) -> None:
    done = taken(case, tmp_path / "sent", mail_eml=attached_with_names())
    names = [one.name for one in done.taken[1:]]
    assert names[:3] == ["x.txt", "x.txt", "report fdp.txt"]
    assert not any(set(name) & set("/\\\u202e\n\x00") or name.startswith(".") for name in names)


def test_messages_nested_too_deep_are_cut_off_with_a_sentence(case: CaseFile, tmp_path: Path) -> None:
    done = taken(case, tmp_path / "sent", mail_eml=nested_mail(50))
    assert len(done.taken) == 13
    assert [one.reason for one in done.refused] == ["too_large"]
    assert verify(case).ok


def test_an_original_comes_out_as_it_went_in_and_that_is_recorded(case: CaseFile, tmp_path: Path) -> None:
    data = word(para("Seen."))
    (one,) = taken(case, tmp_path / "sent", a_docx=data).taken
    save_original(case, one.id, tmp_path / "out.docx")
    assert (tmp_path / "out.docx").read_bytes() == data
    assert case.history(limit=1)[0].label == "Export the original of M1 as out.docx"


def test_a_document_is_named_given_its_service_and_marked(case: CaseFile, tmp_path: Path) -> None:
    (one,) = taken(case, tmp_path / "sent", a_txt=b"Seen.").taken
    add_service(case, "Health visiting", "HV")
    rename_material(case, one.id, "  First  letter ")
    set_service(case, one.id, "HV")
    mark_distressing(case, one.id, True)
    with case.reading() as session:
        view = find_material(session, "first letter")
    assert (view.ref, view.title, view.service, view.distressing) == ("M1", "First letter", "HV", True)
    set_service(case, one.id, None)
    with case.reading() as session:
        assert find_material(session, "M1").service is None


def test_a_document_that_evidence_rests_on_stays(case: CaseFile, tmp_path: Path) -> None:
    (one,) = taken(case, tmp_path / "sent", a_txt=b"Seen at home.").taken
    with case.reading() as session:
        text_id = find_material(session, one.id).text_id
    with case.change("Tag and find") as session:
        theme = Theme(code="OWN", name="Focus", dimension="what", colour="#123456", position=0)
        session.add(theme)
        session.flush()
        tag = Tag(
            theme_id=theme.id,
            material_id=one.id,
            text_id=text_id,
            start=0,
            end=4,
            quote="Seen",
            by="Ada",
            at="x",
        )
        finding = Finding(number=1, title="x", position=0)
        session.add_all([tag, finding])
        session.flush()
        session.add(Evidence(finding_id=finding.id, tag_id=tag.id, position=0))
    with pytest.raises(Problem, match="1 passage of M1 is evidence"):
        remove_material(case, one.id)
    case.undo()
    remove_material(case, one.id)
    with case.reading() as session:
        assert materials(session) == []
    case.undo()
    assert verify(case).ok


def test_a_chronology_that_was_brought_in_has_its_text_and_stays(case: CaseFile) -> None:
    add_service(case, "Health visiting", "HV")
    data = b"Date,Event\n3 May 2014,Home visit\n"
    drafted = importing.draft(case, "hv.csv", data, service="HV")
    done = importing.bring_in(case, drafted)
    with case.reading() as session:
        assert text_of(session, done.material_id).text == "Date\tEvent\n3 May 2014\tHome visit\n"
    with pytest.raises(Problem, match="1 event came from M1"):
        remove_material(case, done.material_id)


def test_a_document_without_a_text_and_one_of_an_older_reader_are_read_again(
    case: CaseFile, tmp_path: Path
) -> None:
    first, second = taken(case, tmp_path / "sent", a_txt=b"Seen.", b_txt=b"Not seen.").taken
    with case.change("As an older file has them") as session:
        row = session.get(Material, first.id)
        assert row is not None
        row.text_id = None
        session.execute(
            sql("UPDATE material_text SET reader = 'plain 0' WHERE sha256 = :of"), {"of": second.sha256}
        )
    moved: list[tuple[str, str]] = []
    with case.reading() as session:
        old = find_material(session, second.id).text_id
        ids = to_read_again(session)
        with pytest.raises(Problem, match="not been read yet"):
            text_of(session, first.id)
    assert ids == [first.id, second.id]
    assert (
        read_again(case, ids, moved=lambda _, material, before, after: moved.append((material, before))) == []
    )
    with case.reading() as session:
        assert to_read_again(session) == []
        assert text_of(session, first.id).text == "Seen.\n"
    assert moved == [(second.id, old)]
    assert verify(case).ok


def test_a_text_that_was_altered_is_found_out(case: CaseFile, tmp_path: Path) -> None:
    taken(case, tmp_path / "sent", a_txt=b"Seen at home.")
    with case.aside() as session:
        session.execute(sql("UPDATE text_part SET text = 'Seen at work.\n'"))
    with case.reading() as session:
        assert list(astray(session)) == ["The text of M1 is not as it was read."]
    assert not verify(case).ok


def test_a_file_at_hand_is_taken_in_once(case: CaseFile) -> None:
    take_in(case, "a.txt", b"Seen.")
    with pytest.raises(Problem, match="in the case already, as M1"):
        take_in(case, "b.txt", b"Seen.")


@pytest.mark.skipif(not PRESS_RELEASE.exists(), reason="the press release is not here")
def test_the_press_release_is_taken_in_whole(case: CaseFile) -> None:
    done = take_in_files(case, [PRESS_RELEASE])
    with case.reading() as session:
        text = text_of(session, done.taken[0].id).text
    written = PRESS_RELEASE.read_text(encoding="utf-8")
    assert [line.rstrip() for line in text.split("\n")] == [
        line.rstrip() for line in written.strip().split("\n")
    ] + [""]
    assert json.dumps(done.taken[0].warnings) == "[]"
