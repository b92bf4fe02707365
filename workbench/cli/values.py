"""What one argument may hold: days, times, numbers, pairs and outcomes; anything else is refused in a sentence."""

import argparse
from collections.abc import Callable, Sequence

from workbench.chronology.outcomes import OUTCOMES
from workbench.chronology.understanding import FIELDS
from workbench.cli.telling import Given
from workbench.problems import Problem
from workbench.records import iso_date, iso_moment


def day(text: str) -> str:
    """A day, in ISO form."""
    return _checked(iso_date, text)


def moment(text: str) -> str:
    """A day, or a day and a time, in ISO form."""
    return _checked(iso_moment, text)


def _checked(read: Callable[[object], str | None], text: str) -> str:
    try:
        found = read(text)
    except Problem as problem:
        raise argparse.ArgumentTypeError(str(problem)) from None
    if found is None:
        raise argparse.ArgumentTypeError("The date is empty.")
    return found


def clock(text: str) -> str:
    """A time as HH:MM."""
    hours, colon, minutes = text.partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal() and int(hours) < 24 and int(minutes) < 60):
        raise argparse.ArgumentTypeError(f"“{text}” is not a time. Write hours and minutes, such as 14:05.")
    return f"{int(hours):02}:{int(minutes):02}"


def natural(text: str) -> int:
    """A whole number from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number from 1.")
    return int(text)


def pair(text: str) -> tuple[str, str]:
    """The two parts of NAME=VALUE; the name may hold = itself."""
    name, equals, value = text.rpartition("=")
    if not equals or not name or not value:
        raise argparse.ArgumentTypeError(f"“{text}” has not two parts with = between them.")
    return name, value


def field_pair(text: str) -> tuple[str, str]:
    """The two parts of FIELD=HEADING, the field being one of `FIELDS`."""
    name, equals, heading = text.partition("=")
    if not equals or name not in FIELDS:
        raise argparse.ArgumentTypeError(f"“{text}” is not FIELD=HEADING with one of: {', '.join(FIELDS)}.")
    return name, heading


NULL = "null"


def outcome_code(name: str) -> str:
    """An outcome’s code from its code or name, `NULL` for one not understood."""
    if name.casefold() in ("", NULL, "none", "not understood"):
        return NULL
    for code, outcome in OUTCOMES.items():
        if name.casefold() in (code, outcome.name.casefold()):
            return code
    raise argparse.ArgumentTypeError(
        f"“{name}” is not an outcome. Use one of: {', '.join([*OUTCOMES, NULL])}."
    )


def outcome_of(name: str) -> str | None:
    """An outcome’s code, None for one not understood. Raises `Problem` when it is no outcome."""
    try:
        code = outcome_code(name)
    except argparse.ArgumentTypeError as wrong:
        raise Problem(str(wrong)) from None
    return None if code == NULL else code


def stated(given: Given, names: Sequence[str]) -> dict[str, object]:
    """The values of those of the options that were given at all."""
    return {name: getattr(given, name) for name in names if getattr(given, name) is not None}
