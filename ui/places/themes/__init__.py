"""Themes: the codebook, everything that is tagged with it, and how it spreads over services and months."""

from ui.places.themes.place import ThemesPlace

__all__ = ["ThemesPlace"]
