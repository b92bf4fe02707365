"""The legend: only the signs that are in view, on a space kept for all there are."""

from collections.abc import Collection, Iterator

import numpy as np

from workbench.timeline import lettering
from workbench.timeline.arranging import Arranged
from workbench.timeline.picture import MARK_TONES, MARK_WORDS, MARKS, Box, LegendEntry, Picture, Words

ROW = 20.0
_TOP = 7.0
_LEFT = 16.0
_GAP = 18.0
_WIDE = {"run": 22.0, "no record": 22.0, "not seen": 26.0, "tail": 20.0, "tie": 10.0, "scope": 18.0}
_ORDER = (0, 1, 2, 7, 8, 5, 4, 3, 6)
"""Contacts, what was missed, what was called off, the rest: places in `MARKS`."""


def legend_height(of: Arranged, width: float) -> float:
    """The height that every entry there could ever be needs, so that lanes keep their place while one pans."""
    if not of.choice.legend:
        return _TOP
    signs = _signs(
        of.kinds,
        merged=True,
        run=bool(len(of.runs.of)),
        no_record=bool(len(of.no_records.of)),
        not_seen=bool(len(of.overall.of) or len(of.not_seen.of)),
        tail=bool(len(of.reach)),
        tie=bool(of.ties),
        theme=bool(len(of.tag_entry)),
        key=of.any_key,
        scope=any(edge is not None for edge in of.facts.scope),
        subject=of.facts.review.kind.subject,
    )
    rows = 1 + max((row for row, *_ in _flow(signs, width)), default=0)
    return 2 * _TOP + ROW * rows


def lay_legend(of: Arranged, picture: Picture) -> tuple[LegendEntry, ...]:
    """An entry for each sign in view."""
    if not of.choice.legend:
        return ()
    marks = picture.marks
    signs = _signs(
        np.flatnonzero(np.bincount(marks.kind)).tolist(),
        merged=bool((marks.count > 1).any()),
        run=bool(picture.runs),
        no_record=bool(picture.no_records),
        not_seen=bool(picture.not_seen),
        tail=bool(len(picture.tails.x)),
        tie=bool(picture.ties),
        theme=bool(len(picture.theme_ticks.x)),
        key=bool(marks.key.any()),
        scope=bool(picture.outside),
        subject=of.facts.review.kind.subject,
    )
    made = []
    for row, x, sign, text in _flow(signs, picture.width):
        wide = _WIDE.get(sign, 12.0)
        middle = _TOP + row * ROW + ROW / 2
        words = Words(
            text,
            Box(x + wide + 6, middle - 7, lettering.width(text, "caption"), 14.0),
            "caption",
        )
        tone = MARK_TONES[MARKS.index(sign)] if sign in MARKS else ""
        made.append(LegendEntry(sign, Box(x, middle - 6, wide, 12.0), words, tone))
    return tuple(made)


def _signs(
    kinds: Collection[int],
    *,
    merged: bool,
    run: bool,
    no_record: bool,
    not_seen: bool,
    tail: bool,
    tie: bool,
    theme: bool,
    key: bool,
    scope: bool,
    subject: str,
) -> list[tuple[str, str]]:
    signs = [(MARKS[kind], MARK_WORDS[kind]) for kind in _ORDER if kind in kinds]
    for there, sign, text in (
        (merged, "merged", "so many of a kind"),
        (run, "run", "3 or more not seen in a row"),
        (not_seen, "not seen", f"{subject.capitalize()} not seen"),
        (no_record, "no record", "No record"),
        (tail, "tail", "Date not exact"),
        (tie, "tie", "Same event, several accounts"),
        (key, "key", "Key event"),
        (theme, "theme", "Tagged"),
        (scope, "scope", "Outside the scope"),
    ):
        if there:
            signs.append((sign, text))
    return signs


def _flow(signs: list[tuple[str, str]], width: float) -> Iterator[tuple[int, float, str, str]]:
    """Row, x, sign and words of each entry, as many in a row as fit."""
    row, x = 0, _LEFT
    for sign, text in signs:
        wide = _WIDE.get(sign, 12.0) + 6 + lettering.width(text, "caption")
        if x > _LEFT and x + wide > width - _LEFT:
            row, x = row + 1, _LEFT
        yield row, x, sign, text
        x += wide + _GAP
