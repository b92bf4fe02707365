"""The chronology place: the combined table, its inspector, and the import."""

from ui.places.chronology.place import ChronologyPlace

__all__ = ["ChronologyPlace"]
