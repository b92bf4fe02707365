"""The place of the themes, driven as a person does: the codebook, what is tagged, the counts."""

from collections.abc import Callable

import pytest
from person import Person
from PySide6.QtWidgets import QWidget
from tagged_case import add_text

from ui.heatmap import HeatMap
from ui.places.themes.place import ThemesPlace
from ui.tagging import TagPopup
from ui.window import Window
from workbench.casefile import CaseFile
from workbench.chronology.dates import read_date
from workbench.chronology.events import add_event
from workbench.findings.spine import add_evidence, add_finding, spine
from workbench.people import add_service
from workbench.themes.codebook import ThemeView, find_theme, themes
from workbench.themes.tags import Tag, passages, passages_on, tag_events, tag_passage, tags_with

TEXT = "The health visitor called twice in June. Nobody came to the door.\n"


@pytest.fixture
def made(case: CaseFile) -> CaseFile:
    """A case with three events and a passage tagged with missed contacts, and one event with good practice."""
    add_service(case, "Children’s social care", "CSC")
    add_service(case, "Health visiting", "HV")
    events = [
        add_event(case, service, read_date(when).when, words)
        for service, when, words in (
            ("CSC", "4 June 2023", "Home visit, no reply"),
            ("HV", "9 June 2023", "Not brought to clinic"),
            ("HV", "summer 2023", "Visit missed, card left"),
        )
    ]
    material = add_text(case, "HV report.docx", (TEXT,), service="HV")
    with case.reading() as session:
        missed, good = find_theme(session, "MCO").id, find_theme(session, "GPR").id
    tag_events(case, events, missed)
    tag_events(case, events[:1], good)
    tag_passage(case, material, 41, 65, missed, note="Twice")
    return case


@pytest.fixture
def panel(make_window: Callable[..., Window], made: CaseFile, person: Person) -> Person:
    """A person in the place, on the theme of missed contacts."""
    person.window.cases.take(made)
    person.window.desk.go("themes")
    person.item("Codebook", "MCO")
    person.sees("4 tagged")
    return person


def place(person: Person) -> ThemesPlace:
    found = person.window.place
    assert isinstance(found, ThemesPlace)
    return found


def theme(person: Person, code: str) -> ThemeView:
    return person.window.desk.read(lambda session: find_theme(session, code))


def codes(person: Person) -> list[str]:
    return [each.code for each in person.window.desk.read(themes)]


def test_a_theme_is_read_with_what_it_covers_and_everything_tagged_with_it(panel: Person) -> None:
    panel.sees("Missed contacts not read as a signal")
    panel.sees("a record shows a missed contact and what was, or was not, made of it.")
    panel.sees("3 events, 1 passage")
    rows = panel.rows("Tagged")
    assert "Visit missed, card left" in rows[0]
    assert "Sun 4 Jun 2023 · event · tagged by RA" in rows[1]
    assert "HV report.docx, p. 1 · passage · tagged by RA · note" in rows[3]
    panel.sees("What happened in practice, 5, open")
    panel.sees("MCO, Missed contacts not read as a signal, 4 tagged")


def test_a_row_opens_where_it_stands_and_the_way_back_is_short(panel: Person) -> None:
    panel.row("Not brought to clinic", "Tagged")
    panel.key("Enter")
    assert panel.window.place is not None
    assert panel.window.place.key == "chronology"
    panel.sees("Not brought to clinic")
    went: list[tuple[str, str]] = []
    panel.window.desk.went.connect(lambda key, thing: went.append((key, thing)))
    panel.window.desk.go("themes")
    panel.row("Nobody came to the door.", "Tagged")
    panel.key("O")
    [passage] = panel.window.desk.read(lambda session: passages_on(session, went[-1][1].split("@")[0]))
    assert went[-1] == ("materials", f"{passage.material_id}@{passage.start}-{passage.end}")


def test_rows_are_filtered_and_a_cell_of_the_map_shows_what_it_counts(panel: Person) -> None:
    panel.press("All services")
    panel.picks("HV   Health visiting")
    panel.sees("3 tagged")
    panel.press("HV")
    panel.picks("All services")
    panel.press("More")
    panel.picks("Passages only")
    panel.sees("1 tagged")
    heat = panel.named("Themes by service", HeatMap)
    assert heat.said_at(theme(panel, "MCO").id, "HV") == (
        "MCO, Missed contacts not read as a signal, HV, Health visiting: 3 tagged"
    )
    heat.stand_on(theme(panel, "MCO").id, "CSC")
    heat.setFocus()
    panel.key("Enter")
    panel.sees("1 tagged")
    assert [row for row in panel.rows("Tagged") if "Home visit, no reply" in row]
    panel.press("Month")
    heat = panel.named("Themes by month", HeatMap)
    heat.stand_on(theme(panel, "MCO").id, "2023-06")
    heat.setFocus()
    panel.key("Enter")
    panel.sees("2 tagged")
    panel.sees("June 2023")
    assert heat.said_at(theme(panel, "MCO").id, "vague").endswith("not within one month: 1 tagged")


def test_what_is_not_read_stands_beside_the_counts(panel: Person) -> None:
    panel.sees("An absent tag is not an absent feature. 1 document is not read yet, of HV.")
    panel.sees("Tagged so far: 1 of 1 document")


def test_a_filter_that_leaves_nothing_and_a_theme_without_tags_say_so(panel: Person) -> None:
    place(panel).page.put(by="Nobody")
    panel.sees("Nothing that is tagged matches these filters.")
    panel.press("Clear the filters")
    panel.sees("4 tagged")
    panel.item("Codebook", "AMB")
    panel.sees("Nothing is tagged with this theme yet.")


def test_a_theme_is_written_in_where_it_stands(panel: Person) -> None:
    panel.press("Edit theme")
    panel.type_in("Name", "Missed contacts")
    panel.type_in("Code", "mis")
    panel.type_in("What it covers", "Contacts missed.")
    assert theme(panel, "MIS").name == "Missed contacts"
    assert theme(panel, "MIS").definition == "Contacts missed."
    panel.type_in("Code", "GPR")
    panel.sees("The code GPR belongs to “Good practice”.")
    panel.type_in("Code", "MIS")
    panel.choose("Colour", "teal")
    panel.press("Done with this theme")
    assert theme(panel, "MIS").colour == "#0B6660"
    panel.sees("Contacts missed.")
    panel.sees("4 tagged")


def test_a_new_theme_stands_in_the_codebook_and_one_may_stand_under_another(panel: Person) -> None:
    panel.press("New theme")
    panel.type_in("Name", "Home visits, no access")
    panel.choose("Where it stands", "Under MCO, Missed contacts not read as a signal")
    panel.press("Add theme")
    assert theme(panel, "HVN").parent == "MCO"
    panel.sees("Home visits, no access")
    panel.sees("Nothing is tagged with this theme yet.")
    panel.window.desk.commands.run("themes.under")
    panel.choose("Stands under", "No other theme")
    panel.press("Move")
    assert theme(panel, "HVN").parent is None
    place(panel).list.setFocus()
    before = codes(panel)
    panel.window.desk.commands.run("themes.up")
    assert codes(panel) != before


def test_a_theme_is_merged_into_another_with_everything_tagged(panel: Person) -> None:
    panel.key("M")
    panel.sees("3 events and 1 passage tagged with MCO will be tagged with NAF")
    panel.choose("Theme that stays", "GPR, Good practice")
    panel.press("Merge")
    panel.sees("MCO is merged into GPR.")
    panel.sees("4 tagged")
    assert "MCO" not in codes(panel)
    panel.key("Ctrl+Z")
    assert "MCO" in codes(panel)


def test_a_theme_is_split_by_one_key_each_and_nothing_changes_before_the_end(panel: Person) -> None:
    last = panel.window.desk.the_case.last_change
    panel.key("S")
    panel.sees("Split MCO, Missed contacts not read as a signal")
    panel.type_in("Name of the new theme", "Home visits", leave=False)
    panel.key("Enter")
    panel.sees("1 of 4")
    for key in ("2", "3"):
        panel.types(key)
    panel.sees("3 of 4")
    panel.window.desk.undo_label  # noqa: B018 - reading it changes nothing
    page = place(panel).split
    assert page is not None
    page.take_back()
    panel.sees("2 of 4")
    panel.types("1")
    panel.types("2")
    panel.types("3")
    panel.sees("All 4 have a side.")
    assert panel.window.desk.the_case.last_change == last
    panel.press("Finish the split")
    panel.sees("MCO is split; 3 things went to HOV.")
    panel.sees("3 tagged")
    panel.item("Codebook", "MCO")
    panel.sees("2 tagged")
    panel.key("Ctrl+Z")
    assert "HOV" not in codes(panel)


def test_a_split_can_be_left_as_it_was(panel: Person) -> None:
    last = panel.window.desk.the_case.last_change
    panel.key("S")
    page = place(panel).split
    assert page is not None
    page.setFocus()
    panel.types("2")
    panel.key("Esc")
    panel.sees("4 tagged")
    assert panel.window.desk.the_case.last_change == last
    assert place(panel).list.hasFocus()


def test_a_theme_is_retired_folded_away_and_brought_back(panel: Person) -> None:
    panel.key("R")
    panel.sees("MCO is retired; what is tagged stays tagged.")
    panel.sees("Retired, 1, folded")
    place(panel).show_thing(theme(panel, "MCO").id)
    panel.sees("4 tagged")
    panel.key("R")
    panel.sees("MCO is offered again.")
    panel.does_not_see("Retired, 1")


def test_only_what_nothing_rests_on_is_removed(panel: Person) -> None:
    panel.window.desk.commands.run("themes.remove")
    panel.sees("MCO has tags, findings or themes under it, so it stays.")
    panel.item("Codebook", "AMB")
    panel.window.desk.commands.run("themes.remove")
    panel.sees("AMB is removed.")


def test_sets_are_switched_on_and_off_at_the_foot(panel: Person) -> None:
    panel.sees("5 more sets to switch on")
    panel.press("Choose sets of themes")
    panel.press("Switch on: Why it was likely")
    panel.sees("6 of 6 in the codebook")
    panel.press("Switch off: Starter set")
    panel.sees("In use, and so still there: MCO, GPR.")
    panel.press("Done")
    panel.sees("Why it was likely, 0, open")
    assert codes(panel)[:2] == ["MCO", "GPR"]


def test_a_case_without_themes_offers_the_starter_set(panel: Person) -> None:
    desk = panel.window.desk
    while desk.undo_label:
        desk.undo()
    for each in desk.read(themes):
        panel.item("Codebook", each.code)
        desk.commands.run("themes.remove")
    panel.press("Switch on the starter set")
    assert len(codes(panel)) == 7


def test_what_is_tagged_gets_another_theme_a_note_and_loses_one(panel: Person) -> None:
    panel.row("Not brought to clinic", "Tagged")
    panel.row("Nobody came to the door.", "Tagged", adding=True)
    panel.key("T")
    panel.sees("Tag 2 things")
    panel.types("cde")
    panel.key("Enter")
    assert not [each for each in panel.window.findChildren(TagPopup) if each.isVisible()]
    assert sum("CDE" in row for row in panel.rows("Tagged")) == 2
    panel.row("Not brought to clinic", "Tagged")
    panel.key("N")
    panel.type_in("Note", "Third time in a row")
    panel.press("Keep note")
    assert any("note" in row for row in panel.rows("Tagged") if "Not brought to clinic" in row)
    panel.table("Tagged").setFocus()
    panel.key("Del")
    panel.sees("1 tag taken off.")
    panel.sees("3 tagged")


def test_a_tagged_passage_becomes_evidence_and_a_finding_is_about_the_theme(panel: Person) -> None:
    add_finding(panel.window.desk.the_case, "Each missed contact looked small")
    panel.row("Nobody came to the door.", "Tagged")
    panel.key("E")
    panel.picks("F1   Each missed contact looked small")
    panel.sees("1 tagged place added as evidence for F1.")
    [piece] = panel.window.desk.read(spine).findings[0].evidence
    assert (piece.kind, piece.quote) == ("passage", "Nobody came to the door.")
    panel.press("Link: In findings")
    panel.picks("F1   Each missed contact looked small")
    assert panel.window.desk.read(spine).findings[0].themes == ("MCO",)
    panel.press("Unlink F1 from MCO")
    panel.sees("No finding is about it yet.")


def test_a_finding_shows_its_passages_and_its_themes_and_opens_both(panel: Person) -> None:
    case = panel.window.desk.the_case
    finding = add_finding(case, "Each missed contact looked small")
    with case.reading() as session:
        passage = next(
            tag_id
            for tag_id in tags_with(session, find_theme(session, "MCO").id)
            if passages(session, Tag.id == tag_id)
        )
    panel.window.desk.do(lambda case: add_evidence(case, finding, [], tags=[passage]))
    went: list[tuple[str, str]] = []
    panel.window.desk.went.connect(lambda key, thing: went.append((key, thing)))
    panel.window.desk.go("findings", finding)
    panel.sees("Evidence for, M1, p. 1, passage of HV report.docx: Nobody came to the door.")
    panel.sees("Tagged with MCO")
    card = panel.named("Evidence for, M1, p. 1, passage of HV report.docx: Nobody came to the door.", QWidget)
    card.setFocus()
    panel.key("X")
    [piece] = panel.window.desk.read(spine).findings[0].evidence
    assert piece.against
    panel.sees("Evidence against, M1, p. 1, passage of HV report.docx: Nobody came to the door.")
    panel.press("Link themes")
    panel.picks("GPR   Good practice")
    panel.sees("Good practice")
    assert panel.window.desk.read(spine).findings[0].themes == ("GPR",)
    panel.press("Unlink GPR")
    panel.sees("About none yet.")
    panel.named("Open M1, p. 1 in its document", QWidget).setFocus()
    panel.key("Enter")
    assert went[-1] == ("materials", f"{piece.material_id}@{piece.start}-{piece.end}")


def test_a_theme_dragged_onto_another_asks_what_is_meant(panel: Person) -> None:
    page = place(panel)
    at = page.list.mapToGlobal(page.list.rect().center())
    page.list.dropped.emit(theme(panel, "CDE").id, theme(panel, "MCO").id, at)
    panel.picks("Put CDE under MCO")
    assert theme(panel, "CDE").parent == "MCO"


def test_keys_lead_from_the_codebook_to_the_rows_and_back(panel: Person) -> None:
    place(panel).list.setFocus()
    panel.key("Enter")
    assert panel.table("Tagged").hasFocus()
    panel.key("J")
    panel.key("Esc")
    assert place(panel).list.hasFocus()
    panel.key("K")
    assert place(panel).theme is not None
    for _ in range(4):
        panel.key("F6")
        focus = panel.window.focusWidget()
        assert focus is not None
        assert focus.accessibleName()


def test_anonymous_shows_the_same_and_changes_nothing(panel: Person) -> None:
    desk = panel.window.desk
    desk.read_as_anonymous(True)
    panel.sees("4 tagged")
    panel.does_not_see("tagged by RA")
    edit = panel.named("Edit theme", QWidget)
    assert not edit.isEnabled()
    last = desk.the_case.last_change
    for key in ("R", "M", "S", "T"):
        panel.key(key)
    assert desk.the_case.last_change == last
    assert place(panel).split is None
    desk.read_as_anonymous(False)
    panel.sees("tagged by RA")


def test_rows_rest_while_another_place_is_shown_and_are_right_again_after(panel: Person) -> None:
    page = place(panel).page
    panel.window.desk.go("chronology")
    event_id = page.model.ids() and panel.row("Not brought to clinic", "Events")
    code = theme(panel, "MCO").id
    reads = page.model.count
    panel.window.desk.do(lambda case: tag_events(case, [str(event_id)], code, on=False))
    assert page.model.count == reads
    panel.window.desk.go("themes")
    panel.sees("3 tagged")
