"""The places of the window, in the order of the rail; what stands on no rail comes last."""

from ui.place import Place
from ui.places.actions import Actions
from ui.places.case import Case
from ui.places.chronology import ChronologyPlace
from ui.places.findings import Findings
from ui.places.history import History
from ui.places.materials import MaterialsPlace
from ui.places.publish import Publish
from ui.places.search import SearchPlace
from ui.places.themes import ThemesPlace
from ui.places.timeline import TimelinePlace

PLACES: tuple[type[Place], ...] = (
    Case,
    MaterialsPlace,
    ChronologyPlace,
    TimelinePlace,
    ThemesPlace,
    Findings,
    Actions,
    Publish,
    History,
    SearchPlace,
)
