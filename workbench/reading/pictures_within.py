"""The pictures in a Word document or an e-mail, made anew as plain PNG so that nothing but dots comes out."""

import io
import warnings
from collections.abc import Iterator

from PIL import Image, ImageOps

from workbench.reading.mail import pictures_of_mail
from workbench.reading.package import Package

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF")
MOST_PICTURES = 200
MOST_DOTS = 40_000_000
WIDEST = 1_600
"""Dots; a wider picture is made smaller."""
LARGEST_WHOLE = 200 * 1024 * 1024

Image.MAX_IMAGE_PIXELS = MOST_DOTS


def pictures_within(data: bytes, name: str) -> list[tuple[str, bytes]]:
    """Each picture with its name, in the order of the file; those that cannot be drawn are left out."""
    found: list[tuple[str, bytes]] = []
    whole = 0
    for inner, raw in _from_package(data, name) if data.startswith(b"PK") else pictures_of_mail(data, name):
        made = _made_anew(raw)
        if made is None:
            continue
        whole += len(made)
        if len(found) >= MOST_PICTURES or whole > LARGEST_WHOLE:
            break
        found.append((inner, made))
    return found


def _from_package(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    package = Package(data, name)
    for path in package.paths("/media/"):
        raw = package.part(path)
        if raw is not None:
            yield path.rpartition("/")[2], raw


def _made_anew(raw: bytes) -> bytes | None:
    out = io.BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(raw), formats=FORMATS) as picture:
                if picture.width * picture.height > MOST_DOTS:
                    return None
                picture.draft("RGB", (WIDEST, WIDEST))
                turned = ImageOps.exif_transpose(picture).convert("RGBA")
        turned.thumbnail((WIDEST, WIDEST))
        plain = Image.new("RGB", turned.size, "white")
        plain.paste(turned, mask=turned.getchannel("A"))
        plain.save(out, "PNG")
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, ArithmeticError, EOFError,
            Image.DecompressionBombError, Image.DecompressionBombWarning, AttributeError, RuntimeError):  # fmt: skip
        # What the picture library is known to raise over files that are no pictures.
        return None
    return out.getvalue()
