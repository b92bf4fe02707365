"""Scores what an importer understood of the invented chronologies against what they say."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from chronology.layouts_pieces import PEOPLE, SUBJECTS, Made, TrueEvent

from workbench.chronology.understanding import Choices, Known, Understood, UnderstoodEvent, understand
from workbench.reading.tables import read_tables

MISSED = {"not_brought", "did_not_attend", "no_access", "declined"}
REASONS = {"title", "blank", "header", "banner", "footnote", "no_table"}
DATE_FIELDS = {"date", "when", "end_date"}
SHOWN = 90


@dataclass(frozen=True)
class Miss:
    """One thing an importer got wrong."""

    layout: str
    what: str
    row: str
    wanted: str
    got: str

    def __str__(self) -> str:
        return f"{self.layout}: {self.what}: {self.row!r} wanted {self.wanted}, got {self.got}"


@dataclass
class Score:
    """Counts of what was right over counts of what was asked, and everything that was wrong."""

    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    misses: list[Miss] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        self.right += other.right
        self.asked += other.asked
        self.misses += other.misses

    def share(self, what: str) -> float:
        return self.right[what] / self.asked[what] if self.asked[what] else 1.0

    def missed(self, what: str) -> list[str]:
        return [str(m) for m in self.misses if m.what == what]

    @property
    def rows_f1(self) -> float:
        found, wanted, made = self.right["rows"], self.asked["rows"], self.asked["events"]
        return 2 * found / (wanted + made) if wanted + made else 1.0


def words(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "").strip()


def import_made(made: Made) -> Understood:
    choices = Choices(service_column=made.service_column, service_sheets=dict(made.service_sheets) or None)
    services = {name: name for name in made.service_sheets.values()}
    known = Known(people=PEOPLE, subjects=SUBJECTS, services=services)
    return understand(read_tables(made.data, made.filename), choices, known)


def score(made: Made, got: Understood | None = None) -> Score:
    """How well one file was understood."""
    understood = got if got is not None else import_made(made)
    out = Score()

    def check(what: str, well: bool, row: str, wanted: object, had: object) -> None:
        out.asked[what] += 1
        if well:
            out.right[what] += 1
        else:
            out.misses.append(Miss(made.name, what, row, str(wanted), str(had)))

    _totals(made, understood, check)
    taken: set[int] = set()
    for truth in made.events:
        found = [n for n, e in enumerate(understood.events) if truth.mark in words(e.text) and n not in taken]
        about = words(truth.outcome_written) if truth.mark in truth.outcome_written else truth.mark
        out.asked["rows"] += 1
        if not found:
            fates = [
                f"{r.fate} {r.reason or ''} row {r.number}"
                for r in understood.rows
                if any(truth.mark in words(text) for _, text in r.cells)
            ]
            out.misses.append(
                Miss(made.name, "rows", about[:SHOWN], "an event", "; ".join(fates) or "nothing")
            )
            continue
        out.right["rows"] += 1
        taken.add(found[0])
        event = understood.events[found[0]]
        _event(truth, understood, event, words(event.text)[:SHOWN], check)
    out.asked["events"] = len(understood.events)
    for number, event in enumerate(understood.events):
        if number not in taken:
            out.misses.append(Miss(made.name, "rows", words(event.text)[:SHOWN], "no event", "an event"))
    for tail in made.joined:
        fates = [r.fate for r in understood.rows if any(tail in words(text) for _, text in r.cells)]
        check("joined", fates == ["joined"], tail, "joined", fates)
    return out


Check = Callable[[str, bool, str, object, object], None]


def _totals(made: Made, understood: Understood, check: Check) -> None:
    rows = understood.rows
    check("row totals", len(rows) == made.rows, "all", made.rows, len(rows))
    fates = Counter(r.fate for r in rows)
    check("fates", set(fates) <= {"event", "joined", "skipped"}, "all", "event joined skipped", dict(fates))
    reasons = {str(r.reason) for r in rows if r.fate == "skipped"}
    check("reasons", reasons <= REASONS, "all", "a known reason", reasons)
    of_events = Counter(n for event in understood.events for n in event.rows)
    claimed = {n for n, r in enumerate(rows) if r.fate in ("event", "joined")}
    check(
        "each row once",
        set(of_events) == claimed and set(of_events.values()) <= {1},
        "all",
        "once",
        "otherwise",
    )
    first = {event.rows[0] for event in understood.events if event.rows}
    check(
        "main rows",
        first == {n for n, r in enumerate(rows) if r.fate == "event"},
        "all",
        "fate event",
        "otherwise",
    )
    points = all(
        r.event is not None and n in understood.events[r.event].rows
        for n, r in enumerate(rows)
        if r.fate != "skipped"
    )
    check("row points to event", points, "all", "its event", "another")


def _event(
    truth: TrueEvent, understood: Understood, event: UnderstoodEvent, about: str, check: Check
) -> None:
    when = event.when
    reading = (when.earliest, when.latest, when.precision)
    dates = [(r[0], r[1]) for r in truth.readings]
    about_date = f"{truth.date_written} | {about}"
    doubts = {d.field for d in event.doubts}
    right = reading[:2] in dates
    check("dates", right, about_date, truth.readings, reading)
    if right:
        check("precision", reading in truth.readings, about_date, truth.readings, reading)
        if truth.approximate is not None:
            check(
                "approximate",
                when.approximate == truth.approximate,
                about_date,
                truth.approximate,
                when.approximate,
            )
    _certainty(truth, reading, about_date, check)
    check(
        "text as written kept", bool(event.date_as_written) or not truth.date_written, about_date, "kept", ""
    )

    if truth.times == (None,):
        check("no invented time", event.time is None, about_date, None, event.time)
    else:
        check("times", event.time in truth.times, about_date, truth.times, event.time)
    if truth.end_times is not None:
        check("end times", event.end_time in truth.end_times, about_date, truth.end_times, event.end_time)

    if truth.codes is not None:
        said = about if truth.mark in truth.outcome_written else f"{truth.outcome_written} | {about}"
        what = "outcomes" if truth.stated else "no invented outcome"
        check(what, event.outcome in truth.codes, said, set(map(str, truth.codes)), event.outcome)
        if truth.stated and truth.mark in truth.outcome_written:
            check("outcomes in words", event.outcome in truth.codes, said, "the same", event.outcome)
        if not truth.stated:
            check(
                "no missed contact from a mention", event.outcome not in MISSED, said, "none", event.outcome
            )
        check("no silent null", event.outcome is not None or "outcome" in doubts, said, "a doubt", "none")
    for wanted in truth.doubts:
        fields = DATE_FIELDS if wanted == "date" else {wanted}
        check("doubts", bool(doubts & fields), f"{about_date} | {truth.outcome_written[:30]}", wanted, doubts)
    if truth.plain:
        given = [f"{d.field}: {d.reason}" for d in event.doubts]
        check(
            "no doubt without reason",
            not given,
            f"{about_date} | {truth.outcome_written[:30]}",
            "none",
            given,
        )
    if truth.service:
        check("services", event.service == truth.service, about, truth.service, event.service)
    if truth.child_seen is not None:
        check("child seen", event.child_seen == truth.child_seen, about, truth.child_seen, event.child_seen)
    if truth.person:
        had = [person for _, person, part in event.people if part in ("for", "seen", "present")]
        check("people", truth.person in had, about, truth.person, event.people)
    for kind, text in truth.beside:
        check(f"beside: {kind}", words(getattr(event, kind)) == text, about, text, getattr(event, kind))
    if truth.absent:
        check("nothing struck out", truth.absent not in event.text, about, f"no {truth.absent}", event.text)
    if truth.tail:
        check("tails", truth.tail in words(event.text), about, truth.tail, words(event.text))
    if truth.number is not None and event.rows:
        row = understood.rows[event.rows[0]]
        there = (row.sheet, row.number) == (truth.sheet, truth.number)
        check("where it stands", there, about, (truth.sheet, truth.number), (row.sheet, row.number))


def _certainty(
    truth: TrueEvent, reading: tuple[str | None, str | None, str], about: str, check: Check
) -> None:
    """A vague date as one day, or day and month the wrong way round."""
    exact = reading[0] is not None and reading[0] == reading[1]
    may_be_exact = any(r[0] is not None and r[0] == r[1] for r in truth.readings)
    if not may_be_exact:
        check("no false certainty", not exact, about, truth.readings, reading)
    best = truth.readings[0][0]
    if may_be_exact and best and reading[0]:
        turned = best[:5] + best[8:] + "-" + best[5:7]
        check("no swap", reading[0] == best or reading[0] != turned, about, best, reading[0])


def score_all(files: Iterable[Made]) -> Score:
    """The scores of several files as one."""
    total = Score()
    for made in files:
        total.add(score(made))
    return total
