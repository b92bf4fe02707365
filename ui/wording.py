"""How counts, lists and long texts stand in a few words of the window."""

from __future__ import annotations


def count(number: int, one: str, many: str = "") -> str:
    """A number and its noun: "1 event", "1,284 events"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: list[str]) -> str:
    """Words as a sentence lists them: "a, b and c"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def literal(text: str) -> str:
    """Words for a menu, a button or a label with a buddy, in which “&” stands for itself."""
    return text.replace("&", "&&")


def short(text: str, most: int = 60) -> str:
    """A text on one line, no longer than so many letters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"
