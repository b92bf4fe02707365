"""Missed contacts by service and month, on the months of the picture above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

import numpy as np
from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from ui.buttons import Button
from ui.heatmap import ALL, Cell, Grid, Head, HeatMap
from ui.theme import be, look, say
from ui.wording import count
from workbench.anonymity.rendering import say_service
from workbench.chronology.measures import MissedByMonth, missed_by_month
from workbench.chronology.when import MONTH_NAMES
from workbench.timeline.arranging import chosen_events
from workbench.timeline.facts import Facts
from workbench.timeline.picture import Picture
from workbench.timeline.view import Choice, date_of, day_number

_NARROWEST: Final = 24
"""Pixels a column needs for its number; narrower months are counted together."""
_TOGETHER: Final = (1, 3, 6, 12, 24, 60, 120)
_MOST_ROWS: Final = 9


@dataclass(frozen=True)
class Column:
    """Some months counted together, and where they stand in the picture, in its pixels."""

    first: int
    """Years times twelve and months: the first of them."""
    months: int
    left: float
    right: float

    @property
    def key(self) -> str:
        """Its first month, "2024-01"."""
        return f"{self.first // 12:04d}-{self.first % 12 + 1:02d}"

    def head(self, room: float) -> Head:
        """What stands over it, and is said of it."""
        year, month = divmod(self.first, 12)
        last_year, last_month = divmod(self.first + self.months - 1, 12)
        name, last = MONTH_NAMES[month], MONTH_NAMES[last_month]
        if self.months == 1:
            text, said = name[:3], f"{name} {year}"
            if month == 0 and room >= 44:
                text = f"{text} {year % 100:02d}"
        elif self.months < 12:
            text, said = f"{name[:3]}–{last[:3]}", f"{name} to {last} {year}"
            if room < 48:
                text = str(year) if month == 0 else ""
        else:
            text = said = str(year) if year == last_year else f"{year}–{last_year % 100:02d}"
        return Head(self.key, text, said, strong=month == 0 and self.months < 12)


def month_columns(picture: Picture) -> list[Column]:
    """The months in view, where the picture has them; counted together where they are too narrow for a number."""
    plot = picture.plot
    month = 30.4 * plot.width / (picture.end - picture.start)
    together = next((many for many in _TOGETHER if many * month >= _NARROWEST), _TOGETHER[-1])
    start, end = date_of(picture.start), date_of(picture.end)
    at = (start.year * 12 + start.month - 1) // together * together
    last = end.year * 12 + end.month - 1
    found: list[Column] = []
    while at <= last:
        after = at + together
        left = max(picture.x_of(_first_day(at)), plot.x)
        right = min(picture.x_of(_first_day(after)), plot.right)
        if right - left >= 1:
            found.append(Column(at, together, left, right))
        at = after
    return found


def _first_day(months: int) -> float:
    return day_number(f"{max(months // 12, 1):04d}-{months % 12 + 1:02d}-01")


class Matrix(QFrame):
    """The matrix with its head. `opened(event ids, words)`: a cell or a sum was opened."""

    opened = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        be(self, ground="paper", edge="above")
        self.setAccessibleName("Missed contacts by month")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 4)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(12)
        row.addWidget(say(QLabel("Missed contacts by month"), "ref"))
        self.words = say(QLabel(), "meta", "muted")
        self.words.setMinimumWidth(0)
        row.addWidget(self.words, 1)
        self.heat = HeatMap("Missed contacts by month", low=True, margin=16)
        self.table: Button = self.heat.table_button()
        row.addWidget(self.table)
        column.addLayout(row)
        column.addWidget(self.heat, 1)
        self.heat.opened.connect(self._open)
        self._missed: MissedByMonth | None = None
        self.columns: list[Column] = []
        self._lanes: list[int] = []

    def show_facts(self, facts: Facts | None, choice: Choice) -> None:
        """Count these facts, of the services and people chosen; outcomes and key events are never left out."""
        self._missed = None
        self.columns = []
        if facts is None:
            return
        whole = Choice(services=choice.services, people=choice.people, in_scope=True)
        self._missed = missed_by_month(facts.contacts.only(chosen_events(facts, whole)))
        planned = self._missed.planned.sum(axis=1) + self._missed.apart.sum(axis=1)
        self._lanes = np.flatnonzero(planned > 0).tolist()

    def stands_under(self, picture: Picture) -> bool:
        """Whether it shows the very months of this picture, if not yet at their places."""
        return [one.key for one in month_columns(picture)] == [one.key for one in self.columns]

    def show_picture(self, picture: Picture, scale: float) -> None:
        """Stand under this picture."""
        missed = self._missed
        if missed is None:
            return
        columns = month_columns(picture)
        widths = _whole_pixels(columns, picture.plot.x, scale)
        if columns != self.columns or len(self.heat.grid_model.grid.rows) != len(self._lanes) + 1:
            same = [one.key for one in columns] == [one.key for one in self.columns]
            self.columns = columns
            if not same or not self.heat.grid_model.grid.rows:
                self.heat.show_grid(self._grid(missed, columns, widths))
        self.heat.place_columns(widths, round(picture.plot.x * scale))

    def again(self) -> None:
        """Say everything anew at the next picture."""
        self.columns = []
        self.heat.show_grid(Grid())

    def _grid(self, missed: MissedByMonth, columns: Sequence[Column], widths: Sequence[int]) -> Grid:
        cells: dict[tuple[str, str], Cell] = {}
        sums = {lane: [0, 0] for lane in self._lanes}
        apart = 0
        for column in columns:
            at = self._months_in(missed, column)
            whole = [0, 0]
            for lane in self._lanes:
                planned, lost = int(missed.planned[lane, at].sum()), int(missed.missed[lane, at].sum())
                apart += int(missed.apart[lane, at].sum())
                for tally in (sums[lane], whole):
                    tally[0] += planned
                    tally[1] += lost
                if planned:
                    cells[missed.services[lane].id, column.key] = Cell(
                        lost, planned, f"{lost} of {planned} missed"
                    )
            if whole[0]:
                cells[ALL, column.key] = Cell(whole[1], whole[0], f"{whole[1]} of {whole[0]} missed")
        rows = [
            Head(
                service.id,
                service.code,
                say_service(service.name),
                "service",
                service.colour,
                f"{sums[lane][1]} of {sums[lane][0]}" if sums[lane][0] else "–",
            )
            for lane in self._lanes
            for service in (missed.services[lane],)
        ]
        planned, lost = (sum(tally[part] for tally in sums.values()) for part in (0, 1))
        rows.append(Head(ALL, "All services", "All services", second=f"{lost} of {planned}", strong=True))
        self._say_words(missed, apart)
        heads = [
            column.head(wide / (look.text_size / 100)) for column, wide in zip(columns, widths, strict=True)
        ]
        return Grid(rows, heads, cells, "none planned")

    def _say_words(self, missed: MissedByMonth, apart: int) -> None:
        words = "Number missed; the fuller the cell, the greater the share of planned contacts missed."
        if apart:
            words += f" {apart} cancelled by family, counted apart."
        vague = int(missed.vague_missed.sum())
        if vague:
            said = count(vague, "missed contact has", "missed contacts have")
            words += f" {said} no exact month and stand in no cell."
        self.words.setText(words)
        self.words.setToolTip(words)

    @staticmethod
    def _months_in(missed: MissedByMonth, column: Column) -> slice:
        if not missed.months:
            return slice(0, 0)
        first = int(missed.months[0][:4]) * 12 + int(missed.months[0][5:7]) - 1
        start = column.first - first
        return slice(max(start, 0), max(start + column.months, 0))

    def _open(self, row: str, key: str) -> None:
        missed = self._missed
        column = next((one for one in self.columns if one.key == key), None)
        if missed is None or column is None:
            return
        lanes = [lane for lane in self._lanes if row == ALL or missed.services[lane].id == row]
        span = self._months_in(missed, column)
        months = range(span.start, min(span.stop, len(missed.months)))

        def found(what: Literal["missed", "planned"]) -> list[str]:
            return [one for lane in lanes for month in months for one in missed.rows(lane, month, what)]

        # Where nothing was missed the cell still counts what was planned, and opens that.
        ids = found("missed") or found("planned")
        said = column.head(0).spoken
        services = "All services" if row == ALL else say_service(missed.services[lanes[0]].name)
        self.opened.emit(tuple(ids), f"{services}, {said}")

    def sizeHint(self) -> QSize:
        """All rows, up to so many; more scroll."""
        rows = min(len(self._lanes) + 1, _MOST_ROWS)
        high = self.heat.head_high + rows * self.heat.row_high
        return QSize(600, high + look.px(20) + 16)


def _whole_pixels(columns: Sequence[Column], left: float, scale: float) -> list[int]:
    """Widths in whole pixels whose edges never stray more than half a pixel from those of the picture."""
    edges = [round(left * scale), *(round(column.right * scale) for column in columns)]
    return [max(after - before, 1) for before, after in pairwise(edges)]
