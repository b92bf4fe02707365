"""An example of a place, for the tests of the window: the events of a case, and one of them at the right."""

from collections.abc import Sequence
from pathlib import Path

from ui.chips import Chip
from ui.desk import Desk
from ui.forms import TextField
from ui.inspector import Inspector
from ui.panes import FilterBar, FilterBox, FilterButton, PlaceBar, column
from ui.place import Place
from ui.rows import ListingModel
from ui.tables import ListingTable
from workbench.casefile import Broadcast, CaseFile
from workbench.chronology.combined import CombinedChronology
from workbench.chronology.corrections import correct
from workbench.chronology.dates import read_date
from workbench.chronology.events import add_event, event_view
from workbench.chronology.marks import mark_key
from workbench.people import add_service


class Jottings(Place):
    """A table with an inspector, as most places are."""

    key = "jottings"
    title = "Jottings"
    icon = "sticky-note"
    purpose = "Every event of the case in one table, for trying out the window."
    keys = (("J / K", "Next and previous row"), ("/", "Filter rows"))

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.model = ListingModel(desk, CombinedChronology())
        self.table = ListingTable(self.model, "Events", desk.settings)
        self.bar = PlaceBar("Jottings", [self.table.columns_button()])
        self.box = FilterBox("Filter rows")
        self.box.asked.connect(lambda words: self.model.filter(words=words))
        self.box.done.connect(self.table.setFocus)
        self.only_key = FilterButton("Key only", self._only_key)
        self.filters = FilterBar()
        for part in (self.box, self.only_key):
            self.filters.add(part)
        self.inspector = Inspector("Event", "Choose an event to read it here.")
        self.table.chosen.connect(self.show_event)
        self.table.pressed_cell.connect(self._pressed)
        self.lay_out(column(self.bar, self.filters, self.table, stretch=self.table), right=self.inspector)
        self.command(
            "star", "Mark as key", self.star, "S", icon="star", can=lambda: bool(self.table.current_id)
        )
        self.command("filter", "Filter rows", self.box.start, "/", icon="funnel")
        self.dropped: list[Path] = []
        self.count()

    def start(self) -> ListingTable:
        return self.table

    def show_thing(self, thing: str) -> None:
        self.table.choose(thing)

    def heard(self, broadcast: Broadcast) -> None:
        self.count()
        if broadcast.touched.keys() & self.model.listing.tables:
            self.show_event(self.table.current_id)

    def take_files(self, files: Sequence[Path]) -> bool:
        self.dropped = list(files)
        return True

    def count(self) -> None:
        self.bar.say(f"{self.model.count:,} events")

    def star(self) -> None:
        ids = self.table.selected_ids
        if ids and self.desk.do(lambda case: mark_key(case, ids, True)):
            self.desk.notice("Marked as key.", undo=True)

    def _only_key(self) -> None:
        on = not self.model.ask.filters.get("key")
        self.model.filter(key=on)
        self.only_key.hold("Key only" if on else "")

    def _pressed(self, thing: str, column_key: str) -> None:
        if column_key == "key":
            self.star()

    def show_event(self, thing: str) -> None:
        if not thing:
            self.inspector.show_nothing()
            return
        event = self.desk.read(lambda session: event_view(session, thing))

        def build(panel: Inspector) -> None:
            panel.head(
                event.ref,
                chips=[Chip.service(event.service, "#1B5287", event.service_name)],
                right=f"row {self.table.currentIndex().row() + 1} of {self.model.count}",
                second=self.model.record(self.table.currentIndex().row())["date"].text,
            )
            panel.section("As written", "Open source", lambda: None, "external-link").quote(event.text)
            reading = panel.section("Reading")
            reading.fact("Outcome", event.outcome or "not understood")
            field = TextField(
                "Event",
                lambda text: self.desk.do(lambda case: correct(case, thing, "text", text), tell=False),
            )
            field.show_value(event.text, force=True)
            reading.add(field)

        self.inspector.show_thing(thing, build)


def fill(case: CaseFile, count: int = 12) -> list[str]:
    """Put two services and some events into a case."""
    services = [add_service(case, "Health visiting", "HV"), add_service(case, "Social care", "CSC")]
    outcomes = ("seen", "did_not_attend", "no_access", "telephone", "present_not_spoken", "not_applicable")
    words = (
        "Announced home visit. No reply, curtains drawn; buggy seen in hallway through the glass. Card left.",
        "Eight month review in clinic. Alert, smiling, pulling to stand.",
        "Did not attend.",
    )
    return [
        add_event(
            case,
            services[number % 2],
            read_date(f"2023-10-{number % 28 + 1:02d}").when,
            f"{words[number % 3]} Jotting {number + 1}",
            time="10:30" if number % 4 == 0 else None,
            outcome=outcomes[number % 6],
        )
        for number in range(count)
    ]
