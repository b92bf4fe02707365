"""History: who changed what and when, with each thing before and after, and the undo of one change."""

from __future__ import annotations

import re

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ui.buttons import Button
from ui.chips import Chip
from ui.desk import Desk
from ui.inspector import Inspector, Section, words
from ui.panes import FilterBar, FilterBox, FilterButton, PlaceBar, column
from ui.place import Place
from ui.rows import ListingModel
from ui.tables import ListingTable
from workbench.anonymity.rendering import is_anonymous, say, say_name
from workbench.case import verify
from workbench.casefile import Broadcast, ChangeEntry, Verified
from workbench.history import KINDS, Account, HistoryListing, Told, account, local, name_of, summary
from workbench.problems import Problem

_GO: dict[str, tuple[str, str]] = {
    "event": ("chronology", "event"),
    "finding": ("findings", "finding"),
    "recommendation": ("findings", "recommendation"),
    "action": ("actions", "action"),
}
"""The place in which a thing of a table is shown, and its word."""
_LATER = re.compile(r"can't be undone yet: change (\d+),")
"""The later change that rests on this one, as the case file names it."""


class History(Place):
    """The history of the case."""

    key = "history"
    title = "History"
    icon = "history"
    purpose = (
        "Every change to this case, who made it and when; any one of them can be looked into, and undone "
        "where nothing later rests on it."
    )
    keys = (("J / K", "Next and previous change"), ("U", "Undo the change in focus"))

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._listing = HistoryListing(desk.the_case)
        self._model = ListingModel(desk, self._listing, parent=self)
        self._table = ListingTable(self._model, "Changes", desk.settings)
        self._bar = PlaceBar("History", [Button("Check the file", self._check, icon="shield-check")])
        filters = FilterBar("Filter the history")
        self._box = FilterBox("Filter changes")
        self._box.asked.connect(self._filter)
        self._box.done.connect(self._table.setFocus)
        # The history of one thing only; pressing it shows everything again.
        self._only = FilterButton("All changes", self._everything, icon="x")
        self._only.setToolTip("Show every change again")
        self._only.hide()
        filters.add(self._box)
        filters.add(self._only)
        self._inspector = Inspector("Change", "Choose a change to see what it did.")
        self.lay_out(column(self._bar, filters, self._table, stretch=self._table), right=self._inspector)
        self._table.chosen.connect(self._show)
        self.command(
            "undo_one",
            "Undo the change in focus",
            self._undo_one,
            "U",
            icon="undo-2",
            can=self._can_undo,
            changes=True,
        )
        self.command("filter", "Filter the history", self._box.setFocus, "/", icon="funnel")
        self._count()
        self._table.choose_first()

    def start(self) -> QWidget:
        """The table has focus first."""
        return self._table

    def heard(self, broadcast: Broadcast) -> None:
        """Every change is a new row."""
        self._model.refresh()
        self._count()
        self._show(self._table.current_id)

    def show_thing(self, thing: str) -> None:
        """Stand on a change by its number, or show the history of one thing: "finding:<id>"."""
        table, parted, row = thing.partition(":")
        if parted:
            self._box.clear()
            self._only.hold(say(f"Only {name_of(self.desk.the_case, table, row)}"))
            self._model.filter(words=None, row=thing)
            self._table.choose_first()
        elif not self._table.choose(thing):
            self._everything()
            self._table.choose(thing)
        self._count()

    def stands_on(self) -> str:
        """The change."""
        return self._table.current_id

    def _everything(self) -> None:
        self._box.clear()
        self._only.hold("")
        self._model.filter(words=None, row=None)
        self._count()

    def _count(self) -> None:
        head = self.desk.the_case.head
        changes = self._model.count
        self._only.setVisible(bool(self._model.ask.filters.get("row")))
        self._bar.say(f"{changes:,} {'change' if changes == 1 else 'changes'}  ·  head {head[:12]}")

    def _entry(self) -> ChangeEntry | None:
        number = self._table.current_id
        return self.desk.the_case.entry(int(number)) if number else None

    def _can_undo(self) -> bool:
        entry = self._entry()
        return entry is not None and entry.can_undo

    def _undo_one(self) -> None:
        entry = self._entry()
        if entry is not None:
            said = f"Undone: {say(entry.label)}"
            self.desk.undo_change(entry.number, lambda: self.desk.notice(said, undo=True))

    def _show(self, number: str) -> None:
        told = account(self.desk.the_case, int(number)) if number else None
        if told is None:
            self._inspector.show_nothing()
            return
        self._inspector.show_thing(number, lambda panel: self._build(panel, told))

    def _build(self, panel: Inspector, told: Account) -> None:
        entry = told.entry
        when = local(entry.at)
        panel.head(
            say(entry.sentence),
            chips=[Chip.pill(KINDS[entry.kind])],
            second=f"{when.day} {when:%B %Y}, {when:%H:%M}",
            second_meta=say_name(entry.by),
        )
        section = panel.section(f"Change {entry.number}")
        touched = summary(entry.touched)
        section.text(touched[:1].upper() + touched[1:] or "Recorded; nothing in the case was altered.")
        if entry.undoes is not None:
            section.row(self._to_change(entry.undoes, f"It goes back to change {entry.undoes}"))
        if entry.can_undo:
            case = self.desk.the_case
            # A large change is looked into only when it is asked to be undone.
            in_the_way = None if case.is_large(entry.number) else case.in_the_way(entry.number)
            if in_the_way is None:
                again = entry.kind == "undo"
                section.row(
                    Button(
                        "Do it again" if again else "Undo this change",
                        self._undo_one,
                        icon="redo-2" if again else "undo-2",
                        hint="U",
                        changes=True,
                    )
                )
            else:
                section.meta(say(str(in_the_way)))
                if later := _LATER.search(in_the_way.what):
                    number = int(later[1])
                    section.row(self._to_change(number, f"Go to change {number}"))
        for thing in told.told:
            self._tell(panel, thing)
        if told.more:
            panel.section("And more").text(f"{told.more:,} more things were touched.")
        links = [
            (place, told.alone[table], word) for table, (place, word) in _GO.items() if table in told.alone
        ]
        if links:
            place, thing_id, word = links[0]
            panel.section("Where it is").row(
                Button(
                    f"Go to the {word}",
                    lambda: self.desk.go(place, thing_id),
                    kind="link",
                    icon="external-link",
                )
            )
        seal = panel.section("Seal")
        self._copied(seal, "Head of the case after this change", entry.seal)
        for name, value in entry.note.items():
            if is_anonymous() and str(value).count("."):
                continue  # the name of a file
            seal.fact(name.replace("_", " ").capitalize(), say(str(value)))

    def _tell(self, panel: Inspector, thing: Told) -> None:
        name = say(thing.thing)
        part = panel.section(f"{name[:1].upper()}{name[1:]}, {thing.done}")
        for field, was, now in thing.fields:
            label = field[:1].upper() + field[1:]
            if field in thing.copied:
                self._copied(part, label, now or was)
            elif thing.done != "changed" and not (was and now):
                if was or now:
                    part.fact(label, say(was or now))
            elif max(len(was), len(now)) <= 40:
                part.fact(label, f"{say(was) or 'nothing'} → {say(now) or 'nothing'}")
            else:
                # Long texts stand whole, one under the other, as they were and as they became.
                part.meta(f"{label}, before")
                part.quote(say(was) or "nothing")
                part.meta(f"{label}, after")
                part.quote(say(now) or "nothing")

    def _copied(self, section: Section, label: str, value: str) -> None:
        copy = Button("Copy", lambda: QGuiApplication.clipboard().setText(value), kind="link", icon="copy")
        copy.setAccessibleName(f"Copy {label}")
        shown = words(label, "meta", "muted")
        section.row(shown, copy, stretch=shown)
        for at in range(0, len(value), 32):
            section.text(value[at : at + 32])

    def _to_change(self, number: int, said: str) -> Button:
        return Button(said, lambda: self.desk.go("history", str(number)), kind="link", icon="arrow-up-right")

    def _filter(self, asked: str) -> None:
        self._model.filter(words=asked)
        self._count()

    def _check(self) -> None:
        case = self.desk.the_case

        def done(found: Verified) -> None:
            if found.ok:
                self.desk.notice(f"All is well: {found.changes:,} changes, and the chain holds.")
            else:
                what_to_do = "Keep this file, and open the last backup beside it."
                self.desk.tell(Problem(" ".join(found.problems), what_to_do))

        self.desk.work("Checking the whole file", lambda report: verify(case, report=report), finished=done)
