"""What holds of every text: nothing of a name is left, all else stays, and every place is found again."""

import re

from anonymity.people_made import FAMILY, a_reader
from hypothesis import given
from hypothesis import strategies as st

from workbench.anonymity.folding import fold, folded
from workbench.anonymity.reader import Anonymous, Who

READER = a_reader(will=True, may=True, price=True)
NAMES = [name for who in FAMILY for name in who.names if name not in ("Mum", "Dad", "Nan")]
KNOWN = re.compile(rf"(?<![a-z])(?:{'|'.join(re.escape(folded(name)) for name in NAMES)})(?![a-z])")

spellings = st.sampled_from(
    [
        *NAMES,
        "Fenwick, Karen",
        "K. Fenwick",
        "Mr O’Neil",
        "JACK PRICE",
        "Kay\u00adleigh",
        "Karen\nFenwick",
        "ONeil",
    ]
)
others = st.sampled_from(
    ["was seen by", "mother", "the", "\n\n", ".", "’s", "(", "/", "-", "aged 8 months",
     "é", "ﬁne", "İ", "ß", "😀", "\u200b", "in May", "5 May 2013", "01632 960001", "a@b.example", "x", "  ", "SW2"]
)  # fmt: skip
pieces = st.lists(st.one_of(spellings, others, st.text(max_size=4)), max_size=12)
texts = pieces.map(" ".join) | pieces.map("".join) | st.text(max_size=60)


@given(texts)
def test_spans_cover_both_texts_and_lead_there_and_back(text: str) -> None:
    rendered = READER.render(text)
    shown = stored = 0
    for span in rendered.spans:
        assert (span.shown_start, span.stored_start) == (shown, stored)
        if not span.replaced:
            assert (
                rendered.text[span.shown_start : span.shown_end] == text[span.stored_start : span.stored_end]
            )
            for step in range(span.stored_end - span.stored_start + 1):
                assert rendered.stored(rendered.shown(span.stored_start + step)) == span.stored_start + step
        shown, stored = span.shown_end, span.stored_end
    assert (shown, stored) == (len(rendered.text), len(text))


@given(pieces.map(" ".join))
def test_no_known_name_is_left(text: str) -> None:
    left = KNOWN.search(fold(READER.render(text).text).text)
    # A name broken by a blank line is two words of two paragraphs.
    assert left is None or "\n\n" in text


@given(pieces.map(" ".join))
def test_rendering_what_is_rendered_changes_nothing(text: str) -> None:
    once = READER.render(text).text
    assert READER.render(once).text == once


days = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(["", "on ", "On ", "between 1 and ", "from 1 to ", "Tue ", "on the "]),
    st.integers(1, 31),
    st.sampled_from([" ", "th ", "th of ", " - "]),
    st.sampled_from(["January", "Feb", "march", "Apr", "May", "June", "jul", "Sept", "DEC", "December"]),
    st.sampled_from(["", " 2024", ", 2023", " 24"]),
) | st.sampled_from(["on 2024-05-03", "3/4/2024", "3.4.24", "on 3/4", "on the 3rd", "May 3rd", "May 3, 2024"])


@given(
    days,
    st.sampled_from([".", ".)", "!", "?", ").", "…", ";", ":", ".”"]),
    st.sampled_from(["", " The", "\nShe"]),
)
def test_what_ends_a_sentence_stays_behind_its_day(day: str, ends: str, following: str) -> None:
    shown = READER.render(f"Seen {day}{ends}{following}").text
    assert shown.endswith(f"{ends}{following}")
    assert day not in shown


@given(st.text(alphabet=st.characters(categories=("Ll", "Zs", "Po")), max_size=80))
def test_text_without_names_or_numbers_stays_as_it_is(text: str) -> None:
    nobody = Anonymous([Who(("Xxqzv Qqxzw",), "P1")])
    assert "@" in text or nobody.render(text).text == text


@given(texts)
def test_folding_leads_back_to_where_each_letter_stood(text: str) -> None:
    into = fold(text)
    places = [into.back(at) for at in range(len(into.text) + 1)]
    assert all(0 <= place <= len(text) for place in places)
    assert places == sorted(places)
