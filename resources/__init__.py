"""The files the program carries: fonts, icons, templates and the sample case's sources.

They are found beside this module, which holds for a work tree, an installed package and a frozen
program alike, since the last unpacks its data files beside its modules.
"""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """The file or folder of that name under the resources; FileNotFoundError where there is none."""
    found = FOLDER.joinpath(*parts)
    if not found.exists():
        raise FileNotFoundError(f"The program's own file is missing: {'/'.join(parts)}")
    return found


def icon(name: str) -> Path:
    """The SVG of an icon by its Lucide name, such as "folder-open"; 24 x 24, drawn in currentColor."""
    return path("icons", f"{name}.svg")


def icon_names() -> tuple[str, ...]:
    """The names of every icon there is, in alphabetical order."""
    return tuple(sorted(found.stem for found in path("icons").glob("*.svg")))


def fonts() -> tuple[Path, ...]:
    """The font files of the one family, Inter: regular, italic, medium and semibold."""
    return tuple(sorted(path("fonts").glob("*.ttf")))
