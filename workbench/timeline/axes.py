"""The two axes: dates at the foot, from decades to minutes, and the subject's age above.

Where dates are shown by their month alone, neither axis is finer than a month, and ages are counted by calendar
month, so that a tick does not give a birthday away.
"""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterator, Sequence

from workbench.chronology.when import SHORT_DAYS, age_on
from workbench.timeline import lettering
from workbench.timeline.picture import Box, Tick, Words
from workbench.timeline.view import date_of

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# How long a step is in days (a month at its shortest counts), what it steps by, and how many of them.
_STEPS: tuple[tuple[float, str, int], ...] = (
    (1 / 1440, "minute", 1),
    (5 / 1440, "minute", 5),
    (15 / 1440, "minute", 15),
    (30 / 1440, "minute", 30),
    (1 / 24, "minute", 60),
    (3 / 24, "minute", 180),
    (6 / 24, "minute", 360),
    (0.5, "minute", 720),
    (1.0, "day", 1),
    (7.0, "week", 1),
    (28.0, "month", 1),
    (90.0, "month", 3),
    (181.0, "month", 6),
    (365.0, "month", 12),
    (730.0, "month", 24),
    (1826.0, "month", 60),
    (3652.0, "month", 120),
    (9131.0, "month", 300),
)
_ROOM = 47.0
"""The least distance of two ticks."""
_AGE_ROOM = 76.0
_AIR = 8.0


def date_step(per_day: float, months_only: bool = False) -> tuple[str, int]:
    """The unit and number of the finest step whose ticks have room; `per_day` is pixels."""
    for days, unit, number in _STEPS:
        if days * per_day >= _ROOM and not (months_only and unit != "month"):
            return unit, number
    return _STEPS[-1][1:]


def hours_are_told(per_day: float, months_only: bool = False) -> bool:
    """Whether the zoom tells hours apart, so that a day without a time is a stretch and not a point."""
    return date_step(per_day, months_only)[0] == "minute"


def dates(plot: Box, start: float, end: float, y: float, months_only: bool) -> tuple[Tick, ...]:
    """The ticks of the date axis. `y` is the middle of their labels. The first label says what the others leave out."""
    per_day = plot.width / (end - start)
    unit, number = date_step(per_day, months_only)
    made: list[tuple[float, Words | None, bool]] = []
    for at in _ticks(start, end, unit, number):
        x = plot.x + (at - start) * per_day
        text, major = _date_label(at, unit, number, not made)
        role, tone = ("mark", "ink") if major else ("caption", "muted")
        made.append((x, _centred(text, x, y, role, tone, plot, not made), major))
    if not any(words for _, words, _ in made):
        text = _moment(start, unit, months_only)
        made.insert(0, (plot.x, Words(text, _box(text, plot.x, y, "mark"), "mark"), True))
    return tuple(Tick(x, words, major, grid=x > plot.x) for x, words, major in _with_room(made))


def _with_room(
    ticks: Sequence[tuple[float, Words | None, bool]],
) -> Iterator[tuple[float, Words | None, bool]]:
    """The ticks with the labels that have room: the first, then those where something larger begins, then the rest."""
    order = sorted(range(len(ticks)), key=lambda at: (at > 0, not ticks[at][2], at))
    taken: list[Box] = []
    kept = set()
    for at in order:
        words = ticks[at][1]
        if words is None or any(
            words.box.x < box.right + _AIR and box.x < words.box.right + _AIR for box in taken
        ):
            continue
        taken.append(words.box)
        kept.add(at)
    for at, (x, words, major) in enumerate(ticks):
        yield x, words if at in kept else None, major


def ages(plot: Box, start: float, end: float, y: float, born: str, months_only: bool) -> tuple[Tick, ...]:
    """The ticks of the age axis. Where none is in view, its label stands at the left edge."""
    per_day = plot.width / (end - start)
    birth = dt.date.fromisoformat(born)
    if months_only:
        birth = birth.replace(day=1)
    step = next(
        (months for months in (1, 3, 6, 12, 24, 60, 120, 300) if months * 30.4 * per_day >= _AGE_ROOM), 300
    )
    made: list[tuple[float, Words | None, bool]] = []
    if step == 1 and not months_only and 7 * per_day >= _AGE_ROOM:
        marks = _young(birth, start, end)
    else:
        marks = _birthdays(birth, start, end, step)
    for day, text, major in marks:
        x = plot.x + (day.toordinal() - start) * per_day
        said = f"about {text}" if months_only and text != "Born" else text
        role, tone = ("mark", "ink") if major else ("caption", "muted")
        made.append((x, _centred(said, x, y, role, tone, plot, False), major))
    ticks = [Tick(x, words, major) for x, words, major in _with_room(made)]
    now = date_of(start)
    if now >= birth:
        said = _said_months(_months(birth, now)) if months_only else age_on(born, now.isoformat())
        words = _fitted(f"about {said}" if months_only else said, plot.x, y)
        if all(tick.words is None or tick.words.box.x > words.box.right + _AIR for tick in ticks):
            ticks.insert(0, Tick(plot.x, words, False))
    return tuple(ticks)


# ---- dates


def _ticks(start: float, end: float, unit: str, number: int) -> Iterator[float]:
    if unit == "minute":
        per = 1440 // number
        at = -(-start * per // 1)
        while at / per <= end:
            yield at / per
            at += 1
    elif unit in ("day", "week"):
        day = date_of(start)
        step = 1
        if unit == "week":
            day -= dt.timedelta(days=day.weekday())
            step = 7
        at = float(day.toordinal())
        while at <= end:
            if at >= start:
                yield at
            at += step
    else:
        day = date_of(start)
        month = (day.year * 12 + day.month - 1) // number * number
        while month // 12 <= 9998:
            first = dt.date(max(month // 12, 1), month % 12 + 1, 1).toordinal()
            if first > end:
                return
            if first >= start:
                yield float(first)
            month += number


def _date_label(at: float, unit: str, number: int, first: bool) -> tuple[str, bool]:
    """What a tick is called, and whether something larger than its own step begins there."""
    day = date_of(at)
    if unit == "minute":
        minute = round((at % 1) * 1440)
        if minute == 0:
            return f"{SHORT_DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}", True
        clock = f"{minute // 60:02d}:{minute % 60:02d}"
        return (f"{day.day} {MONTHS[day.month - 1]} {day.year}, {clock}", False) if first else (clock, False)
    if unit in ("day", "week"):
        new = day.day == 1 if unit == "day" else day.day <= 7
        if first or (new and day.month == 1):
            return f"{day.day} {MONTHS[day.month - 1]} {day.year}", new
        if unit == "week" or new:
            return f"{day.day} {MONTHS[day.month - 1]}", new
        return f"{SHORT_DAYS[day.weekday()]} {day.day}", False
    if number >= 12:
        return str(day.year), True
    month = MONTHS[day.month - 1]
    return (f"{month} {day.year}", day.month == 1) if first or day.month == 1 else (month, False)


def _moment(at: float, unit: str, months_only: bool) -> str:
    """Where the left edge stands, said when no tick is in view."""
    day = date_of(at)
    month = f"{MONTHS[day.month - 1]} {day.year}"
    if months_only or unit == "month":
        return month
    return f"{SHORT_DAYS[day.weekday()]} {day.day} {month}"


# ---- ages


def _birthdays(birth: dt.date, start: float, end: float, step: int) -> Iterator[tuple[dt.date, str, bool]]:
    """Every so many months after birth: the day, what it is called, whether it is a birthday."""
    months = max(0, (_months(birth, date_of(start)) // step) * step)
    while True:
        year, month = divmod(birth.year * 12 + birth.month - 1 + months, 12)
        if year > 9998:
            return
        day = dt.date(year, month + 1, min(birth.day, monthrange(year, month + 1)[1]))
        if day.toordinal() > end:
            return
        if day.toordinal() >= start:
            yield day, "Born" if months == 0 else _said_months(months), months % 12 == 0
        months += step


def _young(birth: dt.date, start: float, end: float) -> Iterator[tuple[dt.date, str, bool]]:
    """Every week of the first two months, then every month."""
    for week in range(9):
        day = birth + dt.timedelta(days=7 * week)
        if start <= day.toordinal() <= end:
            yield day, "Born" if week == 0 else age_on(birth.isoformat(), day.isoformat()), week == 0
    for day, said, major in _birthdays(birth, start, end, 1):
        if (day - birth).days > 60:
            yield day, said, major


def _months(birth: dt.date, on: dt.date) -> int:
    return (on.year - birth.year) * 12 + on.month - birth.month - (on.day < birth.day)


def _said_months(months: int) -> str:
    if months % 12 == 0 and months:
        return "1 year" if months == 12 else f"{months // 12} years"
    if months < 24:
        return "1 month" if months == 1 else f"{months} months"
    return f"{months // 12}½ years" if months % 12 == 6 else f"{months // 12} years {months % 12} months"


# ---- labels


def _box(text: str, x: float, y: float, role: str) -> Box:
    height = lettering.line(role)
    return Box(x, y - height / 2, lettering.width(text, role), height)


def _fitted(text: str, x: float, y: float) -> Words:
    return Words(text, _box(text, x, y, "caption"), "caption", "muted")


def _centred(text: str, x: float, y: float, role: str, tone: str, plot: Box, push: bool) -> Words | None:
    """A label in the middle under its tick; None where it would leave the plot, unless it may be pushed inside."""
    wide = lettering.width(text, role)
    left = x - wide / 2
    if left < plot.x - 8:
        if not push:
            return None
        left = plot.x - 8
    if left + wide > plot.right + 8:
        return None
    return Words(text, _box(text, left, y, role), role, tone)
