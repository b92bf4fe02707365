"""An agency's tables understood: which rows are events, when they were, what came of them, and what is in doubt.

Pure: tables in, plain values out. Every non-empty row ends up in exactly one place, an event, a row joined to
the event above it, or a row skipped with the reason. What is not certain carries a doubt that says why.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from workbench.chronology.columns import (
    Layout,
    column_of_heading,
    find_layout,
    header_strength,
    layout_under,
    looks_like_date,
    plain_heading,
)
from workbench.chronology.dates import (
    MONTH_NAMES,
    NOTHING,
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
from workbench.chronology.names_in_rows import NameMatcher
from workbench.chronology.outcomes import (
    UNSTATED,
    OutcomeReading,
    read_outcome,
    read_outcome_in_text,
)
from workbench.chronology.times import NO_TIME, TimeDoubt, TimeReading, read_time
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
from workbench.reading.tables import EMPTY, Cell, Table, TableRow

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
_NUMBER_ONLY = re.compile(r"[\d.\s)#-]+|[A-Za-z]{0,4}[-/ ]?\d+[a-z]?")
_CONTINUES = re.compile(
    r"\(?\s*(?:\.\.\.|…)?\s*cont(?:inued|inues|'?d|\.)?\s*(?:\.\.\.|…)?\s*\)?[.:]?", re.IGNORECASE
)
_PLACEHOLDER = re.compile(r"[-–—_.?\s*/]*|n/?a", re.IGNORECASE)
_CHILD = re.compile(
    r"\b(?:child(?:ren)?|baby|infant|toddler|newborn|pupil|sibling|paediatric\w*|pead\w*|paed\w*|immuni[sz]\w*|"
    r"nursery|school|"
    r"developmental|weigh(?:ed|ing)|son|daughter|boy|girl|young person|unborn|lac|cyp|pre-?school|reception class|"
    r"6-8 week|2 year|new birth|health visit\w*|camhs|child's|immunisations?|vaccinat\w*)\b",
    re.IGNORECASE,
)
_ADULT = re.compile(
    r"\b(?:mother|mum|mo|father|dad|fa|parents?|partner|grand\w*|mgm|mgf|pgm|pgf|mrs|mr|ms|miss|antenatal|"
    r"midwi\w+|smear|"
    r"key ?work|prescribing|probation|methadone|needle|urine|group programme|adult|carer|tenant|uncle|aunt|"
    r"step-?father|"
    r"step-?mother|perpetrator|victim|detox|counselling)\b",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\b(?:appointments?|appt|visit(?:ed|s)?|home visit|clinic|review|consultation|session|seen|f2f|face to face|"
    r"attendance|attended|surgery|check|assessment|examination|scan|immunisation|weighed|key ?work|interview|"
    r"contact with|"
    r"joint visit|stat visit|statutory visit|welfare check|safe and well|group)\b",
    re.IGNORECASE,
)
_NOT_CONTACT = re.compile(
    r"\b(?:letters?|e-?mails?|case ?notes?|information|notification|notified|referral|report|supervision|"
    r"meeting|conference|"
    r"discuss(?:ed|ion)|strategy|marac|core group|panel|intelligence|intel|log|record|file|note|minutes|"
    r"discharge summary|"
    r"prescription|text|sms|administration|admin|administrative|correspondence|fax|liaison|copy|invitation|"
    r"result|closed|"
    r"allocat\w+|crime|theft|arrest\w*|incident|call from)\b",
    re.IGNORECASE,
)
_SUBJECT_SEEN = re.compile(
    r"\b(?:child(?:ren)?|baby|infant|subject|young person|yp|pupil)\b(?! not)[^.]{0,20}\bseen\b|"
    r"\bseen\b[^.]{0,12}\b(?:child|baby)\b",
    re.IGNORECASE,
)
_JUST_NAME = re.compile(r"names?|name\(s\)|who|person")
_YES = re.compile(r"(?:y|yes|true|✓|✔|☒|x|seen|yes\b.*|y\b.*)", re.IGNORECASE)
_NO = re.compile(r"(?:n|no|false|✗|☐|not seen|no\b.*|n\b.*|not\b.*)", re.IGNORECASE)
_NEITHER = re.compile(
    r"n/?a\b.*|not applicable.*|not (?:recorded|known|stated|clear).*|unknown|n/?k|no record.*", re.IGNORECASE
)
_THE_CHILD = re.compile(r"\b(?:the |subject |index )+(?:child|subject)\b", re.IGNORECASE)
_CHILD_WORD = re.compile(r"\b(?:subject )?(?:child|children|baby|infant|subject|pupil)\b", re.IGNORECASE)
_KEPT = frozenset({"seen", "seen_alone"})
_STATED_BY_KIND = frozenset(
    (
        "not_brought",
        "did_not_attend",
        "no_access",
        "declined",
        "cancelled",
        "cancelled_by_family",
        "cancelled_by_service",
        "rescheduled",
        "excused",
    )
)
"""What a column for the type of contact may state as well: "No access visit"."""
_A_YEAR_OUT = 300
"""Days by which a date must leave the row above and the row below to look like a slip of the year."""
_SAYS_NOTHING = ("reference", "time", "end_time", "end_date", "recorded_date", "recorded_by", "year")
"""Fields that, with a date, do not make an event."""
_NARRATIVE = ("event", "action", "analysis", "voice", "outcome")
"""Fields in which an entry split over two rows may go on."""


@dataclass
class _Row:
    """A row of a table while it is being understood."""

    table: Table
    row: TableRow
    layout: Layout | None
    fate: str = "skipped"
    reason: str = "no_table"
    event: int | None = None

    def understood(self) -> UnderstoodRow:
        """The row as it is handed on, its cells under their headings."""
        headings = self.layout.headings if self.layout is not None else ()
        cells = self.row.cells
        pairs = tuple(
            (headings[column] if column < len(headings) else f"Column {column + 1}", cell.text)
            for column, cell in enumerate(cells)
            if cell.text or (column < len(headings) and not headings[column].startswith("Column "))
        )
        reason = self.reason if self.fate == "skipped" else ""
        return UnderstoodRow(
            self.table.sheet, self.table.table, self.row.number, pairs, self.fate, reason, self.event
        )


@dataclass
class _Draft:
    """An event while it is being understood."""

    rows: list[int]
    layout: Layout
    cells: tuple[Cell, ...]
    """The row's cells, a merged cell replaced by the one it continues."""
    text: str
    group: int
    """Which table, so that order is judged within it."""
    reading: DateReading = NOTHING
    when: When = UNKNOWN
    time: str | None = None
    end_time: str | None = None
    written_date: str = ""
    """The words of the banner that dates it, where no cell of its own does."""
    time_from_date: bool = False
    sheet: str | None = None
    hidden: bool = False
    more: dict[str, str] = field(default_factory=dict)
    """Text that joined rows add to other fields."""
    doubts: list[Doubt] = field(default_factory=list)

    def cell(self, name: str) -> Cell:
        """The cell that holds a field."""
        column = self.layout.fields.get(name)
        return self.cells[column] if column is not None and column < len(self.cells) else EMPTY

    def words(self, name: str) -> str:
        """The text of a field, with what joined rows add."""
        here = self.cell(name).text.strip()
        more = self.more.get(name)
        return f"{here}\n{more}".strip() if more else here

    def doubt(self, kind: str, about: str, text: str, reason: str, *fixes: Fix) -> None:
        """Note a doubt once."""
        made = Doubt(kind, about, " ".join(text.split()), reason, fixes)
        if made not in self.doubts:
            self.doubts.append(made)


@dataclass
class _Above:
    """What stands above a row and may hold for it."""

    year: int | None = None
    second_year: int | None = None
    """Of a school or financial year: the year its later months belong to."""
    turns: int = 9
    """The month in which such a year begins."""
    month: int | None = None
    banner_day: When | None = None
    """The exact day that the last banner names."""
    banner_text: str = ""
    on: When | None = None
    """The date above, None once a banner, title or header has ended it."""
    time: str | None = None
    end_time: str | None = None
    event: int | None = None
    """The event above, to which a row may be joined."""
    cells: tuple[Cell, ...] = ()


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
        self.children = known.children or known.subjects
        self.family = tuple(
            sorted({" ".join(name.lower().replace("’", "'").split()) for name in known.people})
        )
        self.rows: list[_Row] = []
        self.drafts: list[_Draft] = []
        self.columns: dict[str, str] = {}
        self.headings: list[str] = []
        self.used: list[str] = []
        self.key: dict[str, str] = {}
        self.above: _Above | None = None
        self.written_headings: dict[tuple[str, ...], frozenset[str]] = {}
        self.total = sum(1 for table in tables for row in table.rows if not row.is_empty)

    def whole(self) -> Understood:
        """The tables one after the other, then what needs all of them."""
        chosen = {name: heading for name, heading in self.choices.columns.items() if name != "service"} | (
            {"service": self.choices.service_column} if self.choices.service_column else {}
        )
        if "service" in self.choices.columns and not self.choices.service_column:
            chosen["service"] = self.choices.columns["service"]
        self._check_sheets()
        layouts: list[Layout | None] = []
        earlier: Layout | None = None
        for table in self.tables:
            layout = None
            if self._is_wanted(table):
                layout = find_layout(table, chosen, earlier)
            layouts.append(layout)
            earlier = layout or earlier
        self._check_headings(chosen, layouts)
        for group, (table, layout) in enumerate(zip(self.tables, layouts, strict=True)):
            if layout is None:
                self._leave(table)
            else:
                self.used.append(table.sheet or table.name)
                self._read(table, self._with_staff(table, layout), group, chosen)
        self._read_key()
        self._settle_midnights()
        self._doubt_american_order()
        self._doubt_order()
        events: list[UnderstoodEvent] = []
        unmatched: dict[str, None] = {}
        services: dict[str, None] = {}
        for place, draft in enumerate(self.drafts):
            if place % 500 == 0:
                self.report(place, len(self.drafts), "Understanding rows")
            event = self._event(draft)
            for name, person, _ in event.people:
                if person is None:
                    unmatched.setdefault(name)
            if event.service:
                services.setdefault(event.service)
            events.append(event)
        self.report(len(self.drafts), len(self.drafts), "Understanding rows")
        return Understood(
            self.columns,
            tuple(self.headings),
            tuple(row.understood() for row in self.rows),
            tuple(events),
            tuple(unmatched),
            tuple(services),
            tuple(self.used),
        )

    # --- choosing tables

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

    def _check_headings(self, chosen: Mapping[str, str | None], layouts: Sequence[Layout | None]) -> None:
        found = [layout for layout in layouts if layout is not None]
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
            self.rows.append(_Row(table, row, None))
            words = [cell.text.strip() for cell in row.cells if cell.text.strip()]
            if len(words) >= 2 and len(words[0]) <= 6 and len(words[1]) <= 80:
                self.key.setdefault(words[0], words[1])

    def _read_key(self) -> None:
        """Short codes that footnotes and titles explain: "AT = attended; DN = did not attend"."""
        for row in self.rows:
            if row.fate == "skipped" and row.reason in ("footnote", "title", "banner", "no_table"):
                for cell in row.row.cells:
                    if "=" in cell.text or "–" in cell.text or "-" in cell.text or ":" in cell.text:
                        for code, meaning in _KEY_PAIR.findall(cell.text):
                            self.key.setdefault(code.strip(), meaning.strip())

    # --- rows

    def _read(self, table: Table, layout: Layout, group: int, chosen: Mapping[str, str]) -> None:
        self._note_columns(layout)
        if layout.header or self.above is None:
            self.above = _Above()
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
            noted = _Row(table, row, layout)
            self.rows.append(noted)
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
                above.on = above.event = above.time = None
                above.cells = ()
                continue
            self._sort_row(noted, cells, index, last, above, group, layout, rows)

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

    def _take_banner(self, text: str, above: _Above) -> bool:
        """Take the year or month a banner states; False where it states neither."""
        plain = " ".join(text.lower().replace("–", "-").replace("—", "-").split())
        if not plain or len(plain) > 60 or not _BANNER_WORDS.fullmatch(_YEAR.sub("", plain)):
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
        noted: _Row,
        cells: tuple[Cell, ...],
        index: int,
        last: int,
        above: _Above,
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
        noted: _Row,
        column: int,
        cell: Cell,
        spans: bool,
        index: int,
        last: int,
        above: _Above,
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
        if above.on is not None:
            return False
        noted.reason = "footnote" if index > last else "banner" if self.drafts else "title"
        return True

    def _join(self, noted: _Row, cells: tuple[Cell, ...], event: int, layout: Layout) -> None:
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

    def _make(self, noted: _Row, cells: tuple[Cell, ...], above: _Above, group: int, layout: Layout) -> None:
        """Make an event of this row."""
        held = tuple(
            above.cells[column] if cell.merged and not cell.across and column < len(above.cells) else cell
            for column, cell in enumerate(cells)
        )
        place = len(self.drafts)
        draft = _Draft([len(self.rows) - 1], layout, held, "", group)
        draft.sheet = noted.table.sheet
        draft.hidden = noted.row.hidden or noted.table.hidden
        text = draft.cell("event").text.strip()
        if not text:
            text = self._other_words(draft)
            draft.doubt(
                "no_text",
                "text",
                text,
                "The event itself is not written; other cells of the row stand in for it.",
            )
        draft.text = text
        noted.fate, noted.event = "event", place
        self.drafts.append(draft)
        self._date(draft, cells, above, layout)
        above.on, above.event, above.cells = draft.when, place, held
        above.time, above.end_time = draft.time, draft.end_time

    def _other_words(self, draft: _Draft) -> str:
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

    # --- dates and times

    def _date(self, draft: _Draft, cells: tuple[Cell, ...], above: _Above, layout: Layout) -> None:
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

    def _date_from_above(self, draft: _Draft, above: _Above, written: str) -> None:
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
            reading = read_date(_value(recorded), shown=recorded.shown)
            if reading.when != UNKNOWN:
                fixes.append(Fix(f"Use the date recorded, {say_when(reading.when)}", {"date": reading.when}))
        draft.doubt("no_date", "date", written, "The row has no date and none above holds for it.", *fixes)

    def _read_written_date(self, draft: _Draft, raw: Cell, written: str, above: _Above) -> None:
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
        _doubt_times(draft, reading.time_doubts, written)
        if reading.when.earliest is not None and reading.when.earliest > dt.date.today().isoformat():
            draft.doubt("future_date", "date", written, "The date lies in the future.")

    def _read_cell(self, raw: Cell, year: int | None, above: _Above) -> DateReading:
        def read(of_year: int | None) -> DateReading:
            return read_date(
                _value(raw),
                year=of_year,
                month=above.month,
                shown=raw.shown,
                month_first=self.choices.month_first,
            )

        reading = read(year)
        if not reading.understood and "\n" in raw.text.strip():
            # A date with words on the lines below it, unless they go on about when.
            first, _, rest = raw.text.strip().partition("\n")
            if not _MORE_OF_WHEN.search(rest):
                alone = read_date(first, year=year, month=above.month, month_first=self.choices.month_first)
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

    def _date_that_follows(self, draft: _Draft, reading: DateReading, written: str, above: _Above) -> None:
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

    def _time(self, draft: _Draft, layout: Layout) -> None:
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
            _doubt_times(draft, reading.doubts, cell.text)
        column = layout.fields.get("end_time")
        if column is not None and draft.cells[column].text.strip():
            reading = self._read_time(draft.cells[column])
            if reading.time is not None and draft.time is not None:
                draft.end_time = reading.end_time or reading.time
            _doubt_times(draft, reading.doubts, draft.cells[column].text, "end_time")

    def _read_time(self, cell: Cell) -> TimeReading:
        if not cell.text.strip():
            return NO_TIME
        if cell.value is not None and not isinstance(cell.value, bool):
            return read_time(cell.value)
        return read_time(cell.text)

    def _end_date(self, draft: _Draft, above: _Above) -> None:
        cell = draft.cell("end_date")
        if not cell.text.strip() or draft.when == UNKNOWN or draft.when.earliest is None:
            return
        reading = read_date(
            _value(cell), year=above.year, shown=cell.shown, month_first=self.choices.month_first
        )
        if reading.time is not None and draft.end_time is None and draft.time is not None:
            draft.end_time = reading.time
        if not reading.understood or reading.when.latest is None:
            return
        if reading.when.latest < draft.when.earliest:
            reason = "The end date comes before the date; only the date is set."
            draft.doubt("end_before_start", "date", cell.text, reason)
        elif reading.when.latest > (draft.when.latest or ""):
            draft.when = When(draft.when.earliest, reading.when.latest, "range", draft.when.approximate)

    # --- what needs the whole file

    def _settle_midnights(self) -> None:
        """Exports that have no times print 00:00 beside every date; that is no time at all."""
        groups: dict[int, list[_Draft]] = {}
        for draft in self.drafts:
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
                draft.doubt(
                    "midnight", "time", draft.cell("date").text, reason, Fix("No time", {"time": None})
                )

    def _doubt_american_order(self) -> None:
        """A column with months over 12 and no days over 12 is in American order; every date in it is in doubt."""
        if self.choices.month_first:
            return
        groups: dict[int, list[_Draft]] = {}
        for draft in self.drafts:
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

    def _doubt_order(self) -> None:
        """A date that leaves both its neighbours by most of a year is probably a slip of the year."""
        groups: dict[int, list[_Draft]] = {}
        for draft in self.drafts:
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
                if (
                    min(abs(here - other) for other in around) < _A_YEAR_OUT
                    or near[-1] - near[0] >= _A_YEAR_OUT
                ):
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

    # --- the event

    def _event(self, draft: _Draft) -> UnderstoodEvent:
        people = self._people(draft)
        outcome, child_seen = self._outcome(draft, people)
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

    def _service(self, draft: _Draft) -> str | None:
        for sheet, service in (self.choices.service_sheets or {}).items():
            if draft.sheet is not None and plain_heading(draft.sheet) == plain_heading(sheet):
                return service
        if "service" not in draft.layout.fields:
            return None
        named = " ".join(draft.cell("service").text.split())
        if not named:
            draft.doubt("no_service", "service", "", "The row does not say whose record it is.")
            return None
        return named

    def _people(self, draft: _Draft) -> tuple[tuple[str, str | None, str], ...]:
        found: list[tuple[str, str | None, str]] = []
        for name, part in (("for_whom", "for"), ("seen", "seen"), ("present", "present")):
            cell = draft.cell(name).text
            if cell:
                for written, person in self.names.people(cell):
                    if (written, person, part) not in found:
                        found.append((written, person, part))
        return tuple(found)

    def _outcome(
        self, draft: _Draft, people: tuple[tuple[str, str | None, str], ...]
    ) -> tuple[str | None, bool | None]:
        written = draft.words("outcome")
        heading = (
            draft.layout.headings[draft.layout.fields["outcome"]] if "outcome" in draft.layout.fields else ""
        )
        reading = UNSTATED
        about = written
        if written:
            reading = read_outcome(
                written, heading=heading, key=tuple(self.key.items()) if len(written) <= 8 else ()
            )
        if not reading.stated:
            in_text = read_outcome_in_text(draft.text, self.family)
            kind = draft.words("contact_type")
            of_kind = read_outcome(kind) if kind and not in_text.stated else UNSTATED
            if of_kind.code in _STATED_BY_KIND:
                reading, about = of_kind, kind
            elif in_text.stated:
                reading, about = in_text, draft.text[:80]
        seen = self._child_seen(draft, people)
        code = self._code(draft, reading, people, seen, about)
        if not reading.stated:
            code = self._unstated(draft, written)
        if code in _KEPT or code == "present_not_spoken":
            seen = True if seen is None else seen
        elif code == "adult_only" and seen is None:
            seen = False
        for doubt in reading.doubts:
            fixes = tuple(Fix(label, {"outcome": other}) for label, other in doubt.readings)
            draft.doubt(doubt.kind, "outcome", about, doubt.reason, *fixes)
        return code, seen

    def _child_seen(self, draft: _Draft, people: tuple[tuple[str, str | None, str], ...]) -> bool | None:
        for name in ("child_seen", "seen_alone"):
            words = draft.cell(name).text.strip()
            if not words or _NEITHER.fullmatch(words):
                continue
            if _NO.fullmatch(words):
                if name == "child_seen":
                    return False
            elif _YES.fullmatch(words):
                return True
        cell = draft.cell("seen").text.strip()
        if not cell or _NEITHER.fullmatch(cell):
            return None
        seen = [person for _, person, part in people if part == "seen"]
        if any(person in self.known.subjects for person in seen if person is not None) or _CHILD_WORD.search(
            cell
        ):
            return None if re.search(r"\bnot\b", cell, re.IGNORECASE) else True
        if _NO.fullmatch(cell):
            return False
        return False if seen and all(person is not None for person in seen) else None

    def _code(
        self,
        draft: _Draft,
        reading: OutcomeReading,
        people: tuple[tuple[str, str | None, str], ...],
        seen: bool | None,
        about: str,
    ) -> str | None:
        code = reading.code
        if code is None:
            return None
        alone = draft.cell("seen_alone").text.strip()
        if code in _KEPT:
            code = self._who_was_seen(draft, code, people, seen, about, reading.who)
        if code == "seen" and alone and _YES.fullmatch(alone) and not _NO.fullmatch(alone):
            code = "seen_alone"
        if code == "attended" and seen and alone and _YES.fullmatch(alone):
            code = "seen_alone"
        if code == "did_not_attend" and self._may_be_child(draft, people, reading.who):
            draft.doubt(
                "child_did_not_attend",
                "outcome",
                about,
                "If the appointment was a child’s, the child was not brought.",
                Fix("Was not brought", {"outcome": "not_brought"}),
            )
        return code

    def _who_was_seen(
        self,
        draft: _Draft,
        code: str,
        people: tuple[tuple[str, str | None, str], ...],
        seen: bool | None,
        about: str,
        who: str,
    ) -> str:
        """ "Seen" counts for the subject only where the record says that it was the subject."""
        if seen is not None:
            return code if seen else "attended"
        whose = [person for _, person, part in people if part == "for"]
        if any(person in self.known.subjects for person in whose if person is not None):
            return code
        if whose and all(person is not None for person in whose):
            return "attended"
        if any(_THE_CHILD.fullmatch(name) for name, _, part in people if part == "for"):
            return code
        if who and (person := self.names.person(who)) is not None:
            return code if person in self.known.subjects else "attended"
        if who:
            return code if _CHILD_WORD.search(who) else "attended"
        if not whose and (named := self.names.mentioned(draft.text)):
            # Whom the text names is who it was about, unless it names the subject among others.
            theirs = [person in self.known.subjects for person in named]
            if all(theirs):
                return code
            if not any(theirs):
                return "attended"
        elif not whose and _THE_CHILD.search(draft.text) and not _ADULT.search(draft.text):
            return code
        if _SUBJECT_SEEN.search(draft.words("outcome")):
            return code
        draft.doubt(
            "who_was_seen",
            "outcome",
            about,
            "The record says “seen” but not whether the subject was.",
            Fix("The subject was seen", {"outcome": code, "child_seen": True}),
            Fix("Someone else was seen", {"outcome": "attended", "child_seen": False}),
        )
        return "attended"

    def _may_be_child(self, draft: _Draft, people: tuple[tuple[str, str | None, str], ...], who: str) -> bool:
        if who:
            person = self.names.person(who)
            if person is not None:
                return person in self.children
            if _ADULT.fullmatch(who):
                return False
        whose = [(name, person) for name, person, part in people if part == "for"]
        known = [person for _, person in whose if person is not None]
        if known:
            return any(person in self.children for person in known)
        about = " ".join((draft.text, draft.words("contact_type"), *(name for name, _ in whose)))
        named = self.names.mentioned(about)
        if named:
            return any(person in self.children for person in named)
        if _CHILD.search(about):
            return True
        return bool(whose) and not _ADULT.search(about)

    def _unstated(self, draft: _Draft, written: str) -> str:
        """The code of a row whose record does not say what came of it."""
        kind = draft.words("contact_type")
        if kind:
            if _NOT_CONTACT.search(kind):
                return "not_applicable"
            if _CONTACT.search(kind):
                return "not_recorded"
        opening = draft.text[:80]
        about = _NOT_CONTACT.search(opening)
        contact = _CONTACT.search(opening)
        if about is not None and (contact is None or about.start() <= contact.start()):
            return "not_applicable"
        if contact is not None:
            return "not_recorded"
        return "not_applicable" if written or "outcome" not in draft.layout.fields else "not_recorded"


def _filled(cells: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in cells if cell.text.strip()]


def _same_name(table: Table, name: str) -> bool:
    wanted = plain_heading(name)
    return wanted in (plain_heading(table.sheet or ""), plain_heading(table.name)) and bool(wanted)


def _matches_heading(text: str, heading: str) -> bool:
    plain = plain_heading(text)
    return bool(plain) and (plain == plain_heading(heading) or plain_heading(heading).endswith(f" {plain}"))


def _value(cell: Cell) -> str | dt.date | float | int:
    """What a date is best read from: the stored date where there is one, else the text."""
    value = cell.value
    if isinstance(value, bool) or value is None or isinstance(value, dt.time):
        return cell.text
    return value


def _all_merged(cells: tuple[Cell, ...], text_column: int, above: _Above) -> bool:
    """Whether everything but the text goes on from the row above by merging, and there is more than a date."""
    others = [
        column
        for column, cell in enumerate(above.cells)
        if column != text_column and cell.text.strip() and column < len(cells)
    ]
    return len(others) >= 2 and all(cells[column].merged for column in others)


def _is_continuation(
    date: Cell, filled: Sequence[tuple[int, Cell]], event_column: int, cells: tuple[Cell, ...], above: _Above
) -> bool:
    """Whether a row with more than its text filled still only goes on: its date cell says "continued"."""
    if above.event is None or not date.text.strip():
        return False
    return _CONTINUES.fullmatch(date.text.strip()) is not None


_MORE_OF_WHEN = re.compile(
    r"\d|approx|about|circa|around|\b(?:to|until|till|and|or|before|after|early|late|mid|week|w/c|tbc|unsure|"
    r"unclear)\b|\?",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"\d{1,2}(?:st|nd|rd|th)?[\s/.\-]+(?:\d{1,2}|[A-Za-z]{3,9})[\s/.\-,]+(?:\d{4}|\d{2})(?!\d)|(?:19|"
    r"20)\d\d-\d\d-\d\d"
)


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


def _doubt_times(draft: _Draft, doubts: Sequence[TimeDoubt], written: str, about: str = "time") -> None:
    for doubt in doubts:
        fixes = tuple(Fix(label, {about: other}) for label, other in doubt.readings)
        draft.doubt(doubt.kind, about, written, doubt.reason, *fixes)
