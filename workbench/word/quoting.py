"""How reports speak of what was recorded: a day, an event with its date and age, words quoted and their source."""

from collections.abc import Sequence
from datetime import date

from workbench.anonymity.rendering import reader, say
from workbench.chronology.events import EventView
from workbench.chronology.outcomes import OUTCOMES
from workbench.chronology.when import MONTH_NAMES, age, say_when
from workbench.word.markup import Run
from workbench.word.paper import say_day

LONGEST_QUOTE = 700
"""Letters; a longer account is cut at a word, and the whole stands in the chronology."""


def reads_days() -> bool:
    """Whether whoever reads is shown days, and not months only."""
    who = reader()
    return who is None or not who.months_only


def say_case_day(day: str) -> str:
    """A day of the family's life in running text: in full, or its month for a reader who sees months only."""
    if not reads_days():
        on = date.fromisoformat(day[:10])
        return f"{MONTH_NAMES[on.month - 1]}\u00a0{on.year}"
    return say_day(day, full=True)


def say_moment(moment: str) -> str:
    """When in a sentence: "on 9 March 2024 at 21:40", or, for a reader who sees months only, "in March 2024"."""
    if not reads_days():
        return f"in {say_case_day(moment)}"
    return f"on {say_case_day(moment)}" + (f" at {moment[11:16]}" if len(moment) > 10 else "")


def listed(words: Sequence[str]) -> str:
    """Words in a row: "HV", "HV and CSC", "HV, CSC and GP"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def paragraphs_of(text: str) -> list[str]:
    """What people wrote, paragraph by paragraph, as its reader sees it."""
    return [part.strip() for part in say(text).splitlines() if part.strip()]


def date_and_age(event: EventView, born: str | None) -> str:
    """When an event happened and how old the subject then was: "Tue 5 Dec 2023, 14:00, at 12 months"."""
    when = say_when(event.when, event.time)
    old = age(born, event.when)
    if not old:
        return when
    if old.endswith("birth"):
        return f"{when}, {old}"
    return f"{when}, {'on the day of birth' if old == '0 days' else f'at {old}'}"


def outcome_words(event: EventView) -> str:
    """How it came out, where that is known and says something of its own."""
    outcome = OUTCOMES.get(event.outcome or "")
    return "" if outcome is None or outcome.code in ("not_applicable", "not_recorded") else outcome.name


def where_from(event: EventView) -> str:
    """Where an event is recorded: the document and the row, and what the record names as its own source."""
    if event.material is None:
        told = "added by the panel"
    else:
        told = event.material
        if event.sheet:
            told += f", sheet {say(event.sheet)}"
        if event.rows:
            told += (
                f", {'row' if len(event.rows) == 1 else 'rows'} {listed([str(row) for row in event.rows])}"
            )
    return f"{told} ({say(event.source_as_written)})" if event.source_as_written else told


def quoted(text: str, most: int = LONGEST_QUOTE) -> str:
    """Words of a record in quotation marks, on one line, cut at a word where they are too long to quote."""
    flat = " ".join(say(text).split())
    if len(flat) > most:
        flat = flat[:most].rsplit(" ", 1)[0].rstrip(",;: ") + " …"
    return f"“{flat}”"


def source_of(event: EventView, note: str = "") -> list[Run | str]:
    """The line under a quoted event: its reference, service and date, where it stands, and why it counts."""
    told: list[Run | str] = [
        Run(f"{event.ref}, {event.service}, ", "Reference"),
        f"{say_when(event.when, event.time)}; {where_from(event)}.",
    ]
    if note:
        told += [Run(" The panel: ", "Label"), say(note)]
    return told
