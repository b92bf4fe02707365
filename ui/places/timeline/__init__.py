"""The timeline place: the picture of all contacts, the strip of the whole period, and the matrix."""

from ui.places.timeline.place import TimelinePlace

__all__ = ["TimelinePlace"]
