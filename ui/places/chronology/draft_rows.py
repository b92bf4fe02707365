"""What a draft holds, as the import page shows it: sums, doubts in groups, rows as sent and events as understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ui.places.chronology.sheet import SheetRow
from ui.places.chronology.source import why_skipped
from ui.wording import count
from workbench.anonymity.rendering import say
from workbench.chronology.corrections import value_from_json
from workbench.chronology.dates import When, say_when
from workbench.chronology.importing import Draft
from workbench.chronology.outcomes import OUTCOMES
from workbench.chronology.understood import Doubt, UnderstoodRow
from workbench.listing import Ask, Column, Shown

COLUMNS = (
    Column("row", "Row", 62, "meta", sortable=False),
    Column("date", "Date", 150, "date", sortable=False),
    Column("time", "Time", 62, "text", sortable=False),
    Column("service", "Service", 70, "meta", sortable=False, shown=False),
    Column("outcome", "Outcome", 150, "outcome", sortable=False),
    Column("event", "Event", 240, "text", sortable=False),
    Column("doubts", "Doubts", 58, "count", sortable=False),
)

BANNERS = ("title", "header", "banner")


@dataclass(frozen=True)
class DoubtGroup:
    """Doubts that one answer settles: the same kind, the same words, the same ways out."""

    key: tuple[object, ...]
    doubt: Doubt
    at: tuple[tuple[int, int], ...]
    """Each as (event, place among its doubts)."""

    @property
    def events(self) -> frozenset[int]:
        """The events it stands on."""
        return frozenset(event for event, _ in self.at)


def doubt_groups(draft: Draft) -> list[DoubtGroup]:
    """The open doubts in groups, in the order in which the rows raise them."""
    groups: dict[tuple[object, ...], list[tuple[int, int, Doubt]]] = {}
    for event, place, doubt in draft.open_doubts():
        key = (doubt.kind, doubt.field, doubt.text.casefold(), frozenset(fix.label for fix in doubt.fixes))
        groups.setdefault(key, []).append((event, place, doubt))
    return [
        DoubtGroup(key, found[0][2], tuple((event, place) for event, place, _ in found))
        for key, found in groups.items()
    ]


@dataclass(frozen=True)
class Sum:
    """Rows of the file = events + joined + the rest by what they are. `adds_up` is always so, or a fault of ours.

    `events` counts rows that tell of an event, `made` the events: more where a row has a cell for each agency.
    """

    rows: int
    events: int
    parts: tuple[tuple[int, str], ...]
    made: int

    @property
    def events_words(self) -> str:
        """What stands after the number of rows that tell of an event."""
        if self.made != self.events:
            return f"{'row' if self.events == 1 else 'rows'} with {self.made:,} events"
        return "event" if self.events == 1 else "events"

    @property
    def adds_up(self) -> bool:
        """Whether every row is accounted for."""
        return self.rows == self.events + sum(number for number, _ in self.parts)


def sum_of(draft: Draft) -> Sum:
    """What became of the rows."""
    rows = draft.understood.rows
    skipped: dict[str, int] = {}
    for row in rows:
        if row.fate == "skipped":
            skipped[row.reason] = skipped.get(row.reason, 0) + 1
    banners = sum(skipped.pop(reason, 0) for reason in BANNERS)
    footnotes = skipped.pop("footnote", 0)
    joined = sum(row.fate == "joined" for row in rows)
    parts = [
        (joined, "joined to the row above"),
        (banners, "banner or heading" if banners == 1 else "banners and headings"),
        (footnotes, "footnote" if footnotes == 1 else "footnotes"),
        (skipped.pop("no_table", 0), "outside the table"),
        (skipped.pop("blank", 0), "blank"),
    ]
    parts += [(number, why_skipped(reason)) for reason, number in skipped.items()]
    events = sum(row.fate == "event" for row in rows)
    made = len(draft.understood.events)
    return Sum(len(rows), events, tuple(part for part in parts if part[0]), made)


def sheet_name(row: UnderstoodRow) -> str:
    """The sheet or table a row stands in."""
    return row.sheet or (f"Table {row.table}" if row.table else "")


def sheets_of(draft: Draft) -> list[str]:
    """The sheets or tables of the file, in order."""
    return list(dict.fromkeys(sheet_name(row) for row in draft.understood.rows))


def rows_of_sheet(draft: Draft, name: str) -> tuple[list[str], list[tuple[int, SheetRow]]]:
    """Headings and rows of one sheet; each row with its index among all understood rows."""
    headings: dict[str, None] = {}
    found: list[tuple[int, SheetRow]] = []
    for at, row in enumerate(draft.understood.rows):
        if sheet_name(row) != name:
            continue
        cells: dict[str, str] = {}
        for heading, cell in row.cells:
            cells[heading] = f"{cells[heading]} {say(cell)}" if heading in cells else say(cell)
        if row.fate != "skipped":
            headings.update(dict.fromkeys(cells))
        note = why_skipped(row.reason) if row.fate == "skipped" else ""
        if row.fate == "joined":
            note = "joined to the row above"
        found.append((at, SheetRow(row.number, cells, row.fate, note, row.event)))
    if not headings:
        headings = dict.fromkeys(heading for _, row in found for heading in row.cells)
    placed = [(at, _under(row, list(headings))) for at, row in found]
    return list(headings), placed


def _under(row: SheetRow, headings: list[str]) -> SheetRow:
    """A row that is no event may stand under other headings; its words go to the first columns."""
    if row.fate != "skipped" or all(heading in headings for heading in row.cells):
        return row
    filled = [cell for cell in row.cells.values() if cell.strip()]
    cells = dict(zip(headings, filled, strict=False))
    if headings and len(filled) > len(headings):
        cells[headings[-1]] = " | ".join(filled[len(headings) - 1 :])
    return SheetRow(row.number, cells, row.fate, row.note, row.event)


class DraftEvents:
    """The events of a draft as a listing; an id is the event's place, as text."""

    name = "import_rows"
    tables: frozenset[str] = frozenset()

    def __init__(self, draft: Draft | None = None) -> None:
        self.draft = draft
        self._open: dict[int, int] = {}
        if draft is not None:
            for event, _, _ in draft.open_doubts():
                self._open[event] = self._open.get(event, 0) + 1
            self._mended: dict[int, dict[str, object]] = {}
            for one in draft.mended:
                self._mended.setdefault(one.event, {})[one.field] = one.value

    @property
    def columns(self) -> Sequence[Column]:
        """Row, doubts, date, time, outcome, words."""
        return COLUMNS

    def ids(self, session: Any, ask: Ask) -> list[str]:  # noqa: ANN401 - ui knows no session
        """Every event, in the order of the file."""
        del session, ask
        return [] if self.draft is None else [str(at) for at in range(len(self.draft.understood.events))]

    def records(self, session: Any, ids: Sequence[str]) -> Mapping[str, Mapping[str, Shown]]:  # noqa: ANN401
        """What stands in each column."""
        del session
        return {each: self._shown(int(each)) for each in ids}

    def _shown(self, at: int) -> dict[str, Shown]:
        assert self.draft is not None
        event = self.draft.understood.events[at]
        mended = self._mended.get(at, {})
        when = mended.get("date", event.when)
        if isinstance(when, Mapping):
            when = value_from_json("date", when)
        assert isinstance(when, When)
        outcome = mended.get("outcome", event.outcome)
        known = OUTCOMES.get(str(outcome)) if outcome else None
        time = mended.get("time", event.time)
        end = mended.get("end_time", event.end_time)
        numbers = [self.draft.understood.rows[row].number for row in event.rows]
        rows = str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]} – {numbers[-1]}"
        doubts = self._open.get(at, 0)
        unknown = when.precision == "unknown"
        text = say(str(mended.get("text", event.text)))
        return {
            "row": Shown(rows),
            "doubts": Shown(str(doubts) if doubts else "", mark="doubt"),
            "date": Shown(say_when(when), mark="undated" if unknown else ""),
            "time": Shown(f"{time} – {end}" if time and end else str(time or "")),
            "service": Shown(event.service or ""),
            "outcome": Shown(known.name if known else "Not understood", mark=known.code if known else ""),
            "event": Shown(text or count(0, "word")),
        }


def order_words(draft: Draft) -> str:
    """How the file runs: "oldest first"; empty where it cannot be told."""
    days = [event.when.earliest for event in draft.understood.events if event.when.earliest]
    if len(days) < 3:
        return ""
    up = sum(later >= day for day, later in pairwise(days))
    if up >= 0.8 * (len(days) - 1):
        return "oldest first"
    return "newest first" if up <= 0.4 * (len(days) - 1) else "in no order of dates"
