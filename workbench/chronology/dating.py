"""When each row's event was: from its own cell, the row above, or a banner, and what is in doubt about it."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from workbench.chronology.columns import Layout
from workbench.chronology.dates import (
    UNKNOWN,
    DateReading,
    When,
    day,
    month_span,
    read_date,
    say_when,
    span,
    year_span,
)
from workbench.chronology.drafts import Above, Draft, doubt_times, value_of
from workbench.chronology.times import NO_TIME, TimeReading, read_time
from workbench.chronology.understood import Doubt, Fix
from workbench.reading.grid import EMPTY, Cell

_YEAR = re.compile(r"(?:19|20)\d\d")
_A_YEAR_OUT = 300
"""Days by which a date must leave the row above and the row below to look like a slip of the year."""
_MORE_OF_WHEN = re.compile(
    r"\d|approx|about|circa|around|\b(?:to|until|till|and|or|before|after|early|late|mid|week|w/c|tbc|unsure|"
    r"unclear)\b|\?",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"\d{1,2}(?:st|nd|rd|th)?[\s/.\-]+(?:\d{1,2}|[A-Za-z]{3,9})[\s/.\-,]+(?:\d{4}|\d{2})(?!\d)|(?:19|"
    r"20)\d\d-\d\d-\d\d"
)


class Dating:
    """Dates the rows of one file."""

    def __init__(self, month_first: bool) -> None:
        self.month_first = month_first

    def date(self, draft: Draft, cells: tuple[Cell, ...], above: Above, layout: Layout) -> None:
        raw = cells[layout.fields["date"]] if "date" in layout.fields else EMPTY
        written = draft.cell("date").text.strip()
        if raw.merged and not raw.text.strip():
            # The file itself says that one date holds for both rows.
            draft.when = above.on or UNKNOWN
            draft.time, draft.end_time = above.time, above.end_time
            timed = cells[layout.fields["time"]] if "time" in layout.fields else None
            if timed is not None and not timed.merged:
                draft.time = draft.end_time = None
        elif not raw.text.strip():
            self._date_from_above(draft, above, "")
        else:
            self._read_written_date(draft, raw, written, above)
        self._time(draft, layout)
        self._end_date(draft, above)

    def _date_from_above(self, draft: Draft, above: Above, written: str) -> None:
        if above.banner_day is not None and (above.on is None or "date" not in draft.layout.fields):
            draft.when = above.banner_day
            draft.written_date = above.banner_text
            if "date" in draft.layout.fields:
                reason = (
                    f"The date cell is blank; the date over the entries, {say_when(draft.when)}, is taken."
                )
                draft.doubt(
                    "date_from_above", "date", written, reason, Fix("Date unknown", {"date": UNKNOWN})
                )
            return
        if above.on is not None and above.on != UNKNOWN:
            draft.when = above.on
            cell = f"The record says “{written}”" if written else "The date cell is blank"
            reason = f"{cell}; the date above, {say_when(above.on)}, is taken."
            draft.doubt("date_from_above", "date", written, reason, Fix("Date unknown", {"date": UNKNOWN}))
            return
        fixes: list[Fix] = []
        if above.year is not None and above.second_year is None:
            whole = month_span(above.year, above.month) if above.month else year_span(above.year)
            fixes.append(Fix(f"Sometime in {say_when(whole)}", {"date": whole}))
        recorded = draft.cell("recorded_date")
        if recorded.text.strip():
            reading = read_date(value_of(recorded), shown=recorded.shown)
            if reading.when != UNKNOWN:
                fixes.append(Fix(f"Use the date recorded, {say_when(reading.when)}", {"date": reading.when}))
        draft.doubt("no_date", "date", written, "The row has no date and none above holds for it.", *fixes)

    def _read_written_date(self, draft: Draft, raw: Cell, written: str, above: Above) -> None:
        year = above.year
        stated = draft.cell("year").text.strip()
        if _YEAR.fullmatch(stated):
            year = int(stated)
        reading = self._read_cell(raw, year, above)
        if reading.follows is not None:
            self._date_that_follows(draft, reading, written, above)
            draft.time, draft.end_time = reading.time, reading.end_time
            return
        if not reading.understood:
            days = _days_inside(written, year)
            if len(days) > 1:
                first, last = min(days), max(days)
                draft.when = span(first, last, "range") if first < last else day(first)
                reason = "The cell names several days; the span from the first to the last is set."
                draft.doubt("several_dates", "date", written, reason, Fix("Date unknown", {"date": UNKNOWN}))
                return
            fixes = [Fix(f"Read as {say_when(day(on))}", {"date": day(on)}) for on in days]
            draft.doubt(
                "date_not_understood",
                "date",
                written,
                "The date could not be understood, so it is unknown.",
                *fixes,
            )
            return
        draft.reading = reading
        draft.when = reading.when
        draft.time, draft.end_time = reading.time, reading.end_time
        draft.time_from_date = reading.time is not None
        for doubt in reading.doubts:
            fixes = [Fix(label, {"date": other}) for label, other in doubt.readings]
            draft.doubt(doubt.kind, "date", written, doubt.reason, *fixes)
        doubt_times(draft, reading.time_doubts, written)
        if reading.when.earliest is not None and reading.when.earliest > dt.date.today().isoformat():
            draft.doubt("future_date", "date", written, "The date lies in the future.")

    def _read_cell(self, raw: Cell, year: int | None, above: Above) -> DateReading:
        def read(of_year: int | None) -> DateReading:
            return read_date(
                value_of(raw),
                year=of_year,
                month=above.month,
                shown=raw.shown,
                month_first=self.month_first,
            )

        reading = read(year)
        if not reading.understood and "\n" in raw.text.strip():
            # A date with words on the lines below it, unless they go on about when.
            first, _, rest = raw.text.strip().partition("\n")
            if not _MORE_OF_WHEN.search(rest):
                alone = read_date(first, year=year, month=above.month, month_first=self.month_first)
                if alone.understood and alone.when != UNKNOWN:
                    return alone
        if reading.bare and above.second_year is not None and reading.when.earliest is not None:
            if int(reading.when.earliest[5:7]) < above.turns:
                return read(above.second_year)
        elif reading.bare and above.second_year is not None:
            # 29 February may exist only in the second of the two years.
            later = read(above.second_year)
            return later if later.when != UNKNOWN else reading
        return reading

    def _date_that_follows(self, draft: Draft, reading: DateReading, written: str, above: Above) -> None:
        days = reading.follows or 0
        if days and above.on is not None and above.on.precision == "day" and above.on.earliest is not None:
            on = day(dt.date.fromisoformat(above.on.earliest) + dt.timedelta(days=days))
            draft.when = on
            draft.doubt(
                "date_from_above",
                "date",
                written,
                f"The record says “{written}”; it is counted from the date above.",
                Fix("Date unknown", {"date": UNKNOWN}),
            )
        elif days:
            draft.doubt(
                "date_not_understood",
                "date",
                written,
                "It counts from a date above that is not one exact day.",
            )
        else:
            self._date_from_above(draft, above, written)

    def _time(self, draft: Draft, layout: Layout) -> None:
        column = layout.fields.get("time")
        if column is not None:
            cell = draft.cells[column]
            reading = self._read_time(cell)
            if reading.time is not None:
                if (
                    draft.time is not None
                    and draft.time_from_date
                    and draft.time not in ("00:00", reading.time)
                ):
                    draft.doubt(
                        "two_times",
                        "time",
                        cell.text,
                        f"The date cell says {draft.time} and the time cell {reading.time}; the time cell is taken.",
                        Fix(f"Use {draft.time}", {"time": draft.time}),
                    )
                draft.time, draft.end_time, draft.time_from_date = reading.time, reading.end_time, False
            doubt_times(draft, reading.doubts, cell.text)
        column = layout.fields.get("end_time")
        if column is not None and draft.cells[column].text.strip():
            reading = self._read_time(draft.cells[column])
            if reading.time is not None and draft.time is not None:
                draft.end_time = reading.end_time or reading.time
            doubt_times(draft, reading.doubts, draft.cells[column].text, "end_time")

    def _read_time(self, cell: Cell) -> TimeReading:
        if not cell.text.strip():
            return NO_TIME
        if cell.value is not None and not isinstance(cell.value, bool):
            return read_time(cell.value)
        return read_time(cell.text)

    def _end_date(self, draft: Draft, above: Above) -> None:
        cell = draft.cell("end_date")
        if not cell.text.strip() or draft.when == UNKNOWN or draft.when.earliest is None:
            return
        reading = read_date(value_of(cell), year=above.year, shown=cell.shown, month_first=self.month_first)
        if reading.time is not None and draft.end_time is None and draft.time is not None:
            draft.end_time = reading.time
        if not reading.understood or reading.when.latest is None:
            return
        if reading.when.latest < draft.when.earliest:
            reason = "The end date comes before the date; only the date is set."
            draft.doubt("end_before_start", "date", cell.text, reason)
        elif reading.when.latest > (draft.when.latest or ""):
            draft.when = When(draft.when.earliest, reading.when.latest, "range", draft.when.approximate)


def settle_midnights(drafts: Sequence[Draft]) -> None:
    """Exports that have no times print 00:00 beside every date; that is no time at all."""
    groups: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.time is not None and draft.time_from_date:
            groups.setdefault(draft.group, []).append(draft)
    for drafts in groups.values():
        midnights = [draft for draft in drafts if draft.time == "00:00"]
        if not midnights:
            continue
        every = len(midnights) >= 0.9 * len(drafts)
        for draft in midnights:
            if any(doubt.kind == "midnight" for doubt in draft.doubts):
                continue
            if every:
                draft.time = None
                continue
            reason = "The record says 00:00, which may be midnight or no time at all."
            draft.doubt("midnight", "time", draft.cell("date").text, reason, Fix("No time", {"time": None}))


def settle_years_not_shown(drafts: Sequence[Draft]) -> None:
    """Days that show no year keep the stored one where the column's years differ: they were typed, not added."""
    groups: dict[int, list[tuple[Draft, Doubt, When]]] = {}
    for draft in drafts:
        for doubt in draft.doubts:
            stored = doubt.fixes[0].changes.get("date") if doubt.kind == "year_not_shown" else None
            if isinstance(stored, When):
                groups.setdefault(draft.group, []).append((draft, doubt, stored))
    for found in groups.values():
        if len({(stored.earliest or "")[:4] for _, _, stored in found}) < 2:
            continue
        for draft, doubt, stored in found:
            draft.when = stored
            reason = "The cell shows no year; the one stored behind it is taken."
            fix = Fix("Date unknown", {"date": UNKNOWN})
            draft.doubts[draft.doubts.index(doubt)] = replace(doubt, reason=reason, fixes=(fix,))


def doubt_american_order(drafts: Sequence[Draft]) -> None:
    """A column with months over 12 and no days over 12 is in American order; every date in it is in doubt."""
    groups: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.reading.order:
            groups.setdefault(draft.group, []).append(draft)
    for drafts in groups.values():
        orders = [draft.reading.order for draft in drafts]
        if "month" not in orders or orders.count("day") * 2 > orders.count("month"):
            continue
        for draft in drafts:
            if (
                draft.reading.order != "either"
                or draft.when.precision != "day"
                or draft.when.earliest is None
            ):
                continue
            on = dt.date.fromisoformat(draft.when.earliest)
            swapped = day(dt.date(on.year, on.day, on.month))
            draft.doubt(
                "american_order",
                "date",
                draft.cell("date").text,
                "Other dates in this column have the month before the day; this one is read day first.",
                Fix(f"Read as {say_when(swapped)}", {"date": swapped}),
            )


def doubt_order(drafts: Sequence[Draft]) -> None:
    """A date that leaves both its neighbours by most of a year is probably a slip of the year."""
    groups: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.when.precision == "day" and draft.when.earliest is not None:
            groups.setdefault(draft.group, []).append(draft)
    for drafts in groups.values():
        days = [dt.date.fromisoformat(draft.when.earliest or "").toordinal() for draft in drafts]
        for at, here in enumerate(days):
            around = days[max(0, at - 2) : at] + days[at + 1 : at + 3]
            if len(around) < 3:
                continue
            near = sorted(around)
            middle = near[len(near) // 2]
            if min(abs(here - other) for other in around) < _A_YEAR_OUT or near[-1] - near[0] >= _A_YEAR_OUT:
                continue
            draft = drafts[at]
            fixes: tuple[Fix, ...] = ()
            on = dt.date.fromordinal(here)
            for year in sorted({dt.date.fromordinal(middle).year, dt.date.fromordinal(near[0]).year}):
                try:
                    other = on.replace(year=year)
                except ValueError:
                    continue
                if near[0] - 45 <= other.toordinal() <= near[-1] + 45:
                    fixes = (*fixes, Fix(f"Read as {say_when(day(other))}", {"date": day(other)}))
            reason = "The date is about a year or more away from the rows above and below it."
            draft.doubt("out_of_order", "date", draft.cell("date").text, reason, *fixes)


def _days_inside(written: str, year: int | None) -> list[dt.date]:
    """The exact days named somewhere in words that are not all date."""
    found: list[dt.date] = []
    for match in _INSIDE.finditer(written):
        reading = read_date(match[0], year=year)
        if reading.when.precision == "day" and reading.when.earliest is not None:
            on = dt.date.fromisoformat(reading.when.earliest)
            if on not in found:
                found.append(on)
    return found
