"""An agency's tables understood: which rows are events, when they were, what came of them, and what is in doubt.

Pure: tables in, plain values out. Every non-empty row ends up in exactly one place, an event, a row joined to
the event above it, or a row skipped with the reason. What is not certain carries a doubt that says why.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from workbench.chronology.agency_columns import AgencyColumns, find_agency_columns
from workbench.chronology.cards import Card, Cards, find_cards
from workbench.chronology.columns import (
    Layout,
    column_of_heading,
    find_layout,
    header_strength,
    layout_under,
    looks_like_date,
    plain_heading,
)
from workbench.chronology.dates import MONTH_NAMES, read_date
from workbench.chronology.dating import (
    Dating,
    doubt_american_order,
    doubt_order,
    settle_midnights,
    settle_years_not_shown,
)
from workbench.chronology.drafts import Above, Draft, Row, value_of
from workbench.chronology.names_in_rows import NameMatcher
from workbench.chronology.outcomes import OUTCOMES, read_outcome
from workbench.chronology.outcomes_of_rows import Weighing
from workbench.chronology.understood import (
    FIELDS,
    Choices,
    Doubt,
    Fix,
    Known,
    Understood,
    UnderstoodEvent,
    UnderstoodRow,
)
from workbench.problems import Problem, Report, quiet
from workbench.reading.grid import EMPTY, Cell, Table, TableRow

__all__ = [
    "FIELDS",
    "Choices",
    "Doubt",
    "Fix",
    "Known",
    "Understood",
    "UnderstoodEvent",
    "UnderstoodRow",
    "understand",
]

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BANNER_WORDS = re.compile(
    r"(?:year|period|month|entries|events|records?|chronology|calendar|academic|school|financial|for|in|the|of|"
    r"cont(?:inued|'?d)?|"
    r"aged?|section|part|from|term|and|to|-|/|\(|\)|:|,|\.|\d{1,2}|\s|weeks?|months?|years?|old|pregnancy|"
    r"antenatal|birth|"
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|"
    r"dec(?:ember)?|autumn|spring|summer|winter)*"
)
_SCHOOL_YEAR = re.compile(r"(?P<first>(?:19|20)\d\d)\s?[/\-]\s?(?P<second>(?:19|20)?\d\d)(?!\d)")
_FOOTNOTE = re.compile(
    r"\s*(?:[*†‡¹²³#]|\(\*|note|nb\b|n\.b|key\b|abbrev|glossary|legend|total|end of|source|prepared|compiled|"
    r"completed by|signed|"
    r"page \d|footnote|this (?:chronology|document|report|record|extract)|disclaimer|confidential|continued|"
    r"cont'?d|printed|"
    r"generated|report (?:run|generated|produced)|staff|initials|codes?\b|no further (?:entries|records|"
    r"contact)|author|reviewed by|"
    r"date (?:completed|printed)|all (?:dates|entries|names)|[a-z]{1,6}\s?[=:]\s?\w)",
    re.IGNORECASE,
)
_KEY_PAIR = re.compile(r"(?:^|[;,\n|:])\s*([A-Za-z][A-Za-z/.]{0,6})\s?(?:=|–|—|: | - )\s?([^;,\n|=]{2,60})")
_KEY_WORD = re.compile(
    r"^\s*(?:key|codes?|abbreviations?|glossary|legend)(?: (?:to|of|for) [\w ]{1,30})?\s?[:\-–]\s*",
    re.IGNORECASE,
)
_NUMBER_ONLY = re.compile(r"[\d.\s)#-]+|[A-Za-z]{0,4}[-/ ]?\d+[a-z]?")
_CONTINUES = re.compile(
    r"\(?\s*(?:\.\.\.|…)?\s*cont(?:inued|inues|'?d|\.)?\s*(?:\.\.\.|…)?\s*\)?[.:]?", re.IGNORECASE
)
_PLACEHOLDER = re.compile(r"[-–—_.?\s*/]*|n/?a", re.IGNORECASE)
_JUST_NAME = re.compile(r"names?|name\(s\)|who|person")
_SAYS_NOTHING = ("reference", "time", "end_time", "end_date", "recorded_date", "recorded_by", "year")
"""Fields that, with a date, do not make an event."""
_NARRATIVE = ("event", "action", "analysis", "voice", "outcome")
"""Fields in which an entry split over two rows may go on."""


def understand(tables: Sequence[Table], choices: Choices, known: Known, report: Report = quiet) -> Understood:
    """Every row of the tables understood. Raises `Problem` when a chosen heading or sheet is not there."""
    return _Understanding(tables, choices, known, report).whole()


class _Understanding:
    """One file being understood."""

    def __init__(self, tables: Sequence[Table], choices: Choices, known: Known, report: Report) -> None:
        self.tables = tables
        self.choices = choices
        self.known = known
        self.report = report
        self.names = NameMatcher(known.people)
        self.rows: list[Row] = []
        self.drafts: list[Draft] = []
        self.columns: dict[str, str] = {}
        self.headings: list[str] = []
        self.used: list[str] = []
        self.key: dict[str, str] = {}
        self.above: Above | None = None
        self.written_headings: dict[tuple[str, ...], frozenset[str]] = {}
        self.dating = Dating(choices.month_first)
        self.weighing = Weighing(known, self.names, self.key)
        self.by_column = False
        self.total = sum(1 for table in tables for row in table.rows if not row.is_empty)

    def whole(self) -> Understood:
        """The tables one after the other, then what needs all of them."""
        chosen = {name: heading for name, heading in self.choices.columns.items() if name != "service"} | (
            {"service": self.choices.service_column} if self.choices.service_column else {}
        )
        if "service" in self.choices.columns and not self.choices.service_column:
            chosen["service"] = self.choices.columns["service"]
        self._check_sheets()
        forms = self._forms(chosen)
        self._check_headings(chosen, [layout for form in forms for layout in _layouts_of(form)])
        for group, (table, form) in enumerate(zip(self.tables, forms, strict=True)):
            if form is None:
                self._leave(table)
                continue
            self.used.append(table.sheet or table.name)
            match form:
                case Cards():
                    self._read_cards(table, form, group)
                case AgencyColumns():
                    self._read_agencies(table, form, group)
                case Layout():
                    self._read(table, self._with_staff(table, form), group, chosen)
        self._read_key()
        self.by_column = self._column_names_services()
        settle_years_not_shown(self.drafts)
        settle_midnights(self.drafts)
        if not self.choices.month_first:
            doubt_american_order(self.drafts)
        doubt_order(self.drafts)
        events: list[UnderstoodEvent] = []
        unmatched: dict[str, None] = {}
        services: dict[str, None] = {}
        for place, draft in enumerate(self.drafts):
            if place % 500 == 0:
                self.report(self.total + place, self.total + len(self.drafts), "Understanding rows")
            event = self._event(draft)
            for name, person, _ in event.people:
                if person is None:
                    unmatched.setdefault(name)
            if event.service:
                services.setdefault(event.service)
            events.append(event)
        whole = self.total + len(self.drafts)
        self.report(whole, whole, "Understanding rows")
        return Understood(
            self.columns,
            tuple(self.headings),
            tuple(row.understood() for row in self.rows),
            tuple(events),
            tuple(unmatched),
            tuple(services),
            tuple(self.used),
            any(isinstance(form, AgencyColumns) for form in forms),
        )

    # --- choosing tables

    def _forms(self, chosen: Mapping[str, str]) -> list[Layout | Cards | AgencyColumns | None]:
        """How each table is laid out, None for one that is no chronology."""
        forms: list[Layout | Cards | AgencyColumns | None] = []
        earlier: Layout | None = None
        for table in self.tables:
            form: Layout | Cards | AgencyColumns | None = None
            if self._is_wanted(table):
                form = find_cards(table, chosen) or find_agency_columns(table, chosen, self.known.services)
                if form is None:
                    form = find_layout(table, chosen, earlier)
                    earlier = form or earlier
            forms.append(form)
        if sum(len(form.cards) for form in forms if isinstance(form, Cards)) == 1 and earlier is not None:
            # One card beside a chronology is its title block.
            forms = [None if isinstance(form, Cards) else form for form in forms]
        return forms

    def _is_wanted(self, table: Table) -> bool:
        sheets = self.choices.sheets
        if sheets is not None and not any(_same_name(table, name) for name in sheets):
            return False
        by_sheet = self.choices.service_sheets
        return by_sheet is None or any(_same_name(table, name) for name in by_sheet)

    def _check_sheets(self) -> None:
        for name in (*(self.choices.sheets or ()), *(self.choices.service_sheets or ())):
            if not any(_same_name(table, name) for table in self.tables):
                there = ", ".join(f"“{table.sheet or table.name}”" for table in self.tables)
                raise Problem(f"There is no sheet called “{name}” in the file.", f"It has: {there}.")

    def _check_headings(self, chosen: Mapping[str, str | None], found: Sequence[Layout]) -> None:
        for heading in chosen.values():
            if (
                heading
                and found
                and all(column_of_heading(layout.headings, heading) is None for layout in found)
            ):
                there = ", ".join(
                    f"“{name}”" for name in dict.fromkeys(name for one in found for name in one.headings)
                )
                raise Problem(f"There is no column called “{heading}” in the file.", f"It has: {there}.")

    def _leave(self, table: Table) -> None:
        """A table that is no chronology; a key of short codes in it is still remembered."""
        for row in table.rows:
            if row.is_empty:
                continue
            self.rows.append(Row(table, row, None))
            words = [cell.text.strip() for cell in row.cells if cell.text.strip()]
            if len(words) >= 2 and len(words[0]) <= 6 and len(words[1]) <= 80:
                self.key.setdefault(words[0], words[1])

    def _read_key(self) -> None:
        """Short codes that footnotes and titles explain: "AT = attended; DN = did not attend"."""
        for row in self.rows:
            if row.fate == "skipped" and row.reason in ("footnote", "title", "banner", "no_table"):
                for cell in row.row.cells:
                    if "=" in cell.text or "–" in cell.text or "-" in cell.text or ":" in cell.text:
                        for code, meaning in _KEY_PAIR.findall(_KEY_WORD.sub("", cell.text)):
                            self.key.setdefault(code.strip(), meaning.strip())

    # --- rows

    def _read(self, table: Table, layout: Layout, group: int, chosen: Mapping[str, str]) -> None:
        self._note_columns(layout)
        if layout.header or self.above is None:
            self.above = Above()
        above = self.above
        for text in (table.sheet or "", *table.before):
            self._take_banner(text, above)
        if "date" not in layout.fields and table.before:
            under = read_date(table.before[-1])
            above.banner_day = under.when if under.when.precision == "day" else None
            above.banner_text = table.before[-1]
        rows = table.rows
        first = layout.header[-1] + 1 if layout.header else self._first_dated(rows, layout)
        last = self._last_dated(rows, layout)
        width = len(layout.headings)
        for index, row in enumerate(rows):
            if row.is_empty:
                continue
            noted = Row(table, row, layout)
            self.rows.append(noted)
            if len(self.rows) % 500 == 0:
                self.report(len(self.rows), 2 * self.total, "Understanding rows")
            if index in layout.header:
                noted.reason = "header"
                continue
            if index < first:
                noted.reason = "title"
                self._take_banner(self._lone_text(row), above)
                continue
            cells = row.cells + (EMPTY,) * (width - len(row.cells))
            again = self._header_again(rows, index, layout, chosen, width)
            if again is not None:
                noted.reason = "header"
                if again is not layout:
                    layout = again
                    noted.layout = layout
                    self._note_columns(layout)
                    above.event = None
                # An entry split over two pages goes on below the header; its date does not.
                above.on = above.time = None
                above.cells = ()
                continue
            self._sort_row(noted, cells, index, last, above, group, layout, rows)

    def _begin(self, table: Table) -> Above:
        """What a table's name and the words before it say of all its rows."""
        above = self.above = Above()
        for text in (table.sheet or "", *table.before):
            self._take_banner(text, above)
        return above

    def _read_cards(self, table: Table, form: Cards, group: int) -> None:
        """Events written as labels with values: a card's first row is the event, the others belong to it."""
        above = self._begin(table)
        events = [card for card in form.cards if _is_event(card)]
        first = min(card.rows[0] for card in events)
        last = max(card.rows[-1] for card in events)
        places: dict[int, int] = {}
        for index, row in enumerate(table.rows):
            if row.is_empty:
                continue
            noted = Row(table, row, None, pairs=form.pairs.get(index, ()))
            noted.reason = "title" if index < first else "footnote" if index > last else "banner"
            if index < first:
                self._take_banner(self._lone_text(row), above)
            places[index] = len(self.rows)
            self.rows.append(noted)
        for card in events:
            self._note_columns(card.layout)
            above.on = above.event = above.time = None
            above.cells = ()
            rows = [places[index] for index in card.rows]
            self._make(self.rows[rows[0]], card.cells, above, group, card.layout, rows)
            for place in rows[1:]:
                row_below = self.rows[place]
                if row_below.event is None:
                    row_below.fate, row_below.event = "joined", self.rows[rows[0]].event
        for card in form.cards:
            if not _is_event(card) and first < card.rows[0] < last:
                for index in card.rows:
                    self.rows[places[index]].reason = "blank"
        above.event = None

    def _read_agencies(self, table: Table, form: AgencyColumns, group: int) -> None:
        """One event for each agency's cell that is filled, all of a row on its date."""
        layout = form.layout
        self._note_columns(layout)
        self.columns.setdefault("event", ", ".join(form.agencies.values()))
        above = self._begin(table)
        date_column, width = layout.fields["date"], len(layout.headings)
        told = [
            index
            for index, row in enumerate(table.rows)
            if any(column < len(row.cells) and row.cells[column].text.strip() for column in form.agencies)
            and (date_column < len(row.cells))
            and (row.cells[date_column].merged or looks_like_date(row.cells[date_column]))
        ]
        last = told[-1] if told else len(table.rows)
        for index, row in enumerate(table.rows):
            if row.is_empty:
                continue
            noted = Row(table, row, layout)
            self.rows.append(noted)
            cells = row.cells + (EMPTY,) * (width - len(row.cells))
            filled = [(column, cell) for column, cell in enumerate(cells) if cell.text.strip()]
            if index <= layout.header[-1]:
                noted.reason = "header" if index in layout.header else "title"
                if noted.reason == "title":
                    self._take_banner(self._lone_text(row), above)
                continue
            if sum(_matches_heading(cell.text, layout.headings[column]) for column, cell in filled) >= 2:
                noted.reason = "header"
                above.on = above.time = None
                above.cells = ()
                continue
            texts = {cell.text.strip() for _, cell in filled}
            column, cell = filled[0]
            spans = len(filled) > 1 or (column + 1 < len(cells) and cells[column + 1].across)
            after = index > last and (not cells[date_column].text.strip() or _FOOTNOTE.match(cell.text))
            banner = len(texts) == 1 and (
                (self._take_banner(cell.text.strip(), above) and column not in form.agencies)
                or spans
                or (column == date_column and not looks_like_date(cell))
            )
            if len(texts) == 1 and column == date_column and looks_like_date(cell) and not banner:
                noted.reason = "blank"
                self._hold_date(cell, above)
                continue
            if (after or banner) and not _PLACEHOLDER.fullmatch(cell.text.strip()):
                noted.reason = "footnote" if after else "banner"
                above.on = above.event = above.time = None
                above.cells = ()
                continue
            self._make_for_agencies(noted, cells, above, group, form)

    def _make_for_agencies(
        self, noted: Row, cells: tuple[Cell, ...], above: Above, group: int, form: AgencyColumns
    ) -> None:
        told = [
            column
            for column in form.agencies
            if cells[column].text.strip() and not _PLACEHOLDER.fullmatch(cells[column].text.strip())
        ]
        rows = [len(self.rows) - 1]
        if not told:
            self._make(noted, cells, above, group, form.layout, rows)
            return
        outcome = form.layout.fields.get("outcome")
        shared = cells[outcome].text.strip() if outcome is not None and len(told) > 1 else ""
        for column in told:
            layout = form.of(column)
            if shared:
                fields = {name: at for name, at in layout.fields.items() if name != "outcome"}
                layout = replace(layout, fields=fields)
            self._make(noted, cells, above, group, layout, rows)
            draft = self.drafts[-1]
            draft.service = form.agencies[column]
            if shared:
                reason = "It stands beside the entries of several agencies, so it is set for none of them."
                code = read_outcome(shared).code
                fixes = (Fix(OUTCOMES[code].name, {"outcome": code}),) if code else ()
                draft.doubt("shared_outcome", "outcome", shared, reason, *fixes)

    def _with_staff(self, table: Table, layout: Layout) -> Layout:
        """A column headed only "Name" holds whoever wrote the entry, where none of its names is the family's."""
        column = layout.fields.get("for_whom")
        if column is None or "recorded_by" in layout.fields or not self.known.people:
            return layout
        if not _JUST_NAME.fullmatch(plain_heading(layout.headings[column])):
            return layout
        cells = {row.cells[column].text for row in table.rows if column < len(row.cells)}
        if any(person is not None for text in cells for _, person in self.names.people(text)):
            return layout
        fields = {
            ("recorded_by" if name == "for_whom" else name): place for name, place in layout.fields.items()
        }
        return replace(layout, fields=fields)

    def _note_columns(self, layout: Layout) -> None:
        for name, column in layout.fields.items():
            self.columns.setdefault(name, layout.headings[column])
        for heading in layout.headings:
            if heading not in self.headings:
                self.headings.append(heading)

    def _first_dated(self, rows: Sequence[TableRow], layout: Layout) -> int:
        column = layout.fields.get("date", len(layout.headings))
        for index, row in enumerate(rows):
            if column < len(row.cells) and looks_like_date(row.cells[column]) and len(_filled(row.cells)) > 1:
                return index
        return 0

    def _last_dated(self, rows: Sequence[TableRow], layout: Layout) -> int:
        """The last row with an event in it: what comes after is the table's foot."""
        event, date = layout.fields["event"], layout.fields.get("date")
        for index in range(len(rows) - 1, -1, -1):
            cells = rows[index].cells
            if event < len(cells) and cells[event].text.strip() and len(_filled(cells)) > 1:
                if (
                    date is not None
                    and date < len(cells)
                    and (cells[date].merged or looks_like_date(cells[date]))
                ):
                    return index
                if (date is None or date < len(cells)) and not _FOOTNOTE.match(_filled(cells)[0].text):
                    return index
        return len(rows)

    def _header_again(
        self, rows: Sequence[TableRow], index: int, layout: Layout, chosen: Mapping[str, str], width: int
    ) -> Layout | None:
        """The layout from here on when this row is a header: the same one repeated, or another."""
        cells = rows[index].cells
        filled = [(column, cell) for column, cell in enumerate(cells) if cell.text.strip()]
        if len(filled) < 2:
            return None
        written = self.written_headings.get(layout.headings)
        if written is None:
            raw = (cell.text.strip().lower() for at in layout.header for cell in rows[at].cells)
            written = frozenset(raw) | {heading.lower() for heading in layout.headings}
            self.written_headings[layout.headings] = written
        alike = any(cell.text.strip().lower() in written for _, cell in filled)
        same = alike and sum(
            column < width and _matches_heading(cell.text, layout.headings[column]) for column, cell in filled
        )
        if same * 2 > len(filled) and (same >= 2 or len(filled) == 1):
            return layout
        strength = header_strength(rows[index])
        if strength < 3 or strength * 3 < len(filled) * 2:
            return None
        if any(len(cell.text.split()) > 6 for _, cell in filled):
            return None
        other = layout_under(rows, (index,), max(width, len(cells)), chosen)
        return other if other.is_chronology else layout

    def _lone_text(self, row: TableRow) -> str:
        filled = _filled(row.cells)
        texts = {cell.text.strip() for cell in filled}
        return filled[0].text.strip() if len(texts) == 1 else ""

    def _take_banner(self, text: str, above: Above) -> bool:
        """Take the year or month a banner states; False where it states neither."""
        plain = " ".join(text.lower().replace("–", "-").replace("—", "-").split())
        if not plain or len(plain) > 60 or not _BANNER_WORDS.fullmatch(_YEAR.sub("", plain)):
            return False
        if read_date(text, year=above.year).when.precision == "day":
            return False
        years = _YEAR.findall(plain)
        months = [
            number for number, name in enumerate(MONTH_NAMES, 1) if re.search(rf"\b{name[:3].lower()}", plain)
        ]
        pair = _SCHOOL_YEAR.search(plain)
        if pair is not None and int(pair["second"]) % 100 == (int(pair["first"]) + 1) % 100:
            above.year, above.second_year = int(pair["first"]), int(pair["first"]) + 1
            above.turns = 4 if re.search(r"financ|april|apr", plain) else 9
            above.month = None
            return True
        if len(years) == 1:
            above.year, above.second_year = int(years[0]), None
            above.month = months[0] if len(months) == 1 else None
            return True
        if not years and len(months) == 1 and above.year is not None:
            above.month = months[0]
            return True
        return False

    def _sort_row(
        self,
        noted: Row,
        cells: tuple[Cell, ...],
        index: int,
        last: int,
        above: Above,
        group: int,
        layout: Layout,
        rows: Sequence[TableRow],
    ) -> None:
        """Say what one row below the header is, and make or lengthen the event it belongs to."""
        filled = [(column, cell) for column, cell in enumerate(cells) if cell.text.strip()]
        event_column, date_column = layout.fields["event"], layout.fields.get("date")
        event, date = cells[event_column], EMPTY if date_column is None else cells[date_column]
        texts = {cell.text.strip() for _, cell in filled}
        if len(texts) == 1:
            column, cell = filled[0]
            spans = len(filled) > 1 or (column + 1 < len(cells) and cells[column + 1].across)
            if self._is_lone(noted, column, cell, spans, index, last, above, layout, rows, cells):
                return
        says_nothing = {layout.fields.get(name) for name in _SAYS_NOTHING}
        if (
            not event.text.strip()
            and all(
                column in says_nothing
                or _NUMBER_ONLY.fullmatch(cell.text.strip())
                or _PLACEHOLDER.fullmatch(cell.text.strip())
                for column, cell in filled
                if column != date_column or not cell.text.strip()
            )
            and (not date.text.strip() or looks_like_date(date))
            and not event.merged
        ):
            noted.reason = "blank"
            return
        if not event.text.strip() and not event.merged and not date.text.strip():
            columns = {column for column, _ in filled}
            narrative = {layout.fields.get(name) for name in _NARRATIVE}
            if columns <= narrative and above.event is not None and index < last:
                self._join(noted, cells, above.event, layout)
                return
            if index > last:
                noted.reason = "footnote"
                return
        if (
            index > last
            and not looks_like_date(date)
            and (not event.text.strip() or _FOOTNOTE.match(filled[0][1].text))
        ):
            noted.reason = "footnote"
            return
        if event.text.strip() and _is_continuation(date, filled, event_column, cells, above):
            self._join(noted, cells, above.event if above.event is not None else 0, layout)
            return
        self._make(noted, cells, above, group, layout)

    def _is_lone(
        self,
        noted: Row,
        column: int,
        cell: Cell,
        spans: bool,
        index: int,
        last: int,
        above: Above,
        layout: Layout,
        rows: Sequence[TableRow],
        cells: tuple[Cell, ...],
    ) -> bool:
        """Sort a row that says only one thing. False when it is an event after all."""
        text = cell.text.strip()
        event_column, date_column = layout.fields["event"], layout.fields.get("date")
        if self._take_banner(text, above) and (spans or column in (0, date_column, event_column)):
            noted.reason = "banner"
            above.banner_day = None
            above.on = above.event = above.time = None
            above.cells = ()
            return True
        is_day = layout.by_banner and looks_like_date(cell)
        if spans or is_day or column not in (event_column, date_column):
            narrative = {layout.fields.get(name) for name in _NARRATIVE}
            if not spans and column in narrative and above.event is not None and index <= last:
                self._join(noted, cells, above.event, layout)
                return True
            if not spans and (_NUMBER_ONLY.fullmatch(text) or _PLACEHOLDER.fullmatch(text)):
                noted.reason = "blank"
                return True
            only_outcome = not spans and not is_day and column == layout.fields.get("outcome")
            if only_outcome and read_outcome(text).stated:
                # An outcome with nothing that it came of.
                noted.reason = "blank"
                return True
            if not is_day and (index > last or _FOOTNOTE.match(text)):
                noted.reason = "footnote"
            else:
                noted.reason = "banner"
                reading = read_date(
                    cell.value if isinstance(cell.value, dt.date) else text, year=above.year, shown=cell.shown
                )
                above.on = None
                above.banner_day = reading.when if reading.when.precision == "day" else None
                above.banner_text = text
                above.event = above.time = None
                above.cells = ()
            return True
        if column == date_column and column != event_column:
            if _PLACEHOLDER.fullmatch(text):
                noted.reason = "blank"
                return True
            if cells[event_column].merged or looks_like_date(cell):
                if cells[event_column].merged:
                    return False
                noted.reason = "blank"
                self._hold_date(cell, above)
                return True
            noted.reason = "footnote" if index > last or _FOOTNOTE.match(text) else "banner"
            if noted.reason == "banner":
                above.on = above.event = above.time = None
                above.cells = ()
            return True
        # Only the text is filled.
        if date_column is not None and cells[date_column].merged and not _all_merged(cells, column, above):
            return False
        if index > last and _FOOTNOTE.match(text):
            noted.reason = "footnote"
            return True
        if above.event is not None:
            self._join(noted, cells, above.event, layout)
            return True
        if above.on is not None or len(text.split()) > 4:
            return False
        noted.reason = "footnote" if index > last else "banner" if self.drafts else "title"
        return True

    def _hold_date(self, cell: Cell, above: Above) -> None:
        """A date in a row of its own is the date above for the rows below it."""
        reading = read_date(
            value_of(cell), year=above.year, shown=cell.shown, month_first=self.choices.month_first
        )
        above.on = reading.when if reading.understood else None
        above.event = above.time = None
        above.cells = ()

    def _join(self, noted: Row, cells: tuple[Cell, ...], event: int, layout: Layout) -> None:
        """Lengthen the event above by this row's words."""
        noted.fate, noted.event = "joined", event
        draft = self.drafts[event]
        draft.rows.append(len(self.rows) - 1)
        for name in _NARRATIVE:
            column = layout.fields.get(name)
            words = cells[column].text.strip() if column is not None else ""
            if not words:
                continue
            if name == "event":
                draft.text = f"{draft.text}\n{words}".strip()
            else:
                draft.more[name] = f"{draft.more[name]}\n{words}" if name in draft.more else words

    def _make(
        self,
        noted: Row,
        cells: tuple[Cell, ...],
        above: Above,
        group: int,
        layout: Layout,
        rows: Sequence[int] = (),
    ) -> None:
        """Make an event of this row, or of `rows`, which are indices of rows noted."""
        held = tuple(
            above.cells[column] if cell.merged and not cell.across and column < len(above.cells) else cell
            for column, cell in enumerate(cells)
        )
        place = len(self.drafts)
        draft = Draft(list(rows) or [len(self.rows) - 1], layout, held, "", group)
        draft.sheet = noted.table.sheet
        draft.hidden = noted.row.hidden or noted.table.hidden
        text = draft.cell("event").text.strip()
        if not text:
            text = self._other_words(draft)
            if not text:
                noted.reason = "blank"
                return
            draft.doubt(
                "no_text",
                "text",
                text,
                "The event itself is not written; other cells of the row stand in for it.",
            )
        draft.text = text
        if noted.event is None:
            noted.fate, noted.event = "event", place
        self.drafts.append(draft)
        self.dating.date(draft, cells, above, layout)
        above.on, above.event, above.cells = draft.when, place, held
        above.time, above.end_time = draft.time, draft.end_time

    def _other_words(self, draft: Draft) -> str:
        dated = {
            draft.layout.fields.get(name)
            for name in ("date", "time", "end_date", "end_time", "reference", "recorded_date")
        }
        words = [
            cell.text.strip()
            for column, cell in enumerate(draft.cells)
            if column not in dated and cell.text.strip()
        ]
        return " | ".join(dict.fromkeys(words))

    # --- events

    def _event(self, draft: Draft) -> UnderstoodEvent:
        people = self.weighing.people(draft)
        outcome, child_seen = self.weighing.outcome(draft, people)
        service = self._service(draft)
        if draft.hidden:
            draft.doubt("hidden_row", "text", "", "The row is hidden in the spreadsheet.")
        return UnderstoodEvent(
            tuple(draft.rows),
            service,
            draft.text,
            draft.cell("date").text.strip() or draft.written_date,
            draft.when,
            draft.time,
            draft.end_time,
            draft.words("outcome"),
            outcome,
            draft.words("contact_type"),
            draft.words("recorded_by"),
            draft.words("source"),
            draft.words("reference"),
            draft.words("action"),
            draft.words("analysis"),
            draft.words("voice"),
            child_seen,
            people,
            tuple(draft.doubts),
            draft.words("significance"),
        )

    def _column_names_services(self) -> bool:
        """Whether a column says whose record each row is: chosen by a person, or naming services that are known."""
        if self.choices.service_column is not None:
            return True
        known = {name.casefold() for name in self.known.services}
        return any(draft.cell("service").text.strip().casefold() in known for draft in self.drafts)

    def _service(self, draft: Draft) -> str | None:
        for sheet, service in (self.choices.service_sheets or {}).items():
            if draft.sheet is not None and plain_heading(draft.sheet) == plain_heading(sheet):
                return service
        if draft.service is not None:
            return draft.service
        if "service" not in draft.layout.fields:
            return None
        named = " ".join(draft.cell("service").text.split())
        if not named:
            if self.by_column:
                draft.doubt("no_service", "service", "", "The row does not say whose record it is.")
            return None
        return named


def _layouts_of(form: Layout | Cards | AgencyColumns | None) -> list[Layout]:
    """Every layout in which a person may look for a heading."""
    match form:
        case Cards():
            return [card.layout for card in form.cards]
        case AgencyColumns():
            return [form.layout]
        case Layout():
            return [form]
    return []


def _is_event(card: Card) -> bool:
    """Whether a card among others tells of an event, whatever its date looks like."""
    event = card.layout.fields.get("event")
    return event is not None and "date" in card.layout.fields and bool(card.cells[event].text.strip())


def _filled(cells: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in cells if cell.text.strip()]


def _same_name(table: Table, name: str) -> bool:
    wanted = plain_heading(name)
    return wanted in (plain_heading(table.sheet or ""), plain_heading(table.name)) and bool(wanted)


def _matches_heading(text: str, heading: str) -> bool:
    plain = plain_heading(text)
    return bool(plain) and (plain == plain_heading(heading) or plain_heading(heading).endswith(f" {plain}"))


def _all_merged(cells: tuple[Cell, ...], text_column: int, above: Above) -> bool:
    """Whether everything but the text goes on from the row above by merging, and there is more than a date."""
    others = [
        column
        for column, cell in enumerate(above.cells)
        if column != text_column and cell.text.strip() and column < len(cells)
    ]
    return len(others) >= 2 and all(cells[column].merged for column in others)


def _is_continuation(
    date: Cell, filled: Sequence[tuple[int, Cell]], event_column: int, cells: tuple[Cell, ...], above: Above
) -> bool:
    """Whether a row with more than its text filled still only goes on: its date cell says "continued"."""
    if above.event is None or not date.text.strip():
        return False
    return _CONTINUES.fullmatch(date.text.strip()) is not None
