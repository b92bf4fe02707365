"""What the readers of Word files share: finding their way in the XML (ECMA-376 part 1, 17)."""

from workbench.reading.package import Element, attribute, local


def inside(element: Element, wanted: str) -> list[Element]:
    """The parts of a table of one kind, through content controls and tracked changes but not other tables."""
    found: list[Element] = []
    waiting = list(element)[::-1]
    while waiting:
        child = waiting.pop()
        kind = local(child)
        if kind == wanted:
            found.append(child)
        elif kind in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag") or (
            wanted == "tbl" and kind in ("p", "r", "AlternateContent", "Choice", "drawing", "txbxContent")
        ):
            waiting.extend(list(child)[::-1])
    return found


def child_of(element: Element | None, wanted: str) -> Element | None:
    if element is None:
        return None
    for child in element:
        if local(child) == wanted:
            return child
    return None


def number_of(element: Element | None) -> int:
    text = attribute(element, "val") if element is not None else None
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 6 else 0


def is_checked(box: Element) -> bool:
    for child in box:
        if local(child) in ("checked", "default"):
            return (attribute(child, "val") or "1") not in ("0", "false", "off")
    return False


_TICKS = {"F0FC": "✓", "F0FE": "☒", "F0A8": "☐", "F0FB": "✗", "F0B7": "•", "00FC": "✓", "00FE": "☒"}


def symbol(element: Element) -> str:
    """A character of a symbol font; only ticks, boxes and bullets mean something outside that font."""
    return _TICKS.get((attribute(element, "char") or "").upper(), "")
