"""Search as people use it: words, phrases and names, over everything in the case that says something."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.anonymity.reader import anonymous_reader
from workbench.anonymity.rendering import reading_as
from workbench.case import new_case, verify
from workbench.casefile import CaseFile, read_query
from workbench.chronology.dates import read_date
from workbench.chronology.events import add_event
from workbench.findings.spine import add_finding
from workbench.listing import Ask
from workbench.materials import take_in, text_of
from workbench.notes import add_note
from workbench.people import add_person, add_service
from workbench.problems import Problem
from workbench.search import Hits, HitsListing, count, find, names_stand, places, while_typed
from workbench.search.asking import stands_in
from workbench.themes.codebook import find_theme
from workbench.themes.tags import tag_events, tag_passage, tag_places

LETTER = """Report of the health visitor

Ash was not brought to clinic. Bea Young said the strategy
meeting had been moved; the strategy meeting was on Monday.

The café visit: Zoë was seen. Élan and naïve words.
"""


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseFile]:
    with new_case(tmp_path / "a.rpw", "three plain words", "Child T", "lcspr", by="R. Marsh") as made:
        add_service(made, "Health visiting", "HV")
        add_service(made, "Police", "POL")
        yield made
        assert verify(made).problems == []


@pytest.fixture
def letter(case: CaseFile) -> str:
    with case.reading() as session:
        service = session.connection().exec_driver_sql("SELECT id FROM service WHERE code = 'HV'").scalar()
    return take_in(case, "letter.txt", LETTER.encode(), service)


def found(case: CaseFile, words: str, **more: object) -> Hits:
    with case.reading() as session:
        return find(session, words, **more)  # type: ignore[arg-type]


def stands(case: CaseFile, material: str, words: str) -> list[str]:
    """What stands at each place found in a document."""
    with case.reading() as session:
        text = text_of(session, material).text
        return [text[one.start : one.end] for one in places(session, words)]


@pytest.mark.parametrize(
    ("words", "standing"),
    [
        ("clinic", ["clinic"]),
        ("CAFE", ["café"]),
        ("zoe", ["Zoë"]),
        ("elan naive", ["Élan", "naïve"]),
        ("strategy meeting", ["strategy\nmeeting", "strategy meeting"]),
        ('"strategy meeting"', ["strategy\nmeeting", "strategy meeting"]),
        ('"meeting strategy"', []),
        ("meeting strategy", ["strategy\nmeeting", "strategy meeting"]),
        ("strat*", ["strategy", "strategy"]),
        ("strat", []),
        ("clinic Monday", ["clinic", "Monday"]),
        ("clinic -Monday", []),
        ("clinic -Tuesday", ["clinic"]),
        ("clinic Tuesday", []),
        ('"not brought"', ["not brought"]),
        ("", []),
        ("***", []),
    ],
)
def test_words_stand_where_they_are_found(
    case: CaseFile, letter: str, words: str, standing: list[str]
) -> None:
    assert stands(case, letter, words) == standing


def test_a_place_comes_with_its_context_and_opens_the_document_there(case: CaseFile, letter: str) -> None:
    hits = found(case, "clinic", within=["material"])
    [hit] = hits.hits
    assert hits.total == 1
    assert hit.snippet[slice(*hit.found[0])] == "clinic"
    assert "Ash was not brought to clinic. Bea Young said the strategy meeting" in hit.snippet
    assert (hit.ref, hit.title, hit.thing) == ("M1", "letter.txt", f"{letter}@{hit.start}-{hit.end}")


def test_total_counts_every_place_however_few_are_shown(case: CaseFile) -> None:
    take_in(case, "many.txt", b"Zephyrine came. " * 900)
    take_in(case, "one.txt", b"Zephyrine Zephyrine went.")
    hits = found(case, "zephyrine", within=["material"], limit=5)
    assert (len(hits.hits), hits.total) == (5, 901)
    assert found(case, "zephyrine", limit=5, counted=False).total is None
    with case.reading() as session:
        assert count(session, "zephyrine") == {"material": 901}
        assert len(places(session, "zephyrine")) == 901
    assert len(found(case, "zephyrine", limit=None).hits) == 901


def test_a_phrase_is_found_over_the_edge_of_a_part(case: CaseFile) -> None:
    filler = "\n".join(f"Line {number} of the record goes on." for number in range(400))
    text = f"{filler}\nThe family was not\nbrought to any clinic.\n{filler}"
    material = take_in(case, "long.txt", text.encode())
    with case.reading() as session:
        edges = session.connection().exec_driver_sql("SELECT start, text FROM text_part ORDER BY start").all()
    assert len(edges) > 2
    start, words = edges[1]
    before = edges[0][1].split()[-2:]
    phrase = f'"{" ".join([*before, *words.split()[:2]])}"'
    standing = stands(case, material, phrase)
    assert any(" ".join(one.split()) == phrase.strip('"') for one in standing)
    whole = text_at(case, material)
    assert len(standing) == sum(
        1 for at in range(len(whole)) if " ".join(whole[at : at + 60].split()).startswith(phrase[1:-1])
        and (at == 0 or not whole[at - 1].isalnum()) and whole[at].isalnum()
    )  # fmt: skip
    assert start > 0


def text_at(case: CaseFile, material: str) -> str:
    with case.reading() as session:
        return text_of(session, material).text


def test_every_kind_of_thing_is_found_and_can_be_asked_for_alone(case: CaseFile, letter: str) -> None:
    event = add_event(case, "HV", read_date("5 May 2013").when, "Clinic visit.", outcome="seen")
    add_note(case, event, "Was the clinic open?")
    add_finding(case, "The clinic stood for the home")
    with case.reading() as session:
        theme = find_theme(session, "MCO").id
        [place] = places(session, "clinic")
    tag = tag_passage(case, letter, place.start, place.end, theme, "why the clinic?")
    hits = found(case, "clinic").hits
    assert [hit.within for hit in hits] == ["material", "passage", "event", "note", "note", "finding"]
    passage = hits[1]
    assert (passage.id, passage.ref, passage.thing) == (tag, "MCO", f"{letter}@{place.start}-{place.end}")
    assert (hits[3].id, hits[3].title) == (event, "Note by R. Marsh on E1")
    assert [hit.within for hit in found(case, "clinic", within=["event", "finding"]).hits] == [
        "event",
        "finding",
    ]
    assert [hit.id for hit in found(case, "missed contacts", within=["theme"]).hits] == [theme]
    with pytest.raises(Problem, match="cannot be searched"):
        found(case, "clinic", within=["lunch"])
    with pytest.raises(Problem, match="only what to leave out"):
        found(case, "-clinic")


def test_a_service_narrows_what_is_found(case: CaseFile, letter: str) -> None:
    add_event(case, "POL", read_date("5 May 2013").when, "Clinic car park.", outcome=None)
    assert {hit.within for hit in found(case, "clinic", services=["HV"]).hits} == {"material"}
    assert {hit.within for hit in found(case, "clinic", services=["POL"]).hits} == {"event"}
    with case.reading() as session:
        assert count(session, "clinic", services=["POL"]) == {"event": 1}
        assert count(session, "clinic", material=letter) == {"material": 1}


def test_the_best_comes_first(case: CaseFile) -> None:
    take_in(case, "far.txt", b"clinic " + b"word " * 300)
    take_in(case, "near.txt", b"The clinic. The clinic again.")
    hits = found(case, "clinic", within=["material"]).hits
    assert [hit.title for hit in hits] == ["near.txt", "near.txt", "far.txt"]


def test_a_person_is_found_by_any_name_and_wherever_they_are_named(case: CaseFile, letter: str) -> None:
    bea = add_person(case, "Bea Young", pseudonym="Mother", aliases=("B. Quill",), role="mother")
    event = add_event(case, "HV", read_date("5 May 2013").when, "B Quill rang.", outcome="telephone")
    for words in ("bea", "quill", "moth*", "young"):
        [hit] = found(case, words, within=["person"]).hits
        assert (hit.id, hit.title) == (bea, "Bea Young")
    assert "Mother" in hit.snippet
    with case.reading() as session:
        where = names_stand(session, bea)
        assert count(session, "", person_id=bea) == {"material": 1, "event": 1}
    assert [(hit.within, hit.id) for hit in where.hits] == [("material", letter), ("event", event)]
    assert where.total == 2


def test_without_names_a_pseudonym_finds_the_person_and_nothing_shows_a_name(
    case: CaseFile, letter: str
) -> None:
    bea = add_person(case, "Bea Young", pseudonym="Mother")
    with case.reading() as session, reading_as(anonymous_reader(session)):
        [person] = find(session, "mother", within=["person"]).hits
        assert (person.id, person.title) == (bea, "Mother")
        shown = [*find(session, "clinic").hits, *names_stand(session, bea).hits, person]
    assert len(shown) > 2
    assert not [hit for hit in shown if "Bea" in f"{hit.title} {hit.snippet}"]
    where = shown[-2]
    assert where.snippet[slice(*where.found[0])] == "Mother"


def test_what_was_undone_is_not_found(case: CaseFile, letter: str) -> None:
    assert found(case, "clinic").total == 1
    case.undo()
    assert found(case, "clinic").total == 0
    with case.reading() as session:
        assert (places(session, "clinic"), count(session, "clinic")) == ([], {})
    case.redo()
    assert found(case, "clinic").total == 1


def test_references_find_their_things(case: CaseFile, letter: str) -> None:
    add_event(case, "HV", read_date("5 May 2013").when, "Seen.", outcome="seen")
    finding = add_finding(case, "A finding")
    assert [hit.ref for hit in found(case, "E1").hits] == ["E1"]
    assert [hit.id for hit in found(case, "f1").hits] == [finding]
    assert [hit.thing for hit in found(case, "M1").hits] == [letter]


def test_every_place_is_tagged_at_once_and_taken_back_at_once(case: CaseFile) -> None:
    take_in(case, "many.txt", b"Zephyrine came. " * 300)
    with case.reading() as session:
        theme = find_theme(session, "CDE").id
        everywhere = places(session, "zephyrine")
    assert tag_places(case, theme, everywhere, "Zephyrine") == 300
    assert found(case, "zephyrine", within=["passage"]).total == 300
    case.undo()
    assert found(case, "zephyrine", within=["passage"]).total == 0


def test_a_damaged_index_is_told_and_made_again(case: CaseFile, letter: str) -> None:
    with case.aside() as session:
        session.connection().exec_driver_sql(
            "INSERT INTO text_part_words (text_part_words, rowid, text) "
            "SELECT 'delete', key, text FROM text_part"
        )
    assert found(case, "clinic").total == 0
    assert any("search index of text_part" in problem for problem in verify(case).problems)
    case.rebuild_search()
    assert found(case, "clinic").total == 1


def test_words_being_typed_are_found_by_their_beginning() -> None:
    assert while_typed("not brou") == "not brou*"
    assert while_typed('"not brou') == '"not brou'
    assert while_typed("not ") == "not "


@pytest.mark.parametrize(
    ("words", "text", "stands"),
    [
        ("mother", "Mother of Ash", True),
        ("moth", "Mother", False),
        ("moth*", "Mother", True),
        ('"of ash"', "Mother of Ash", True),
        ("o'brien", "Mr O’Brien", True),
        ("zoe", "Zoë", True),
        ("mother -ash", "Mother of Ash", False),
    ],
)
def test_text_without_an_index_is_searched_alike(words: str, text: str, stands: bool) -> None:
    assert bool(stands_in(read_query(words), text)) is stands


def test_a_note_on_a_tag_is_a_note_and_opens_what_is_tagged(case: CaseFile, letter: str) -> None:
    event = add_event(case, "POL", read_date("6 May 2013").when, "Car park.", outcome=None)
    with case.reading() as session:
        theme = find_theme(session, "CDE").id
    tag_events(case, [event], theme, note="Nobody asked the grandmother.")
    passage = tag_passage(case, letter, 0, 6, theme, note="The grandmother was never asked.")
    hits = found(case, "grandmother").hits
    assert sorted((hit.within, hit.ref) for hit in hits) == [("note", "E1"), ("note", "M1")]
    on_event = next(hit for hit in hits if hit.ref == "E1")
    on_passage = next(hit for hit in hits if hit.ref == "M1")
    assert on_event.thing == event
    assert on_event.title == "Note by R. Marsh on CDE at E1"
    assert on_passage.thing == f"{letter}@0-6"
    assert on_passage.row == passage
    assert on_passage.snippet[slice(*on_passage.found[0])] == "grandmother"
    assert [hit.ref for hit in found(case, "grandmother", services=["HV"]).hits] == ["M1"]
    assert [hit.ref for hit in found(case, "grandmother", services=["POL"]).hits] == ["E1"]
    assert [hit.ref for hit in found(case, "grandmother", material=letter).hits] == ["M1"]
    assert [hit.within for hit in found(case, "Report").hits] == ["material", "passage"]
    with case.reading() as session:
        assert dict(count(session, "grandmother")) == {"note": 2}
        listing = HitsListing()
        shown = listing.ids(session, Ask({"words": "grandmother"}))
        assert set(shown) == {hit.key for hit in hits}
        assert dict(listing.hits(session, shown)) == {hit.key: hit for hit in hits}
