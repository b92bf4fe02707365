"""Details that give people away by their shape: addresses, numbers, and days where only months are shown.

Numbers are found from their digits outwards, so that text without any costs next to nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_STOP = r"(?:\.(?=,|\s+(?-i:[a-z])|[\s-]+(?:\d{4}|['’]\d{2})(?!\d)))?"
"""The point of a word cut short; one that may end the sentence stays."""
_MONTH = (
    r"(?P<month>(?:january|february|march|april|may|june|july|august|september|october|november|december)\b|"
    rf"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b{_STOP})"
)
_DAY = r"\d{1,2}(?:\s?(?:st|nd|rd|th)\b)?"
_YEAR = r"(?P<year>\d{4}|['’]?\d{2})(?!\d)"


@dataclass(frozen=True, slots=True)
class Masked:
    """A stretch of text and what is shown for it."""

    start: int
    end: int
    shown: str


_DIGITS = re.compile("[0-9]+")
_ISO = re.compile(r"(?P<year>\d{4})-(?P<number>\d{2})-\d{2}(?!\d)(?:[T ]\d{2}:\d{2}(?::\d{2})?Z?)?")
_FIGURES = re.compile(r"\d{1,2}(?P<sep>[/.\-])(?P<number>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})(?![\d/])")
_DAY_AND_MONTH = re.compile(r"\d{1,2}[/.](?P<number>\d{1,2})(?![\d/%])(?!\s*(?:am|pm)\b)")
_WORDS = re.compile(
    rf"{_DAY}(?:\s?(?:[-–—&,/]|to|and|or)\s?{_DAY})*[\s-]*(?:of\s+)?{_MONTH}(?:,?[\s-]+{_YEAR})?",
    re.IGNORECASE,
)
_MONTH_BEFORE = re.compile(rf"\b{_MONTH}\s+(?:the\s+)?$", re.IGNORECASE)
_DAY_AFTER = re.compile(
    r"\d{1,2}(?:(?:st|nd|rd|th)\b(?:,?\s+(?P<year>\d{4}))?|,?\s+(?P<late>\d{4}))(?!\d)", re.IGNORECASE
)
_LEAD = re.compile(
    r"(?P<on>\b(?:on|between|from|re|since|until|till|dated)\s+)?(?P<weekday>\b(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\s+)?(?:\bthe\s+)?$",
    re.IGNORECASE,
)
_SEVERAL = re.compile(rf"{_DAY}\s?(?:[-–—&,/]|to|and|or)\s?\d", re.IGNORECASE)
_THE_DAY = re.compile(
    r"\d{1,2}(?:st|nd|rd|th)\b(?:\s*(?:[,&–-]|to|and|or)\s*(?:the\s+)?\d{1,2}(?:st|nd|rd|th)\b)*"
    r"(?:\s+of\s+(?:the|that|this)\s+month\b)?(?=\s*(?:[.,;:!?)…”’\"]|$))",
    re.IGNORECASE,
)
_BIRTH = re.compile(
    r"(?:\bd\.?\s?o\.?\s?b\.?|\bdates?\s+of\s+birth|\bborn(?:\s+on)?|\bbirthdate)\s*(?:is|was)?\s*[:\-–(]*\s*$",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\d{1,4}[A-Za-z]?,?\s+(?:[A-Z][\w'’.-]*\s+){1,3}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Close|Drive|Way|Crescent|Court|Gardens|Place|Terrace|Grove|Walk|Square|"
    rf"Mews|Rise|Row|Park|Hill|House|View|Green)\b{_STOP}"
)
_FLAT = re.compile(r"(?:flat|apartment|apt|unit|room)\s+$", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+\d{1,3}[\s-]?(?:\(0\))?[\s-]?|\(?0)\d(?:[\s().-]{0,2}\d){7,11}(?!\d)")
_NHS = re.compile(r"\d{3}([ -]?)\d{3}\1\d{4}(?!\d)")
_NHS_SAID = re.compile(r"\bnhs\s*(?:no|number|num)?\.?\s*[:#]?\s*$", re.IGNORECASE)
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}(?![A-Za-z\d])")
_POSTCODE_SMALL = re.compile(r"[a-z]{1,2}\d[a-z\d]? \d(?!st|nd|rd|th)[abd-hjlnp-uw-z]{2}(?![A-Za-z\d])")
_INSURANCE = re.compile(r"[A-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D](?![A-Za-z\d])")
_BEFORE_AT = re.compile(r"[\w.+'’%-]+$")
_AFTER_AT = re.compile(r"@[\w-]+(?:\.[\w-]+)*")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z+]{1,8}$")
_ADDRESS = re.compile(r"[^\s<>()\[\]\"“”]*[^\s<>()\[\]\"“”.,;:!?…]")

EMAIL, ACCOUNT, PHONE = "[e-mail address]", "[account]", "[telephone number]"
NHS_NUMBER, INSURANCE, POSTCODE = "[NHS number]", "[National Insurance number]", "[postcode]"
BIRTH, HOME, WEB = "[date of birth]", "[address]", "[web address]"


def details(text: str, *, months: bool) -> Iterator[Masked]:
    """The details in a text, in order and apart from one another; with `months`, days become their months."""
    found = sorted((*_mail(text), *_numbers(text, months)), key=lambda each: (each.start, -each.end))
    end = 0
    for each in found:
        if each.start >= end:
            yield each
            end = each.end


def web_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Where web addresses stand; whether one tells a name is for the caller to see."""
    for mark in ("://", "www."):
        at = text.find(mark)
        while at >= 0:
            lead = _SCHEME.search(text, max(0, at - 10), at) if mark == "://" else None
            start = lead.start() if lead else at
            end = tail.end() if (tail := _ADDRESS.match(text, at)) else at + len(mark)
            yield start, end
            at = text.find(mark, end)


def _mail(text: str) -> Iterator[Masked]:
    at = text.find("@")
    while at >= 0:
        before = _BEFORE_AT.search(text, max(0, at - 80), at)
        after = _AFTER_AT.match(text, at)
        if after is not None:
            start, shown = (before.start(), EMAIL) if before else (at, ACCOUNT)
            yield Masked(start, after.end(), shown)
        at = text.find("@", after.end() if after else at + 1)


def _numbers(text: str, months: bool) -> Iterator[Masked]:
    end = 0
    for digits in _DIGITS.finditer(text):
        at = digits.start()
        if at < end:
            continue
        found = _private(text, at, end) or _date(text, at, end, months)
        if found is not None:
            yield found
            end = found.end


def _private(text: str, at: int, least: int) -> Masked | None:
    """A number that belongs to one person or one home, which begins at these digits or just before them."""
    ahead = text[at - 1] if at > least else ""
    if ahead and ahead.isalpha():
        for back in (2, 1, 3):
            start = at - back
            if start < least or (start and text[start - 1].isalnum()):
                continue
            for pattern, shown in (
                (_POSTCODE, POSTCODE),
                (_POSTCODE_SMALL, POSTCODE),
                (_INSURANCE, INSURANCE),
            ):
                if found := pattern.match(text, start):
                    return Masked(start, found.end(), shown)
        return None
    if ahead == " " and at - 3 >= least and (found := _INSURANCE.match(text, at - 3)):
        return Masked(at - 3, found.end(), INSURANCE)
    if found := _NHS.match(text, at):
        said = _NHS_SAID.search(text, max(least, at - 16), at)
        if said or _is_nhs_number(found.group()):
            return Masked(at, found.end(), NHS_NUMBER)
    for start in {at - 1 if ahead in ("+", "(") else at, at}:
        if found := _PHONE.match(text, start):
            return Masked(start, found.end(), PHONE)
    if found := _STREET.match(text, at):
        flat = _FLAT.search(text, max(least, at - 12), at)
        return Masked(flat.start() if flat else at, found.end(), HOME)
    return None


def _date(text: str, at: int, least: int, months: bool) -> Masked | None:
    """A day written out: its month, or nothing of it where it is someone's birth."""
    found = _ISO.match(text, at) or _FIGURES.match(text, at) or _WORDS.match(text, at)
    start = at
    lead = _LEAD.search(text, max(least, at - 24), at) if found is None and months else None
    on = (lead["on"] or "").strip().lower() if lead is not None else ""
    # "on 3.5 mg" and "from 1/2 a tablet" are no days, but "Sat 10.12" is.
    if lead is not None and (lead["weekday"] or (on not in ("", "from") and "." not in text[at : at + 3])):
        found = _DAY_AND_MONTH.match(text, at)
    if found is None and lead is not None and on == "on" and lead.group().rstrip().lower().endswith("the"):
        the_day = _THE_DAY.match(text, at)
        if the_day is not None:
            said = "That month" if lead["on"][0].isupper() else "that month"
            return Masked(lead.start(), the_day.end(), said)
    if found is None and (earlier := _MONTH_BEFORE.search(text, max(least, at - 16), at)):
        after = _DAY_AFTER.match(text, at)
        if after is None:
            return None
        number = _month_number(earlier["month"])
        year = after["year"] or after["late"] or ""
        start, stop = earlier.start(), after.end()
    elif found is None:
        return None
    else:
        parts = found.groupdict()
        number = int(parts["number"]) if parts.get("number") else _month_number(parts.get("month") or "")
        year, stop = parts.get("year") or "", found.end()
    if not 1 <= number <= 12:
        return None
    if _BIRTH.search(text, max(least, start - 24), start):
        return Masked(start, stop, BIRTH)
    if not months:
        return None
    lead = _LEAD.search(text, max(least, start - 24), start)
    said = f"{MONTHS[number - 1]} {_whole_year(year)}".strip()
    if lead is None:
        return Masked(start, stop, said)
    into = lead["on"] or ""
    # "from 3 to 5 May" is all in May; "from 3 May" begins there.
    several = found is not None and "month" in found.groupdict() and _SEVERAL.match(text, start)
    if into.strip().lower() == "on" or (into and several):
        # "walked in on 3 May" has its "in" already.
        again = text.endswith(("in ", "in\n"), max(0, lead.start() - 4), lead.start())
        into = "In " if into[0].isupper() else "during " if again else "in "
    return Masked(lead.start(), stop, f"{into}{said}")


def _month_number(word: str) -> int:
    return next((at for at, month in enumerate(MONTHS, 1) if month[:3].casefold() == word[:3].casefold()), 0)


def _whole_year(year: str) -> str:
    figures = year.strip("'’")
    if len(figures) != 2:
        return figures
    return f"20{figures}" if int(figures) < 50 else f"19{figures}"


def _is_nhs_number(text: str) -> bool:
    """Whether ten digits carry the check digit of an NHS number (modulus 11)."""
    digits = [int(each) for each in text if each.isdigit()]
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return len(digits) == 10 and check != 10 and check % 11 == digits[9]
