"""The place of the documents: the list, the reader, taking in."""

from ui.places.materials.place import MaterialsPlace

__all__ = ["MaterialsPlace"]
