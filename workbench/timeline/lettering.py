"""How wide words are in the program's own font, the same for every pen: read from the font files it ships.

A layout that asks the screen how wide a word is lays out another picture than the document does. Widths here are
the fonts' own advances, without kerning, every figure as wide as the widest: a pen's letters never reach further.
"""

import struct
from functools import cache, lru_cache

import numpy as np

import resources

ROLES: dict[str, tuple[int, str]] = {
    "caption": (11, "Regular"),
    "caption_name": (11, "Medium"),
    "mark": (11, "SemiBold"),
    "meta": (12, "Regular"),
    "meta_name": (12, "Medium"),
    "head": (12, "SemiBold"),
}
"""Size in pixels and weight of each role; the names are those of the window's look."""
LINE = {11: 14.0, 12: 16.0}
"""The height of one line of each size."""
_CAPITALS = 1490 / 2048
"""How high a capital of Inter is, in ems."""


def width(text: str, role: str = "caption") -> float:
    """How wide one line of text is, in pixels at 100 %."""
    return _width(text, role)


@lru_cache(maxsize=20_000)
def _width(text: str, role: str) -> float:
    size, weight = ROLES[role]
    advances, per_em = _font(weight)
    missing = advances.get("n", 0)
    return sum([advances.get(letter, missing) for letter in text]) * size / per_em


def line(role: str = "caption") -> float:
    """How high one line of a role is."""
    return LINE[ROLES[role][0]]


def cut(text: str, role: str, most: float) -> str:
    """A text that fits a width, shortened with an ellipsis; empty where not even three letters fit."""
    if width(text, role) <= most:
        return text
    room = most - width("…", role)
    kept = 0
    so_far = 0.0
    for letter in text:
        so_far += width(letter, role)
        if so_far > room:
            break
        kept += 1
    return f"{text[:kept].rstrip()}…" if kept >= 3 else ""


def broken(text: str, role: str, most: float) -> list[str]:
    """A name in one line, or in two where it is too long for one, the second cut to fit."""
    if width(text, role) <= most:
        return [text]
    words = text.split()
    first = words[0]
    rest = words[1:]
    while rest and width(f"{first} {rest[0]}", role) <= most:
        first = f"{first} {rest.pop(0)}"
    return [cut(first, role, most), *([cut(" ".join(rest), role, most)] if rest else [])]


@cache
def _font(weight: str) -> tuple[dict[str, int], int]:
    """The advance of each character of a font file, and how many units make an em."""
    data = resources.path("fonts", f"Inter-{weight}.ttf").read_bytes()
    tables = {
        data[at : at + 4]: struct.unpack(">LL", data[at + 8 : at + 16])
        for at in range(12, 12 + 16 * struct.unpack(">H", data[4:6])[0], 16)
    }
    per_em = struct.unpack_from(">H", data, tables[b"head"][0] + 18)[0]
    measured = struct.unpack_from(">H", data, tables[b"hhea"][0] + 34)[0]
    metrics = np.frombuffer(data, ">H", 2 * measured, tables[b"hmtx"][0])[::2]
    advances = {
        chr(code): int(metrics[min(glyph, measured - 1)])
        for code, glyph in _glyphs(data, tables[b"cmap"][0]).items()
    }
    widest = max(advances[figure] for figure in "0123456789")
    advances.update(dict.fromkeys("0123456789", widest))
    return advances, per_em


def _glyphs(data: bytes, cmap: int) -> dict[int, int]:
    """Which glyph stands for each character: the font's map of format 4 (OpenType, `cmap`)."""
    for number in range(struct.unpack_from(">H", data, cmap + 2)[0]):
        offset = cmap + struct.unpack_from(">L", data, cmap + 8 + 8 * number)[0]
        if struct.unpack_from(">H", data, offset)[0] == 4:
            break
    count = struct.unpack_from(">H", data, offset + 6)[0] // 2
    ends, starts = (np.frombuffer(data, ">H", count, offset + at) for at in (14, 16 + 2 * count))
    deltas = np.frombuffer(data, ">H", count, offset + 16 + 4 * count)
    ranges = np.frombuffer(data, ">H", count, offset + 16 + 6 * count)
    found = {}
    for part in range(count - 1):  # the last part only closes the list
        for code in range(int(starts[part]), int(ends[part]) + 1):
            if ranges[part] == 0:
                glyph = (code + int(deltas[part])) & 0xFFFF
            else:
                at = offset + 16 + 6 * count + 2 * part + int(ranges[part]) + 2 * (code - int(starts[part]))
                glyph = struct.unpack_from(">H", data, at)[0]
                glyph = (glyph + int(deltas[part])) & 0xFFFF if glyph else 0
            if glyph:
                found[code] = glyph
    return found


def baseline(middle: float, role: str = "caption") -> float:
    """Where the letters of a line stand whose box has its middle there, so that capitals are centred on it."""
    return middle + ROLES[role][0] * _CAPITALS / 2
