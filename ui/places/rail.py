"""The places of the window, in the order of the rail."""

from ui.place import Place

PLACES: tuple[type[Place], ...] = ()
