"""How the places that are loaded late stand on the rail: what the window must know of them before they are there.

The window opens without what draws pictures and writes documents; the first of these places to be gone to, or a
quiet moment after the start, loads it.
"""

from typing import NamedTuple


class Standing(NamedTuple):
    """A place's key, its word on the rail, and its icon."""

    key: str
    title: str
    icon: str


TIMELINE = Standing("timeline", "Timeline", "git-commit-horizontal")
PUBLISH = Standing("publish", "Publish", "send")
