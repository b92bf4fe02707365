"""What the reader works out without drawing: stripes in their lanes, and shown words with the way back."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ui.places.materials.laying import Units
from ui.places.materials.stripes import Stripe, lanes_of, place
from ui.places.materials.words_shown import words_shown
from workbench.anonymity.rendering import Rendered, Span, reading_as
from workbench.reading.document import Mark, Piece

LABEL = 16


@st.composite
def many_stripes(draw: st.DrawFn) -> list[Stripe]:
    tops = draw(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 200)), max_size=40))
    return [Stripe(str(at), top, top + high) for at, (top, high) in enumerate(tops)]


@given(many_stripes())
def test_no_two_stripes_in_one_lane_share_any_height(stripes: list[Stripe]) -> None:
    placed = place(stripes, LABEL)
    assert sorted(each.stripe.key for each in placed) == sorted(each.key for each in stripes)
    for one in placed:
        for other in placed:
            if one is not other and one.lane == other.lane:
                assert one.stripe.bottom <= other.stripe.top or other.stripe.bottom <= one.stripe.top


@given(many_stripes())
def test_there_are_no_more_lanes_than_stripes_that_meet(stripes: list[Stripe]) -> None:
    most = max((sum(each.top <= one.top < each.bottom for each in stripes) for one in stripes), default=0)
    assert lanes_of(place(stripes, LABEL)) == most


@given(many_stripes())
def test_codes_never_lie_on_each_other_nor_above_their_stripe(stripes: list[Stripe]) -> None:
    placed = place(stripes, LABEL)
    tops = [each.label_top for each in placed]
    assert all(later - earlier >= LABEL for earlier, later in pairwise(tops))
    assert all(each.label_top >= each.stripe.top for each in placed)


@given(st.text(alphabet="ab😀é👍\n", max_size=30))
def test_places_go_to_the_units_of_qt_and_back(text: str) -> None:
    units = Units(text)
    for at in range(len(text) + 1):
        assert units.qt(at) == len(text[:at].encode("utf-16-le")) // 2
        assert units.ours(units.qt(at)) == at


class Renames:
    """A reader who sees “Leanne” as “Mum”."""

    months_only = False

    def render(self, text: str) -> Rendered:
        spans, out, at, shown = [], "", 0, 0
        while (found := text.find("Leanne", at)) >= 0:
            for words, start, end in ((text[at:found], at, found), ("Mum", found, found + 6)):
                if words:
                    spans.append(Span(shown, shown + len(words), start, end))
                    shown += len(words)
                    out += words
            at = found + 6
        spans.append(Span(shown, shown + len(text) - at, at, len(text)))
        return Rendered(out + text[at:], tuple(spans))

    def say_name(self, text: str) -> str:
        return ""

    def say_person(self, person: object) -> str:
        return ""

    def say_service(self, name: str) -> str:
        return name

    def say_file(self, name: str, code: str | None, what: str) -> str:
        return what


def test_what_was_inserted_and_deleted_says_so_in_words() -> None:
    text = "Seen on 3 May and 4 May."
    piece = Piece(
        100, 124, "paragraph", marks=(Mark(108, 113, "inserted", "K. Lowe"), Mark(118, 123, "deleted"))
    )
    shown = words_shown(text, piece)
    assert shown.text == "Seen on [inserted 3 May] and [deleted 4 May]."
    assert {
        (each.kind, shown.text[each.start : each.end]) for each in shown.styled if each.kind != "word"
    } == {
        ("inserted", "3 May"),
        ("deleted", "4 May"),
    }
    for at in range(100, 125):
        assert shown.stored(shown.shown(at)) == at
    first, last = shown.of(108, 113)
    assert shown.text[first:last] == "3 May"


def test_a_pseudonym_is_shown_whole_and_leads_back_to_the_name() -> None:
    text = "Leanne said that Leanne was tired."
    with reading_as(Renames()):
        shown = words_shown(text, Piece(0, len(text), "paragraph"))
    assert shown.text == "Mum said that Mum was tired."
    assert shown.of(17, 23) == (14, 17)
    assert shown.stored(15) == 23
    assert shown.stored(15, back=True) == 17
    assert shown.stored(18) == 24


@given(st.text(alphabet="xyLeanne ", min_size=1, max_size=40), st.data())
def test_a_stretch_of_words_is_always_shown_within_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    cut = data.draw(st.integers(0, len(text)))
    marks = (Mark(start, end, "inserted"), Mark(0, cut, "deleted")) if cut else (Mark(start, end, "deleted"),)
    with reading_as(Renames()):
        shown = words_shown(text, Piece(0, len(text), "paragraph", marks=marks))
    first, last = shown.of(start, end)
    assert 0 <= first <= last <= len(shown.text)
    spans = shown.spans
    assert spans[0].shown_start == 0
    assert spans[-1].shown_end == len(shown.text)
    assert all(a.shown_end == b.shown_start for a, b in pairwise(spans))
    assert all(a.stored_end == b.stored_start for a, b in pairwise(spans))
