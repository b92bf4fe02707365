"""What an agency's chronology turns out to say: plain values, before anything is in a case."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench.chronology.dates import When

FIELDS: Mapping[str, str] = {
    "reference": "Reference",
    "date": "Date",
    "time": "Time",
    "end_date": "End date",
    "end_time": "End time",
    "year": "Year",
    "recorded_date": "Date recorded",
    "service": "Service",
    "source": "Source of information",
    "recorded_by": "Recorded by",
    "contact_type": "Type of contact",
    "for_whom": "Whose contact it was",
    "seen": "Who was seen",
    "present": "Who else was there",
    "child_seen": "Was the child seen",
    "seen_alone": "Was the child seen alone",
    "voice": "Voice of the child",
    "event": "Event",
    "outcome": "Response or outcome",
    "action": "Action taken",
    "analysis": "Author’s analysis",
    "significance": "Significance",
}
"""What a column can hold: its code and its name, in the order people choose from."""


@dataclass(frozen=True)
class Choices:
    """What a person chose where the reading should not decide.

    `columns` gives a field the heading of its column, or "" for no column. `sheets` names the sheets or tables
    to read, None for all. Which service a row belongs to comes from `service_column` or `service_sheets`.
    `month_first` is for a file whose dates are in American order.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    sheets: tuple[str, ...] | None = None
    service_column: str | None = None
    service_sheets: Mapping[str, str] | None = None
    month_first: bool = False


@dataclass(frozen=True)
class Known:
    """Everyone and every service the case knows by any name; `children` are all who depend on being brought.

    Where nobody has said who the children are (None), the subjects are taken for them.
    """

    people: Mapping[str, str] = field(default_factory=dict)
    subjects: frozenset[str] = frozenset()
    services: Mapping[str, str] = field(default_factory=dict)
    children: frozenset[str] | None = None


@dataclass(frozen=True)
class Fix:
    """One way to settle a doubt: its label and the values it sets, by field of the event."""

    label: str
    changes: Mapping[str, object]


@dataclass(frozen=True)
class Doubt:
    """Something in the reading that a person should look at. Doubts of one kind and text can be settled at once."""

    kind: str
    field: str
    text: str
    reason: str
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True)
class UnderstoodRow:
    """One non-empty row and what became of it.

    `fate` is event, joined or skipped; `reason` says why a row was skipped: title, blank, header, banner,
    footnote or no_table. `event` is the index of the event the row made or was joined to, the first of them where
    it made several: each event names all its rows.
    """

    sheet: str | None
    table: int | None
    number: int
    cells: tuple[tuple[str, str], ...]
    fate: str
    reason: str
    event: int | None

    @property
    def text(self) -> str:
        """The row's words in one line."""
        return " | ".join(" ".join(cell.split()) for _, cell in self.cells if cell.strip())


@dataclass(frozen=True)
class UnderstoodEvent:
    """One event as read. `rows` are indices into the understood rows, the first the main one.

    Texts that the file does not have are empty; `service` is None where nothing in the file says.
    """

    rows: tuple[int, ...]
    service: str | None
    text: str
    date_as_written: str
    when: When
    time: str | None
    end_time: str | None
    outcome_as_written: str
    outcome: str | None
    contact_type: str
    recorded_by: str
    source_as_written: str
    reference_as_written: str
    action: str
    analysis: str
    voice: str
    child_seen: bool | None
    people: tuple[tuple[str, str | None, str], ...]
    doubts: tuple[Doubt, ...]
    significance: str = ""


@dataclass(frozen=True)
class Understood:
    """A whole file as understood. Every non-empty row of every sheet or table stands in `rows` once."""

    columns: Mapping[str, str]
    headings: tuple[str, ...]
    rows: tuple[UnderstoodRow, ...]
    events: tuple[UnderstoodEvent, ...]
    unmatched_names: tuple[str, ...]
    services_named: tuple[str, ...]
    sheets: tuple[str, ...] = ()
    by_agency: bool = False
    """Whether columns headed with agencies say whose entries they hold; then a row may make several events."""
