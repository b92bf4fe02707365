"""Themes: what happened in practice, and why it was likely. Each has a code, a neutral definition and a colour.

A theme may stand under another. Whatever changes the codebook keeps what was tagged: a theme with tags can be
renamed, moved, merged (`workbench.themes.reshaping`) or retired, and is never removed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Column as TableColumn
from sqlalchemy import ForeignKey, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from workbench.casefile import Base, CaseFile, Row
from workbench.problems import Problem
from workbench.records import edit, get, position_after, remove, shortened, worded
from workbench.themes.sets import CODE, DIMENSIONS, STARTER, SetTheme, ThemeSet, theme_sets

THEME_COLOURS = (
    "#205C7E",
    "#8E2C63",
    "#3B661A",
    "#8A4600",
    "#51409A",
    "#0B6660",
    "#9B2C2C",
    "#5B5A00",
    "#6B3FA0",
    "#2F5D8C",
    "#7B3F61",
    "#33414F",
)
"""Colours given in turn to the panel's own themes: each keeps 4.5:1 on paper."""
LEAST_CONTRAST = 4.5
"""Of a theme's colour on paper (WCAG 2.2, level AA), since a theme's code is also printed in it."""


class Theme(Row):
    """One theme of the codebook."""

    __tablename__ = "theme"
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    dimension: Mapped[str]
    """what (happened in practice) or why (it was likely)."""
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("theme.id", ondelete="RESTRICT"), index=True)
    definition: Mapped[str] = mapped_column(default="")
    use_when: Mapped[str] = mapped_column(default="")
    not_when: Mapped[str] = mapped_column(default="")
    example: Mapped[str] = mapped_column(default="")
    colour: Mapped[str]
    collection: Mapped[str] = mapped_column(default="")
    """Key of the set in resources/ that it came with; empty for the panel's own."""
    retired: Mapped[bool] = mapped_column(default=False)
    """Keeps its tags, and is not offered for new ones."""
    position: Mapped[int]


@dataclass(frozen=True)
class ThemeView:
    """A theme, as places, documents and JSON show one."""

    id: str
    code: str
    name: str
    parent: str | None
    """Code of the theme it stands under."""
    parent_id: str | None
    dimension: str
    definition: str
    use_when: str
    not_when: str
    example: str
    colour: str
    collection: str
    retired: bool
    depth: int
    """0 for a theme that stands under none."""


@dataclass(frozen=True)
class SetView:
    """A set of themes, and how much of it is in the codebook."""

    key: str
    name: str
    about: str
    dimension: str
    codes: tuple[str, ...]
    """Of its themes, in or out."""
    here: int
    """How many of its themes are in the codebook."""

    @property
    def on(self) -> bool:
        """Whether any of it is in the codebook."""
        return self.here > 0

    @property
    def whole(self) -> bool:
        """Whether all of it is."""
        return self.here >= len(self.codes)


def themes(session: Session, *, retired: bool = True) -> list[ThemeView]:
    """Every theme as the codebook stands: what before why, each theme followed by those under it."""
    rows = list(session.scalars(select(Theme).order_by(Theme.position, Theme.id)))
    codes = {row.id: row.code for row in rows}
    under: dict[str | None, list[Theme]] = {}
    for row in rows:
        under.setdefault(row.parent_id, []).append(row)

    def told(parent: str | None, dimension: str, depth: int) -> Iterable[ThemeView]:
        for row in under.get(parent, ()):
            if row.dimension == dimension and (retired or not row.retired):
                yield ThemeView(
                    row.id,
                    row.code,
                    row.name,
                    codes.get(row.parent_id or ""),
                    row.parent_id,
                    row.dimension,
                    row.definition,
                    row.use_when,
                    row.not_when,
                    row.example,
                    row.colour,
                    row.collection,
                    row.retired,
                    depth,
                )
                yield from told(row.id, dimension, depth + 1)

    return [view for dimension in DIMENSIONS for view in told(None, dimension, 0)]


def find_theme(session: Session, name: str) -> ThemeView:
    """The theme with this code, name or id, whatever its capitals. Raises `Problem` when there is none."""
    wanted = name.strip().casefold()
    known = themes(session)
    for theme in known:
        if wanted in (theme.code.casefold(), theme.name.casefold(), theme.id):
            return theme
    codes = ", ".join(theme.code for theme in known)
    raise Problem(
        f"There is no theme “{name}” in this case.",
        f"Use one of {codes}, or add it first." if codes else "Add it first, or switch on a set.",
    )


def family(session: Session, theme_id: str) -> list[str]:
    """The ids of a theme and of every theme under it."""
    under: dict[str, list[str]] = {}
    for row_id, parent in session.execute(select(Theme.id, Theme.parent_id).order_by(Theme.position)):
        under.setdefault(parent or "", []).append(row_id)
    found = [theme_id]
    for each in found:
        found += under.get(each, ())
    return found


# ---- sets


def seed(session: Session) -> None:
    """The codebook of a new case: the starter set."""
    starter = next(each for each in theme_sets() if each.key == STARTER)
    _bring_in(session, starter)


def sets(session: Session) -> list[SetView]:
    """Every set the program comes with, and how much of it is in the codebook."""
    here = dict(session.execute(select(Theme.collection, func.count()).group_by(Theme.collection)).all())
    return [
        SetView(
            each.key,
            each.name,
            each.about,
            each.dimension,
            tuple(theme.code for theme in each.themes),
            here.get(each.key, 0),
        )
        for each in theme_sets()
    ]


def switch_on_set(case: CaseFile, key: str) -> list[str]:
    """Bring a set's themes into the codebook, those that are not there yet; gives the ids of the new ones."""
    chosen = _set(key)
    with case.change(f"Switch on the themes “{chosen.name}”") as session:
        return _bring_in(session, chosen)


def switch_off_set(case: CaseFile, key: str) -> list[str]:
    """Take a set's themes out again, those on which nothing rests; gives the codes of those that stay.

    Raises `Problem` when all of them are in use.
    """
    chosen = _set(key)
    with case.change(f"Switch off the themes “{chosen.name}”") as session:
        rows = list(session.scalars(select(Theme).where(Theme.collection == key).order_by(Theme.position)))
        used = [row for row in rows if row.retired or is_used(session, row.id)]
        if rows and len(used) == len(rows):
            raise Problem(
                f"Every theme of “{chosen.name}” is in use.", "Retire those that should not be offered."
            )
        for row in rows:
            if row not in used:
                session.delete(row)
        return [row.code for row in used]


def _set(key: str) -> ThemeSet:
    for each in theme_sets():
        if key in (each.key, each.name):
            return each
    raise Problem(
        f"There is no set of themes “{key}”.", f"Use one of {', '.join(each.key for each in theme_sets())}."
    )


def _bring_in(session: Session, chosen: ThemeSet) -> list[str]:
    taken = set(session.scalars(select(Theme.code)))
    there = set(session.scalars(select(Theme.name).where(Theme.collection == chosen.key)))
    made: list[Theme] = []
    position = position_after(session, Theme)
    for theme in chosen.themes:
        if theme.name in there or _same(session, chosen.key, theme):
            continue
        code = free_code(theme.code, taken)
        taken.add(code)
        row = Theme(
            code=code,
            name=theme.name,
            dimension=chosen.dimension,
            parent_id=None,
            definition=theme.definition,
            use_when=theme.use_when,
            not_when=theme.not_when,
            example=theme.example,
            colour=theme.colour,
            collection=chosen.key,
            position=position + len(made),
        )
        session.add(row)
        made.append(row)
    session.flush()
    return [row.id for row in made]


def _same(session: Session, key: str, theme: SetTheme) -> bool:
    """Whether this theme of a set is in the codebook already, perhaps under another name."""
    query = select(Theme.id).where(Theme.collection == key, Theme.code == theme.code)
    return session.scalar(query) is not None


# ---- one theme


def add_theme(
    case: CaseFile,
    code: str,
    name: str,
    *,
    parent: str | None = None,
    dimension: str = "what",
    **values: object,
) -> str:
    """Add a theme of the panel's own, perhaps under another (its code or id), and give its id.

    `values` may hold definition, use_when, not_when, example, colour. A code left empty is made from the name.
    """
    with case.change(f"Add the theme “{shortened(name)}”") as session:
        above = find_theme(session, parent) if parent else None
        taken = set(session.scalars(select(Theme.code)))
        row = Theme(
            code=_code(session, code) if code.strip() else code_for(name, taken),
            name=worded(name, "name of the theme"),
            dimension=above.dimension if above else _dimension(dimension),
            parent_id=above.id if above else None,
            colour=_colour(str(values.pop("colour", "") or _next_colour(session))),
            position=position_after(session, Theme),
            **{name: str(value).strip() for name, value in values.items()},
        )
        session.add(row)
        session.flush()
        return row.id


def edit_theme(case: CaseFile, theme_id: str, **values: object) -> None:
    """Change a theme: code, name, definition, use_when, not_when, example, colour, dimension (with those under it)."""
    with case.reading() as session:
        was = get(session, Theme, theme_id)
        code, had = was.code, was.dimension
        if "code" in values:
            values["code"] = _code(session, str(values["code"]), theme_id)
    if "name" in values:
        worded(str(values["name"]), "name of the theme")
    if "colour" in values:
        values["colour"] = _colour(str(values["colour"]))
    label = f"Rename the theme {code}" if set(values) <= {"code", "name"} else f"Edit the theme {code}"
    with case.change(label) as session:
        dimension = _dimension(str(values.pop("dimension", had)))
        if dimension != had:
            row = get(session, Theme, theme_id)
            row.parent_id = None
            _give_dimension(session, theme_id, dimension)
        edit(case, Theme, theme_id, label, **values)


def move_theme(case: CaseFile, theme_id: str, by: int = 0, *, parent: str | None = "") -> None:
    """Move a theme up (negative) or down among its neighbours, or put it under another theme (`parent`, its id).

    `parent=None` puts it under none. At either end it stays where it is. Raises `Problem` where it would come to
    stand under itself.
    """
    with case.reading() as session:
        code = get(session, Theme, theme_id).code
        above = get(session, Theme, parent).code if parent else ""
    label = f"Move the theme {code} under {above}" if above else f"Move the theme {code}"
    with case.change(label) as session:
        moving = get(session, Theme, theme_id)
        if parent is None:
            moving.parent_id = None
        elif parent:
            if parent in family(session, theme_id):
                raise Problem(
                    f"{code} cannot stand under itself.", "Choose a theme that does not stand under it."
                )
            moving.parent_id = parent
            _give_dimension(session, theme_id, get(session, Theme, parent).dimension)
        session.flush()
        if by:
            rows = list(session.scalars(select(Theme).order_by(Theme.position, Theme.id)))
            beside = [
                row
                for row in rows
                if row.parent_id == moving.parent_id
                and row.dimension == moving.dimension
                and row.retired == moving.retired
            ]
            at = beside.index(moving)
            other = beside[max(0, min(len(beside) - 1, at + by))]
            target = rows.index(other)
            rows.remove(moving)
            rows.insert(target, moving)
            for place, row in enumerate(rows):
                if row.position != place:
                    row.position = place


def retire_theme(case: CaseFile, theme_id: str, on: bool = True) -> None:
    """Offer a theme no longer for new tags, or offer it again. What is tagged stays tagged."""
    with case.reading() as session:
        code = get(session, Theme, theme_id).code
    label = f"Retire the theme {code}" if on else f"Bring back the theme {code}"
    edit(case, Theme, theme_id, label, retired=on)


def remove_theme(case: CaseFile, theme_id: str) -> None:
    """Take out a theme on which nothing rests. Raises `Problem` when tags, findings or other themes do."""
    with case.reading() as session:
        code = get(session, Theme, theme_id).code
    try:
        remove(case, Theme, theme_id, f"Remove the theme {code}")
    except IntegrityError:
        raise Problem(
            f"{code} has tags, findings or themes under it, so it stays.",
            "Retire it, or merge it with another theme.",
        ) from None


def is_used(session: Session, theme_id: str) -> bool:
    """Whether anything rests on a theme: a tag, a finding, another theme."""
    return any(
        session.scalar(select(column).where(column == theme_id).limit(1)) is not None
        for column in resting_on("theme")
    )


def resting_on(table: str) -> Sequence[TableColumn[object]]:
    """The columns of any room that point at a table: what would lose its footing with a row of it.

    The rooms above this one are known only by the tables they have defined.
    """
    return [
        key.parent
        for each in Base.metadata.sorted_tables
        for key in sorted(each.foreign_keys, key=lambda key: key.parent.name)
        if key.column.table.name == table
    ]


# ---- codes and colours


def code_for(name: str, taken: Iterable[str]) -> str:
    """A code made from a name and not yet taken: "Unseen adults" gives UNS, "Voice of the child" gives VOC."""
    small = {"of", "the", "and", "a", "an", "to", "for", "in", "on", "as", "not"}
    found = ["".join(sign for sign in word if sign.isascii() and sign.isalnum()) for word in name.split()]
    chief = [word for word in found if word and word.casefold() not in small] or [
        word for word in found if word
    ]
    if len(chief) >= 3:
        made = "".join(word[0] for word in chief[:3])
    elif len(chief) == 2:
        made = chief[0][:2] + chief[1][0]
    else:
        made = (chief[0] if chief else "TH")[:3]
    made = made.upper()
    return free_code(made if CODE.fullmatch(made) else f"T{made}"[:4].ljust(2, "H"), taken)


def free_code(code: str, taken: Iterable[str]) -> str:
    """The code, or where it is taken, the code with the first number that is free."""
    known = set(taken)
    if code not in known:
        return code
    number = 2
    while f"{code[:4]}{number}" in known:
        number += 1
    return f"{code[:4]}{number}"


def contrast(colour: str) -> float:
    """The contrast of a "#RRGGBB" against white, from 1 to 21 (WCAG 2.2)."""

    def linear(part: str) -> float:
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(colour[at : at + 2]) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _code(session: Session, code: str, own: str = "") -> str:
    wanted = code.strip().upper()
    if not CODE.fullmatch(wanted):
        raise Problem(
            f"“{code}” cannot be a theme’s code.",
            "Use two to six letters or digits, starting with a letter.",
        )
    other = session.scalar(select(Theme.name).where(Theme.code == wanted, Theme.id != own))
    if other is not None:
        raise Problem(f"The code {wanted} belongs to “{other}”.", "Choose another code.")
    return wanted


def _colour(colour: str) -> str:
    wanted = colour.strip().upper()
    try:
        enough = len(wanted) == 7 and wanted[0] == "#" and contrast(wanted) >= LEAST_CONTRAST
    except ValueError:
        enough = False
    if not enough:
        raise Problem(
            f"“{colour}” cannot be a theme’s colour.",
            "Use #RRGGBB, dark enough to be read on white paper.",
        )
    return wanted


def _next_colour(session: Session) -> str:
    used = dict(session.execute(select(Theme.colour, func.count()).group_by(Theme.colour)).all())
    return min(THEME_COLOURS, key=lambda colour: used.get(colour, 0))


def _dimension(code: str) -> str:
    if code not in DIMENSIONS:
        raise Problem(f"“{code}” is not a dimension.", f"Use one of: {', '.join(DIMENSIONS)}.")
    return code


def _give_dimension(session: Session, theme_id: str, dimension: str) -> None:
    for row in session.scalars(select(Theme).where(Theme.id.in_(family(session, theme_id)))):
        row.dimension = dimension
