"""The numbers of headings and lists in a Word document, which are nowhere in its text (ECMA-376 part 1, 17.9)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from workbench.reading.composing import clean
from workbench.reading.package import Element, Link, Package, attribute, local
from workbench.reading.word_xml import child_of, number_of

_HEADING = re.compile(r"heading ([1-9])$", re.IGNORECASE)
_PLACE = re.compile(r"%([1-9])")
DEEPEST_STYLE = 30


@dataclass(frozen=True)
class _Level:
    start: int
    form: str
    words: str
    """With %1 to %9 in the places of the numbers: "%1.%2"."""


@dataclass
class _Style:
    name: str
    based_on: str
    outline: int | None
    list_id: str | None
    list_level: int | None


class Numbering:
    """Which number, heading level and list level each paragraph has; to be asked of each in order, once."""

    def __init__(self, package: Package, links: Mapping[str, Link]) -> None:
        self._styles: dict[str, _Style] = {}
        self._default = ""
        self._lists: dict[str, tuple[str, dict[int, _Level]]] = {}
        self._counts: dict[str, list[int]] = {}
        for link in links.values():
            if link.kind == "styles":
                self._read_styles(package.xml(link.target))
            elif link.kind == "numbering":
                self._read_lists(package.xml(link.target))

    def of(self, paragraph: Element) -> tuple[str, str, int]:
        """The number as it is printed, the heading level ("1" to "9", "title" or ""), the list level (0 for none)."""
        properties = child_of(paragraph, "pPr")
        style = self._style_of(properties)
        outline = child_of(properties, "outlineLvl")
        heading = ""
        if style is not None and style.name.casefold() == "title":
            heading = "title"
        elif outline is not None and number_of(outline) < 9:
            heading = str(number_of(outline) + 1)
        elif style is not None and style.outline is not None and style.outline < 9:
            heading = str(style.outline + 1)
        listed = child_of(properties, "numPr")
        list_id, level = (style.list_id, style.list_level) if style is not None else (None, None)
        if listed is not None:
            own, own_level = child_of(listed, "numId"), child_of(listed, "ilvl")
            list_id = attribute(own, "val") if own is not None else list_id
            level = number_of(own_level) if own_level is not None else level or 0
        if list_id is None or list_id == "0" or list_id not in self._lists:
            return "", heading, 0
        return self._next(list_id, min(level or 0, 8)), heading, 1 + min(level or 0, 8)

    def _style_of(self, properties: Element | None) -> _Style | None:
        named = child_of(properties, "pStyle")
        return self._styles.get((attribute(named, "val") if named is not None else None) or self._default)

    def _next(self, list_id: str, level: int) -> str:
        abstract, levels = self._lists[list_id]
        counts = self._counts.setdefault(abstract, [0] * 9)
        here = levels.get(level, _Level(1, "decimal", f"%{level + 1}."))
        counts[level] = counts[level] + 1 if counts[level] else here.start
        for deeper in range(level + 1, 9):
            counts[deeper] = 0
        if here.form == "bullet":
            return "•"
        if here.form == "none":
            return clean(_PLACE.sub("", here.words)).strip()

        def number(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            of = levels.get(at, here)
            return _in_form(counts[at] or of.start, of.form)

        return clean(_PLACE.sub(number, here.words)).strip()

    def _read_styles(self, root: Element | None) -> None:
        for style in root if root is not None else ():
            if local(style) != "style" or attribute(style, "type") != "paragraph":
                continue
            properties = child_of(style, "pPr")
            outline = child_of(properties, "outlineLvl")
            listed = child_of(properties, "numPr")
            list_id, level = child_of(listed, "numId"), child_of(listed, "ilvl")
            name_of, based = child_of(style, "name"), child_of(style, "basedOn")
            name = (attribute(name_of, "val") if name_of is not None else None) or ""
            found = _HEADING.match(name)
            made = _Style(
                name,
                (attribute(based, "val") if based is not None else None) or "",
                number_of(outline) if outline is not None else int(found[1]) - 1 if found else None,
                attribute(list_id, "val") if list_id is not None else None,
                number_of(level) if level is not None else None,
            )
            identity = attribute(style, "styleId") or ""
            self._styles[identity] = made
            if attribute(style, "default") in ("1", "true", "on"):
                self._default = identity
        for style in self._styles.values():
            self._inherit(style)

    def _inherit(self, style: _Style) -> None:
        """Take what the styles that one is based on say, each once, however they point at one another."""
        above, steps = self._styles.get(style.based_on), 0
        while above is not None and steps < DEEPEST_STYLE:
            if style.outline is None:
                style.outline = above.outline
            if style.list_id is None:
                style.list_id, style.list_level = above.list_id, style.list_level or above.list_level
            above, steps = self._styles.get(above.based_on), steps + 1

    def _read_lists(self, root: Element | None) -> None:
        abstracts: dict[str, dict[int, _Level]] = {}
        for element in root if root is not None else ():
            kind = local(element)
            if kind == "abstractNum":
                abstracts[attribute(element, "abstractNumId") or ""] = _levels(element)
            elif kind == "num":
                pointed = child_of(element, "abstractNumId")
                abstract = (attribute(pointed, "val") if pointed is not None else None) or ""
                levels = dict(abstracts.get(abstract, {}))
                key = abstract
                for change in element:
                    if local(change) == "lvlOverride":
                        # Overrides begin the list anew, so it counts for itself.
                        key = f"{abstract} {attribute(element, 'numId')}"
                        at = attribute(change, "ilvl") or "0"
                        place = int(at) if at.isdigit() and len(at) == 1 else 0
                        start = child_of(change, "startOverride")
                        levels |= _levels(change)
                        if start is not None and place in levels:
                            was = levels[place]
                            levels[place] = _Level(number_of(start), was.form, was.words)
                self._lists[attribute(element, "numId") or ""] = (key, levels)


def _levels(parent: Element) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for element in parent:
        if local(element) != "lvl":
            continue
        at = attribute(element, "ilvl") or "0"
        start, form, words = (child_of(element, name) for name in ("start", "numFmt", "lvlText"))
        if at.isdigit() and len(at) == 1:
            found[int(at)] = _Level(
                number_of(start) if start is not None else 1,
                (attribute(form, "val") if form is not None else None) or "decimal",
                (attribute(words, "val") if words is not None else None) or "",
            )
    return found


def _in_form(number: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter") and 0 < number <= 260:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        roman = ""
        for value, letters in (
            (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
            (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
        ):  # fmt: skip
            roman += letters * (number // value)
            number %= value
        return roman if form == "lowerRoman" else roman.upper()
    if form == "decimalZero":
        return f"{number:02d}"
    return str(number)
