"""The documents of a case, driven as a person does: taken in, listed, read, tagged by keyboard, and found again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from person import Person
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from small_documents import (
    CALL_OUT,
    MISSED,
    REVIEW,
    call_out_log,
    filled,
    mail,
    material_id,
    people_and_services,
    place_of,
    report,
    with_a_picture,
)

from ui.places.materials.reader import Reader
from ui.places.materials.taking_in import TakenInSheet, WhoseSheet
from ui.theme import look
from ui.window import Window
from workbench import shelf
from workbench.casefile import CaseFile
from workbench.findings.spine import spine
from workbench.materials import (
    keep_stop,
    mark_distressing,
    materials,
    read_by,
    rename_material,
    stopped_at,
    take_in_files,
)
from workbench.themes.tags import PassageView, passages_on


@pytest.fixture
def panel(make_window: Callable[..., Window], case: CaseFile, person: Person, tmp_path: Path) -> Person:
    """A person among the documents of a case with three services."""
    folder = tmp_path / "sent"
    folder.mkdir()
    filled(case, folder)
    person.window.cases.take(case)
    person.window.desk.go("materials")
    person.sees("Health visiting 1")
    return person


def reader(person: Person) -> Reader:
    return place_of(person.window).current


def opened(person: Person, title: str) -> Reader:
    """Open a document by pressing its row, and stand in its page."""
    person.row(title, "Materials")
    found = reader(person)
    person.waits_until(lambda: found.opened is not None and found.opened.title == title, f"{title} to open")
    found.focus_page()
    return found


def words(person: Person) -> str:
    return reader(person).text.selected_words()


def tags(person: Person, name: str = "M1") -> list[PassageView]:
    found = material_id(person.window, name)
    return person.window.desk.read(lambda session: passages_on(session, found))


def in_view(found: Reader, phrase: str) -> QPoint:
    """Where a phrase of the text stands in the view."""
    source = found.text.source
    assert source is not None
    at = source.words(0, source.characters).index(phrase)
    found.text.select(at, at + len(phrase))
    box = found.text.selection_box()
    found.text.select(0, 0, into_view=False)
    return found.text.viewport().mapFromGlobal(box.center())


# ---- the list, and taking in


def test_an_empty_case_says_what_belongs_here_and_gives_the_one_next_step(
    person_with_case: Person, tmp_path: Path
) -> None:
    person = person_with_case
    person.window.desk.go("materials")
    person.sees("Every document the agencies sent belongs here")
    person.press("Add documents")
    person.picks("Files…")
    person.gives_files(report(tmp_path))
    person.waits_for_work()
    person.sees("Agency report.docx is in the case.")
    person.sees("Agency report Word · unread")


def test_documents_stand_by_service_with_attachments_under_their_mail(panel: Person) -> None:
    assert [row.partition(" | ")[2] or row for row in panel.rows("Materials")] == [
        "Children’s social care 2",
        "Core group with 1 attachment · unread",
        "plan Text · unread",
        "Health visiting 1",
        "Agency report Word · unread",
        "Police 2",
        "Call-out log PDF · 3 pages · unread",
        "Scan PDF · 1 page, no text · unread",
    ]


def test_the_list_is_filtered_by_words_and_put_in_another_order(panel: Person) -> None:
    panel.table("Materials").setFocus()
    panel.key("/")
    panel.types("police")
    panel.does_not_see("Agency report Word")
    panel.sees("Call-out log")
    panel.key("Esc")
    panel.sees("Agency report")
    panel.press("Order of the list")
    panel.picks("By name")
    assert "Agency report" in panel.rows("Materials")[0]
    panel.press("Order of the list")
    panel.picks("By service")
    assert panel.rows("Materials")[0] == "Children’s social care 2"


def test_documents_are_read_once_however_much_is_typed_and_anew_when_they_change(
    panel: Person, case: CaseFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    whole = shelf._lines

    def heeded(session: object, by: str) -> list[shelf._Line]:
        read.append(by)
        return whole(session, by)  # type: ignore[arg-type]

    monkeypatch.setattr(shelf, "_lines", heeded)
    listed = place_of(panel.window).list
    for typed in ("r", "re", "rep", "repo"):
        listed.model.filter(words=typed)
    assert read == []
    renamed = material_id(panel.window, "M1")
    panel.window.desk.do(lambda case: rename_material(case, renamed, "Kaleidoscope"))
    assert read == [case.by]
    listed.model.filter(words="kaleid")
    assert listed.model.ids() == [renamed]
    assert read == [case.by]


def test_a_folder_with_bad_files_is_taken_in_and_each_refusal_has_its_sentence(
    person_with_case: Person, case: CaseFile, tmp_path: Path
) -> None:
    person = person_with_case
    people_and_services(case)
    folder = tmp_path / "HV papers"
    folder.mkdir()
    report(folder)
    mail(folder)
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 half a file")
    (folder / "empty.pdf").write_bytes(b"")
    person.window.desk.go("materials")
    person.drops(folder)
    person.waits_until(lambda: isinstance(QApplication.activeModalWidget(), WhoseSheet), "the question whose")
    person.sees("1 folder will be kept in the case as they are")
    person.choose("Service", "HV   Health visiting")
    person.press("Take in")
    person.waits_for_work()
    person.waits_until(lambda: isinstance(QApplication.activeModalWidget(), TakenInSheet), "what came of it")
    person.sees("3 documents taken in, 2 files refused.")
    person.sees("Refused: empty.pdf")
    person.sees("Refused: broken.docx")
    person.press("Close")
    assert all("Health visiting 3" in row for row in person.rows("Materials")[:1])
    assert {each.service for each in person.window.desk.read(materials)} == {"HV"}


def test_what_was_taken_in_is_undone_in_one_go(panel: Person, tmp_path: Path) -> None:
    more = [report(tmp_path, "Second report.docx", 2), call_out_log(tmp_path, "Other log.pdf", 1)]
    panel.drops(*more)
    panel.press("Take in")
    panel.waits_for_work()
    panel.sees("2 documents are in the case.")
    panel.press("Undo them all")
    panel.waits_for_work()
    panel.does_not_see("Second report")
    assert len(panel.window.desk.read(materials)) == 5


def test_a_document_is_marked_named_given_a_service_and_taken_out(panel: Person) -> None:
    place = place_of(panel.window)
    panel.row("Call-out log", "Materials")
    place.list.table.setFocus()
    panel.key("Ctrl+R")
    panel.sees("PDF · 3 pages · read")
    panel.window.desk.commands.run("materials.rename")
    panel.type_in("What the panel calls it", "Night of the call-out", leave=False)
    panel.press("Rename")
    panel.sees("Night of the call-out")
    panel.window.desk.commands.run("materials.service")
    panel.picks("CSC   Children’s social care")
    panel.sees("Children’s social care 3")
    place.list.table.setFocus()
    panel.key("Del")
    panel.sees("Night of the call-out is out of the case.")
    panel.press("Undo")
    panel.sees("Children’s social care 3")


# ---- reading


def test_a_report_is_read_and_tagged_by_keyboard_alone(panel: Person) -> None:
    table = panel.table("Materials")
    table.setFocus()
    for _ in range(3):
        panel.key("J")
    panel.row("Agency report", "Materials")
    table.setFocus()
    panel.key("Enter")
    panel.waits_until(lambda: reader(panel).text.hasFocus(), "the page to have the keyboard")
    panel.key("J")
    panel.key("J")
    assert words(panel) == REVIEW
    panel.key("T")
    panel.named("Theme for passage", QLineEdit)
    panel.types("gp")
    panel.key("Enter")
    panel.waits_until(lambda: [each.theme for each in tags(panel)] == ["GPR"], "the tag")
    assert tags(panel)[0].text == REVIEW
    panel.waits_until(lambda: reader(panel).text.hasFocus(), "the page to have the keyboard again")
    panel.key("J")
    assert words(panel) == MISSED
    panel.key("1")
    panel.waits_until(lambda: [each.text for each in tags(panel)] == [REVIEW, MISSED], "the second tag")
    panel.key("Shift+K")
    assert words(panel) == REVIEW
    panel.key("Shift+J")
    assert words(panel) == MISSED
    panel.key("Del")
    panel.waits_until(lambda: [each.text for each in tags(panel)] == [REVIEW], "the tag to be gone")
    panel.key("Ctrl+Z")
    panel.waits_until(lambda: len(tags(panel)) == 2, "the tag to be back")


def test_words_are_selected_with_shift_and_arrows_as_elsewhere(panel: Person) -> None:
    found = opened(panel, "Agency report")
    start = found.text.source.words(0, 10_000).index("Kyra was") if found.text.source else 0
    found.text.select(start, start)
    page = found.text
    QTest.keyClick(page, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert words(panel) == "K"
    ctrl_shift = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(page, Qt.Key.Key_Right, ctrl_shift)
    assert words(panel).strip() == "Kyra"
    QTest.keyClick(page, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert len(words(panel)) > 20
    QTest.keyClick(page, Qt.Key.Key_Home)
    assert words(panel) == ""
    QTest.keyClick(page, Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    assert words(panel)
    panel.key("Ctrl+A")
    assert words(panel) == REVIEW
    panel.key("Ctrl+C")
    assert QGuiApplication.clipboard().text() == REVIEW
    assert "selected: The health visitor" in page.accessibleDescription()


def test_every_place_of_the_text_can_be_come_to_with_the_right_arrow_and_left_again(panel: Person) -> None:
    found = opened(panel, "Agency report")
    page = found.text
    whole = page.source.characters if page.source else 0
    page.select(0, 0)
    met = [0]
    while page.caret < whole - 1 and len(met) < whole + 10:
        QTest.keyClick(page, Qt.Key.Key_Right)
        assert page.caret > met[-1]
        met.append(page.caret)
        if len(met) > 150:
            break
    for before in reversed(met[:-1]):
        QTest.keyClick(page, Qt.Key.Key_Left)
        assert page.caret == before


def test_the_mouse_selects_words_pieces_and_stretches(panel: Person) -> None:
    found = opened(panel, "Agency report")
    page = found.text.viewport()
    at = in_view(found, "promptly")
    QTest.mouseDClick(page, Qt.MouseButton.LeftButton, pos=at)
    assert words(panel) == "promptly"
    QTest.mouseClick(page, Qt.MouseButton.LeftButton, pos=at)
    assert words(panel) == REVIEW
    first, last = in_view(found, "Kyra was alert"), in_view(found, "recorded")
    found.text._third = None
    QTest.mouseClick(page, Qt.MouseButton.LeftButton, pos=first)
    QTest.mouseClick(page, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, last)
    assert "pulling to stand, and the review" in words(panel)


def test_a_press_on_a_stripe_selects_its_passage_and_the_panel_tells_of_it(panel: Person) -> None:
    found = opened(panel, "Agency report")
    panel.key("J")
    panel.key("J")
    panel.key("T")
    panel.types("gp")
    panel.key("Enter")
    panel.waits_until(lambda: bool(tags(panel)), "the tag")
    found.text.select(0, 0)
    (_, stripe, _), *_ = found.text._stripe_boxes()
    QTest.mouseClick(found.text.viewport(), Qt.MouseButton.LeftButton, pos=stripe.center().toPoint())
    assert words(panel) == REVIEW
    panel.sees("Selected passage")
    panel.sees("Themes on this passage")
    panel.sees("Under “4. Contact, September to December 2023”")
    panel.type_in("Note on GPR", "Recorded the same day.")
    panel.waits_until(lambda: tags(panel)[0].note == "Recorded the same day.", "the note")
    panel.press("Take GPR off")
    panel.waits_until(lambda: not tags(panel), "the tag to be gone")


def test_the_panel_tells_who_has_read_a_document_and_who_has_not(panel: Person) -> None:
    opened(panel, "Agency report")
    panel.sees("Not yet: R. Adeyemi, M. Castellan and J. Thorley")
    panel.key("Ctrl+R")
    panel.sees("Not yet: M. Castellan and J. Thorley")


def test_words_are_found_as_they_are_typed_and_stepped_through(panel: Person) -> None:
    found = opened(panel, "Agency report")
    panel.key("Ctrl+F")
    panel.types("visit")
    panel.sees("1 of 5")
    panel.key("Enter")
    panel.sees("2 of 5")
    panel.key("Esc")
    assert words(panel) == "visit"
    assert found.text.hasFocus()
    panel.key("Ctrl+F")
    panel.type_in("Find in this document", "zebra", leave=False)
    panel.sees("Not found")


def test_the_outline_goes_to_a_heading(panel: Person) -> None:
    found = opened(panel, "Agency report")
    panel.press("Outline")
    panel.item("Headings", "4. Contact")
    panel.waits_until(lambda: not found.outline.isVisible(), "the outline to close")
    assert found.text.hasFocus()


def test_one_goes_on_where_one_stopped(panel: Person, case: CaseFile, tmp_path: Path) -> None:
    take_in_files(case, [report(tmp_path, "Long report.docx", 30)])
    panel.window.desk.go("materials")
    long = opened(panel, "Long report")
    bar = long.text.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    here = long.text.first_seen
    opened(panel, "Agency report")
    which = material_id(panel.window, "Long report.docx")
    stop = panel.window.desk.read(lambda session: stopped_at(session, which, case.by))
    assert stop is not None
    assert stop.place == here
    panel.sees("Long report Word · ")
    again = opened(panel, "Long report")
    assert abs(again.text.first_seen - here) < 200


def test_coming_to_the_end_marks_as_read_and_can_be_undone(panel: Person) -> None:
    found = opened(panel, "Call-out log")
    found.text.verticalScrollBar().setValue(found.text.verticalScrollBar().maximum())
    found.note_read()
    panel.sees("You have come to the end: marked as read.")
    which = material_id(panel.window, "Call-out log.pdf")
    assert "R. Adeyemi" in panel.window.desk.read(read_by)[which]
    panel.press("Undo")
    panel.waits_until(lambda: which not in panel.window.desk.read(read_by), "the mark to be gone")


def test_what_is_distressing_warns_before_it_opens(panel: Person) -> None:
    which = material_id(panel.window, "M1")
    panel.window.desk.do(lambda case: mark_distressing(case, which, True))
    panel.row("Agency report", "Materials")
    panel.sees("“Agency report” is marked as distressing.")
    assert reader(panel).text.source is None
    panel.press("Not now")
    panel.sees("Choose a document to read it here.")
    panel.row("Agency report", "Materials")
    panel.press("Open anyway")
    panel.waits_until(lambda: reader(panel).shows == "text", "the text")


def test_two_documents_stand_side_by_side_and_keys_act_on_the_one_in_focus(panel: Person) -> None:
    place = place_of(panel.window)
    first = opened(panel, "Agency report")
    panel.press("Side by side")
    assert len(place.readers) == 2
    panel.row("Call-out log", "Materials")
    second = place.current
    assert second is not first
    assert second.material_id == material_id(panel.window, "Call-out log.pdf")
    first.text.setFocus()
    panel.key("J")
    assert place.current is first
    assert first.text.selection != (0, 0)
    assert second.text.selection == (0, 0)
    panel.key("F6")
    assert second.text.hasFocus()
    second.close_button.click()
    assert place.readers == [first]


def test_a_passage_is_come_to_by_its_address_and_a_tag_by_its_id(panel: Person) -> None:
    which = material_id(panel.window, "M1")
    source = opened(panel, "Agency report").text.source
    assert source is not None
    at = source.words(0, source.characters).index(CALL_OUT)
    panel.window.desk.go("case")
    panel.window.desk.go("materials", f"{which}@{at}-{at + len(CALL_OUT)}")
    assert words(panel) == CALL_OUT
    panel.key("T")
    panel.types("inf")
    panel.key("Enter")
    panel.waits_until(lambda: bool(tags(panel)), "the tag")
    reader(panel).text.select(0, 0)
    panel.window.desk.go("materials", tags(panel)[0].id)
    assert words(panel) == CALL_OUT
    panel.window.desk.go("materials", "no such thing")
    assert words(panel) == CALL_OUT


def test_a_tagged_passage_is_made_evidence_and_leads_to_its_finding(panel: Person) -> None:
    opened(panel, "Agency report")
    panel.key("J")
    panel.key("E")
    panel.sees("Evidence rests on a tagged passage")
    panel.key("T")
    panel.types("mco")
    panel.key("Enter")
    panel.waits_until(lambda: bool(tags(panel)), "the tag")
    panel.key("E")
    panel.picks("New finding on 1 tagged place…")
    panel.type_in("Title of the finding", "Missed contacts stood apart", leave=False)
    panel.press("Add finding")
    panel.sees("F1 is new")
    panel.sees("Evidence in findings")
    finding = panel.window.desk.read(spine).findings[0]
    assert [each.tag_id for each in finding.evidence] == [tags(panel)[0].id]


def test_pictures_in_a_word_document_are_folded_until_asked_for(
    panel: Person, case: CaseFile, tmp_path: Path
) -> None:
    take_in_files(case, [with_a_picture(tmp_path)])
    panel.window.desk.go("materials")
    opened(panel, "With a picture")
    panel.sees("Folded until asked for.")
    panel.key("G")
    panel.waits_for_work()
    panel.sees("1 picture in “With a picture”.")
    panel.named("Picture 1 of 1", QLabel)
    panel.press("Close")
    opened(panel, "Agency report")
    panel.key("G")
    panel.waits_for_work()
    panel.sees("There are no pictures in this document.")


def test_stopping_a_taking_in_keeps_what_is_done_and_says_so(panel: Person, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(40):
        (folder / f"note {number:02}.txt").write_text(f"Note {number}: the visit was missed.\n")
    place = place_of(panel.window)
    place.taking_in.start([folder], None)
    jobs = panel.window.desk.jobs
    panel.waits_until(lambda: len(panel.window.desk.read(materials)) > 6, "some to be taken in")
    jobs.cancel_all()
    panel.waits_for_work()
    panel.sees("You stopped it.")
    panel.sees("What was done stays.")
    panel.press("Close")
    assert 6 < len(panel.window.desk.read(materials)) < 45


# ---- pages


def test_a_pdf_is_seen_as_its_pages_with_its_tags_on_them(panel: Person) -> None:
    found = opened(panel, "Call-out log")
    assert found.shows == "text"
    panel.key("J")
    panel.key("T")
    panel.types("inf")
    panel.key("Enter")
    panel.waits_until(lambda: bool(tags(panel, "M4")), "the tag")
    found.text.setFocus()
    panel.key("P")
    assert found.shows == "pages"
    panel.waits_until(lambda: found.pages.is_drawn, "the pages to be drawn, with the tag")
    assert found.pages._tags_on(0)
    assert found.pages.hasFocus()
    panel.key("J")
    assert found.pages.page == 1
    found.show_as("text")
    assert found.text.page == 2


def test_a_scan_without_words_opens_as_its_pages(panel: Person) -> None:
    found = opened(panel, "Scan")
    assert found.shows == "pages"
    panel.waits_until(lambda: found.pages.is_drawn, "the page to be drawn")
    panel.does_not_see("Show as")


# ---- anonymous


def test_nothing_read_here_says_a_name_while_names_are_anonymous(panel: Person) -> None:
    found = opened(panel, "Agency report")
    panel.key("J")
    panel.key("J")
    panel.window.desk.read_as_anonymous(True)
    shown = words(panel)
    assert "Child K was alert" in shown
    for name in ("Kyra", "Leanne", "Darren", "Fenwick"):
        assert name not in shown
        assert name not in found.text.accessibleDescription()
        panel.does_not_see(name)
    panel.key("Ctrl+F")
    panel.types("Leanne")
    panel.sees("Not found")
    panel.type_in("Find in this document", "Mother", leave=False)
    panel.sees("1 of ")
    panel.key("Esc")
    assert words(panel) == "Mother"
    place_of(panel.window).list.choose(material_id(panel.window, "Scan.pdf"))
    place_of(panel.window).open(material_id(panel.window, "Scan.pdf"))
    panel.sees("The pages of an original show real names")
    panel.window.desk.read_as_anonymous(False)
    panel.waits_until(lambda: reader(panel).shows == "pages", "the pages again")


def test_a_selected_passage_stays_selected_when_names_come_and_go(panel: Person) -> None:
    found = opened(panel, "Agency report")
    source = found.text.source
    assert source is not None
    whole = source.words(0, source.characters)
    at = whole.index("Kyra was alert")
    place = at, at + len("Kyra was alert")
    found.text.select(*place)
    for anonymous, said in ((True, "Child K was alert"), (False, "Kyra was alert")) * 2:
        panel.window.desk.read_as_anonymous(anonymous)
        assert (found.text.selection, words(panel)) == (place, said)


def test_the_place_can_be_read_at_twice_the_size(panel: Person, case: CaseFile) -> None:
    look.use(text_size=200)
    found = opened(panel, "Agency report")
    panel.waits_until(lambda: not place_of(panel.window).list.isVisible(), "the page to have the room")
    assert found.text.viewport().height() > 250
    panel.press("Back to the list of documents")
    panel.waits_until(lambda: place_of(panel.window).list.isVisible(), "the list")


def test_where_one_stopped_is_kept_though_nothing_may_be_changed(panel: Person, case: CaseFile) -> None:
    which = material_id(panel.window, "M1")
    keep_stop(case, which, 120)
    panel.window.desk.read_as_anonymous(True)
    found = reader(panel)
    place_of(panel.window).open(which)
    assert found.text.first_seen <= 120


def test_what_was_read_with_names_is_anonymous_at_once_when_one_comes_back(panel: Person) -> None:
    opened(panel, "Agency report")
    place = place_of(panel.window)

    def heads() -> list[str]:
        return [each.text() for each in place.inspector.findChildren(QLabel) if each.isVisible()]

    panel.waits_until(lambda: "Agency report" in heads(), "the inspector to tell of it")
    panel.window.desk.go("case")
    panel.press("Anonymous")
    panel.window.desk.go("materials")
    assert place.inspector.isVisible()
    assert "Agency report" not in heads()
