"""What a panel counts, beside a picture: each figure is a link that opens the events it was counted from.

Any place can show it: `MeasuresPanel(desk)`, then `refresh()` to count the whole case beside the window.
`offer(event_id)` is told the event that is chosen, for the ruler.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from ui.buttons import Button
from ui.desk import Desk
from ui.forms import LineEdit
from ui.inspector import Section, tab_as_it_stands, words
from ui.panes import clear, scrolled
from ui.theme import be, look, say
from ui.wording import count
from workbench.anonymity.rendering import say as as_read
from workbench.anonymity.rendering import say_person, say_service
from workbench.chronology.dates import read_date
from workbench.chronology.events import event_view, find_event
from workbench.chronology.measures import (
    Gap,
    Measures,
    MissedByMonth,
    Run,
    Window,
    days_before,
    measures,
    most_missed,
    say_gap,
    say_run,
)
from workbench.chronology.when import When, age, day, interval, say_when, span
from workbench.people import PersonView, lead_subject
from workbench.problems import Problem
from workbench.review import the_review

SHOWN = 4
"""Figures of one kind before the rest are only counted."""
CHRONOLOGY = "chronology"
Windows = list[tuple[str, Window]]


class Figure(QFrame):
    """A figure as a link, what it is of, and perhaps what it leaves open."""

    def __init__(self, figure: str, of: str, name: str, on_press: Any, open_question: str = "") -> None:  # noqa: ANN401
        super().__init__()
        self.setAccessibleName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 4)
        column.setSpacing(0)
        self.link = Button(
            figure, on_press, kind="link", name=name, hint="Open the events it is counted from"
        )
        column.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(words(of, "meta", "ink2"))
        if open_question:
            column.addWidget(words(open_question, "meta", "muted"))


class MeasuresPanel(QFrame):
    """The ruler, time not seen, runs, shares missed, windows, silence, ages, and what was counted apart."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._found: Measures | None = None
        self._windows_found: Windows = []
        be(self, ground="ground")
        self.setAccessibleName("Measures")
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(16, 2, 14, 12)
        self._column.setSpacing(0)
        self.ruler = Ruler(desk)
        self._parts = QWidget()
        self._below = QVBoxLayout(self._parts)
        self._below.setContentsMargins(0, 0, 0, 0)
        self._below.setSpacing(0)
        self._column.addWidget(self.ruler)
        self._column.addWidget(self._parts)
        self._column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(body, "ground", "Measures, sections"))
        look.changed.connect(self._again)

    def refresh(self) -> None:
        """Count the case as it is now beside the window, and show it; until then say that it is being counted."""
        self._found = None
        self.ruler.measure()
        counting = Section("Measures")
        counting.text("Counting…", "muted")
        self._fill([counting])
        self._desk.read_aside("measures", _counted, self._show)

    def _show(self, counted: tuple[Measures, Windows]) -> None:
        """Show what was counted; words of the case are said for whoever reads now."""
        self._found, self._windows_found = counted
        self.ruler.measure()
        self._fill(self._sections(self._found))

    def _fill(self, sections: Sequence[QWidget]) -> None:
        self._parts.hide()
        clear(self._below)
        for part in sections:
            self._below.addWidget(part)
        tab_as_it_stands(self.ruler, self._parts)
        self._parts.show()

    def offer(self, event_id: str) -> None:
        """An event is chosen: the ruler can take it as either end."""
        self.ruler.offer(event_id)

    def _again(self) -> None:
        if self._found is not None:
            self._show((self._found, self._windows_found))

    # ---- sections

    def _sections(self, found: Measures) -> list[QWidget]:
        if not len(found.contacts):
            empty = Section("Measures")
            empty.text("There are no events to count yet. Bring in a chronology first.", "muted")
            return [empty]
        several = len(found.contacts.subjects) > 1
        made = [
            self._not_seen(found, several),
            self._runs(found),
            self._missed(found),
            self._windows(),
            self._silence(found),
            self._ages(found, several),
            self._apart(found),
        ]
        return [one for one in made if one is not None]

    def _ages(self, found: Measures, several: bool) -> Section | None:
        """Of the one who leads the review at everything since birth; of the others at the incident alone."""
        shown = [
            one
            for one in found.ages
            if one.on >= (one.subject.born or one.on)
            and (one.subject.leads or one.on == (found.frame.incident or "")[:10])
        ]
        if not shown:
            return None
        part = Section("Ages")
        for one in shown:
            whose = f"{say_person(one.subject)}, " if several and not one.subject.leads else ""
            part.fact(one.said, f"{whose}at {as_read(one.at)}")
        return part

    def _not_seen(self, found: Measures, several: bool) -> Section | None:
        if not found.contacts.subjects:
            return None
        part = Section("Longest not seen")
        # The one who leads the review first, then the longest of each other subject.
        lead = [gap for gap in found.not_seen if gap.subject is not None and gap.subject.leads]
        others = _longest_of_each(
            gap for gap in found.not_seen if gap.subject is None or not gap.subject.leads
        )
        for gap in [*lead[:SHOWN], *others]:
            part.add(self._gap(gap, several))
        by_one = sorted(
            _longest_of_each(found.not_seen_by), key=lambda gap: gap.subject is None or not gap.subject.leads
        )
        if by_one:
            part.meta("By one service, each its longest:")
        for gap in by_one[: 2 * SHOWN]:
            part.add(self._gap(gap, several))
        return part

    def _gap(self, gap: Gap, several: bool) -> Figure:
        by = gap.service.code if gap.service is not None else "anyone"
        who = f"{say_person(gap.subject)} not seen" if several and gap.subject is not None else "Not seen"
        what = f"{who} by {by}" if gap.kind == "not_seen" else f"No record from {by}"
        said = f"{what}, {_days(gap.first, gap.last)}"
        more = []
        if gap.tried:
            more.append(f"{len(gap.tried)} planned and missed within it")
        if gap.unclear:
            more.append(f"{count(len(gap.unclear), 'contact')} within it not clear about who was seen")
        if gap.may_break:
            more.append(f"{count(len(gap.may_break), 'vague date')} may break it")
        if gap.until:
            said += f", {gap.until}"
        figure = f"{gap.qualifier} {gap.length}".strip()
        ids = dict.fromkeys((*gap.rows, *gap.tried, *gap.unclear, *gap.may_break))
        return Figure(
            _capital(figure),
            said,
            f"{say_gap(gap)}. {said}",
            partial(self._open, list(ids), f"{what}: {figure}"),
            "; ".join(more),
        )

    def _runs(self, found: Measures) -> Section:
        part = Section("Missed in a row")
        if not found.runs:
            part.text("No service has three or more missed in a row by one person.", "muted")
        for run in sorted(found.runs, key=lambda run: (-run.count, run.first))[: 2 * SHOWN]:
            part.add(self._run(run))
        if len(found.runs) > 2 * SHOWN:
            everyone = list(dict.fromkeys(row for run in found.runs for row in run.rows))
            part.add(
                Button(
                    f"All {len(found.runs):,} runs",
                    partial(self._open, everyone, f"All {len(found.runs):,} runs of missed contacts"),
                    kind="link",
                )
            )
        for both in found.together[:SHOWN]:
            codes = ", ".join(service.code for service in both.services)
            part.add(
                Figure(
                    f"{len(both.services)} services at once",
                    f"{codes}, {_days(both.first, both.last)}",
                    f"Runs at the same time: {codes}",
                    partial(self._open, list(both.rows), f"Runs at the same time: {codes}"),
                )
            )
        return part

    def _run(self, run: Run) -> Figure:
        said = say_run(run)
        whose = f" by {run.whose}" if run.whose else ""
        figure = _capital(f"{run.qualifier} {run.count} in a row".strip())
        unsure = [
            f"{count(len(run.may_break), 'vaguely dated contact')} may come between" if run.may_break else "",
            f"{count(len(run.may_add), 'other missed contact')} may belong to it" if run.may_add else "",
        ]
        return Figure(
            figure,
            f"{run.service.code}{whose}, {_days(run.first, run.last)}",
            f"{run.service.code}: {said}",
            partial(self._open, [*run.rows, *run.may_break, *run.may_add], f"{run.service.code}: {said}"),
            "; ".join(one for one in unsure if one),
        )

    def _missed(self, found: Measures) -> Section:
        part = Section("Missed of planned")
        table = found.missed
        planned, missed = found.planned_and_missed
        if not planned:
            part.text("No planned contact is recorded.", "muted")
            return part
        part.add(
            Figure(
                f"{missed:,} of {planned:,}, {missed / planned:.0%}",
                "All services",
                f"{missed} of {planned} planned contacts missed",
                partial(
                    self._open_missed,
                    table,
                    None,
                    f"{count(missed, 'missed contact')} of {planned:,} planned",
                ),
            )
        )
        for lane, service in enumerate(table.services):
            its = int(table.planned[lane].sum() + table.vague_planned[lane])
            lost = int(table.missed[lane].sum() + table.vague_missed[lane])
            if not lost:
                continue
            part.add(
                Figure(
                    f"{lost:,} of {its:,}, {lost / its:.0%}",
                    f"{service.code}  {say_service(service.name)}",
                    f"{service.code}: {lost} of {its} missed",
                    partial(
                        self._open_missed,
                        table,
                        lane,
                        f"{count(lost, 'contact')} missed, {service.code}",
                    ),
                )
            )
        return part

    def _windows(self) -> Section | None:
        windows = self._windows_found
        if not windows:
            return None
        part = Section("In a window of time")
        for name, one in windows:
            missing = sum(each.missed > 0 for each in one.by_service)
            by = f" by {count(missing, 'service')}" if missing > 1 else ""
            perhaps = f"{count(len(one.perhaps), 'vaguely dated event')} may belong to it"
            part.add(
                Figure(
                    f"{count(len(one.contacts), 'contact')}, {len(one.missed):,} missed{by}",
                    f"{_capital(name)}, {_days(one.first, one.last)}",
                    f"In {name}: {len(one.contacts)} contacts, {len(one.missed)} missed",
                    partial(self._open, list(one.events), f"{count(len(one.events), 'event')} in {name}"),
                    perhaps if one.perhaps else "",
                )
            )
        return part

    def _silence(self, found: Measures) -> Section:
        part = Section("No record")
        span = found.frame.silence_days
        part.meta(f"Longer than {span} days, or the service’s own span, within its involvement.")
        if not found.no_record:
            part.text("No service was silent so long.", "muted")
        for gap in found.no_record[: 2 * SHOWN]:
            part.add(self._gap(gap, several=False))
        return part

    def _apart(self, found: Measures) -> Section | None:
        table = found.missed
        vague = int(table.vague_planned.sum())
        if not (vague or found.undated or found.out_of_scope):
            return None
        part = Section("Counted apart")
        if vague:
            rows = list(table.rows(None, -1, "planned"))
            part.add(
                Figure(
                    count(vague, "planned contact"),
                    "not within one month: in the sums, in no month",
                    f"{vague} planned contacts not within one month",
                    partial(self._open, rows, "Planned contacts not within one month"),
                )
            )
        if found.undated:
            part.add(
                Figure(
                    count(len(found.undated), "undated event"),
                    "in no month, run or gap",
                    f"{len(found.undated)} undated events",
                    partial(self._open, list(found.undated), count(len(found.undated), "undated event")),
                )
            )
        if found.out_of_scope:
            part.meta(f"{count(found.out_of_scope, 'event')} out of scope, counted nowhere.")
        return part

    def _open_missed(self, table: MissedByMonth, lane: int | None, said: str) -> None:
        self._open([*table.rows(lane), *table.rows(lane, -1)], said)

    def _open(self, ids: Sequence[str], said: str) -> None:
        if ids:
            self._desk.show_these(CHRONOLOGY, ids, said)
        else:
            self._desk.notice("No event bounds that: it runs from date to date.")


def _counted(session: Any) -> tuple[Measures, Windows]:  # noqa: ANN401 - ui knows no session
    """Everything that is shown of the case, and what lies in its windows of time by their names."""
    found = measures(session)
    windows: Windows = []
    if found.frame.incident:
        windows.append(
            ("the 90 days before the incident", days_before(found.contacts, found.frame.incident, 90))
        )
    most = most_missed(found.contacts)
    if most is not None:
        windows.append(("the 90 days with the most missed", most))
    return found, windows


@dataclass(frozen=True)
class _End:
    """One end of the ruler, understood."""

    name: str
    when: When
    time: str | None = None


class Ruler(Section):
    """How long it was from one thing to another, and how old the subject was at each."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("How long between", first=True)
        self._desk = desk
        self._offered = ""
        self.ends: list[LineEdit] = []
        self._labels: list[QLabel] = []
        for name, hint in (("From", "E12, a date, birth"), ("To", "E15, a date, incident")):
            label = say(QLabel(name), "meta", "muted")
            self._labels.append(label)
            end = LineEdit(f"Measure {name.lower()}", hint)
            end.setAccessibleDescription("An event’s reference such as E12, a date, “birth” or “incident”")
            end.left.connect(self.measure)
            take = Button(
                "Take chosen",
                partial(self._take, end),
                kind="link",
                name=f"Measure {name.lower()} the chosen event",
                hint="Take the event that is chosen",
            )
            self.ends.append(end)
            self.row(label, end, take, stretch=end)
        self.result = self.text("", role="name")
        self.result.setAccessibleName("How long it was")
        self.second = self.meta("")
        self._tell("", "Two events, or dates.")
        look.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        for label in self._labels:
            label.setFixedWidth(look.px(34))

    def offer(self, event_id: str) -> None:
        """Remember the event that is chosen."""
        self._offered = event_id

    def between(self, first: str, last: str) -> None:
        """Measure between two things, named as a person would type them."""
        for end, text in zip(self.ends, (first, last), strict=True):
            end.setText(text)
        self.measure()

    def measure(self) -> None:
        """Say how long it was."""
        typed = [end.text().strip() for end in self.ends]
        if not all(typed):
            self._tell("", "Two events, or dates.")
            return

        def read(session: Any) -> tuple[list[_End], PersonView | None]:  # noqa: ANN401 - ui knows no session
            subject = lead_subject(session)
            return [_end(session, text, subject) for text in typed], subject

        try:
            (first, last), subject = self._desk.read(read)
        except Problem as problem:
            self._tell("", str(problem))
            return
        said = interval(first.when, last.when, first.time, last.time)
        lines = []
        for one in (first, last):
            old = age(subject.born, one.when) if subject is not None else ""
            lines.append(f"{one.name}: {say_when(one.when, one.time)}" + (f", {old}" if old else ""))
        self._tell(_capital(said) or "Not known: a date is open.", "\n".join(lines))

    def _take(self, end: LineEdit) -> None:
        if not self._offered:
            self._tell("", "Choose an event first.")
            return
        view = self._desk.read(lambda session: event_view(session, self._offered))
        end.setText(view.ref)
        self.measure()

    def _tell(self, said: str, second: str) -> None:
        self.result.setText(said)
        self.result.setVisible(bool(said))
        self.result.setAccessibleName(f"How long it was: {said}" if said else "How long it was")
        self.second.setText(second)


def _end(session: Any, text: str, subject: PersonView | None) -> _End:  # noqa: ANN401 - ui knows no session
    """What an end of the ruler means. Raises `Problem` where it means nothing."""
    plain = text.casefold()
    if plain == "incident":
        incident = the_review(session).incident
        if incident is None:
            raise Problem("The incident has no date yet.", "Give it one in Case.")
        time = incident[11:16] or None
        return _End("Incident", day(dt.date.fromisoformat(incident[:10])), time)
    if plain == "birth":
        if subject is None or subject.born is None:
            raise Problem("The subject’s birth has no date yet.", "Give it one in Case.")
        return _End("Birth", day(dt.date.fromisoformat(subject.born)))
    if plain[:1] == "e" and plain[1:].isdigit():
        view = event_view(session, find_event(session, text))
        return _End(f"{view.ref} {view.service}", view.when, view.time)
    read = read_date(text)
    if read.when.precision == "unknown":
        raise Problem(f"“{text}” is no date that is understood.", "Write E12, 5 May 2013, birth or incident.")
    return _End("Date", read.when, read.time)


def _days(first: str, last: str) -> str:
    """From one day to another, as its reader may know them: "8 Aug – 19 Sep 2023"."""
    return say_when(span(dt.date.fromisoformat(first), dt.date.fromisoformat(last), "range"))


def _longest_of_each(gaps: Iterable[Gap]) -> list[Gap]:
    """Of gaps with the longest first, the first of each subject and service."""
    longest: dict[tuple[str, str], Gap] = {}
    for gap in gaps:
        who = gap.subject.id if gap.subject is not None else ""
        longest.setdefault((who, gap.service.id if gap.service is not None else ""), gap)
    return list(longest.values())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
