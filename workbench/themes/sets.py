"""The sets of themes that come with the program, from resources/themes: one to begin with, others to switch on."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import resources

DIMENSIONS: Mapping[str, str] = {"what": "What happened in practice", "why": "Why it was likely"}
"""The two dimensions a theme may be of, by the code that is stored, in the order they are shown."""

STARTER = "starter"
"""The set every new case begins with."""

CODE = re.compile(r"[A-Z][A-Z0-9]{1,5}")
"""What a theme's code may be: two to six capital letters or digits, a letter first."""


@dataclass(frozen=True)
class SetTheme:
    """A theme as a set has it."""

    code: str
    name: str
    colour: str
    definition: str
    use_when: str
    not_when: str
    example: str


@dataclass(frozen=True)
class ThemeSet:
    """A set of themes that can be switched on as a whole."""

    key: str
    name: str
    about: str
    dimension: str
    themes: tuple[SetTheme, ...]


@cache
def theme_sets() -> tuple[ThemeSet, ...]:
    """Every set, in the order they are offered; the starter set first."""
    found = []
    for file in sorted(resources.path("themes").glob("*.toml")):
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        found.append(
            ThemeSet(
                told["key"],
                told["name"],
                told["about"],
                told["dimension"],
                tuple(SetTheme(**theme) for theme in told["theme"]),
            )
        )
    return tuple(found)
