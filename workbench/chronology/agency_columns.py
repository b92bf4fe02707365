"""Combined chronologies with a column for each agency: one date, and beside it what each of them recorded."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from workbench.chronology.columns import (
    HEADER_WITHIN,
    SAMPLE,
    Layout,
    heading_fields,
    layout_under,
    plain_heading,
    profile,
)
from workbench.reading.grid import Table, TableRow

_AGENCY = re.compile(
    r"police|(?:community |mental |primary |public )?health(?: visit\w*| services?| care| trust)?|primary care|"
    r"gps?|general practice|surgery|hv|(?:primary |secondary )?schools?(?: nurs\w+)?|education|nursery|early years|"
    r"(?:children'?s?|adults?|adult'?s?)? ?social (?:care|work|services?)|children'?s? (?:services?|centres?)|"
    r"csc|asc|housing(?: association)?|landlord|probation|nps|crc|midwi\w+|maternity|hospitals?|acute(?: trust)?|"
    r"a&e|ed|emergency department|ambulance(?: service)?|camhs|cmht|(?:drugs?|alcohol|drugs? (?:and|&) alcohol|"
    r"substance misuse|das)(?: services?)?|yot|yos|cafcass|fire(?: (?:and|&) rescue)?(?: service)?|"
    r"voluntary(?: sector| agenc\w+)?|third sector|domestic (?:abuse|violence)(?: services?)?|idva|mash|"
    r"paediatric\w*|other agenc\w+|local authority|council|legal(?: services?)?"
)
_ADDED = re.compile(
    r"\b(?:records?|involvement|contacts?|entry|entries|events?|information|chronology|agency|service|actions?)$"
)


@dataclass(frozen=True)
class AgencyColumns:
    """`layout` holds what all agencies share, without an event; `agencies` the heading of each one's column."""

    layout: Layout
    agencies: Mapping[int, str]

    def of(self, column: int) -> Layout:
        """The layout of one agency's entries."""
        return replace(self.layout, fields={**self.layout.fields, "event": column})


def find_agency_columns(
    table: Table, chosen: Mapping[str, str], services: Iterable[str]
) -> AgencyColumns | None:
    """The columns of agencies, or None where the table is laid out otherwise or a person says where the event is."""
    if chosen.get("event") or chosen.get("service"):
        return None
    known = {plain_heading(name) for name in services}
    width = max((len(row.cells) for row in table.rows), default=0)
    for index, row in enumerate(table.rows[:HEADER_WITHIN]):
        found = _agencies(row, known)
        if len(found) < 2:
            continue
        layout = layout_under(table.rows, (index,), width, chosen)
        if "date" in layout.fields and _bears_out(table.rows[index + 1 :], layout, found):
            fields = {
                name: column
                for name, column in layout.fields.items()
                if column not in found and name not in ("event", "service", "recorded_by", "outcome")
            }
            if layout.fields.get("outcome", -1) not in found and "outcome" in layout.fields:
                fields["outcome"] = layout.fields["outcome"]
            return AgencyColumns(replace(layout, fields=fields), found)
    return None


def _agencies(row: TableRow, known: set[str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for column, cell in enumerate(row.cells):
        heading = plain_heading(cell.text)
        if not heading or len(heading) > 60:
            continue
        bare = _ADDED.sub("", heading).strip(" :-")
        parts = [part.strip() for part in re.split(r"\s(?:and|&|/)\s|/", bare) if part.strip()]
        if (
            heading in known
            or bare in known
            or _AGENCY.fullmatch(bare)
            or (parts and all(_AGENCY.fullmatch(part) for part in parts))
        ):
            found[column] = " ".join(cell.text.split())
    return found


def _bears_out(rows: Sequence[TableRow], layout: Layout, agencies: Mapping[int, str]) -> bool:
    """Whether the agencies' columns tell what happened, and no column of its own does."""
    below = rows[:SAMPLE]

    def words(column: int) -> float:
        return profile([row.cells[column] for row in below if column < len(row.cells)]).words

    if not any(words(column) >= 4 for column in agencies) or sum(words(c) >= 2 for c in agencies) < 2:
        return False
    for column, heading in enumerate(layout.headings):
        if column not in agencies and heading_fields(heading).get("event", 0) >= 9 and words(column) >= 3:
            return False
    dates = profile(
        [row.cells[layout.fields["date"]] for row in below if layout.fields["date"] < len(row.cells)]
    )
    return dates.dates >= 0.5
