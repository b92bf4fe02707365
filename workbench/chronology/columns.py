"""Which part of a table is the chronology, and what each of its columns holds.

A heading speaks first and the cells below it must bear it out: a column called "Contact" holds the event when
its cells are sentences and the type of contact when they are a word or two. Headings nobody has met before
are told by their cells alone.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from workbench.chronology.dates import read_date
from workbench.chronology.outcomes import is_follow_up, read_outcome
from workbench.chronology.times import read_time
from workbench.chronology.understood import FIELDS
from workbench.problems import Problem
from workbench.reading.grid import Cell, Table, TableRow

HEADER_WITHIN = 60
"""Rows from the top in which a header is looked for."""
SAMPLE = 400
"""Rows that a column is judged by."""
_LONGEST_HEADING = 160

_HEADINGS: tuple[tuple[str, int, re.Pattern[str]], ...] = tuple(
    (field, weight, re.compile(pattern))
    for field, weight, pattern in (
        ("date", 10, r"^(?:the )?dates?$|^dates? ?[/&,] ?times?\b|^dates? and times?\b|^when$|^date of (?:event|"
         r"contact|"
         r"incident|visit|occurrence|activity|episode|attendance|appointment|intervention|call|meeting|"
         r"home visit)s?\b"
         r"|^date time|^date \(|^datetime$"),
        ("date", 9, r"\b(?:event|contact|incident|visit|appt|appointment|attendance|activity|arrival|occurrence|"
         r"occurred|"
         r"seen|session|call|episode|intervention|start|log|job)\b.*\bdate|\bdate\b.*\b(?:seen|from|started|"
         r"start|happened|"
         r"occurred|of)\b|^date/|^date &|^day$|^day ?/ ?date$|when (?:did )?it happen"),
        ("date", 7, r"\bdates?\b|\bwhen\b"),
        ("date", 4, r"^day and month$|^day/month$|^month$|^period$|^dated?\b"),
        ("year", 9, r"^year$|^yr$|^calendar year$"),
        ("recorded_date", 11, r"\b(?:dates?|when|time)\b.*\b(?:record(?:ed|ing)?|entered|created|inputted|input|"
         r"logged|typed|"
         r"written up|uploaded|added|saved|signed|received|of record|of entry|of recording|documented|keyed)\b|"
         r"\b(?:record(?:ed"
         r"|ing)?|entered|created|input|logged|typed|uploaded|added|entry|saved|documented|received|"
         r"keyed)\b.*\b(?:date|when|"
         r"on$|at$)|^(?:recorded|entered|created|logged|inputted|added|typed|uploaded)(?: on| at)?$"),
        ("end_date", 11, r"\bend(?:ed|ing)? date|\bdate (?:to|ended|of end|closed|finished|until|left)\b|^(?:to|"
         r"until|end)$|"
         r"^date end|\bfinish(?:ed)? date|^to date|\bdischarge date|\bdate of discharge|departure date|"
         r"date completed"),
        ("end_time", 11, r"\bend(?:ed|ing)? time|\btime (?:to|ended|left|finished|out|of departure|cleared)|"
         r"\bfinish(?:ed)?"
         r" time|^finish$|departure time|time off scene|time end|clear time"),
        ("time", 10, r"^times?$|^time of\b|^time (?:in|from|start|started|began|arrived|seen|on scene)|"
         r"\b(?:start|arrival|"
         r"call|contact|event|incident|appt|appointment|visit|attendance) time\b|^hrs$|^hours$|^24 ?hr|^time \(|"
         r"^clock"),
        ("time", 6, r"\btime\b"),
        ("reference", 10, r"^ref(?:erence)?\b(?! to)|^(?:entry|event|incident|row|item|line|serial|log|cad|case|"
         r"record|crime|"
         r"job|urn|id|episode|occurrence)[ /]*(?:no|number|num|ref|id|#|reference|urn)$|\bref(?:erence)? (?:no|"
         r"number)|"
         r"\b(?:cad|crime|intel|niche|job|incident|call|case|log) (?:no|number|ref)|^id$|^urn$|^key$"),
        ("reference", 8, r"^(?:no|number|num|#|nº|s/?n|item|ser|serial|seq)$|^(?:incident|call|cad) log$"),
        ("reference", 7, r"^(?:entry|line|row)$"),
        ("analysis", 8, r"^(?:our|author|imr) view|\bformulation\b|\bprofessional judg"),
        ("for_whom", 8, r"^nominals?\b|^parties\b"),
        ("contact_type", 8, r"^(?:chief|presenting) complaint$|^action type$"),
        ("reference", 6, r"\bref\b|\breference\b|\bnumber\b|\bno$|\burn\b"),
        ("service", 10, r"^(?:agency|service|organi[sz]ation|provider|professional group|agency/service|"
         r"service/agency|"
         r"which agency|lead agency|agencies|source agency|agency name|name of agency|reporting agency|"
         r"submitting agency)$|"
         r"^agency\b|^service (?:name|area|line|involved)"),
        ("service", 5, r"\b(?:agency|service|organi[sz]ation)\b(?! user)"),
        ("source", 10, r"^source|\bsource of\b|\bsource\b.*\b(?:information|document|record|doc)|^record$|^records?/|"
         r"\bfile ref|\bdocument(?: ref)?$|^evidence$|\bevidence source|^system$|^recording system|record ?/ ?page|"
         r"\bwhere recorded|^database$|^held (?:in|on)|^origin of|origin of information|taken from"),
        ("source", 6, r"\bsource\b|\bpage\b|\bvol(?:ume)?\b"),
        ("recorded_by", 10, r"\b(?:recorded|entered|completed|written|logged|seen|carried out|made|reported|"
         r"input|authored|"
         r"created|visited|attended|dealt with|taken|done|written up|signed|noted|typed) by\b|^(?:worker|"
         r"clinician|author|officer|staff|practitioner|"
         r"professional|initials|recorder|keyworker|key worker|social worker|midwife|health visitor|nurse|"
         r"member of staff|"
         r"allocated worker|case ?worker|staff member|staff name|crew|oic|officers?|teacher|by whom|by|"
         r"housing officer|"
         r"worker name|name of worker|lead professional|hcp|clin|prof|sw|hv|mw|gp|doctor|attending|call ?sign|"
         r"user|user ?name|who by|signed|signature)$"),
        ("recorded_by", 7, r"\b(?:worker|clinician|officer|staff|practitioner|professional|initials|crew|author|"
         r"teacher)s?\b"),
        ("contact_type", 10, r"\b(?:type|kind|nature|method|mode|category|form|format|"
         r"reason)\b(?: of)? ?(?:contact|event|"
         r"visit|entry|incident|activity|call|attendance|appointment|consultation|intervention|record|note)?$|"
         r"\b(?:contact|event|visit|entry|incident|activity|consultation|appt|appointment|attendance|call|"
         r"record|note|"
         r"session|intervention|job|encounter) (?:type|category|method|mode|code)|^type\b|^category$|^method$|"
         r"^nature\b|"
         r"^mode$|\bhow\b.*\bcontact|^code$|^activity$"),
        ("contact_type", 6, r"^contact$|^event$|^activity|^appointment$|^visit$|^appt$|^setting$|^incident$"),
        ("for_whom", 10, r"^(?:patient|client|pupil|child|service user|su|tenant|person|subject|name|"
         r"family member|student|"
         r"mother ?/ ?baby|baby|resident|caller|adult|for|re|who|for whom|regarding|concerning|individual|"
         r"customer|victim|"
         r"young person|yp|case)(?:'?s)?(?: ?name)?(?: ?\(s\))?$|\b(?:patient|client|pupil|child|person|subject|"
         r"tenant|"
         r"service user|student|family member|baby|resident|customer)(?:'?s)? name|name of (?:patient|child|"
         r"client|pupil|person|"
         r"service user|subject|tenant|family member)|\bwhose\b|^who for$|^(?:person|people|family members?|"
         r"who was|persons?)"
         r" (?:concerned|involved|it concerns|about)|^about|^name\(?s?\)?$|^appointment for|^for which|"
         r"\bwho (?:is|was) it "
         r"(?:for|about)|relates to|^who is this about|^household member|^person\(?s?\)? (?:involved|concerned)"),
        ("for_whom", 6, r"\b(?:patient|client|pupil|service user|tenant|family member|student|subject)\b"),
        ("seen", 10, r"^(?:who|whom|persons?|people|adults?(?:/children)?|family members?|those|"
         r"person\(s\))(?: was| were)? ?seen\b|"
         r"\bwho (?:was|were) seen|^seen$|\bwho did you see|\bseen/spoken to|^(?:who )?spoken (?:to|with)|^who seen"),
        ("present", 10, r"\b(?:present|attendees|in attendance|others? (?:present|there)|who (?:was|were|"
         r"else was) (?:there|present)"
         r"|those there|persons? present|attended by|who attended|also there|present at)\b|^with$|^with whom$|"
         r"^participants$"),
        ("child_seen", 12, r"\b(?:child(?:ren)?|baby|cyp|yp|pupil|subject|young person|infant|adult|"
         r"victim)(?:\(ren\))? (?:was |were )?"
         r"seen\b|\bseen (?:the )?(?:child|baby|subject)|\bwas (?:the )?(?:child|baby|subject|adult|"
         r"cyp) .*\bseen|^seen\?|"
         r"^seen \(?y ?/ ?n|sight of child"),
        ("seen_alone", 13, r"\balone\b|\bseen on (?:his|her|their|its) own"),
        ("voice", 12, r"\bvoice\b|\bviews? of (?:the )?(?:child|adult|person|patient)|\b(?:child|adult|"
         r"person)'?s? (?:views?|voice|"
         r"wishes|words|said)|wishes and feelings|\blived experience|what (?:the )?child said|"
         r"presentation of (?:the )?child"),
        ("event", 10, r"^(?:event|details?|description|summary|narrative|notes?|contact|entry|record|"
         r"information|event details|"
         r"case notes?|what happened|text|incident|significant events?|key events?|events?)$|\b(?:details?|"
         r"description|summary|"
         r"account|narrative|outline|synopsis|nature|content) of\b|\b(?:event|contact|incident|visit|consultation|"
         r"case|clinical|progress|key|significant|file|session|call|job|patient)s? (?:details?|description|"
         r"summary|notes?|"
         r"narrative|event|information|entry|text|log)|^event\b|^details\b|^description\b|^summary\b|"
         r"^presenting|\bwhat happened|"
         r"what was (?:seen|done|said|recorded|observed)|^significant (?:event|information|contact)"),
        ("event", 7, r"\b(?:events?|details?|summary|description|narrative|notes?|happened|occurred|"
         r"observations?|synopsis|"
         r"circumstances|account|content|information|presenting|entry|free ?text|contact|incident)\b"),
        ("event", 4, r"\bcomments?\b|\btext\b|\brecord\b"),
        ("outcome", 11, r"^(?:outcomes?|response|result|attendance|attended|dna|status|att|response or outcome|"
         r"outcome/response|"
         r"attended\??|attendance status|response/outcome|kept|disposal|appt status|appointment status|visit outcome|"
         r"contact outcome|outcome of (?:contact|visit|appointment|event|call|attendance)|outcome of .*)$|"
         r"\battend(?:ed|ance)\b"
         r"(?=.*(?:status|outcome|y ?/ ?n|\?|dna|code|mark))|\bdna\b|\bwnb\b|\bkept\b ?\??|\boutcome\b(?= ?$)|"
         r"^outcome\b|"
         r"\b(?:appt|appointment|visit|contact|session) (?:status|outcome|result|kept)|^did they attend|"
         r"disposition$"),
        ("outcome", 8, r"\boutcomes?\b|\bresponse\b|\bresults?\b|\battend(?:ed|ance)\b"),
        ("outcome", 5, r"\bstatus\b|\bdisposal\b|\bdisposition\b|^mark$"),
        ("action", 10, r"\bactions?\b|\bfollow[- ]?up\b|\brationale\b|\bplan\b|\bnext steps?\b|\bdecisions?\b|"
         r"\binterventions?$|"
         r"\bdecision making|what was done|\bresponse of agency|agency response|\badvice given|\breferrals? made"),
        ("analysis", 11, r"\banalysis\b|\bcomments?\b.*\b(?:author|analysis|imr|reviewer)|"
         r"\bauthor'?s?\b.*\b(?:comment|analysis|"
         r"note|reflection|view)|\breflections?\b|\bcommentary\b|\bcritique\b|\breviewer\b|\blearning\b|"
         r"\bpractice issues?|"
         r"\bappraisal\b|\bevaluation\b|\bimr\b"),
        ("analysis", 7, r"\bcomments?\b|\bissues?\b|\bobservations? by\b|\bremarks?\b|\bthoughts?\b"),
        ("significance", 10, r"\bsignifican(?:ce|t\?)|\bkey event\??$|\brag\b|\bimportance\b|\bpriority\b|"
         r"\brelevance\b|\brating\b|"
         r"\bkloe\b|\btheme\b|\bkey line|\brisk level|\bgrading\b"),
    )
)  # fmt: skip
_NOT_A_FIELD = re.compile(
    r"\bd\.?o\.?b\b|date of birth|\bbirth\b|\bnhs (?:no|number)|\bpostcode\b|\baddress\b|\bethnic|\bgender\b|"
    r"^age\b|\bage at\b|"
    r"\bdue date\b|\bedd\b|next (?:appt|appointment|visit)|review date|\bcontact (?:details|number|tel|telephone)|"
    r"\btelephone\b|^phone|^role$|^designation$|^job title$|^relationship$|^grade$|\bdate of referral to"
)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
"""Where the words of a database's heading meet: "EventDateTime"."""


@lru_cache(maxsize=8192)
def plain_heading(heading: str) -> str:
    """A heading for comparing: lower case, single spaces, no marks at its ends."""
    text = heading.lower().replace("’", "'").replace("–", "-").replace("\n", " ")
    return " ".join(text.split()).strip(" .:*-_")


@lru_cache(maxsize=8192)
def heading_fields(heading: str) -> Mapping[str, int]:
    """The fields a heading may stand for, each with how strongly, 4 to 13; empty for words that are no heading."""
    text = plain_heading(_HUMP.sub(" ", heading).replace("_", " "))
    if len(text) > 50:
        # A long heading explains itself after its first words.
        text = re.split(r"[.;(:]", text)[0].strip()
    if not text or len(text) > _LONGEST_HEADING or _NOT_A_FIELD.search(text):
        return {}
    found: dict[str, int] = {}
    for field, weight, pattern in _HEADINGS:
        if weight > found.get(field, 0) and pattern.search(text):
            found[field] = weight
    if "recorded_date" in found and found.get("date", 0) >= 10:
        del found["recorded_date"]
    return found


@dataclass(frozen=True)
class Profile:
    """What the cells of one column look like. Shares are of its filled cells."""

    filled: int
    dates: float
    times: float
    outcomes: float
    follow_ups: float
    yes_no: float
    words: float
    """Mean number of words."""
    distinct: float
    numbers: float
    names: float


_YES_NO = re.compile(
    r"(?:y|n|yes|no|n/?a|✓|✗|true|false|not applicable|not seen|seen)\b.{0,12}", re.IGNORECASE
)
_NAME = re.compile(r"[A-Z][\w'’.-]*(?:[ ,&/;+-]+(?:[A-Z][\w'’.-]*|and|the|of))*")
_EMPTY_PROFILE = Profile(0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


def profile(cells: Sequence[Cell]) -> Profile:
    """What these cells of one column look like."""
    texts = [
        (cell, cell.text.strip())
        for cell in cells
        if cell.text.strip() and not cell.merged and not cell.across
    ]
    if not texts:
        return _EMPTY_PROFILE
    count = len(texts)
    dates = times = outcomes = follow_ups = yes_no = words = numbers = names = 0
    for cell, text in texts:
        words += text.count(" ") + text.count("\n") + 1
        if len(text) <= 60:
            if looks_like_date(cell):
                dates += 1
            elif looks_like_time(cell, text):
                times += 1
            elif text.replace(".", "").replace(",", "").isdigit():
                numbers += 1
            elif _YES_NO.fullmatch(text):
                yes_no += 1
            else:
                reading = read_outcome(text)
                stated = reading.code is not None and reading.code not in ("telephone", "not_applicable")
                outcomes += stated
                follow_ups += not stated and is_follow_up(text)
                names += _NAME.fullmatch(text) is not None
    return Profile(
        count,
        dates / count,
        times / count,
        outcomes / count,
        follow_ups / count,
        yes_no / count,
        words / count,
        len({text for _, text in texts}) / count,
        numbers / count,
        names / count,
    )


def looks_like_date(cell: Cell) -> bool:
    """Whether a cell states a date, or something only a date column would hold."""
    if isinstance(cell.value, date):
        return cell.value.year > 1901
    if isinstance(cell.value, bool | float | int):
        return cell.shown == "" and isinstance(cell.value, int | float) and 25_000 < cell.value < 60_000
    text = cell.text.strip()
    if len(text) > 60 or text.isdigit():
        return text.isdigit() and len(text) == 4 and text[:2] in ("19", "20")
    reading = read_date(text, year=2000, month=1)
    return (
        reading.understood
        and (
            reading.when.precision != "unknown"
            or any(doubt.kind == "impossible_date" for doubt in reading.doubts)
        )
        and any(character.isdigit() for character in text)
    )


_TIME_TEXT = re.compile(
    r"\d{1,2}[:.]\d{2}|\d{3,4}\s?h|\d{1,2}\s?[ap]\.?m|noon|midnight|\d{4}$", re.IGNORECASE
)


def looks_like_time(cell: Cell, text: str) -> bool:
    """Whether a cell states a clock time."""
    if isinstance(cell.value, bool):
        return False
    if cell.value is not None and not isinstance(cell.value, int | float | date):
        return True
    return len(text) <= 20 and _TIME_TEXT.search(text) is not None and read_time(text).time is not None


@dataclass(frozen=True)
class Layout:
    """How one table, or a stretch of it under one header, is laid out."""

    header: tuple[int, ...]
    """Indices of the header's rows; empty when the table has none."""
    headings: tuple[str, ...]
    fields: Mapping[str, int]
    """Column by field."""
    strength: float = 0.0
    by_banner: bool = False
    """Whether the dates stand in rows of their own, over the entries of that day."""

    @property
    def is_chronology(self) -> bool:
        """Whether there is a date and something that happened."""
        return ("date" in self.fields or self.by_banner) and "event" in self.fields


def headings_of(rows: Sequence[TableRow], header: Sequence[int], width: int) -> tuple[str, ...]:
    """The heading of each column; a second header row is read together with a merged one above it."""
    made: list[str] = []
    for column in range(width):
        words: list[str] = []
        for index in header:
            cells = rows[index].cells
            text = " ".join(cells[column].text.split()) if column < len(cells) else ""
            if text and heading_fields(text) and index == header[-1]:
                words = [text]
            elif text and text not in words:
                words.append(text)
        made.append(" ".join(words) or f"Column {column + 1}")
    return tuple(made)


def header_strength(row: TableRow) -> int:
    """How many different fields the row's cells are headings of; 0 for a row that is no header."""
    texts = [cell for cell in row.cells if cell.text.strip()]
    if len(texts) < 2:
        return 0
    long = sum(len(cell.text) > _LONGEST_HEADING for cell in texts)
    if long or any(looks_like_date(cell) for cell in texts):
        return 0
    fields: set[str] = set()
    known = 0
    for cell in texts:
        found = heading_fields(cell.text)
        if found:
            known += 1
            fields.add(max(found, key=lambda field: found[field]))
    return len(fields) if known * 2 >= len(texts) or len(fields) >= 3 else 0


def find_layout(table: Table, chosen: Mapping[str, str], earlier: Layout | None = None) -> Layout | None:
    """The table's layout, or None where it is no chronology.

    `chosen` gives fields the heading of their column, as a person chose. `earlier` is the layout of a table
    before this one, which a table without a header of its own may go on.
    """
    rows = table.rows
    width = max((len(row.cells) for row in rows), default=0)
    best: Layout | None = None
    candidates = [
        (index, strength)
        for index, row in enumerate(rows[:HEADER_WITHIN])
        if (strength := header_strength(row)) >= 2
    ]
    for index, _ in candidates[:12]:
        if best is not None and _dated_between(rows, best.header[-1], index):
            break
        made = layout_under(rows, _with_row_above(rows, index), width, chosen)
        if "date" not in made.fields and "date" not in chosen and _day_banners(rows[index + 1 :]) >= 2:
            made = replace(made, by_banner=True)
        if made.is_chronology and (best is None or made.strength > best.strength + 2):
            best = made
    if best is not None:
        return best
    going_on = _goes_on(rows, width, earlier, chosen)
    if going_on is not None:
        return going_on
    header = _unknown_header(rows)
    made = layout_under(rows, header, width, chosen)
    return made if made.is_chronology and _bears_out(rows, made) else None


def _dated_between(rows: Sequence[TableRow], first: int, last: int) -> bool:
    """Whether entries stand between two rows: then the second is only a header repeated."""
    return any(
        len(filled) >= 2 and any(looks_like_date(cell) for cell in filled)
        for filled in ([cell for cell in row.cells if cell.text.strip()] for row in rows[first + 1 : last])
    )


def _day_banners(rows: Sequence[TableRow]) -> int:
    """How many rows hold nothing but one exact day."""
    found = 0
    for row in rows:
        filled = [cell for cell in row.cells if cell.text.strip()]
        if len({cell.text for cell in filled}) == 1 and looks_like_date(filled[0]):
            found += (
                read_date(
                    filled[0].value if isinstance(filled[0].value, date) else filled[0].text
                ).when.precision
                == "day"
            )
    return found


def _with_row_above(rows: Sequence[TableRow], index: int) -> tuple[int, ...]:
    """The header row, with the row above it where that heads groups of columns."""
    if index == 0:
        return (index,)
    above, here = rows[index - 1], rows[index]
    texts = [cell for cell in above.cells if cell.text.strip()]
    merged_down = any(cell.merged for cell in here.cells)
    groups = any(cell.across for cell in above.cells) and len(texts) >= 2
    if (merged_down or groups) and all(len(cell.text) <= 60 for cell in texts) and len(texts) >= 2:
        return (index - 1, index)
    return (index,)


def _unknown_header(rows: Sequence[TableRow]) -> tuple[int, ...]:
    """The row just above the first dated row, if it could be a header in words never met before."""
    for index, row in enumerate(rows[:HEADER_WITHIN]):
        filled = [cell for cell in row.cells if cell.text.strip()]
        if len(filled) >= 2 and any(looks_like_date(cell) for cell in filled):
            for before in range(index - 1, -1, -1):
                cells = [cell for cell in rows[before].cells if cell.text.strip()]
                if not cells:
                    continue
                short = all(len(cell.text) <= _LONGEST_HEADING for cell in cells)
                return (before,) if short and len(cells) >= min(len(filled), 2) and len(cells) >= 2 else ()
            return ()
    return ()


def _goes_on(
    rows: Sequence[TableRow], width: int, earlier: Layout | None, chosen: Mapping[str, str]
) -> Layout | None:
    if earlier is None or width != len(earlier.headings) or chosen or "date" not in earlier.fields:
        return None
    column = earlier.fields["date"]
    found = profile([row.cells[column] for row in rows[:SAMPLE] if column < len(row.cells)])
    if found.filled and found.dates >= 0.5:
        return Layout((), earlier.headings, earlier.fields, earlier.strength)
    return None


def _bears_out(rows: Sequence[TableRow], layout: Layout) -> bool:
    """Whether cells alone make this a chronology: most rows dated, and sentences beside the dates."""
    if "date" not in layout.fields:
        return False
    dates = _profile_under(rows, layout, layout.fields["date"])
    words = _profile_under(rows, layout, layout.fields["event"])
    return dates.dates >= 0.6 and dates.filled >= 2 and words.words >= 3


def _profile_under(rows: Sequence[TableRow], layout: Layout, column: int) -> Profile:
    start = layout.header[-1] + 1 if layout.header else 0
    return profile([row.cells[column] for row in rows[start : start + SAMPLE] if column < len(row.cells)])


def layout_under(
    rows: Sequence[TableRow], header: tuple[int, ...], width: int, chosen: Mapping[str, str]
) -> Layout:
    """The layout of the rows below a header: each field gets the column that bears it out best."""
    headings = headings_of(rows, header, width)
    start = header[-1] + 1 if header else 0
    below = [
        row
        for row in rows[start : start + SAMPLE]
        if sum(1 for cell in row.cells if cell.text.strip()) > 1 and header_strength(row) < 3
    ]
    profiles = [
        profile([row.cells[column] for row in below if column < len(row.cells)]) for column in range(width)
    ]
    headed = [heading_fields(heading) if header else {} for heading in headings]
    scores: list[tuple[float, int, str]] = []
    for column in range(width):
        for field in FIELDS:
            score = _score(field, headed[column].get(field, 0), bool(headed[column]), profiles[column], below)
            if score >= 4:
                scores.append((score, -column, field))
    scores.sort(reverse=True)
    fields: dict[str, int] = {}
    used: set[int] = set()
    for field, heading in chosen.items():
        if field not in FIELDS:
            raise Problem(
                f"“{field}” is not something a column can hold.", f"Use one of: {', '.join(FIELDS)}."
            )
        if not heading:
            fields[field] = -1
            continue
        meant = column_of_heading(headings, heading)
        if meant is not None:
            fields[field] = meant
            used.add(meant)
    strength = 0.0
    for score, negative, field in scores:
        if field not in fields and -negative not in used:
            fields[field] = -negative
            used.add(-negative)
            strength += score
    fields = {field: column for field, column in fields.items() if column >= 0}
    if "date" not in fields and "recorded_date" in fields and "date" not in chosen:
        # The only date there is must be the date, whatever it is called.
        fields["date"] = fields.pop("recorded_date")
    if "event" not in fields and "event" not in chosen:
        _give_event(fields, profiles, chosen)
    return Layout(header, headings, dict(sorted(fields.items(), key=lambda pair: pair[1])), strength)


def _give_event(fields: dict[str, int], profiles: Sequence[Profile], chosen: Mapping[str, str]) -> None:
    """Where no heading speaks of events, the column with the most words tells them: "Comments", as often as not."""
    held = {column: field for field, column in fields.items()}
    free = [
        column
        for column, found in enumerate(profiles)
        if found.words >= 3
        and found.dates < 0.3
        and held.get(column, "analysis") in _CAN_TELL
        and held.get(column) not in chosen
    ]
    if free:
        column = max(free, key=lambda place: (profiles[place].words * min(profiles[place].filled, 3), -place))
        if column in held:
            del fields[held[column]]
        fields["event"] = column


_CAN_TELL = frozenset(
    {"analysis", "action", "contact_type", "outcome", "voice", "source", "significance", "present"}
)


def column_of_heading(headings: Sequence[str], heading: str) -> int | None:
    """The column a person means by a heading, or None where this table has no such column."""
    wanted = plain_heading(heading)
    for column, written in enumerate(headings):
        if plain_heading(written) == wanted:
            return column
    return None


def _score(field: str, weight: int, headed: bool, found: Profile, below: Sequence[TableRow]) -> float:
    """How well a column bears out a field; 4 is enough."""
    few = found.filled < 3
    share = found.filled / max(len(below), 1)
    match field:
        case "date":
            if weight:
                return weight + 8 * found.dates - (6 if found.dates < 0.3 and not few else 0) + share
            enough = found.dates >= 0.6 if not few else found.dates == 1 and found.filled > 1
            return 3 + 4 * found.dates + share if enough else 0
        case "recorded_date" | "end_date":
            return weight + 4 * found.dates - (8 if found.dates < 0.3 and not few else 0) if weight else 0
        case "time" | "end_time":
            if weight:
                return weight + 4 * found.times - (6 if found.times < 0.2 and not few else 0)
            return 5 if field == "time" and found.times >= 0.7 and not few and not headed else 0
        case "event":
            length = min(found.words, 30) / 3
            if weight:
                return weight + length - (3 if found.words < 2.5 and not few else 0) - 8 * found.dates
            if headed or found.words < 4 or found.dates > 0.3:
                return 0
            return 2 + length + share
        case "outcome":
            if weight:
                long = 3 if found.words > 25 else 0
                return weight + 5 * (found.outcomes + found.yes_no) - long - 8 * found.dates
            told = found.outcomes + found.follow_ups
            if headed or found.words >= 8 or few or found.outcomes < 0.15 or told < 0.6:
                return 0
            return 4 + 3 * told
        case "contact_type":
            return weight - (6 if found.words > 8 and not few else 0) - 6 * found.dates if weight else 0
        case "reference":
            return weight - (6 if found.words > 6 and not few else 0) if weight else 0
        case "child_seen" | "seen_alone":
            return (
                weight + 3 * found.yes_no - (5 if found.yes_no < 0.2 and found.words > 6 and not few else 0)
            )
        case "seen":
            return weight - (4 if found.yes_no > 0.6 else 0) if weight else 0
        case "year":
            return weight
        case "for_whom" | "present" | "recorded_by" | "service":
            return weight - (5 if found.words > 10 and not few else 0) - 8 * found.dates if weight else 0
        case _:
            return weight
