"""The contact timeline: every service's contacts in one picture, with what was missed month by month below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ui.chips import Empty
from ui.desk import Desk
from ui.evidence import Evidence
from ui.measures_panel import MeasuresPanel
from ui.menus import Menu, under
from ui.place import Place
from ui.places.timeline.bar import TimelineBar
from ui.places.timeline.canvas import Canvas
from ui.places.timeline.chosen import Chosen, gap_chosen, runs_chosen
from ui.places.timeline.exporting import ask_export
from ui.places.timeline.inspector import TimelineInspector
from ui.places.timeline.matrix import Matrix
from ui.places.timeline.overview import OverviewStrip
from ui.places.timeline.panel import Folded
from ui.places.timeline.saved import SavedViews
from ui.standing import TIMELINE
from ui.theme import be, look
from ui.wording import count
from workbench.anonymity.rendering import reader
from workbench.casefile import Broadcast
from workbench.chronology.combined import counts
from workbench.chronology.when import When, say_when
from workbench.problems import Report
from workbench.timeline.arranging import Arranged, arrange
from workbench.timeline.facts import Facts, read_facts
from workbench.timeline.view import MINUTE, Choice, View, date_of

FACTS: Final = frozenset(
    {
        "event", "event_person", "service", "organisation", "person", "review", "status_period", "life_event",
        "tag", "theme",
    }
)  # fmt: skip
"""Tables whose changes make the facts stale."""
_AT_ONCE: Final = 4_000
"""Up to so many events are read while the person waits, which they don't notice; more by the worker."""
_LEAST_PICTURE: Final = 250
_OFTEN: Final = 30
_REST: Final = 120
"""Milliseconds: the matrix takes as long as the picture, so that it follows a drag every other frame or so."""
_LEGEND_FROM: Final = 480
"""In a window lower than this, at 100 %, the lanes need the room that the legend would take."""
PRESETS: Final[tuple[tuple[str, str, float, str], ...]] = (
    ("decade", "A decade", 3652.0, "Shift+D"),
    ("year", "A year", 365.0, "Shift+Y"),
    ("month", "A month", 31.0, "Shift+M"),
    ("day", "A day", 1.0, "Shift+T"),
    ("hour", "An hour", 60 * MINUTE, "Shift+H"),
)


class TimelinePlace(Place):
    """The place."""

    key, title, icon = TIMELINE
    purpose: ClassVar[str] = (
        "Every contact, missed contact and silence of every service in one picture, from decades to the minutes "
        "of the incident."
    )
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("Left / Right", "Previous and next event"),
        ("Up / Down", "The nearest event in the lane beside"),
        ("Home / End", "First and last event"),
        ("Enter", "Open what is selected; Esc closes it"),
        ("Wheel, + and -", "Zoom"),
        ("Drag, Shift+Left / Right", "Move through time"),
        ("Page Up / Page Down", "The stretch before and after"),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.choice = Choice()
        self.facts: Facts | None = None
        self.of: Arranged | None = None
        self._stale = True
        self._reading = False
        self._show_matrix = bool(desk.settings.number("timeline_matrix", 1))
        self._insisted = False
        self.bar = TimelineBar(desk)
        self.canvas = Canvas()
        self.room = _Room(self.canvas)
        self.overview = OverviewStrip()
        self.matrix = Matrix()
        self.inspector = TimelineInspector(desk)
        self.evidence = Evidence(desk, self)
        self.saved = SavedViews(desk, self, lambda: self.view, self.show_view)
        self.nothing = Empty(
            "git-commit-horizontal",
            "The timeline draws every service’s contacts in one picture, so that what was missed can be seen. "
            "It needs a chronology first.",
            "Import a chronology",
            lambda: desk.go("chronology", "import"),
        )
        self.waiting = Empty("loader-circle", "Reading the events…")
        self.stopped = Empty("circle-x", "Reading the events was stopped.", "Read them", self._read)
        centre = QFrame()
        be(centre, ground="paper")
        centre.setAccessibleName("Timeline")
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.room, 1)
        column.addWidget(self.overview)
        column.addWidget(self.matrix)
        self.measures = MeasuresPanel(desk)
        self._counted = False
        self.folded = Folded(centre, self.inspector, self.measures)
        self.stack = QStackedWidget()
        for page in (self.folded, self.nothing, self.waiting, self.stopped):
            self.stack.addWidget(page)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.stack, 1)
        self._following = QTimer(self)
        self._following.setSingleShot(True)
        self._following.setInterval(0)
        self._following.timeout.connect(self._follow)
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.timeout.connect(self._count)
        self.canvas.moved.connect(self._moved)
        self.canvas.chose.connect(self._chose)
        self.canvas.lifted.connect(self.room.lift)
        self.canvas.stood_at.connect(self.room.bring_in)
        self.canvas.asked.connect(self._asked)
        self.overview.asked.connect(self.canvas.look_at)
        self.room.resized.connect(self._fit_room)
        self.matrix.opened.connect(self._open_rows)
        self.inspector.rows.connect(self._open_rows)
        self.inspector.stand.connect(self._stand)
        self.inspector.evidence.connect(self._put_in_finding)
        self.inspector.folds.connect(self._fold)
        self.folded.opened.connect(self._opened)
        self.folded.turned.connect(self._count_measures)
        self.bar.chosen.connect(self.choose)
        self.bar.asked.connect(self._asked_of_bar)
        look.changed.connect(self._look_changed)
        self._add_commands()

    def _add_commands(self) -> None:
        add, canvas = self.command, self.canvas
        there = self._has_picture
        add("fit", "Fit everything", self.fit, "0", "F", icon="maximize", can=there, words="zoom whole all")
        add("in", "Zoom in", lambda: canvas.zoom(1.5), "+", "=", icon="zoom-in", can=there)
        add("out", "Zoom out", lambda: canvas.zoom(1 / 1.5), "-", icon="zoom-out", can=there)
        for key, words, days, keys in PRESETS:
            add(key, f"Zoom to {words.lower()}", partial(canvas.zoom_to, days), keys, can=there, words="zoom")
        add(
            "incident", "Go to the incident", self.to_incident, "Shift+I", icon="flag", can=self._has_incident
        )
        add(
            "evidence",
            "Put in a finding…",
            lambda: self._put_in_finding(self.inspector.ids),
            "E",
            icon="scale",
            can=lambda: there() and bool(self.inspector.ids),
            words="evidence finding run",
            changes=True,
        )
        add(
            "rows",
            "Open rows in chronology",
            lambda: self._open_rows(self.inspector.ids, self.canvas.card_line),
            "G",
            icon="table-2",
            can=lambda: there() and bool(self.inspector.ids),
        )
        add("inspector", "Open or fold the inspector", self.folded.turn, "I", icon="panel-right", can=there)
        add(
            "measures",
            "Open or fold the measures",
            self.folded.turn_measures,
            "U",
            icon="hash",
            can=there,
            words="count ages interval ruler longest not seen runs gaps share missed window",
        )
        add(
            "next_run",
            "Next run of missed contacts",
            partial(self.step_run, 1),
            "N",
            can=there,
            words="pattern find",
        )
        add("last_run", "Previous run of missed contacts", partial(self.step_run, -1), "Shift+N", can=there)
        add(
            "next_gap",
            "Next gap",
            partial(self.step_gap, 1),
            "B",
            can=there,
            words="pattern find no record not seen",
        )
        add("last_gap", "Previous gap", partial(self.step_gap, -1), "Shift+B", can=there)
        add(
            "matrix", "Show or hide missed contacts by month", self.turn_matrix, "M", icon="rows-3", can=there
        )
        add("views", "Saved views…", lambda: self.saved.open(self.bar.views), "V", icon="bookmark", can=there)
        add("export", "Export the timeline…", lambda: self.export_menu(), "X", icon="upload", can=there)

    def _has_picture(self) -> bool:
        return self.of is not None and self.stack.currentWidget() is self.folded

    def _has_incident(self) -> bool:
        return self._has_picture() and self.facts is not None and self.facts.incident is not None

    # ---- reading

    def shown(self) -> None:
        """Show the events as they are now."""
        if self._stale:
            self._read()
        self._count_measures()

    def start(self) -> QWidget | None:
        """The picture."""
        page = self.stack.currentWidget()
        return self.canvas if page is self.folded else self.nothing.button if page is self.nothing else None

    def heard(self, broadcast: Broadcast) -> None:
        """Something was changed: the facts are read anew when they are looked at."""
        self.inspector.heard(broadcast)
        if FACTS & broadcast.touched.keys():
            self._stale, self._counted = True, False
            if self.isVisible():
                self._read()
                self._count_measures()
        elif self.isVisible() and self.folded.is_open:
            self.inspector.refresh()

    def switched(self) -> None:
        """Say everything anew for another reader."""
        self.canvas.switched()
        self.matrix.again()
        self.inspector.refresh()
        self.bar.refresh()
        self._counted = False
        self._count_measures()
        if self.of is not None:
            self._following.start()

    def _read(self) -> None:
        if self._reading or self.desk.case is None:
            return
        self._stale = False
        events = self.desk.read(counts).events
        if not events:
            self._have(None)
            return
        if events <= _AT_ONCE:
            self._have(self.desk.read(read_facts))
            return
        if self.facts is None:
            self.stack.setCurrentWidget(self.waiting)
        case = self.desk.the_case
        self._reading = True

        def work(report: Report) -> Facts:
            with case.reading() as session:
                return read_facts(session)

        def finished(facts: Facts) -> None:
            self._have(facts)

        job = self.desk.work("Reading the events", work, finished=finished)
        if job is None:
            self._reading = False
        else:
            job.ended.connect(self._read_over)

    def _read_over(self) -> None:
        self._reading = False
        if self.stack.currentWidget() is self.waiting:
            self.stack.setCurrentWidget(self.stopped)
            self._stale = True
        elif self._stale and self.isVisible():
            self._read()

    def _have(self, facts: Facts | None) -> None:
        first = self.facts is None
        self.facts = facts
        if facts is None:
            self.of = None
            self.stack.setCurrentWidget(self.nothing)
            self.canvas.show_arranged(None)
            self.bar.show_facts(None, self.choice)
            self.said.emit("")
            return
        self.stack.setCurrentWidget(self.folded)
        self._arrange()
        if first:
            self.canvas.fit()
            if self.isVisible():
                self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self) -> None:
        facts = self.facts
        if facts is None:
            return
        self.of = arrange(facts, replace(self.choice, legend=self._legend_fits))
        self.canvas.show_arranged(self.of)
        self.overview.show_arranged(self.of)
        self.matrix.show_facts(facts, self.choice)
        self.bar.show_facts(facts, self.choice)
        self.inspector.show_chosen(facts, self.canvas.chosen)
        self._fit_room()
        self._following.start()

    @property
    def _legend_fits(self) -> bool:
        """Whether there is room for the legend beside the lanes; in a document there always is."""
        return self.choice.legend and self.folded.height() >= look.px(_LEGEND_FROM)

    # ---- what is in view

    @property
    def view(self) -> View:
        """What is shown, as it would be kept or exported."""
        return View(self.choice, self.canvas.start, self.canvas.end)

    def show_view(self, view: View) -> None:
        """Show a view that was kept."""
        self.choose(view.choice)
        if view.start is None or view.end is None:
            self.canvas.fit()
        else:
            self.canvas.look_at(view.start, view.end)

    def choose(self, choice: Choice) -> None:
        """Show other events, in other lanes, or other strips."""
        if choice != self.choice:
            self.choice = choice
            self._arrange()

    def fit(self) -> None:
        """Everything there is."""
        self.canvas.fit()

    def to_incident(self) -> None:
        """Stand round the incident, as near as one looks now, or a day."""
        if self.facts is not None and self.facts.incident is not None:
            at = self.facts.incident
            half = min(self.canvas.end - self.canvas.start, 1.0) / 2
            self.canvas.look_at(at - half, at + half)

    def _moved(self) -> None:
        self.overview.look_at(self.canvas.start, self.canvas.end)
        self._following.start()

    def _follow(self) -> None:
        """What stands round the picture follows what is in view."""
        picture, of = self.canvas.picture, self.of
        if picture is None or of is None:
            return
        words = _period_words(self.canvas.start, self.canvas.end)
        self.bar.say(words)
        self.overview.say(words)
        if not self.matrix.stands_under(picture):
            # Other months: a grid of its own, made once the zooming rests.
            self._counting.start(_REST)
        elif not self._counting.isActive():
            self._counting.start(_OFTEN)

    def _count(self) -> None:
        """The matrix on the months in view."""
        picture = self.canvas.picture
        if picture is not None and self.matrix.isVisible():
            self.matrix.show_picture(picture, look.text_size / 100)

    def _look_changed(self) -> None:
        self.matrix.again()
        self._fit_room()
        self._following.start()

    # ---- rooms

    def _fit_room(self) -> None:
        """The matrix yields where there is too little room for the picture, unless it was asked for."""
        high = self.folded.height()
        wanted = self.matrix.sizeHint().height()
        spare = high - self.overview.height() - look.px(_LEAST_PICTURE)
        shown = self._show_matrix and (spare >= min(wanted, look.px(70)) or self._insisted)
        self.matrix.setFixedHeight(max(look.px(60), min(wanted, spare)) if shown else wanted)
        if self.matrix.isVisibleTo(self.folded) != shown:
            self.matrix.setVisible(shown)
            self._following.start()
        if self.of is not None and self.of.choice.legend != self._legend_fits:
            self._arrange()

    def turn_matrix(self) -> None:
        """Show the matrix, or hide it."""
        on = not self.matrix.isVisible()
        self._show_matrix = self._insisted = on
        self.desk.settings.keep("timeline_matrix", int(on))
        self._fit_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._fit_room()

    def panes(self) -> Sequence[QWidget]:
        """The bar, the picture, the strip, the matrix and the inspector."""
        if self.stack.currentWidget() is not self.folded:
            return [self]
        panes: list[QWidget] = [self.bar, self.canvas, self.overview]
        if self.matrix.isVisible():
            panes.append(self.matrix.heat)
        if self.folded.is_open:
            panes.append(self.measures if self.folded.shows_measures else self.inspector)
        return panes

    # ---- what is chosen

    def _chose(self, chosen: Chosen) -> None:
        self.inspector.show_chosen(self.facts, chosen)
        if len(self.inspector.ids) == 1:
            self.measures.offer(self.inspector.ids[0])
        if not chosen.what and not self.folded.shows_measures:
            self.folded.open(False)
        self.said.emit(f"Selected: {self.canvas.card_line}" if chosen.what else "")

    def _asked(self, chosen: Chosen) -> None:
        if chosen.what:
            self.folded.open()
            self.canvas.uncover()

    def _stand(self, event: int) -> None:
        if self.of is not None and self.of.entry[event] < 0:
            # The filters leave it out.
            self.choose(replace(Choice(), lanes=self.choice.lanes))
        self.canvas.stand_on(event, ask=True)

    def _count_measures(self) -> None:
        """Count what the panel of measures shows, where it is open and what it showed no longer holds."""
        if self.folded.shows_measures and not self._counted:
            self._counted = True
            self.measures.refresh()

    def _opened(self, on: bool) -> None:
        self._count_measures()
        self.canvas.cover(self.folded.panel.width() if on else 0)

    def _fold(self) -> None:
        self.folded.open(False)
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_thing(self, thing: str) -> None:
        """Stand on an event, by its id."""
        if self._stale:
            self._read()
        row = self.facts.contacts.row_of(thing) if self.facts is not None else None
        if row is not None:
            self._stand(row)

    def step_run(self, by: int) -> None:
        """Choose the next run of missed contacts, by its first day."""
        of = self.of
        if of is None or not len(of.runs.of):
            self.desk.notice("There is no run of three or more missed contacts here.", "good")
            return
        order = sorted(range(len(of.runs.of)), key=lambda at: float(of.runs.start[at]))
        runs = [int(of.runs.of[at]) for at in order]
        now = next((at for at, run in enumerate(runs) if run in self.canvas.chosen.of), None)
        what = self.canvas.chosen.what == "run"
        at = (now + by) % len(runs) if now is not None and what else (0 if by > 0 else len(runs) - 1)
        self._show_span(runs_chosen(of.facts, (runs[at],)), order[at], "runs")

    def step_gap(self, by: int) -> None:
        """Choose the next gap in the lanes, by its first day."""
        of = self.of
        if of is None:
            return
        gaps = sorted(
            (float(start), int(gap), kind, at)
            for kind in ("no_records", "not_seen")
            for at, (start, gap) in enumerate(
                zip(getattr(of, kind).start.tolist(), getattr(of, kind).of.tolist(), strict=True)
            )
        )
        if not gaps:
            self.desk.notice("There is no gap longer than the spans that are set.", "good")
            return
        now = next((at for at, each in enumerate(gaps) if (each[1],) == self.canvas.chosen.of), None)
        what = self.canvas.chosen.what in ("no record", "not seen")
        at = (now + by) % len(gaps) if now is not None and what else (0 if by > 0 else len(gaps) - 1)
        _, gap, kind, place = gaps[at]
        self._show_span(gap_chosen(of.facts, gap), place, kind)

    def _show_span(self, chosen: Chosen, at: int, kind: str) -> None:
        """Bring a run or a gap into view with air round it, where it is not, and choose it."""
        assert self.of is not None
        spans = getattr(self.of, kind)
        canvas = self.canvas
        self.folded.open()
        canvas.bring_in(float(spans.start[at]), float(spans.end[at]))
        canvas.choose(chosen, by_key=True)

    # ---- acts

    def _open_rows(self, ids: Sequence[str], words: str) -> None:
        if ids:
            self.desk.show_these("chronology", ids, words or count(len(ids), "event"))

    def _put_in_finding(self, ids: Sequence[str]) -> None:
        if ids:
            at = self.canvas.mapToGlobal(QPoint(self.canvas.width() // 2, look.px(120)))
            self.evidence.menu(ids).open_at(at)

    def export_menu(self) -> None:
        """Ask in which form the picture is to be saved."""
        menu = Menu("Export", self)
        for words, ending in (
            ("Picture for a document (PNG)", "png"),
            ("Drawing that stays sharp (SVG)", "svg"),
            ("Page for print (PDF)", "pdf"),
        ):
            menu.press(words, partial(ask_export, self.desk, self, self.view, ending))
        menu.open_at(under(self.bar.export))

    def _asked_of_bar(self, what: str) -> None:
        acts: dict[str, Callable[[], object]] = {
            "fit": self.fit,
            "views": lambda: self.saved.open(self.bar.views),
            "export": self.export_menu,
            "matrix": self.turn_matrix,
            "incident": self.to_incident,
            **{key: partial(self.canvas.zoom_to, days) for key, _, days, _ in PRESETS},
        }
        acts[what]()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc folds the inspector and goes back to the picture."""
        if event.key() == Qt.Key.Key_Escape and self.folded.is_open:
            self._fold()
        else:
            super().keyPressEvent(event)


def _period_words(start: float, end: float) -> str:
    """The stretch in view: "20 Aug 2023 – 18 Apr 2025"; with times where it is shorter than two days."""
    first, last = date_of(start), date_of(end)
    said = say_when(When(first.isoformat(), last.isoformat(), "day" if first == last else "range"))
    who = reader()
    if end - start > 2 or (who is not None and who.months_only):
        return said
    return f"{said}, {_clock(start)} – {_clock(end)}"


def _clock(moment: float) -> str:
    minutes = round(moment % 1 * 1440) % 1440
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


class _Room(QScrollArea):
    """Holds the picture; where the lanes need more height than there is, it scrolls up and down."""

    resized = Signal()

    def __init__(self, canvas: Canvas) -> None:
        super().__init__()
        self._canvas = canvas
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Room of the timeline")
        self.setWidget(canvas)

    def lift(self, by: int) -> None:
        """Scroll by so many pixels."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + by)

    def bring_in(self, y: int) -> None:
        """Scroll until a line of the picture is seen."""
        self.ensureVisible(0, y, 0, look.px(40))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the picture how much of it is seen."""
        super().resizeEvent(event)
        self._canvas.give_room(self.viewport().size())
        self.resized.emit()
