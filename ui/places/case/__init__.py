"""Case: the review itself, its people and services, what it was asked, who sits on its panel, and its file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QPoint, QRectF, QStringListModel, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.buttons import Button
from ui.chips import Chip
from ui.days import exact_day, exact_moment, say_case_day, say_exact, say_exact_moment, say_moment
from ui.desk import Desk, Done
from ui.forms import Choice, ChoiceField, DateField, Field, LineField, TextField
from ui.inspector import words
from ui.panes import clear, scrolled
from ui.parts import Part
from ui.place import Place
from ui.places.case.anonymity import AnonymitySection
from ui.places.case.grid import RecordGrid, Spec, note, swatch
from ui.places.case.people_cards import PeopleCards
from ui.places.case.section import Section
from ui.theme import be, look, say
from workbench import people, review
from workbench.anonymity.rendering import is_anonymous, say_name, say_person, say_service
from workbench.anonymity.rendering import say as as_read
from workbench.anonymity.suggesting import give_pseudonyms
from workbench.casefile import Broadcast, CaseFile
from workbench.chronology.linking import match_name, unmatched_names
from workbench.people import COLOUR_NAMES, PersonView, ServiceView
from workbench.problems import Problem

_HERE = frozenset(
    {
        "review",
        "person",
        "alias",
        "service",
        "organisation",
        "line_of_enquiry",
        "panel_member",
        "status_period",
        "life_event",
        "event_person",
        "identifier",
        "name_word",
    }
)


class Case(Place):
    """The case."""

    key = "case"
    title = "Case"
    icon = "folder"
    purpose = (
        "What is reviewed and why: the kind of review, its dates and questions, the people and services it is "
        "about, and the safety of this one encrypted file."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._sections: list[Section] = [
            ReviewSection(desk),
            PeopleSection(desk),
            ServicesSection(desk),
            LinesSection(desk),
            PanelSection(desk),
            StatusesSection(desk),
            LifeSection(desk),
            AnonymitySection(desk),
            FileSection(desk),
        ]
        self._names = QStringListModel([section.title for section in self._sections], self)
        self._list = PartsList()
        self._list.setModel(self._names)
        self._list.setAccessibleName("Parts of the case")
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        be(self._list, ground="ground")
        self._pages = QStackedWidget()
        for section in self._sections:
            self._pages.addWidget(scrolled(section, "paper", section.title))
        left = QFrame()
        be(left, ground="ground", edge="right")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = say(QLabel("Case"), "title")
        head.setContentsMargins(11, 12, 16, 12)
        column.addWidget(head)
        column.addWidget(self._list, 1)
        self.lay_out(self._pages, left=left)
        selection = self._list.selectionModel()
        selection.currentChanged.connect(lambda now, _: self._pages.setCurrentIndex(now.row()))
        self._list.setCurrentIndex(self._names.index(0))
        for at, section in enumerate(self._sections):
            self.command(f"part_{at}", f"Case: {section.title}", partial(self._go, at))
        self._read()

    def start(self) -> QWidget:
        """The list of parts has focus first."""
        return self._list

    def show_thing(self, thing: str) -> None:
        """Stand on a part by its key ("people", "services", "file"), or on someone by id."""
        for at, section in enumerate(self._sections):
            if section.key == thing or section.show_thing(thing):
                self._go(at)
                return

    def stands_on(self) -> str:
        """The part that is shown."""
        return self._sections[self._pages.currentIndex()].key

    def heard(self, broadcast: Broadcast) -> None:
        """Read anew when something here was changed; the file's own facts move with every change."""
        if _HERE & broadcast.touched.keys():
            self._read()
        else:
            self._sections[-1].read()

    def _go(self, at: int) -> None:
        self._list.setCurrentIndex(self._names.index(at))

    def _read(self) -> None:
        for section in self._sections:
            section.read()


class PartsList(QListView):
    """The parts of the case; the ring is drawn round the row one stands on."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ring", "own")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, a bar beside the current one, and the ring while the list has focus."""
        super().paintEvent(event)
        index = self.currentIndex()
        if not index.isValid():
            return
        box = QRectF(self.visualRect(index))
        painter = QPainter(self.viewport())
        painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), look.colour("accent"))
        if self.hasFocus():
            painter.setPen(QPen(look.colour("accent"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.end()


class ReviewSection(Section):
    """The review itself."""

    key = "review"
    title = "The review"
    sentence = (
        "The words on screen and in documents follow the kind of review. Every field is kept as you leave it."
    )

    def build(self) -> None:
        """Two columns of fields and the clocks."""
        self._fields: dict[str, Field] = {
            "title": LineField("Title", self._editor("title"), hint="known to the panel; not a family name"),
            "kind": ChoiceField(
                "Kind of review",
                [(code, kind.name) for code, kind in review.KINDS.items()],
                self._editor("kind"),
            ),
            "commissioner": LineField("Commissioned by", self._editor("commissioner")),
            "nation": ChoiceField(
                "Nation", list(review.NATIONS.items()), self._editor("nation"), hint="for bank holidays"
            ),
            "marking": ChoiceField(
                "Marking", [(one, one) for one in review.MARKINGS], self._editor("marking")
            ),
            "notified": DateField(
                "Notified on",
                say_exact,
                self._day("notified"),
                placeholder="for example 2 Oct 2026",
                hint="starts the clocks",
            ),
            "incident": DateField(
                "Incident",
                say_exact_moment,
                self._moment,
                placeholder="for example 9 Mar 2024 21:40",
                hint="the day, and the time if known",
            ),
            "scope_from": DateField(
                "Scope from", say_exact, self._day("scope_from"), placeholder="for example 1 Sep 2022"
            ),
            "scope_to": DateField(
                "Scope to", say_exact, self._day("scope_to"), placeholder="for example 16 Mar 2024"
            ),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(14)
        places = {
            "title": (0, 0, 1, 2), "kind": (1, 0, 1, 1), "commissioner": (1, 1, 1, 1), "nation": (2, 0, 1, 1),
            "marking": (2, 1, 1, 1), "incident": (3, 0, 1, 1), "notified": (3, 1, 1, 1), "scope_from": (4, 0, 1, 1),
            "scope_to": (4, 1, 1, 1),
        }  # fmt: skip
        for name, place in places.items():
            grid.addWidget(self._fields[name], *place, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.column.addLayout(grid)
        self._fields["incident_text"] = TextField(
            "What happened", self._editor("incident_text"), hint="the incident, in a sentence or two"
        )
        self.column.addWidget(self._fields["incident_text"])
        self._fields["predictable"] = TextField(
            "Could it have been predicted?",
            self._editor("predictable"),
            hint="the panel’s view, for the conclusions of the overview report",
        )
        self._fields["preventable"] = TextField(
            "Could it have been prevented?",
            self._editor("preventable"),
            hint="a question of its own: what was foreseeable may still not have been in anyone’s power",
        )
        self.column.addWidget(self._fields["predictable"])
        self.column.addWidget(self._fields["preventable"])
        self._clocks = QVBoxLayout()
        self._clocks.setSpacing(4)
        self.column.addLayout(self._clocks)

    def read(self) -> None:
        """Show the review and its clocks."""
        found = self.desk.read(review.the_review)
        values = {
            "title": found.title,
            "kind": found.kind.code,
            "commissioner": found.commissioner,
            "nation": found.nation,
            "marking": found.marking,
            "notified": say_moment(found.notified),
            "incident": say_case_day(found.incident),
            "incident_text": found.incident_text,
            "scope_from": say_case_day(found.scope_from),
            "scope_to": say_case_day(found.scope_to),
            "predictable": found.predictable,
            "preventable": found.preventable,
        }
        for name, value in values.items():
            self._fields[name].show_value(value)
        clear(self._clocks)
        due = review.clocks(found)
        if due:
            self._clocks.addWidget(say(QLabel("Clocks"), "head", "ink"))
            for clock in due:
                self._clocks.addWidget(
                    say(QLabel(f"{clock.name} by {say_moment(clock.on.isoformat())}"), "body")
                )
        elif found.kind.clocks and not found.notified:
            self._clocks.addWidget(
                note("Give the day it was notified to see when each step is due.", "clock")
            )

    def _editor(self, name: str) -> Callable[[str], Done[None]]:
        return lambda value: self.do(lambda case: review.change_review(case, **{name: value}))

    def _day(self, name: str) -> Callable[[str], Done[None]]:
        return lambda text: self.do(lambda case: review.change_review(case, **{name: exact_day(text)}))

    def _moment(self, text: str) -> Done[None]:
        return self.do(lambda case: review.change_review(case, incident=exact_moment(text)))


class PeopleSection(Section):
    """The people of the case."""

    key = "people"
    title = "People"
    sentence = (
        "The subjects, the family and the professionals, by every name the records use. A pseudonym is what will "
        "be printed in place of the name."
    )

    def build(self) -> None:
        """An adder, the people, and the names not matched yet."""
        name, role = (
            LineField("Name", name="New person’s name"),
            LineField("Role", name="New person’s role", placeholder="for example mother, HV2"),
        )
        self._cards = PeopleCards(
            self._edit,
            lambda thing: self.undoably(
                "Removed from the people of this case.", lambda case: people.remove_person(case, thing)
            ),
        )
        self._nobody = words("Nobody yet. Add the subject of the review first.", "body", "muted")
        self._to_match = Part("Names to match", 0)
        self._unmatched = Part("Names in the records that stand for nobody yet", 6)
        self.column.addWidget(
            self.adder(
                "Add person",
                (name, role),
                lambda case: self._add(case, name.value, role.value),
                self._cards.open,
            )
        )
        self._suggest = Button(
            "Suggest pseudonyms",
            lambda: self.undoably("Pseudonyms are given; change any of them.", give_pseudonyms),
            icon="eye-off",
            hint="Gives whoever has none a usual one, such as Mother, Sibling 1, SW2",
            changes=True,
        )
        self.head.addWidget(self._suggest)
        self.column.addWidget(self._to_match)
        self.column.addWidget(self._nobody)
        self.column.addWidget(self._cards)
        self.column.addWidget(self._unmatched)

    def read(self) -> None:
        """Show the people, and the names in the records that stand for nobody yet."""
        everyone: list[PersonView] = self.desk.read(people.people)
        self._nobody.setVisible(not everyone)
        self._cards.show_people(everyone)
        self._suggest.setVisible(any(not one.pseudonym for one in everyone))
        if is_anonymous():
            # A name that stands for nobody has no pseudonym to be shown by.
            return
        names: list[tuple[str, int]] = self.desk.read(unmatched_names)
        self._to_match.fill((len(names), len(everyone)), lambda column: self._tell(column, names, everyone))
        people_named = tuple((one.id, one.name) for one in everyone)
        self._unmatched.fill(
            (tuple(names), people_named), lambda column: self._show_unmatched(column, names, everyone)
        )

    def show_thing(self, thing: str) -> bool:
        """Open someone's card, by id."""
        return self._cards.open(thing)

    def _tell(self, column: QVBoxLayout, names: list[tuple[str, int]], everyone: list[PersonView]) -> None:
        if names and len(everyone) > 3:
            many = len(names)
            column.addWidget(
                Button(
                    f"{many} {'name' if many == 1 else 'names'} in the records "
                    f"{'stands' if many == 1 else 'stand'} for nobody yet: match below",
                    self._go_to_unmatched,
                    kind="link",
                    icon="user-plus",
                )
            )

    def _go_to_unmatched(self) -> None:
        first = self._unmatched.findChild(Choice)
        if isinstance(first, Choice):
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_unmatched(
        self, column: QVBoxLayout, names: list[tuple[str, int]], everyone: list[PersonView]
    ) -> None:
        if names:
            column.addSpacing(look.px(8))
            column.addWidget(say(QLabel("Names in the records that stand for nobody yet"), "head", "ink"))
        for name, count in names[:40]:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(words(as_read(name), "name"), 1)
            row.addWidget(say(QLabel(f"in {count} {'event' if count == 1 else 'events'}"), "meta", "muted"))
            who = ChoiceField(
                "is",
                [("", "is…"), *((one.id, say_person(one)) for one in everyone), ("+", "a new person")],
                partial(self._match, name),
                name=f"{as_read(name)} is",
            )
            who.label.hide()
            who.setFixedWidth(look.px(220))
            row.addWidget(who)
            column.addLayout(row)
        if len(names) > 40:
            column.addWidget(note(f"And {len(names) - 40} more, once these are matched."))

    def _add(self, case: CaseFile, name: str, role: str) -> str:
        first = not case_has_subject(case)
        return people.add_person(case, name, role=role, subject=first)

    def _edit(self, thing: str, key: str, value: object) -> Done[None]:
        if key == "aliases":
            value = [part.strip() for part in str(value).split(",") if part.strip()]
        if key == "born":
            try:
                value = exact_day(str(value))
            except Problem as problem:
                return Done(False, problem=problem)
        return self.do(lambda case: people.edit_person(case, thing, **{key: value}))

    def _match(self, name: str, who: str) -> Done[None] | None:
        if not who:
            return None

        def match(case: CaseFile) -> int:
            with case.change(f"Match “{name}” to a person"):
                person = people.add_person(case, name) if who == "+" else who
                return match_name(case, name, person)

        done = self.desk.do(match)
        if done:
            self.desk.notice(
                f"“{as_read(name)}” is matched in {done.value} {'event' if done.value == 1 else 'events'}.",
                undo=True,
            )
        return Done(bool(done))


class ServicesSection(Section):
    """The services."""

    key = "services"
    title = "Services"
    sentence = (
        "The part of each organisation that met the family. Its short code and its colour are always shown "
        "together, on screen and in print."
    )

    def build(self) -> None:
        """An adder and the services."""
        name = LineField("Service", name="New service’s name", placeholder="for example Health visiting")
        code = LineField("Code", name="New service’s code", placeholder="for example HV")
        body = LineField("Organisation", name="New service’s organisation", hint="optional")
        self._grid = RecordGrid(
            "service",
            (
                Spec("code", "Code", share=2),
                Spec("name", "Service", share=6),
                Spec("organisation", "Organisation", share=6),
            ),
            lambda thing, key, value: self.do(lambda case: people.edit_service(case, thing, **{key: value})),
            lambda thing: self.undoably(
                "The service is removed.", lambda case: people.remove_service(case, thing)
            ),
            "No service yet. Add each service whose records the review reads.",
            move=lambda thing, by: self.desk.do(lambda case: people.move_service(case, thing, by)),
            lead=self._chip,
        )
        self.column.addWidget(
            self.adder(
                "Add service",
                (name, code, body),
                lambda case: people.add_service(case, name.value, code.value, organisation=body.value),
                lambda _: None,
            )
        )
        self.column.addWidget(self._grid)

    def read(self) -> None:
        """Show the services."""
        known: list[ServiceView] = self.desk.read(people.services)
        self._known = {one.id: one for one in known}
        self._grid.show_rows(
            [
                (
                    one.id,
                    one.code,
                    {
                        "code": one.code,
                        "name": say_service(one.name),
                        "organisation": say_service(one.organisation or ""),
                    },
                )
                for one in known
            ]
        )

    def _chip(self, thing: str) -> tuple[object, Chip]:
        one = self._known[thing]
        if is_anonymous():
            return (one.code, one.colour), Chip.service(one.code, one.colour)
        name = f"Colour of {one.code}: {COLOUR_NAMES.get(one.colour, 'its own')}"
        chip = Chip.service(one.code, one.colour, on_press=lambda: self._choose_colour(chip, thing))
        chip.setAccessibleName(name)
        chip.setToolTip(f"{name}. Press to choose another.")
        return (one.code, one.colour), chip

    def _choose_colour(self, chip: Chip, thing: str) -> None:
        one = self._known[thing]
        menu = QMenu(chip)
        menu.setAccessibleName(f"Colour of {one.code}")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        holders = {other.colour: other.code for other in self._known.values() if other.id != thing}
        for colour, name in COLOUR_NAMES.items():
            held = f", as {holders[colour]}" if colour in holders else ""
            choice = menu.addAction(
                swatch(one.code, colour), f"{name.capitalize()}{held}", partial(self._paint, thing, colour)
            )
            choice.setCheckable(True)
            choice.setChecked(colour == one.colour)
        menu.popup(chip.mapToGlobal(QPoint(0, chip.height() + 4)))

    def _paint(self, thing: str, colour: str) -> None:
        self.desk.do(lambda case: people.edit_service(case, thing, colour=colour))


class LinesSection(Section):
    """The key lines of enquiry."""

    key = "lines"
    title = "Key lines of enquiry"
    sentence = "The questions the review was asked to answer. Events can be put under them in the chronology."

    def build(self) -> None:
        """An adder and the lines."""
        text = LineField("Question", name="New line of enquiry")
        self._grid = RecordGrid(
            "line of enquiry",
            (Spec("text", "Question", "text"),),
            lambda thing, _, value: self.do(lambda case: review.edit_line(case, thing, str(value))),
            lambda thing: self.undoably(
                "The line of enquiry is removed.", lambda case: review.remove_line(case, thing)
            ),
            "None yet. The terms of reference name them.",
            move=lambda thing, by: self.desk.do(lambda case: review.move_line(case, thing, by)),
            lead=lambda thing: (self._refs[thing], Chip.ref(self._refs[thing])),
        )
        self.column.addWidget(
            self.adder(
                "Add line of enquiry", (text,), lambda case: review.add_line(case, text.value), lambda _: None
            )
        )
        self.column.addWidget(self._grid)

    def read(self) -> None:
        """Show the lines."""
        known: list[tuple[str, str, str]] = self.desk.read(review.lines)
        self._refs = {thing: ref for thing, ref, _ in known}
        self._grid.show_rows([(thing, ref, {"text": as_read(text)}) for thing, ref, text in known])


class PanelSection(Section):
    """The panel."""

    key = "panel"
    title = "Panel"
    sentence = "Who sits on the panel, and who leads it."

    def build(self) -> None:
        """An adder and the members."""
        fields = (
            LineField("Name", name="New member’s name"),
            LineField("Role", name="New member’s role"),
            LineField("Organisation", name="New member’s organisation"),
        )
        self._grid = RecordGrid(
            "panel member",
            (
                Spec("name", "Name", share=4),
                Spec("role", "Role", share=5),
                Spec("organisation", "Organisation", share=6),
            ),
            lambda thing, key, value: self.do(lambda case: review.edit_member(case, thing, **{key: value})),
            lambda thing: self.undoably(
                "Taken off the panel.", lambda case: review.remove_member(case, thing)
            ),
            "Nobody yet.",
            move=lambda thing, by: self.desk.do(lambda case: review.move_member(case, thing, by)),
        )
        self.column.addWidget(
            self.adder(
                "Add panel member",
                fields,
                lambda case: review.add_member(case, *(each.value for each in fields)),
                lambda _: None,
            )
        )
        self.column.addWidget(self._grid)

    def read(self) -> None:
        """Show the members."""
        self._grid.show_rows(
            self.desk.read(
                lambda session: [
                    (one.id, say_name(one.name), {**one.values, "name": say_name(one.name)})
                    for one in review.members(session)
                ]
            )
        )


class StatusesSection(Section):
    """Legal and plan statuses."""

    key = "statuses"
    title = "Legal and plan status"
    sentence = "When a subject was on a plan or under an order. An end left empty is still open."

    def build(self) -> None:
        """An adder and the statuses."""
        self._person = ChoiceField("Of", [("", "The subject")], name="New status is of")
        self._kind = ChoiceField("Status", [(one, one) for one in review.STATUS_KINDS], name="New status")
        starts = DateField("From", say_exact, name="New status from", placeholder="for example 3 May 2023")
        ends = DateField("To", say_exact, name="New status to", placeholder="still open")
        self.column.addWidget(
            self.adder(
                "Add status",
                (self._kind, self._person, starts, ends),
                lambda case: review.add_status(
                    case,
                    self._kind.value,
                    exact_day(starts.value),
                    exact_day(ends.value),
                    self._person.value or None,
                ),
                lambda _: None,
            )
        )
        self._grid = RecordGrid(
            "status",
            (
                Spec("kind", "Status", share=4),
                Spec("of", "Of", "choice", share=4),
                Spec("starts", "From", "day", share=3),
                Spec("ends", "To", "day", share=3),
                Spec("note", "Note", share=3),
            ),
            self._edit,
            lambda thing: self.undoably(
                "The status is removed.", lambda case: review.remove_status(case, thing)
            ),
            "No status yet.",
        )
        self.column.addWidget(self._grid)

    def read(self) -> None:
        """Show the statuses."""
        subjects = [one for one in self.desk.read(people.people) if one.subject]
        options = [("", "The subject"), *((one.id, say_person(one)) for one in subjects)]
        self._person.set_options(options)
        self._grid.offer("of", options)
        rows = self.desk.read(
            lambda session: [(one.id, one.name, one.values) for one in review.statuses(session)]
        )
        self._grid.show_rows([(thing, name, _days(values, "starts", "ends")) for thing, name, values in rows])

    def _edit(self, thing: str, key: str, value: object) -> Done[None]:
        try:
            if key in ("starts", "ends"):
                value = exact_day(str(value))
        except Problem as problem:
            return Done(False, problem=problem)
        if key == "of":
            key, value = "person_id", value or None
        return self.do(lambda case: review.edit_status(case, thing, **{key: value}))


class LifeSection(Section):
    """Key life events."""

    key = "life"
    title = "Key life events"
    sentence = (
        "Births, moves, separations, deaths: what happened in the family’s life, apart from its contacts "
        "with services."
    )

    def build(self) -> None:
        """An adder and the life events."""
        on = DateField("Day", say_exact, name="New life event’s day", placeholder="for example 1 Dec 2022")
        text = LineField("What happened", name="New life event")
        self.column.addWidget(
            self.adder(
                "Add life event",
                (on, text),
                lambda case: review.add_life_event(case, exact_day(on.value) or "", text.value),
                lambda _: None,
            )
        )
        self._grid = RecordGrid(
            "life event",
            (Spec("on", "Day", "day", share=2), Spec("text", "What happened", share=6)),
            self._edit,
            lambda thing: self.undoably(
                "The life event is removed.", lambda case: review.remove_life_event(case, thing)
            ),
            "None yet.",
        )
        self.column.addWidget(self._grid)

    def read(self) -> None:
        """Show the life events."""
        rows = self.desk.read(
            lambda session: [(one.id, one.name, one.values) for one in review.life_events(session)]
        )
        self._grid.show_rows([(thing, name, _days(values, "on")) for thing, name, values in rows])

    def _edit(self, thing: str, key: str, value: object) -> Done[None]:
        if key == "on":
            try:
                value = exact_day(str(value))
            except Problem as problem:
                return Done(False, problem=problem)
        return self.do(lambda case: review.edit_life_event(case, thing, **{key: value}))


class FileSection(Section):
    """The file and its safety."""

    key = "file"
    title = "The file"
    sentence = (
        "Everything of this case is in one encrypted file on this computer. Nothing leaves it unless you export "
        "or copy it."
    )

    def build(self) -> None:
        """Facts and what can be done."""
        self._facts = QVBoxLayout()
        self._facts.setSpacing(6)
        self.column.addLayout(self._facts)
        for command, button, icon, words_beside in (
            (
                "copy_to",
                "Copy to…",
                "copy",
                "A second, encrypted file that opens with the same passphrase. Never copy an open file by hand.",
            ),
            (
                "back_up",
                "Back up now",
                "hard-drive",
                "Kept beside the file and checked; the last five stay. One is made by itself when the case closes.",
            ),
            (
                "passphrase",
                "Change the passphrase…",
                "key-round",
                "The file is written anew under a new key. The old recovery key stops working.",
            ),
            (
                "recovery",
                "Show the recovery key…",
                "shield",
                "Opens the file when the passphrase is forgotten. Print it and lock it away.",
            ),
        ):
            row = QHBoxLayout()
            row.setSpacing(14)
            changes = command != "recovery"
            press = Button(button, partial(self.desk.commands.run, command), icon=icon, changes=changes)
            press.setMinimumWidth(look.px(220))
            row.addWidget(press, 0, Qt.AlignmentFlag.AlignTop)
            beside = words(words_beside, "body", "ink2")
            beside.setContentsMargins(0, look.px(7), 0, 0)
            row.addWidget(beside, 1)
            self.column.addLayout(row)
        self.column.addWidget(
            Button(
                "Check the whole file in History",
                partial(self.desk.go, "history"),
                kind="link",
                icon="shield-check",
            )
        )

    def read(self) -> None:
        """Show the record's length and head."""
        clear(self._facts)
        case = self.desk.the_case
        for label, value in (
            ("File", "named when names are" if is_anonymous() else case.path.name),
            ("Changes recorded", f"{case.last_change:,}"),
            ("Head of the record", case.head),
            ("You act as", say_name(self.desk.who) or "yourself"),
        ):
            row = QHBoxLayout()
            name = say(QLabel(label), "meta", "muted")
            name.setFixedWidth(look.px(150))
            row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
            shown = words(value, "name")
            shown.setAccessibleName(f"{label}: {value}")
            row.addWidget(shown, 1)
            self._facts.addLayout(row)


def case_has_subject(case: CaseFile) -> bool:
    """Whether a subject has been named."""
    with case.reading() as session:
        return people.lead_subject(session) is not None


def _days(values: Mapping[str, object], *names: str) -> dict[str, object]:
    return {**values, **{name: say_case_day(str(values[name]) if values[name] else None) for name in names}}
