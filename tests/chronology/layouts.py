"""Agencies' chronologies in many layouts, each with the truth of what its rows mean.

`layouts(seed)` writes Word, Excel and CSV files as agencies send them: banners, merged cells, repeated
headers, keys and footnotes, vague and spoilt dates, outcomes in columns or only in words. Everything about
a file follows from the seed, down to its bytes. Nothing here knows how an importer works; the people and
agencies are invented.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from chronology.layouts_pieces import (
    CAME,
    FORMS,
    INITIALS,
    MONTHS,
    NOTHING,
    THINGS,
    UNKNOWN,
    WEEKDAYS,
    Book,
    Box,
    Column,
    Dated,
    Entry,
    Grid,
    Made,
    Said,
    Shown,
    Telling,
    banner,
    c_action,
    c_analysis,
    c_date,
    c_kind,
    c_outcome,
    c_recorded,
    c_ref,
    c_service,
    c_source,
    c_text,
    c_time,
    c_who,
    c_worker,
    clock,
    codes,
    later,
    made,
    month_end,
    nth,
    one_day,
    span,
    table_xml,
    to_csv,
    to_docx,
    to_xlsx,
    vague_dates,
    years_of,
)


def layouts(seed: int) -> list[Made]:
    """Every layout once, made from `seed`."""
    return [replace(make(Random(f"{seed} {make.__name__}")), name=named(make)) for make in LAYOUTS]


def named(make: Callable[[Random], Made]) -> str:
    """What a layout is called in a report."""
    return make.__name__.replace("_", " ")


def initials(entry: Entry) -> object:
    return INITIALS[hash_of(entry.worker) % len(INITIALS)]


def hash_of(text: str) -> int:
    return sum(text.encode())


def same_days(rng: Random, entries: list[Entry], share: float = 0.2) -> list[list[Entry]]:
    """Some entries put on the day of the one before; groups of entries of one day."""
    groups: list[list[Entry]] = []
    for entry in entries:
        above = groups[-1][0] if groups else None
        if above and above.dated.plain and entry.dated.plain and rng.random() < share:
            entry.day, entry.dated = above.day, above.dated
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return groups


def put_merged(grid: Grid, groups: list[list[Entry]], columns: list[Column], at: int, *, word: bool) -> None:
    """Entries of one day under one merged date cell; `at` is the date's column."""
    for group in groups:
        numbers = [grid.entry(e, columns) for e in group]
        if len(group) == 1:
            continue
        for place, number in enumerate(numbers):
            row = grid.rows[number - 1]
            if word:
                row[at] = Box(str(row[at]), down="start") if place == 0 else Box("", down="continue")
            elif place:
                row[at] = ""
        if not word:
            grid.merges.append((numbers[0], at + 1, numbers[-1], at + 1))


def with_child_seen(rng: Random, entries: list[Entry]) -> None:
    for entry in entries:
        written, seen = rng.choice(
            (("Y", True), ("N", False), ("Yes", True), ("No", False), ("", None), ("n/a", None))
        )
        if not entry.child or entry.said.codes - CAME:
            written, seen = "", None
        if seen is False:
            # Kept, and yet the child was not seen: who came then is a fair question.
            entry.said = replace(entry.said, codes=CAME | {"adult_only", "present_not_spoken"}, plain=False)
        entry.child_seen_written, entry.child_seen = written, seen


def c_child_seen(entry: Entry) -> object:
    return entry.child_seen_written


# --- Word ----------------------------------------------------------------------------------------------


def social_care(rng: Random) -> Made:
    """Children's social care: event and recorded dates, merged dates, year banners, a key of initials."""
    entries = Book(rng).entries(40, Telling(forms=("nth words", "words"), yearless=True, vague=0.1, step=20))
    with_child_seen(rng, entries)
    columns: list[Column] = [
        ("Date of event", c_date),
        ("Date recorded", c_recorded),
        ("Source", c_source),
        ("Event / contact", c_text),
        ("Child seen?", c_child_seen),
        ("Outcome", c_outcome),
        ("Author", initials),
    ]
    grid = Grid()
    grid.header(columns)
    for year, of_year in years_of(entries):
        grid.put(banner(str(year), len(columns)))
        put_merged(grid, same_days(rng, of_year), columns, 0, word=True)
    key = Grid()
    key.put("Initials", "Name", "Role")
    for short, name in zip(
        INITIALS, ("Ruth Salter", "Jide Okonjo", "Priya Nandra", "D Whitlock", "Lowri Pask"), strict=True
    ):
        key.put(short, name, "Social worker")
    return made(
        "csc_chronology.docx",
        to_docx(
            "Children’s Social Care – Chronology", "Scoping period 01/01/2012 – 30/09/2013", grid, "Key", key
        ),
        grid,
        key,
    )


def recorded_first(rng: Random) -> Made:
    """The date an entry was typed comes before the date of the event."""
    entries = Book(rng).entries(30, Telling(forms=("slash",), vague=0.08, outcomes="words"))
    columns: list[Column] = [
        ("Date of entry", c_recorded),
        ("Entered by", c_worker),
        ("Date of contact", c_date),
        ("Details of contact", c_text),
        ("Action", c_action),
    ]
    grid = Grid("Sheet1")
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("school nursing.xlsx", to_xlsx(grid), grid)


def probation(rng: Random) -> Made:
    """Probation: acceptable and unacceptable absences, date and time in one cell."""
    entries = Book(rng).entries(
        30, Telling(forms=("weekday slash", "slash"), times="inline", child=0.0, visits=0.1)
    )
    for entry in entries:
        if entry.said.stated:
            entry.said = rng.choice(
                (
                    Said("Attended – complied", CAME),
                    Said("Unacceptable absence", codes("did_not_attend")),
                    Said("Acceptable absence", codes("excused")),
                    Said("FTA", codes("did_not_attend")),
                    Said("Failed to attend – warning letter", codes("did_not_attend")),
                )
            )
            entry.text = f"Supervision session. Talked about the {entry.mark}."
    columns: list[Column] = [
        ("No.", c_ref),
        ("Appt date / time", c_date),
        ("Offender manager", lambda e: e.worker),
        ("Type", c_kind),
        ("Attendance", c_outcome),
        ("Comments", c_text),
    ]
    grid = Grid()
    grid.header(columns)
    for number, entry in enumerate(entries, 1):
        entry.ref = str(number)
        entry.kind = "Office" if entry.kind == "Appointment" else entry.kind
        grid.entry(entry, columns)
    return made("probation contact log.docx", to_docx("Probation contact log", grid), grid)


def camhs(rng: Random) -> Made:
    """CAMHS: every appointment is the child's."""
    entries = Book(rng).entries(
        30, Telling(forms=("abbreviated", "short words"), child=1.0, visits=0.0, times="column")
    )
    columns: list[Column] = [
        ("Date", c_date),
        ("Time", c_time),
        ("Clinician", c_worker),
        ("Who for", c_who),
        ("Contact", c_text),
        ("Outcome (Attended / DNA / CNB)", c_outcome),
    ]
    grid = Grid()
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("CAMHS.docx", to_docx("CAMHS involvement", grid, "End of chronology"), grid)


def voluntary(rng: Random) -> Made:
    """A charity's prose: vague dates, three columns, outcomes in the words."""
    entries = Book(rng).entries(
        40,
        Telling(
            forms=("nth words", "nth of", "weekday words"),
            vague=0.5,
            undated=0.08,
            outcomes="words",
            asides=0.6,
        ),
    )
    columns: list[Column] = [("When", c_date), ("What happened", c_text), ("Who", c_worker)]
    grid = Grid()
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("Home-Link our story.docx", to_docx("What we did with the family", grid), grid)


def header_repeated(rng: Random) -> Made:
    """The heading row typed again at the top of every page, and a total at the end."""
    entries = Book(rng).entries(36, Telling(forms=("dots", "slash"), times="inline", vague=0.05))
    columns: list[Column] = [
        ("Date/Time", c_date),
        ("Source", c_source),
        ("Summary", c_text),
        ("Response", c_outcome),
        ("Comment", c_analysis),
    ]
    grid = Grid()
    for number, entry in enumerate(entries):
        if number % 9 == 0:
            grid.header(columns)
        grid.entry(entry, columns)
    grid.put(banner("Total entries: 36", len(columns)))
    return made("police_review.docx", to_docx(grid), grid)


def unusual_headings(rng: Random) -> Made:
    """Heading words no template uses."""
    entries = Book(rng).entries(30, Telling(forms=("weekday words", "nth words"), vague=0.1))
    columns: list[Column] = [
        ("Day it happened", c_date),
        ("What we did and saw", c_text),
        ("What came of it", c_outcome),
        ("Written up by", c_worker),
    ]
    grid = Grid()
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("family hub.docx", to_docx(grid), grid)


def month_banners(rng: Random) -> Made:
    """Months and years as banners, only the day in the cell."""
    entries = Book(rng).entries(36, Telling(forms=("slash",), step=9))
    columns: list[Column] = [("Date", c_date), ("Event", c_text), ("Outcome", c_outcome), ("By", c_worker)]
    grid = Grid()
    grid.header(columns)
    last = ""
    for entry in entries:
        month = f"{MONTHS[entry.day.month - 1]} {entry.day.year}"
        if month != last:
            grid.put(banner(month, len(columns)))
            last = month
        day = entry.day.day
        entry.dated = one_day(
            entry.day, rng.choice((nth(day), f"{WEEKDAYS[entry.day.weekday()][:3]} {nth(day)}", str(day)))
        )
        grid.entry(entry, columns)
    return made("children centre.docx", to_docx("Children’s centre diary", grid), grid)


def split_rows(rng: Random) -> Made:
    """Entries that run over into a second row, with a repeated header here and there."""
    book = Book(rng)
    entries = book.entries(32, Telling(forms=("slash", "dots"), vague=0.05))
    columns: list[Column] = [
        ("Date", c_date),
        ("Source of information", c_source),
        ("Event", c_text),
        ("Outcome", c_outcome),
    ]
    grid = Grid()
    grid.header(columns)
    for number, entry in enumerate(entries):
        if number == 16:
            grid.header(columns)
        rest = rng.random() < 0.3
        if rest:
            entry.tail = book.marks.next()
            entry.text = entry.text.removesuffix(".") + " and"
        grid.entry(entry, columns)
        if rest and entry.tail:
            grid.put("", "", f"(continued) also wrote down the {entry.tail} and closed the note.", "")
            grid.joined.append(entry.tail)
    return made("hv_notes.docx", to_docx(grid), grid)


def nested(rng: Random, *, beside: str = "") -> Made:
    """A page laid out as a table, the chronology a table within its cell."""
    entries = Book(rng).entries(24, Telling(forms=("words", "slash"), vague=0.1))
    columns: list[Column] = [
        ("Date", c_date),
        ("Event", c_text),
        ("Outcome", c_outcome),
        ("Author", c_worker),
    ]
    grid = Grid(numbered=False)
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    outer = Grid()
    if beside:
        outer.put("Agency", "Family support team")
        outer.put(beside, "Please complete")
    else:
        outer.put("Family support team")
        outer.put("")
    place = (1, 1 if beside else 0)
    xml = table_xml(outer, inner={place: table_xml(grid)})
    return made("family support template.docx", to_docx("Template B", xml), outer, grid)


def nested_beside_label(rng: Random) -> Made:
    """The same, with a label in the cell to its left."""
    return nested(rng, beside="Chronology")


def small_table_within(rng: Random) -> Made:
    """A little table pasted into the words of an entry stays a part of that entry."""
    entries = Book(rng).entries(20, Telling(forms=("slash",)))
    columns: list[Column] = [
        ("Date", c_date),
        ("Event", c_text),
        ("Outcome", c_outcome),
        ("Worker", c_worker),
    ]
    grid = Grid()
    grid.header(columns)
    pasted: dict[tuple[int, int], str] = {}
    for entry in entries:
        number = grid.entry(entry, columns)
        if rng.random() < 0.2:
            scores = Grid()
            scores.put("Scale", "Score")
            scores.put("Worry", str(rng.randrange(20)))
            pasted[(number - 1, 1)] = table_xml(scores)
    return made("psychology.docx", to_docx(table_xml(grid, inner=pasted)), grid)


def content_controls(rng: Random) -> Made:
    """A template with date pickers and text boxes, the table itself within a control."""
    entries = Book(rng).entries(24, Telling(forms=("slash",), times="column"))
    columns: list[Column] = [
        ("Date", lambda e: Box(str(e.dated.written), picked=True)),
        ("Time", c_time),
        ("Type of contact", lambda e: Box(e.kind, picked=True)),
        ("Description of event", lambda e: Box(e.text, picked=rng.random() < 0.5)),
        ("Outcome", lambda e: Box(e.said.written, picked=True)),
    ]
    grid = Grid()
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("LSCP template.docx", to_docx("Agency chronology", grid, controlled=True), grid)


def tracked(rng: Random) -> Made:
    """Tracked changes left in: insertions count, deletions do not."""
    book = Book(rng)
    entries = book.entries(24, Telling(forms=("slash",), vague=0.0))

    def text(entry: Entry) -> object:
        chance = rng.random()
        if chance < 0.3:
            entry.absent = book.marks.next()
            return Box(entry.text, struck=f"Draft wording on the {entry.absent}. ")
        if chance < 0.6:
            first, space, rest = entry.text.partition(" the ")
            return Box(first, inserted=space + rest)
        return entry.text

    def dated(entry: Entry) -> object:
        written = str(entry.dated.written)
        return Box(written[:6], inserted=written[6:]) if rng.random() < 0.3 else written

    columns: list[Column] = [("Date", dated), ("Event", text), ("Outcome", c_outcome), ("Worker", c_worker)]
    grid = Grid()
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("chronology v3 tracked.docx", to_docx(grid), grid)


def several_tables(rng: Random) -> Made:
    """A front page table, the family, the chronology year by year in tables of their own, a glossary."""
    entries = Book(rng).entries(36, Telling(forms=("slash", "words"), vague=0.08))
    columns: list[Column] = [
        ("Date", c_date),
        ("Professional involved", c_worker),
        ("Significant event", c_text),
        ("Response / outcome", c_outcome),
        ("Analysis", c_analysis),
    ]
    front, family, glossary = Grid(), Grid(), Grid()
    front.put("Name of agency", "Harbour Trust")
    front.put("Author of chronology", "R Salter")
    front.put("Date completed", "14/02/2014")
    front.put("Period covered", "01/01/2012 to 30/09/2013")
    family.put("Name", "Relationship", "Date of birth", "Address")
    family.put("Tobias Fenwright", "Subject", "02/01/2012", "Flat 3")
    family.put("Carys Fenwright", "Mother", "19/07/1990", "Flat 3")
    family.put("Gethin Rowle", "Mother’s partner", "30/11/1986", "Not known")
    glossary.put("Abbreviation", "Meaning")
    glossary.put("DNA", "Did not attend")
    glossary.put("CPP", "Child protection plan")
    parts: list[str | Grid] = ["Chronology template", front, "Family composition", family]
    tables = []
    for year, of_year in years_of(entries):
        grid = Grid()
        grid.header(columns)
        for entry in of_year:
            grid.entry(entry, columns)
        tables.append(grid)
        parts += [f"Events of {year}", grid]
    parts += ["Glossary", glossary]
    return made("Harbour Trust.docx", to_docx(*parts), front, family, *tables, glossary)


def continued_tables(rng: Random) -> Made:
    """A table cut in pieces: the later pieces have no heading row."""
    entries = Book(rng).entries(30, Telling(forms=("slash",)))
    columns: list[Column] = [("Date", c_date), ("Event", c_text), ("Outcome", c_outcome), ("Staff", c_worker)]
    tables = []
    for start in (0, 10, 20):
        grid = Grid()
        if start == 0:
            grid.header(columns)
        for entry in entries[start : start + 10]:
            grid.entry(entry, columns)
        tables.append(grid)
    return made(
        "housing association.docx",
        to_docx(tables[0], "", tables[1], "", tables[2]),
        *tables,
    )


def words_only(rng: Random) -> Made:
    """No outcome column: what came of a visit is in the words, with mentions that mislead."""
    entries = Book(rng).entries(60, Telling(forms=("slash", "dots"), outcomes="words", step=8))
    columns: list[Column] = [("Date", c_date), ("Worker", c_worker), ("Details", c_text)]
    grid = Grid()
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("outreach.docx", to_docx(grid, broken=False), grid)


def year_headings(rng: Random) -> Made:
    """A heading paragraph gives the year; one table each, dates without years."""
    entries = Book(rng).entries(
        30, Telling(forms=("slash", "short words", "weekday words"), yearless=True, step=24)
    )
    columns: list[Column] = [("Date", c_date), ("Event", c_text), ("Outcome", c_outcome)]
    parts: list[str | Grid] = ["Midwifery liaison"]
    tables = []
    for year, of_year in years_of(entries):
        grid = Grid()
        grid.header(columns)
        for entry in of_year:
            grid.entry(entry, columns)
        tables.append(grid)
        parts += [str(year), grid]
    return made("liaison.docx", to_docx(*parts), *tables)


def title_in_table(rng: Random) -> Made:
    """Title and scope as merged rows within the table, and an end mark."""
    entries = Book(rng).entries(26, Telling(forms=("long dots", "dots"), vague=0.05, undated=0.05))
    columns: list[Column] = [
        ("Date of contact", c_date),
        ("Method", c_kind),
        ("Record of contact", c_text),
        ("Result", c_outcome),
        ("Follow-up", c_action),
    ]
    wide = len(columns)
    grid = Grid()
    grid.put(banner("CHRONOLOGY OF HEALTH VISITING CONTACT", wide))
    grid.put(banner("Scoping period: 1 January 2012 to 30 September 2013", wide))
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    grid.put(banner("END OF CHRONOLOGY", wide))
    return made("hv summary.docx", to_docx(grid), grid)


def spoilt(rng: Random) -> Made:
    """Typed in haste: impossible days, letters for digits, dates guessed at."""
    entries = Book(rng).entries(
        40, Telling(forms=("slash", "short slash"), spoilt=0.35, undated=0.1, vague=0.1)
    )
    columns: list[Column] = [
        ("Date", c_date),
        ("Contact", c_text),
        ("Outcome", c_outcome),
        ("Recorded by", c_worker),
    ]
    grid = Grid()
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("night shelter.docx", to_docx(grid), grid)


def banner_then_blank(rng: Random) -> Made:
    """A banner between a date and a blank cell: the date above does not reach over it."""
    entries = Book(rng).entries(30, Telling(forms=("slash",), yearless=True, step=24))
    columns: list[Column] = [
        ("Date", c_date),
        ("Worker", c_worker),
        ("Event", c_text),
        ("Outcome", c_outcome),
    ]
    grid = Grid()
    grid.header(columns)
    for year, of_year in years_of(entries):
        grid.put(banner(str(year), len(columns)))
        for place, entry in enumerate(of_year):
            if place == 0 and len(grid.rows) > 3:
                whole = (date(year, 1, 1).isoformat(), date(year, 12, 31).isoformat(), "year")
                entry.dated = Dated("", (UNKNOWN, whole), plain=False)
            elif place > 0 and entry.dated.plain and of_year[place - 1].dated.plain and rng.random() < 0.25:
                entry.dated = replace(of_year[place - 1].dated, written="", plain=False)
                entry.from_above = True
            grid.entry(entry, columns)
    return made("drop-in centre.docx", to_docx(grid), grid)


def prose_cells(rng: Random) -> Made:
    """Long cells of several paragraphs and bullets, significance and lines of enquiry beside them."""
    entries = Book(rng).entries(20, Telling(forms=("nth words",), vague=0.15, times="inline"))
    for entry in entries:
        entry.text = (
            f"{entry.text}\n• Home warm and tidy.\n• Bottles on the side.\nPlan: to speak to manager."
        )
    columns: list[Column] = [
        ("Ref", c_ref),
        ("Date and time", c_date),
        ("Agency contact / event", c_text),
        ("Outcome", c_outcome),
        ("Significance", lambda e: rng.choice(("Yes", "No", ""))),
        ("KLOE", lambda e: rng.choice(("1", "2, 3", ""))),
        ("Author’s analysis", c_analysis),
    ]
    grid = Grid()
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made(
        "IMR chronology.docx",
        to_docx("Individual management review", grid, broken=False),
        grid,
    )


def no_header_word(rng: Random) -> Made:
    """A Word table that starts straight away."""
    entries = Book(rng).entries(24, Telling(forms=("slash", "dots"), outcomes="words"))
    columns: list[Column] = [("", c_date), ("", c_text), ("", lambda e: e.worker)]
    grid = Grid()
    for entry in entries:
        grid.entry(entry, columns)
    return made("dentist.docx", to_docx("Dental practice – contacts", grid), grid)


# --- Excel ---------------------------------------------------------------------------------------------


def midwifery(rng: Random) -> Made:
    """Midwifery: real spreadsheet dates with times, weeks of pregnancy beside them."""
    telling = Telling(
        native=0.85, forms=("slash",), times="native", child=0.0, start=date(2011, 6, 1), step=6
    )
    entries = Book(rng).entries(36, telling)
    weeks = {e.mark: f"{12 + n // 2}+{rng.randrange(7)}" for n, e in enumerate(entries)}
    columns: list[Column] = [
        ("Date & time seen", c_date),
        ("Gestation", lambda e: weeks[e.mark]),
        ("Midwife", c_worker),
        ("Contact", c_text),
        ("Outcome", c_outcome),
    ]
    grid = Grid("Antenatal")
    grid.put("Community midwifery")
    grid.put("Hospital no. 0423117")
    grid.blank(5)
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("midwifery.xlsx", to_xlsx(grid), grid)


def nursery(rng: Random) -> Made:
    """Nursery log: weekday beside the date, parents informed."""
    entries = Book(rng).entries(30, Telling(native=1.0, outcomes="none", step=6))
    columns: list[Column] = [
        ("Day", lambda e: WEEKDAYS[e.day.weekday()]),
        ("Date", c_date),
        ("Incident / observation", c_text),
        ("Staff", c_worker),
        ("Parent informed (Y/N)", lambda e: rng.choice("YN")),
    ]
    grid = Grid("Log")
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("Sunbeams nursery.xlsx", to_xlsx(grid), grid)


def ambulance(rng: Random) -> Made:
    """Ambulance: times to the minute, finishing after midnight."""
    entries = Book(rng).entries(30, Telling(native=0.6, forms=("slash",), outcomes="none"))
    for entry in entries:
        start = f"{rng.choice((3, 9, 13, 22, 23, 23)):02}:{rng.randrange(60):02}"
        end = later(start, rng.randrange(35, 130))
        native = rng.random() < 0.6
        entry.times, entry.end_times = (start,), (end,)
        entry.time_written = datetime.strptime(start, "%H:%M").time() if native else start
        entry.end_written = datetime.strptime(end, "%H:%M").time() if native else end
        entry.text = (
            f"999 call. Crew found the {entry.mark} in the hallway. Patient stable, taken to hospital."
        )
    columns: list[Column] = [
        ("Incident no.", c_ref),
        ("Date", c_date),
        ("Start time", c_time),
        ("End time", lambda e: e.end_written),
        ("Call category", lambda e: rng.choice(("Cat 1", "Cat 2", "Cat 3"))),
        ("Narrative", c_text),
    ]
    grid = Grid("CAD extract")
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("ambulance.xlsx", to_xlsx(grid), grid)


def mental_health(rng: Random) -> Made:
    """Mental health trust: newest first, date and time as text."""
    entries = Book(rng).entries(40, Telling(forms=("capitals", "words"), times="inline", child=0.0))
    columns: list[Column] = [
        ("Date/Time", c_date),
        ("HCP", c_worker),
        ("Progress note", c_text),
        ("Appointment status", c_outcome),
    ]
    grid = Grid("Progress notes")
    grid.header(columns)
    for entry in reversed(entries):
        grid.entry(entry, columns)
    return made("MHT progress notes.xlsx", to_xlsx(grid), grid)


def fire_service(rng: Random) -> Made:
    """Fire service: ISO dates as text, which nobody may read month first."""
    entries = Book(rng).entries(26, Telling(forms=("iso",), times="column", visits=1.0))
    columns: list[Column] = [
        ("Incident number", c_ref),
        ("Date", c_date),
        ("Time", c_time),
        ("Address", lambda e: "Flat 3, 90 Millrace Rd"),
        ("Detail", c_text),
        ("Outcome", c_outcome),
    ]
    for entry in entries:
        if entry.dated.plain:
            day = entry.day.replace(day=entry.day.day % 12 + 1)
            entry.day, entry.dated = day, one_day(day, day.isoformat())
    grid = Grid("Safe and well")
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("fire service.xlsx", to_xlsx(grid), grid)


def service_sheets(rng: Random) -> Made:
    """One sheet for each service, with a cover, contacts and a staff key that are no chronologies."""
    book = Book(rng)
    grids = []
    names = {"Health visiting": "HV", "School nursing": "SN", "Physio": "PHY"}
    for name in names:
        entries = book.entries(16, Telling(native=0.5, forms=("slash", "iso"), vague=0.08), names[name])
        columns: list[Column] = [
            ("Date", c_date),
            ("Patient", c_who),
            ("Summary", c_text),
            ("Attendance", c_outcome),
        ]
        rng.shuffle(columns)
        grid = Grid(name, left=1)
        grid.put(f"{name.upper()} – CONFIDENTIAL")
        grid.blank(4)
        grid.header(columns)
        for entry in entries:
            grid.entry(entry, columns)
        grids.append(grid)
    cover, contacts, staff = Grid("Cover"), Grid("Contacts"), Grid("Staff key")
    cover.put("Agency", "Bryndale Community Trust")
    cover.put("Completed by", "L Pask")
    cover.put("Date completed", datetime(2014, 2, 14))
    contacts.put("Name", "Role", "Email")
    contacts.put("Lowri Pask", "Named nurse", "l.pask@example.org")
    staff.put("Initials", "Name", "Start date", "End date")
    staff.put("RS", "Ruth Salter", datetime(2009, 3, 2), "")
    staff.put("JO", "Jide Okonjo", datetime(2010, 9, 6), datetime(2013, 1, 31))
    return made(
        "community trust.xlsx",
        to_xlsx(cover, *grids, contacts, staff),
        cover,
        *grids,
        contacts,
        staff,
        service_sheets=names,
    )


def header_on_row_eight(rng: Random) -> Made:
    """A title block of seven rows, with dates of its own."""
    entries = Book(rng).entries(28, Telling(native=0.7, forms=("slash", "abbreviated"), vague=0.06))
    columns: list[Column] = [
        ("Date", c_date),
        ("Ref", c_ref),
        ("Event", c_text),
        ("Outcome", c_outcome),
        ("Comment", c_analysis),
    ]
    grid = Grid("Chronology")
    grid.put("AGENCY CHRONOLOGY")
    grid.put("Name of agency:", "Milltown Medical Centre")
    grid.put("Completed by:", "Dr P Nandra")
    grid.put("Date completed:", datetime(2014, 2, 14))
    grid.put("Scoping period:", "01/01/2012 – 30/09/2013")
    grid.put("Please use one row for each event, earliest first.")
    grid.blank(5)
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("GP.xlsx", to_xlsx(grid), grid)


def two_header_rows(rng: Random) -> Made:
    """Group headings above the headings."""
    entries = Book(rng).entries(28, Telling(native=0.5, forms=("slash",), times="column"))
    columns: list[Column] = [
        ("Date", c_date),
        ("Time", c_time),
        ("Event", c_text),
        ("Outcome", c_outcome),
        ("By", c_worker),
        ("Comment", c_analysis),
    ]
    grid = Grid("Sheet1")
    grid.put("WHEN", "", "WHAT", "", "WHO", "AUTHOR’S VIEW")
    grid.merges += [(1, 1, 1, 2), (1, 3, 1, 4)]
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("education welfare.xlsx", to_xlsx(grid), grid)


def key_below(rng: Random) -> Made:
    """Footnotes and a staff key under the table, in the same sheet."""
    entries = Book(rng).entries(28, Telling(forms=("dots", "short slash"), vague=0.05))
    columns: list[Column] = [
        ("Date", c_date),
        ("Worker", initials),
        ("Record", c_text),
        ("Outcome", c_outcome),
    ]
    grid = Grid("Chronology")
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    grid.blank(4)
    grid.put("* Entries marked thus are from memory.")
    grid.put("Key to staff")
    grid.put("RS", "Ruth Salter, support worker")
    grid.put("JO", "Jide Okonjo, team leader")
    grid.put("Printed 14/02/2014 by L Pask")
    return made("refuge.xlsx", to_xlsx(grid), grid)


def merged_in_excel(rng: Random) -> Made:
    """Vertically merged date cells in a spreadsheet."""
    entries = Book(rng).entries(34, Telling(native=0.6, forms=("slash",)))
    columns: list[Column] = [("Date", c_date), ("Time", c_time), ("Event", c_text), ("Outcome", c_outcome)]
    grid = Grid("Contacts log")
    grid.header(columns)
    put_merged(grid, same_days(rng, entries, 0.35), columns, 0, word=False)
    return made("stop smoking.xlsx", to_xlsx(grid), grid)


def blank_in_excel(rng: Random) -> Made:
    """Dates left blank where they repeat, nothing merged; blank rows between."""
    entries = Book(rng).entries(36, Telling(native=0.6, forms=("slash",), vague=0.05))
    columns: list[Column] = [
        ("Date of contact", c_date),
        ("Officer", c_worker),
        ("Notes", c_text),
        ("Outcome", c_outcome),
    ]
    grid = Grid("Sheet1")
    grid.header(columns)
    for group in same_days(rng, entries, 0.3):
        for place, entry in enumerate(group):
            if place:
                entry.dated = replace(entry.dated, written="", plain=False)
                entry.from_above = True
            grid.entry(entry, columns)
        if rng.random() < 0.1:
            grid.blank(4)
    return made("anti-social behaviour team.xlsx", to_xlsx(grid), grid)


def odd_order(rng: Random) -> Made:
    """Words first, date last, empty columns between."""
    entries = Book(rng).entries(28, Telling(native=0.5, forms=("slash",), times="column", vague=0.05))
    columns: list[Column] = [
        ("Details", c_text),
        ("", lambda e: ""),
        ("Attended?", c_outcome),
        ("Client", c_who),
        ("", lambda e: ""),
        ("Time", c_time),
        ("Date", c_date),
    ]
    grid = Grid("Extract", left=1)
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("counselling extract.xlsx", to_xlsx(grid), grid)


def other_sheets(rng: Random) -> Made:
    """A workbook of which one sheet is a chronology: family, lists for the drop-downs, staff, guidance."""
    entries = Book(rng).entries(26, Telling(native=0.8, forms=("slash",)))
    columns: list[Column] = [
        ("Event date", c_date),
        ("Contact type", c_kind),
        ("Event description", c_text),
        ("Outcome", c_outcome),
        ("Recorded by", c_worker),
    ]
    grid, family, lists, staff, guidance = (
        Grid("Events"),
        Grid("Family"),
        Grid("Lists"),
        Grid("Staff"),
        Grid("Guidance"),
    )
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    family.put("Name", "DOB", "Relationship")
    family.put("Tobias Fenwright", datetime(2012, 1, 2), "Subject")
    family.put("Carys Fenwright", datetime(1990, 7, 19), "Mother")
    family.put("Marnie Fenwright", datetime(2009, 4, 28), "Sibling")
    lists.put("Outcome", "Contact type")
    for pair in (("Attended", "Visit"), ("DNA", "Telephone"), ("Cancelled", "Letter")):
        lists.put(*pair)
    staff.put("Name", "Job title", "In post from")
    staff.put("R Salter", "Support worker", datetime(2011, 5, 9))
    staff.put("J. Okonjo", "Manager", datetime(2008, 2, 1))
    guidance.put("How to complete this workbook")
    guidance.put("Use one row for each event, for example 01/02/2013 Home visit.")
    return made(
        "education chronology.xlsx",
        to_xlsx(guidance, family, grid, staff, lists),
        guidance,
        family,
        grid,
        staff,
        lists,
    )


def year_sheets(rng: Random) -> Made:
    """One sheet a year; the dates within have no year."""
    entries = Book(rng).entries(
        30, Telling(forms=("nth words", "short words", "slash"), yearless=True, step=24)
    )
    columns: list[Column] = [("Date", c_date), ("Event", c_text), ("Outcome", c_outcome), ("By", c_worker)]
    grids = []
    for year, of_year in years_of(entries):
        grid = Grid(str(year))
        grid.header(columns)
        for entry in of_year:
            grid.entry(entry, columns)
        grids.append(grid)
    return made("youth service.xlsx", to_xlsx(*grids), *grids)


def agency_column(rng: Random) -> Made:
    """Several services in one sheet, told apart by a column; year banners between."""
    book = Book(rng)
    entries = []
    for name in ("Health Visiting", "GP", "Police", "Housing"):
        entries += book.entries(11, Telling(forms=("slash", "dots"), vague=0.05), name)
    entries.sort(key=lambda e: e.day)
    columns: list[Column] = [
        ("Date", c_date),
        ("Agency", c_service),
        ("Event", c_text),
        ("Outcome", c_outcome),
        ("Source", c_source),
    ]
    grid = Grid("Combined")
    grid.header(columns)
    for year, of_year in years_of(entries):
        grid.put(str(year))
        for entry in of_year:
            grid.entry(entry, columns)
    return made("combined.xlsx", to_xlsx(grid), grid, service_column="Agency")


def admissions(rng: Random) -> Made:
    """Hospital stays: a day in and a day out."""
    entries = Book(rng).entries(24, Telling(native=1.0, outcomes="none"))
    out: dict[str, datetime] = {}
    for entry in entries:
        last = entry.day + timedelta(days=rng.randrange(1, 6))
        out[entry.mark] = datetime(last.year, last.month, last.day)
        whole = (entry.day.isoformat(), last.isoformat(), "range")
        entry.dated = replace(entry.dated, readings=(whole, *entry.dated.readings))
        entry.text = f"Admitted to the ward. The {entry.mark} was left with security."
    columns: list[Column] = [
        ("Start date", c_date),
        ("End date", lambda e: out[e.mark]),
        ("Ward", lambda e: rng.choice(("Willow", "MAU"))),
        ("Summary", c_text),
    ]
    grid = Grid("Admissions")
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("inpatient stays.xlsx", to_xlsx(grid), grid)


# --- CSV -----------------------------------------------------------------------------------------------


def school_marks(rng: Random) -> Made:
    """School: attendance marks for morning and afternoon, which are neither times nor outcomes."""
    entries = Book(rng).entries(30, Telling(forms=("slash",), outcomes="none", step=4))
    for entry in entries:
        entry.outcome_scored = False
        entry.end_times = None
    mark: Callable[[Entry], object] = lambda e: rng.choice("/\\LOMUNI")  # noqa: E731
    columns: list[Column] = [
        ("Date", c_date),
        ("AM", mark),
        ("PM", mark),
        ("Comment", c_text),
        ("Staff", c_worker),
    ]
    grid = Grid()
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("school attendance.csv", to_csv(grid), grid)


def housing(rng: Random) -> Made:
    """Housing: semicolons, a byte order mark, no access and refused entry."""
    entries = Book(rng).entries(30, Telling(forms=("slash", "short slash"), visits=1.0, times="column"))
    columns: list[Column] = [
        ("Tenancy ref", c_ref),
        ("Contact date", c_date),
        ("Contact time", c_time),
        ("Officer", c_worker),
        ("Notes", c_text),
        ("Result", c_outcome),
    ]
    grid = Grid()
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("housing.csv", to_csv(grid, delimiter=";", encoding="utf-8-sig"), grid)


def emergency(rng: Random) -> Made:
    """A&E: cp1252 with curly quotes and pounds, arrival and departure."""
    entries = Book(rng).entries(
        30, Telling(forms=("dashes", "slash"), times="column", outcomes="none", asides=0.9)
    )
    columns: list[Column] = [
        ("Attendance Date", c_date),
        ("Arrival Time", c_time),
        ("Triage", lambda e: rng.choice(("Green", "Yellow", "Orange"))),
        ("Presenting complaint / notes", c_text),
        ("Diagnosis", lambda e: rng.choice(("Sprain", "Viral", ""))),
    ]
    for entry in entries:
        entry.text = entry.text.replace("Letter received", "Patient’s letter – received")
    grid = Grid()
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("ed.csv", to_csv(grid, encoding="cp1252", quoted=True), grid)


def no_header_csv(rng: Random) -> Made:
    """No heading row at all."""
    entries = Book(rng).entries(30, Telling(forms=("slash",)))
    columns: list[Column] = [
        ("", lambda e: e.ref),
        ("", c_date),
        ("", c_text),
        ("", c_outcome),
        ("", lambda e: e.worker),
    ]
    grid = Grid()
    for entry in entries:
        grid.entry(entry, columns)
    return made("export.csv", to_csv(grid), grid)


def many_lines(rng: Random) -> Made:
    """Cells of several lines, commas and quotation marks within, midnight on every date."""
    entries = Book(rng).entries(26, Telling(forms=("slash",)))
    for entry in entries:
        if entry.dated.plain:
            entry.dated = replace(entry.dated, written=f"{entry.dated.written} 00:00:00")
            entry.times = (None, "00:00")
        entry.text = f'{entry.text}\r\nSaid "all fine, thanks"\n\nNote closed.'
    columns: list[Column] = [
        ("Contact Date", c_date),
        ("Details", c_text),
        ("Outcome", c_outcome),
        ("Created On", lambda e: f"{e.recorded:%d/%m/%Y} 00:00:00"),
    ]
    grid = Grid(numbered=False)
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("case system.csv", to_csv(grid), grid)


def tabs(rng: Random) -> Made:
    """Tabs between, from a spreadsheet's Unicode text."""
    entries = Book(rng).entries(24, Telling(forms=("short slash", "abbreviated"), times="column"))
    columns: list[Column] = [
        ("Date", c_date),
        ("Time", c_time),
        ("Subject", c_who),
        ("Event", c_text),
        ("Outcome", c_outcome),
    ]
    grid = Grid()
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("unicode text.csv", to_csv(grid, delimiter="\t", encoding="utf-16"), grid)


def blank_in_csv(rng: Random) -> Made:
    """Date and worker left blank where they repeat."""
    entries = Book(rng).entries(30, Telling(forms=("short words",), times="column"))
    columns: list[Column] = [
        ("Date", c_date),
        ("Time", c_time),
        ("Activity", c_kind),
        ("Narrative", c_text),
        ("Outcome", c_outcome),
    ]
    grid = Grid()
    grid.header(columns)
    for group in same_days(rng, entries, 0.3):
        for place, entry in enumerate(group):
            if place:
                entry.dated = replace(entry.dated, written="", plain=False)
                entry.from_above = True
            grid.entry(entry, columns)
    return made("early help.csv", to_csv(grid), grid)


def from_and_to(rng: Random) -> Made:
    """Police: from and to, each a day and a time, some past midnight."""
    entries = Book(rng).entries(26, Telling(forms=("slash",), outcomes="none"))
    ends: dict[str, str] = {}
    for entry in entries:
        start = f"{rng.choice((9, 17, 22, 23)):02}:{rng.randrange(60):02}"
        end = later(start, rng.randrange(20, 110))
        last = entry.day + timedelta(days=int(end < start))
        ends[entry.mark] = f"{FORMS['slash'](last)} {end}"
        over = ((entry.day.isoformat(), last.isoformat(), "range"),) if last != entry.day else ()
        entry.dated = replace(
            entry.dated,
            written=f"{entry.dated.written} {start}",
            inline=start,
            inline_end=end,
            readings=(*entry.dated.readings, *over),
        )
        entry.text = f"Officers on scene. Log closed after the {entry.mark} was returned."
    columns: list[Column] = [
        ("Log no.", c_ref),
        ("Start date/time", c_date),
        ("End date/time", lambda e: ends[e.mark]),
        ("Summary", c_text),
    ]
    grid = Grid()
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("police log.csv", to_csv(grid), grid)


def time_ranges(rng: Random) -> Made:
    """From - to in the date's own cell."""
    entries = Book(rng).entries(26, Telling(forms=("slash", "weekday slash"), times="range", vague=0.05))
    columns: list[Column] = [("Date and time", c_date), ("Session notes", c_text), ("Outcome", c_outcome)]
    grid = Grid()
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("contact centre.docx", to_docx("Family contact centre", grid), grid)


def every_vague_date(rng: Random) -> Made:
    """Every vague form once."""
    book = Book(rng)
    day = date(2013, rng.randrange(1, 13), rng.randrange(1, 28))
    forms = vague_dates(day)
    entries = book.entries(len(forms), Telling(outcomes="none"))
    columns: list[Column] = [("When", c_date), ("What happened", c_text), ("Who told us", lambda e: e.worker)]
    grid = Grid()
    grid.header(columns)
    for entry, dated in zip(entries, forms, strict=True):
        entry.dated = dated
        grid.entry(entry, columns)
    return made("family’s own account.docx", to_docx(grid), grid)


def every_plain_date(rng: Random) -> Made:
    """Every plain form, on days that could be read month first."""
    book = Book(rng)
    names = list(FORMS)
    entries = book.entries(len(names) * 2, Telling(outcomes="none"))
    columns: list[Column] = [("Date", c_date), ("Notes", c_text), ("Worker", c_worker)]
    grid = Grid("Sheet1")
    grid.header(columns)
    for entry, name in zip(entries, names * 2, strict=True):
        day = date(2013, rng.randrange(1, 13), rng.randrange(1, 13))
        entry.dated = one_day(day, FORMS[name](day))
        grid.entry(entry, columns)
    return made("benefits.xlsx", to_xlsx(grid), grid)


def code_words(rng: Random) -> Made:
    """An outcome code nobody can know must not be guessed at."""
    entries = Book(rng).entries(24, Telling(forms=("slash",)))
    for entry in entries:
        chance = rng.random()
        if chance < 0.25:
            code = rng.choice(("Code 7", "ZX", "Q4 pend", "Awaiting attendance", "Attendance not recorded"))
            entry.said = Said(code, NOTHING - {"telephone"}, stated=False, plain=False)
        elif chance < 0.35:
            # Both at once is no answer: a person must choose.
            entry.said = Said("Attended / DNA", frozenset({None}), stated=False, doubt=True, plain=False)
    columns: list[Column] = [("Date", c_date), ("For", c_who), ("Event", c_text), ("Outcome", c_outcome)]
    grid = Grid()
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("substance clinic.csv", to_csv(grid), grid)


def number_times(rng: Random) -> Made:
    """Times typed with a point, which the spreadsheet took for numbers; one date lost its format."""
    entries = Book(rng).entries(24, Telling(native=1.0, outcomes="none"))
    for entry in entries:
        hour, minute = rng.randrange(8, 18), rng.choice((15, 25, 35, 45, 55))
        if rng.random() < 0.6:
            entry.time_written, entry.times = float(f"{hour}.{minute}"), (f"{hour:02}:{minute}",)
            # Read rightly, and yet a person may well be asked.
            entry.dated = replace(entry.dated, plain=False)
    lost = entries[7]
    serial = (lost.day - date(1899, 12, 30)).days
    lost.dated = span(str(serial), lost.day, lost.day, "day", UNKNOWN)
    lost.dated = replace(lost.dated, written=serial)
    columns: list[Column] = [("Date", c_date), ("Time", c_time), ("Notes", c_text), ("Initials", initials)]
    grid = Grid("Sheet1")
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("ward diary.xlsx", to_xlsx(grid), grid)


def shown_in_part(rng: Random) -> Made:
    """Spreadsheet dates of which the cell shows only the month, or only the year."""
    entries = Book(rng).entries(24, Telling(native=1.0, outcomes="none"))
    for entry in entries:
        first = entry.day.replace(day=1)
        chance = rng.random()
        if chance < 0.3:
            month = span("", first, month_end(first.year, first.month), "month")
            entry.dated = replace(month, written=Shown(datetime(first.year, first.month, 1), "mmm-yy"))
        elif chance < 0.4:
            year = span("", date(first.year, 1, 1), date(first.year, 12, 31), "year")
            entry.dated = replace(year, written=Shown(datetime(first.year, 1, 1), "yyyy"))
    columns: list[Column] = [("Date", c_date), ("Source", c_source), ("Event", c_text), ("By", c_worker)]
    grid = Grid("Summary")
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("summary of involvement.xlsx", to_xlsx(grid), grid)


def year_rows_in_csv(rng: Random) -> Made:
    """Year and month in rows of their own in a CSV, blank records between, the title in the first."""
    entries = Book(rng).entries(30, Telling(forms=("slash", "words"), yearless=True, vague=0.08, step=20))
    columns: list[Column] = [("Date", c_date), ("Who", c_who), ("What", c_text), ("Outcome", c_outcome)]
    grid = Grid()
    grid.put("Chronology of involvement", "", "", "")
    grid.header(columns)
    for year, of_year in years_of(entries):
        grid.blank(4)
        grid.put(str(year), "", "", "")
        for entry in of_year:
            grid.entry(entry, columns)
    return made("mentoring.csv", to_csv(grid), grid)


def long_headings(rng: Random) -> Made:
    """Headings that are instructions, a group heading row above them, in Word."""
    entries = Book(rng).entries(26, Telling(forms=("slash",), times="column", vague=0.06))
    columns: list[Column] = [
        ("No.", c_ref),
        ("Date of event (dd/mm/yyyy)", c_date),
        ("Time of event (24 hour clock)", c_time),
        ("Details of contact. Please be concise; say who was present and whether the child was seen", c_text),
        ("Outcome of contact / response of agency", c_outcome),
        ("Source of evidence (e.g. file, page, date of record)", c_source),
        ("Author’s comment, analysis and date added", c_analysis),
    ]
    grid = Grid()
    grid.put(Box("When", across=3), Box("What", across=2), Box("Evidence and analysis", across=2))
    grid.header(columns)
    for number, entry in enumerate(entries, 1):
        entry.ref = f"{number}."
        grid.entry(entry, columns)
    return made("partnership form.docx", to_docx(grid), grid)


def year_column(rng: Random) -> Made:
    """The year in a column of its own, merged downwards; day and month beside it."""
    entries = Book(rng).entries(26, Telling(forms=("nth words", "slash"), yearless=True, step=22))
    grid = Grid()
    grid.put("Year", "Date", "Event", "Outcome", "Worker")
    for year, of_year in years_of(entries):
        columns: list[Column] = [
            ("Year", lambda e: Box("", down="continue")),
            ("Date", c_date),
            ("Event", c_text),
            ("Outcome", c_outcome),
            ("Worker", c_worker),
        ]
        for place, entry in enumerate(of_year):
            number = grid.entry(entry, columns)
            if place == 0:
                grid.rows[number - 1][0] = Box(str(year), down="start")
    return made("befriending.docx", to_docx(grid), grid)


def wordy_banners(rng: Random) -> Made:
    """Section headings between the rows, some with a year and some with none."""
    entries = Book(rng).entries(30, Telling(forms=("slash", "words")))
    columns: list[Column] = [
        ("Date", c_date),
        ("Source", c_source),
        ("Event", c_text),
        ("Outcome", c_outcome),
    ]
    said = iter(
        (
            "PREGNANCY AND BIRTH",
            "2012 – Tobias is born",
            "Health visitor changes, May 2013",
            "Section 4: after the first conference",
            "Second referral to social care",
        )
    )
    grid = Grid()
    grid.header(columns)
    for number, entry in enumerate(entries):
        if number % 6 == 0:
            grid.put(banner(next(said), len(columns)))
        grid.entry(entry, columns)
    return made("narrative chronology.docx", to_docx(grid), grid)


def newest_first_banners(rng: Random) -> Made:
    """Newest first, years as banners in the first cell alone."""
    entries = Book(rng).entries(30, Telling(forms=("slash", "short words"), yearless=True, step=22))
    columns: list[Column] = [("Date", c_date), ("Contact", c_text), ("Outcome", c_outcome), ("By", c_worker)]
    grid = Grid("Log")
    grid.header(columns)
    for year, of_year in reversed(list(years_of(entries))):
        grid.put(str(year) if rng.random() < 0.5 else year)
        for entry in reversed(of_year):
            grid.entry(entry, columns)
    return made("family worker log.xlsx", to_xlsx(grid), grid)


def day_banners(rng: Random) -> Made:
    """A diary: each day is a banner, its entries have only a time."""
    entries = Book(rng).entries(30, Telling(forms=("weekday words",), times="column", outcomes="none"))
    for entry in entries:
        if entry.times == (None,):
            entry.time_written, meant = clock(rng)
            entry.times = (meant,)
    columns: list[Column] = [("Time", c_time), ("Entry", c_text), ("Signed", initials)]
    grid = Grid()
    grid.header(columns)
    for group in same_days(rng, entries, 0.5):
        grid.put(banner(str(group[0].dated.written), len(columns)))
        for entry in group:
            entry.dated = replace(entry.dated, plain=False)
            grid.entry(entry, columns)
    return made("residential diary.docx", to_docx("Mother and baby unit – diary", grid), grid)


def yes_and_no(rng: Random) -> Made:
    """Attended, child seen and seen alone as columns of yes and no."""
    entries = Book(rng).entries(30, Telling(native=0.7, forms=("slash",), outcomes="none"))
    alone: dict[str, str] = {}
    for entry in entries:
        person = rng.choice(("Toby", "Ms Fenwright"))
        entry.text, entry.who = f"Appointment for {person} about the {entry.mark}.", person
        entry.child = person == "Toby"
        if rng.random() < 0.35:
            entry.said = Said("N", codes("did_not_attend"))
            alone[entry.mark] = ""
            continue
        entry.said = Said(rng.choice(("Y", "Yes")), CAME, plain=False)
        if entry.child:
            entry.child_seen, entry.child_seen_written = True, "Y"
            alone[entry.mark] = rng.choice("YN")
            entry.said = replace(
                entry.said, codes=CAME | ({"seen_alone"} if alone[entry.mark] == "Y" else set())
            )
    columns: list[Column] = [
        ("Date", c_date),
        ("Description", c_text),
        ("Attended (Y/N)", c_outcome),
        ("Child seen (Y/N)", c_child_seen),
        ("Seen alone (Y/N)", lambda e: alone.get(e.mark, "")),
        ("Worker", c_worker),
    ]
    grid = Grid("Contacts")
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("play therapy.xlsx", to_xlsx(grid), grid)


def type_says_it(rng: Random) -> Made:
    """No outcome column: the type of contact says that nothing came of it."""
    entries = Book(rng).entries(30, Telling(forms=("slash",), outcomes="none"))
    for entry in entries:
        if rng.random() < 0.6:
            entry.kind, accepted = rng.choice(
                (
                    ("No access visit", codes("no_access")),
                    ("DNA", codes("did_not_attend")),
                    ("Appointment – did not attend", codes("did_not_attend")),
                    ("Cancelled by family", codes("cancelled_by_family")),
                    ("Home visit – no reply", codes("no_access")),
                )
            )
            entry.said = Said(entry.kind, accepted, plain=False)
            entry.text = f"Ms Fenwright was to talk about the {entry.mark}."
        else:
            entry.kind = rng.choice(("Letter", "Email", "Information"))
    columns: list[Column] = [
        ("Date", c_date),
        ("Contact type", c_kind),
        ("Notes", c_text),
        ("Worker", c_worker),
    ]
    grid = Grid()
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("tenancy support.csv", to_csv(grid), grid)


def other_dates_about(rng: Random) -> Made:
    """An extract with dates of birth and of the next appointment beside the one that counts."""
    entries = Book(rng).entries(30, Telling(native=1.0, visits=0.0))
    columns: list[Column] = [
        ("NHS no.", lambda e: "999 000 0000"),
        ("Patient", c_who),
        ("DOB", lambda e: datetime(2012, 1, 2) if e.child else datetime(1990, 7, 19)),
        ("Referral date", lambda e: datetime(2011, 11, 7)),
        ("Appt date", c_date),
        ("Details", c_text),
        ("Status", c_outcome),
        ("Next appointment", lambda e: datetime(e.day.year, e.day.month, 1) + timedelta(days=60)),
        ("Date letter sent", lambda e: datetime(e.recorded.year, e.recorded.month, e.recorded.day)),
    ]
    grid = Grid("Appointments")
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("outpatients extract.xlsx", to_xlsx(grid), grid)


def date_like_references(rng: Random) -> Made:
    """References that look like dates come first; preamble lines and a total about the table."""
    entries = Book(rng).entries(28, Telling(forms=("slash", "short slash"), vague=0.04))
    columns: list[Column] = [
        ("Ref", c_ref),
        ("Page", lambda e: str(rng.randrange(1, 400))),
        ("Date", c_date),
        ("Report", c_text),
        ("Result", c_outcome),
        ("", lambda e: ""),
    ]
    grid = Grid()
    grid.put("Neighbourhood team extract")
    grid.put("Run on 14/02/2014 at 09:12 by LPASK")
    grid.put("")
    grid.header(columns)
    for number, entry in enumerate(entries, 1):
        entry.ref = f"{number}/{entry.day:%y}"
        grid.entry(entry, columns)
    grid.put("Total: 28")
    return made("neighbourhood.csv", to_csv(grid, encoding="cp1252"), grid)


def dates_with_words(rng: Random) -> Made:
    """The date's cell holds more than the date: a page, a weekday on its own line, hard spaces."""
    entries = Book(rng).entries(30, Telling(forms=("slash", "dots", "words")))
    for entry in entries:
        written = str(entry.dated.written)
        weekday = WEEKDAYS[entry.day.weekday()]
        more = rng.choice(
            (
                f"{written}\n(Rio p14)",
                f"{weekday}\n{written}",
                f"{written} (by phone)",
                f"\u00a0{written}\u00a0",
                f"{written}.",
                f"{written} -",
                f"{weekday[:3]} {written}",
                f"Date: {written}",
            )
        )
        entry.dated = replace(entry.dated, written=more, plain=False)
    columns: list[Column] = [
        ("Date & source", c_date),
        ("Event", c_text),
        ("Outcome", c_outcome),
        ("Name", c_worker),
    ]
    grid = Grid()
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("asylum support.docx", to_docx(grid), grid)


def longer_outcomes(rng: Random) -> Made:
    """Outcomes that go on after the word that counts."""
    entries = Book(rng).entries(40, Telling(forms=("slash",), child=0.0, visits=0.0))
    said = (
        Said("DNA. Letter sent.", codes("did_not_attend")),
        Said("Did not attend – third in a row, discussed with manager", codes("did_not_attend")),
        Said("Attended with MGM. NFA.", CAME),
        Said("Attended; next appointment made", CAME),
        Said("No access, card left", codes("no_access")),
        Said("No reply to door or phone", codes("no_access")),
        Said("Cancelled by mother (unwell)", codes("cancelled_by_family", "excused")),
        Said("Cancelled by clinic – clinician off sick", codes("cancelled_by_service")),
        Said("Appt declined, wants no further visits", codes("declined")),
        Said("Attended 20 minutes late, had missed the bus", CAME),
        Said("Attended. DNA policy explained.", CAME),
        Said("Rescheduled to 14/06/2014", codes("rescheduled")),
    )
    for entry in entries:
        if entry.said.stated:
            entry.said = replace(rng.choice(said), plain=False)
            entry.text = f"Appointment for Ms Fenwright about the {entry.mark}."
    columns: list[Column] = [
        ("Date", c_date),
        ("Event", c_text),
        ("Response or outcome", c_outcome),
        ("Who", c_worker),
    ]
    grid = Grid()
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("alcohol service.docx", to_docx(grid), grid)


def appointment_list(rng: Random) -> Made:
    """An appointment system's list, which tells no story."""
    entries = Book(rng).entries(30, Telling(native=1.0, times="column", visits=0.0))
    for entry in entries:
        entry.text = f"Outpatients, {entry.mark} clinic"
        if not entry.said.stated:
            entry.said = rng.choice((Said("Attended", CAME), Said("DNA", codes("did_not_attend"))))
        if entry.child:
            entry.said = Said("Was not brought", codes("not_brought"))
    columns: list[Column] = [
        ("Appt date", c_date),
        ("Appt time", c_time),
        ("Patient", c_who),
        ("Clinic", c_text),
        ("Consultant", lambda e: e.worker),
        ("Attendance status", c_outcome),
    ]
    grid = Grid("Export")
    grid.header(columns)
    for entry in entries:
        entry.who = "Toby Fenwright" if entry.child else "Carys Fenwright"
        grid.entry(entry, columns)
    return made("pas export.xlsx", to_xlsx(grid), grid)


def same_heading_twice(rng: Random) -> Made:
    """Two columns called Date and two called Comments."""
    entries = Book(rng).entries(26, Telling(forms=("slash",)))
    columns: list[Column] = [
        ("Date", c_date),
        ("Event", c_text),
        ("Comments", c_outcome),
        ("Action taken", c_action),
        ("Date", c_recorded),
        ("Comments", lambda e: e.analysis),
    ]
    for entry in entries:
        entry.outcome_scored = False
    grid = Grid()
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("parenting course.csv", to_csv(grid), grid)


def event_and_details(rng: Random) -> Made:
    """A short event beside its details; the details may be long or missing."""
    entries = Book(rng).entries(26, Telling(forms=("slash", "nth words"), vague=0.05))
    short = {
        e.mark: rng.choice(("Home visit", "Clinic", "Phone call", "Core group", "Letter")) for e in entries
    }
    columns: list[Column] = [
        ("Date", c_date),
        ("Event", lambda e: short[e.mark]),
        ("Details", c_text),
        ("Outcome", c_outcome),
        ("Completed by", c_worker),
    ]
    grid = Grid()
    grid.header(columns)
    for entry in entries:
        entry.outcome_scored = entry.said.stated
        grid.entry(entry, columns)
    return made("family group.docx", to_docx(grid), grid)


def ditto(rng: Random) -> Made:
    """The day above said again in a word or a mark."""
    entries = Book(rng).entries(30, Telling(forms=("nth words", "slash")))
    columns: list[Column] = [
        ("Date", c_date),
        ("Event", c_text),
        ("Outcome", c_outcome),
        ("Worker", c_worker),
    ]
    grid = Grid()
    grid.header(columns)
    for group in same_days(rng, entries, 0.35):
        for place, entry in enumerate(group):
            if place:
                again = rng.choice(("ditto", "As above", "Same date", "same day", "\u201d", "Ditto"))
                entry.dated = replace(entry.dated, written=again, plain=False)
            grid.entry(entry, columns)
    return made("foodbank.docx", to_docx(grid), grid)


def times_in_words(rng: Random) -> Made:
    """Times as people say them, and parts of the day that are no times."""
    entries = Book(rng).entries(36, Telling(forms=("slash",), outcomes="none"))
    ways: tuple[tuple[str, tuple[str | None, ...], tuple[str | None, ...]], ...] = (
        ("10-11am", ("10:00",), ("11:00",)),
        ("2-3pm", ("14:00",), ("15:00",)),
        ("9.30am–10.15am", ("09:30",), ("10:15",)),
        ("1430 to 1515", ("14:30",), ("15:15",)),
        ("11am - 1pm", ("11:00",), ("13:00",)),
        ("23:40-00:25", ("23:40",), ("00:25",)),
        ("approx 14:30", ("14:30",), (None,)),
        ("c. 2pm", ("14:00",), (None,)),
        ("midday", ("12:00",), (None,)),
        ("0905", ("09:05",), (None,)),
        ("00:05", ("00:05",), (None,)),
        ("a.m.", (None,), (None,)),
        ("after school", (None,), (None,)),
        ("late evening", (None,), (None,)),
        ("all day", (None,), (None,)),
        ("25:10", (None,), (None,)),
        ("20 mins", (None,), (None,)),
    )
    for entry in entries:
        entry.time_written, entry.times, entry.end_times = rng.choice(ways)
        entry.dated = replace(entry.dated, plain=False)
    columns: list[Column] = [
        ("Date", c_date),
        ("Time", c_time),
        ("What happened", c_text),
        ("Worker", c_worker),
    ]
    grid = Grid("Diary")
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("advocacy diary.xlsx", to_xlsx(grid), grid)


def machine_times(rng: Random) -> Made:
    """Dates and times as systems export them."""
    entries = Book(rng).entries(30, Telling(forms=("iso",), outcomes="none"))
    for entry in entries:
        moment = datetime(
            entry.day.year, entry.day.month, entry.day.day, rng.randrange(1, 24), rng.randrange(60), 7
        )
        written = rng.choice(
            (
                f"{moment:%Y-%m-%dT%H:%M:%S}",
                f"{moment:%Y-%m-%d %H:%M:%S}",
                f"{moment:%Y-%m-%d %H:%M:%S}.000",
                f"{moment:%Y-%m-%dT%H:%M:%S}Z",
                f"{moment:%d/%m/%Y %H:%M:%S}",
                f"{moment:%d %b %Y %H:%M}",
            )
        )
        entry.dated = replace(entry.dated, written=written, inline=f"{moment:%H:%M}", plain=False)
    columns: list[Column] = [
        ("EventDateTime", c_date),
        ("EventType", c_kind),
        ("EventText", c_text),
        ("UserName", c_worker),
    ]
    grid = Grid()
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("dbo_export.csv", to_csv(grid, quoted=True), grid)


def very_few_rows(rng: Random) -> Made:
    """An agency that met the family three times, its dates short of their years."""
    entries = Book(rng).entries(3, Telling(forms=("slash",), outcomes="words"))
    columns: list[Column] = [("Date", c_date), ("Event", c_text)]
    grid = Grid()
    grid.header(columns)
    for place, entry in enumerate(entries):
        if place:
            entry.dated = Dated(f"{entry.day.day} {MONTHS[entry.day.month - 1][:3]}", (UNKNOWN,), plain=False)
            sure = (entry.day.isoformat(), entry.day.isoformat(), "day")
            entry.dated = replace(entry.dated, readings=(sure, UNKNOWN), doubt=True)
        grid.entry(entry, columns)
    return made("coastguard.docx", to_docx(grid), grid)


def mostly_blank_dates(rng: Random) -> Made:
    """A plain heading row over a table where few rows have a date of their own."""
    entries = Book(rng).entries(8, Telling(forms=("slash",)))
    columns: list[Column] = [
        ("Date", c_date),
        ("Worker", c_worker),
        ("Event", c_text),
        ("Outcome", c_outcome),
    ]
    grid = Grid()
    grid.header(columns)
    for place, entry in enumerate(entries):
        if place % 4:
            entry.dated = replace(entries[place - 1].dated, written="", plain=False)
            entry.from_above = True
        grid.entry(entry, columns)
    return made("travellers’ liaison.csv", to_csv(grid), grid)


def month_before_day(rng: Random) -> Made:
    """A system set to American dates: some cannot be read day first, and none may be turned in silence."""
    entries = Book(rng).entries(16, Telling(outcomes="none"))
    columns: list[Column] = [("Date", c_date), ("Event", c_text), ("Staff", c_worker)]
    grid = Grid()
    grid.header(columns)
    for entry in entries:
        day = entry.day.replace(day=rng.randrange(13, 29))
        written = f"{day:%m/%d/%Y}"
        meant = (day.isoformat(), day.isoformat(), "day")
        entry.dated = Dated(written, (UNKNOWN, meant), doubt=True, plain=False)
        grid.entry(entry, columns)
    return made("airbase clinic.csv", to_csv(grid), grid)


def terse(rng: Random) -> Made:
    """A word or two a row, and few rows."""
    entries = Book(rng).entries(6, Telling(forms=("slash",), yearless=True, outcomes="none", step=9))
    columns: list[Column] = [("DATE", c_date), ("EVENT", c_text), ("OUTCOME", c_outcome)]
    grid = Grid()
    grid.put("Agency:", "Registrar", "")
    grid.put("Date completed:", "14/02/2014", "")
    grid.blank(3)
    grid.header(columns)
    grid.put("2012", "", "")
    words = rng.sample(THINGS, len(entries))
    for entry in entries:
        entry.mark = words.pop()
        entry.text = rng.choice((f"Re {entry.mark}", entry.mark, f"{entry.mark} T/C"))
        grid.entry(entry, columns)
    return made("registrar.csv", to_csv(grid), grid)


def unnamed_date_column(rng: Random) -> Made:
    """The date's column has no heading; the others wrap theirs over lines."""
    entries = Book(rng).entries(24, Telling(forms=("slash", "dots"), vague=0.05))
    columns: list[Column] = [
        ("", c_date),
        ("Source\nof\ninformation", c_source),
        ("Event /\ncontact", c_text),
        ("Response\nor outcome", c_outcome),
    ]
    grid = Grid()
    grid.header(columns)
    for entry in entries:
        grid.entry(entry, columns)
    return made("therapy centre.docx", to_docx(grid, broken=False), grid)


def date_over_time(rng: Random) -> Made:
    """Where no time is known, the date's cell is merged across the time's."""
    entries = Book(rng).entries(26, Telling(forms=("slash",), times="column"))
    columns: list[Column] = [
        ("Date", c_date),
        ("Time", c_time),
        ("Event", c_text),
        ("Outcome", c_outcome),
        ("By", c_worker),
    ]
    grid = Grid()
    grid.header(columns)
    for entry in entries:
        number = grid.entry(entry, columns)
        if not entry.time_written:
            row = grid.rows[number - 1]
            row[0:2] = [Box(str(row[0]), across=2)]
    return made("sure start.docx", to_docx(grid), grid)


def far_in_the_sheet(rng: Random) -> Made:
    """A table that starts far from the corner, its words merged over several columns."""
    entries = Book(rng).entries(24, Telling(native=0.6, forms=("slash",)))
    columns: list[Column] = [
        ("Date", c_date),
        ("Event", c_text),
        ("", lambda e: ""),
        ("", lambda e: ""),
        ("Outcome", c_outcome),
        ("Worker", c_worker),
    ]
    grid = Grid("Sheet1", left=6)
    for _ in range(11):
        grid.blank(6)
    grid.header(columns)
    for entry in entries:
        number = grid.entry(entry, columns)
        grid.merges.append((number, 8, number, 10))
    return made("young carers.xlsx", to_xlsx(grid), grid)


def two_tables_in_a_sheet(rng: Random) -> Made:
    """Two parts one under the other, the second with other columns in another order."""
    book = Book(rng)
    first = book.entries(14, Telling(native=0.6, forms=("slash",)))
    second = book.entries(14, Telling(native=0.6, forms=("slash",), times="column"))
    one: list[Column] = [("Date", c_date), ("Contact", c_text), ("Outcome", c_outcome), ("Worker", c_worker)]
    two: list[Column] = [
        ("Ref", c_ref),
        ("Date", c_date),
        ("Time", c_time),
        ("Details", c_text),
        ("Result", c_outcome),
    ]
    grid = Grid("Report")
    grid.put("Part A: health visiting")
    grid.header(one)
    for entry in first:
        grid.entry(entry, one)
    grid.blank(4)
    grid.put("Part B: school nursing")
    grid.header(two)
    for entry in second:
        grid.entry(entry, two)
    return made("two parts.xlsx", to_xlsx(grid), grid)


def footnote_marks(rng: Random) -> Made:
    """Stars and figures on dates, a heading that is a little different on each page, notes below."""
    entries = Book(rng).entries(24, Telling(forms=("slash", "words")))
    columns: list[Column] = [
        ("Date", c_date),
        ("Event", c_text),
        ("Outcome", c_outcome),
        ("Page", lambda e: "12"),
    ]
    grid = Grid()
    for number, entry in enumerate(entries):
        if number % 8 == 0:
            later_page = "" if number == 0 else " (cont.)"
            grid.put(f"Date{later_page}", "Event", f"Outcome{later_page}", "Page")
        if rng.random() < 0.3:
            marked = f"{entry.dated.written}{rng.choice(('*', '**', '¹', ' †', ' *'))}"
            entry.dated = replace(entry.dated, written=marked, plain=False)
        grid.entry(entry, columns)
    grid.put(banner("* Date taken from the diary, not from the record.", len(columns)))
    grid.put(banner("¹ See the paper file.", len(columns)))
    return made("adult mental health.docx", to_docx(grid), grid)


LAYOUTS: tuple[Callable[[Random], Made], ...] = (
    social_care,
    recorded_first,
    probation,
    camhs,
    voluntary,
    header_repeated,
    unusual_headings,
    month_banners,
    split_rows,
    nested,
    nested_beside_label,
    small_table_within,
    content_controls,
    tracked,
    several_tables,
    continued_tables,
    words_only,
    year_headings,
    title_in_table,
    spoilt,
    banner_then_blank,
    prose_cells,
    no_header_word,
    midwifery,
    nursery,
    ambulance,
    mental_health,
    fire_service,
    service_sheets,
    header_on_row_eight,
    two_header_rows,
    key_below,
    merged_in_excel,
    blank_in_excel,
    odd_order,
    other_sheets,
    year_sheets,
    agency_column,
    admissions,
    school_marks,
    housing,
    emergency,
    no_header_csv,
    many_lines,
    tabs,
    blank_in_csv,
    from_and_to,
    time_ranges,
    every_vague_date,
    every_plain_date,
    code_words,
    number_times,
    shown_in_part,
    year_rows_in_csv,
    long_headings,
    year_column,
    wordy_banners,
    newest_first_banners,
    day_banners,
    yes_and_no,
    type_says_it,
    other_dates_about,
    date_like_references,
    dates_with_words,
    longer_outcomes,
    appointment_list,
    same_heading_twice,
    event_and_details,
    ditto,
    times_in_words,
    machine_times,
    very_few_rows,
    mostly_blank_dates,
    month_before_day,
    terse,
    unnamed_date_column,
    date_over_time,
    far_in_the_sheet,
    two_tables_in_a_sheet,
    footnote_marks,
)
