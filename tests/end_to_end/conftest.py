"""The fixtures of the window, for whole stories told through it."""

from window_fixtures import (
    case,
    make_window,
    never_the_real_settings,
    person,
    person_with_case,
    settings,
    window,
)

__all__ = [
    "case",
    "make_window",
    "never_the_real_settings",
    "person",
    "person_with_case",
    "settings",
    "window",
]
