"""What a row's own words make likely, where its record does not say plainly what came of the contact."""

import re
from collections.abc import Iterable

from workbench.chronology.outcomes import OUTCOMES
from workbench.chronology.understood import Fix

_VISIT = re.compile(r"\b(?:visit\w*|home|door|h/v|hv|address|called at)\b", re.IGNORECASE)
_PHONE = re.compile(
    r"\b(?:t/c|tc|tel|telephoned?|phoned?|phone ?call|rang|ring|call(?:ed)? (?:to|from)|voice ?mail|answer ?phone)\b",
    re.IGNORECASE,
)
_RECORD = re.compile(
    r"\b(?:letters?|e-?mail\w*|meeting|mtg|conference|core (?:group|gp)|information|report|referral|notif\w+|"
    r"discuss\w*|supervision)\b",
    re.IGNORECASE,
)
_SEEN = re.compile(
    r"\b(?:seen|saw|weighed|examined|met with|spoke (?:to|with)|observed|alert|smil\w+)\b", re.I
)
_ON_VISITS = ("seen", "no_access", "declined", "attended", "cancelled_by_family", "did_not_attend")
_ON_APPOINTMENTS = ("attended", "did_not_attend", "seen", "cancelled_by_family", "cancelled_by_service")
_ALL = (
    "attended",
    "seen",
    "did_not_attend",
    "no_access",
    "declined",
    "cancelled_by_family",
    "cancelled_by_service",
    "telephone",
    "not_applicable",
)


def likely(first: Iterable[str], spoken: Iterable[str], about: str) -> tuple[str, ...]:
    """Every outcome a row may have had, the likeliest first.

    `first` are those its outcome cell may mean, `spoken` those its text speaks of, `about` all its words.
    """
    kind: tuple[str, ...] = _ON_APPOINTMENTS
    if _PHONE.search(about):
        kind = ("telephone", "no_access", "not_applicable")
    elif _RECORD.search(about):
        kind = ("not_applicable", "attended")
    elif _VISIT.search(about):
        kind = _ON_VISITS
    if _SEEN.search(about) and kind in (_ON_VISITS, _ON_APPOINTMENTS):
        kind = ("seen", *kind)
    meant = tuple(first)
    hinted = tuple(code for code in spoken if not meant or code in meant)
    return tuple(dict.fromkeys((*hinted, *meant, *spoken, *kind, *_ALL)))


def ways(codes: Iterable[str]) -> tuple[Fix, ...]:
    """One way to settle a doubt for each outcome."""
    return tuple(
        Fix(
            OUTCOMES[code].name,
            {"outcome": code, "child_seen": True} if OUTCOMES[code].seen else {"outcome": code},
        )
        for code in codes
    )
