"""The places of the window, in the order of the rail; what stands on no rail comes last."""

from ui.later import publish_place, timeline_place
from ui.place import LoadedLate, Place
from ui.places.actions import Actions
from ui.places.case import Case
from ui.places.chronology import ChronologyPlace
from ui.places.findings import Findings
from ui.places.history import History
from ui.places.materials import MaterialsPlace
from ui.places.search import SearchPlace
from ui.places.themes import ThemesPlace
from ui.standing import PUBLISH, TIMELINE

PLACES: tuple[type[Place] | LoadedLate, ...] = (
    Case,
    MaterialsPlace,
    ChronologyPlace,
    LoadedLate(*TIMELINE, timeline_place),
    ThemesPlace,
    Findings,
    Actions,
    LoadedLate(*PUBLISH, publish_place),
    History,
    SearchPlace,
)
