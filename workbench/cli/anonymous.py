"""What a job tells, as a reader without names may have it."""

import calendar
import re
from datetime import date

from workbench.anonymity.rendering import reader, say, say_file, say_name

_WHO = frozenset(
    {"by", "taken_by", "recorded_by", "asked_by", "answered_by", "assured_by", "lead", "settled_by"}
)
_KEPT = frozenset(
    {"id", "sha256", "head", "case", "material", "person", "seal", "reader", "kind", "colour", "path", "at", "asked_at",
     "answered_at", "taken_at", "due", "done_on", "begun_on", "assured_on", "tested_on", "notified"}
)  # fmt: skip
_GONE = frozenset({"date_as_written", "reference_as_written", "born", "original_name"})
_EMPTIED = frozenset({"as_written", "aliases"})
_TIMES = frozenset({"time", "end_time"})
_STARTS = frozenset({"earliest"})
_ENDS = frozenset({"latest"})
_DAYS = frozenset(
    {"from", "to", "starts", "ends", "incident", "scope_from", "scope_to", "until", "last_seen", "on"}
)
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?")
_FILE = re.compile(r".+\.[A-Za-z]{2,5}$")


def as_read(told: object, key: str = "") -> object:
    """JSON with every text in it said for whoever reads: names, files, and days where only months are shown."""
    if isinstance(told, dict):
        return {name: as_read(value, str(name)) for name, value in told.items()}
    if key in _EMPTIED and isinstance(told, list | tuple):
        return []
    if isinstance(told, list | tuple):
        return [as_read(value, key) for value in told]
    if not isinstance(told, str):
        return told
    return _text(told, key)


def _text(text: str, key: str) -> str | None:
    if key in _KEPT:
        return text
    if key in _GONE:
        return None
    if key in _WHO or key == "as_written":
        return say_name(text)
    if key in ("file", "name") and _FILE.fullmatch(text):
        return say_file(text)
    who = reader()
    if who is not None and who.months_only:
        if key == "precision" and text in ("day", "week"):
            return "month"
        if key in _TIMES:
            return None
        if (day := _DAY.fullmatch(text)) and key in _STARTS | _ENDS | _DAYS:
            return _month(date(int(day[1]), int(day[2]), int(day[3])), key)
    return say(text)


def _month(day: date, key: str) -> str:
    if key in _STARTS:
        return day.replace(day=1).isoformat()
    if key in _ENDS:
        return day.replace(day=calendar.monthrange(day.year, day.month)[1]).isoformat()
    return day.isoformat()[:7]
