"""One walk through everything an anonymous reader can meet: no name of the case is found anywhere."""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from hidden_case import PASSPHRASE, hidden_case, tells
from person import Person
from PIL import Image
from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QAbstractTableModel,
    QBuffer,
    QIODevice,
    QModelIndex,
    QPoint,
    Qt,
)
from PySide6.QtGui import QAction, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QTextEdit,
    QWidget,
)

from ui.buttons import Button
from ui.desk import READ_ONLY
from ui.places.rail import PLACES
from ui.tables import ListingTable
from workbench import sample
from workbench.anonymity.forms import is_role
from workbench.anonymity.identifying import identifiers
from workbench.case import open_case
from workbench.casefile import CaseFile
from workbench.cli import main
from workbench.materials import materials
from workbench.people import people
from workbench.review import members
from workbench.word import publish

ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.EditRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.StatusTipRole,
    Qt.ItemDataRole.WhatsThisRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
    *(Qt.ItemDataRole(Qt.ItemDataRole.UserRole + at) for at in range(8)),
)


@pytest.fixture
def names(tmp_path: Path) -> Iterator[CaseFile]:
    """A case full of names, open."""
    case = hidden_case(tmp_path / "case.rpw")
    yield case
    case.close()


def said_by(widget: QWidget) -> Iterator[tuple[str, str]]:
    """Everything one widget says to anyone: (where, text)."""
    yield "accessible name", widget.accessibleName()
    yield "accessible description", widget.accessibleDescription()
    yield "tooltip", widget.toolTip()
    yield "status tip", widget.statusTip()
    yield "what's this", widget.whatsThis()
    yield "window title", widget.windowTitle()
    yield "object name", widget.objectName()
    for action in widget.actions():
        yield from said_by_action(action)
    if isinstance(widget, QLabel | QAbstractButton):
        yield "text", widget.text()
    elif isinstance(widget, QLineEdit):
        yield "text", widget.text()
        yield "placeholder", widget.placeholderText()
    elif isinstance(widget, QTextEdit):
        yield "text", widget.toHtml()
        yield "placeholder", widget.placeholderText()
    elif isinstance(widget, QComboBox):
        for at in range(widget.count()):
            yield "choice", widget.itemText(at)
    elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from said_by_model(widget.model(), QModelIndex())


def said_by_action(action: QAction) -> Iterator[tuple[str, str]]:
    """What an action says."""
    yield "action", action.text()
    yield "action", action.toolTip()
    yield "action", action.statusTip()


def said_by_model(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[tuple[str, str]]:
    """What every cell of a model says, in every role."""
    for row in range(min(model.rowCount(parent), 200)):
        across = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
        for column in range(across):
            index = model.index(row, column, parent)
            for role in ROLES:
                value = index.data(role)
                if value is not None:
                    yield f"cell {row}, {column} as {role.name}", str(value)
            if column == 0 and not isinstance(model, QAbstractListModel | QAbstractTableModel):
                yield from said_by_model(model, index)


def painted(widget: QWidget) -> str:
    """The words that a widget and all within it paint."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    drawing = QSvgGenerator()
    drawing.setOutputDevice(buffer)
    drawing.setSize(widget.size())
    painter = QPainter(drawing)
    widget.render(painter, QPoint())
    painter.end()
    svg = bytes(buffer.data().data()).decode("utf-8", "replace")
    return "\n".join(re.findall(r"<text[^>]*>([^<]*)", svg))


Tells = Callable[[str], list[str]]
"""Gives what a text tells that nobody may be told."""


def tells_of(case: CaseFile) -> Tells:
    """Finds every name, alias and part of one that is no role and no initials, every identifier, and days."""
    with case.reading() as session:
        names = [name for one in people(session) for name in (one.name, *one.aliases)]
        names += [one.name for one in members(session)]
        shown = "|".join(re.escape(one.pseudonym or one.name) for one in people(session))
        words = [one.words for one in identifiers(session)]
    words += [
        part
        for name in names
        if not is_role(name)
        for part in (name, *name.split())
        if len(part) > 2 and not is_role(part)
    ]
    wanted = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(set(words))))})\b", re.IGNORECASE)
    # Days of the family's life; "Sibling 1 May 2023" is none, nor what a field asks for by example.
    days = re.compile(
        r"\b\d{1,2}\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\s202[23]|"
        r"\b\d{1,2}\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug)[a-z]*\s2024|"
        r"\b202[23]-\d\d-(?!01|28|29|30|31)\d\d|\bin in\b"
    )
    no_days = re.compile(rf"(?:{shown})(?=\s)|for example [\w: ]+")

    def tells(text: str) -> list[str]:
        text = text.replace("_", " ").replace("\u00ad", "").replace("\u00a0", " ")
        return [*wanted.findall(text), *days.findall(no_days.sub("", text))]

    return tells


class Walk:
    """A person who goes everywhere and notes what tells a name."""

    def __init__(self, person: Person, tells: Tells = tells) -> None:
        self.person = person
        self.tells = tells
        self.told: dict[str, str] = {}
        self.refused: list[str] = []
        self.looked = 0

    def look(self, where: str, *, paint: bool = False) -> None:
        """Read everything there is at this moment, hidden or not."""
        QApplication.processEvents()
        for top in QApplication.topLevelWidgets():
            for widget in [top, *top.findChildren(QWidget)]:
                for how, text in said_by(widget):
                    self.looked += 1
                    self._note(f"{how} of {type(widget).__name__} “{_around(widget)}”", text, where)
        for command in self.person.window.desk.commands.all():
            self._note("command", f"{command.said} {command.words}", where)
        if paint:
            for line in painted(self.person.window).splitlines():
                self._note("painted", line, where)

    def _note(self, what: str, text: str, where: str = "") -> None:
        if text and (found := self.tells(text)):
            self.told.setdefault(f"{what}: {found}", f"{where}: {text[:200]}")

    def every_selection(self, place: str) -> None:
        """Choose every row of every table and list, one after another."""
        shown = self.person.window.place
        assert shown is not None
        for view in shown.findChildren(QAbstractItemView):
            if not view.isVisible() or view.model() is None:
                continue
            model = view.model()
            for row in range(min(model.rowCount(), 12)):
                if not view.isVisible():
                    break
                index = model.index(row, 0)
                if isinstance(view, ListingTable) and view.listing_model.id_at(row) is None:
                    continue
                view.setCurrentIndex(index)
                self.look(f"{place}, row {row} of {view.accessibleName()}", paint=row < 2)

    def every_button(self, place: str) -> None:
        """Press whatever opens something, and read it."""
        shown = self.person.window.place
        assert shown is not None
        for button in shown.findChildren(Button):
            if not button.isVisible() or not button.isEnabled() or _leaves(button):
                continue
            name = button.accessibleName()
            self.person.window.notices.clear()
            button.click()
            if str(READ_ONLY) in self.person.window.notices.texts():
                self.refused.append(f"{place}: {name}")
            self.look(f"{place}, after “{name}”")
            for popup in [each for each in QApplication.topLevelWidgets() if isinstance(each, QMenu)]:
                for inner in [popup, *popup.findChildren(QMenu)]:
                    for action in inner.actions():
                        for how, text in said_by_action(action):
                            self._note(f"{place}, menu of “{name}”: {how}", text)
                popup.close()
            modal = QApplication.activeModalWidget()
            if modal is not None:
                modal.close()
            if self.person.window.place is not shown:
                return


def _leaves(button: Button) -> bool:
    words = button.text().casefold()
    return any(
        each in words
        for each in ("import", "export", "save", "original", "bring", "close", "copy to", "back up")
    )


def _around(widget: QWidget) -> str:
    names = []
    each: QWidget | None = widget
    while each is not None:
        names.append(each.accessibleName() or type(each).__name__)
        each = each.parentWidget()
    return " < ".join(names[:4])


def test_no_place_tells_a_name(person: Person, tmp_path: Path) -> None:
    window = person.window
    window.cases.take(hidden_case(tmp_path / "case.rpw"))
    for place in PLACES:  # seen with names first: what was made then must not stay
        window.desk.go(place.key)
        person.waits_for_work()
    walk = Walk(person)
    walk.look("named")
    assert walk.told, "the walk sees names where there are some"
    walk.told.clear()
    changes = window.desk.the_case.last_change
    person.key("Ctrl+Shift+A")
    assert window.desk.anonymous
    for again in range(2):
        for place in PLACES:
            window.desk.go(place.key)
            person.waits_for_work()
            walk.look(place.title, paint=True)
            if not again:
                walk.every_selection(place.title)
                walk.every_button(place.title)
            walk.look(f"{place.title}, after all")
    for words in ("Zephira", "Thornbrackle", "Osgoode", "see", "went", "Child", "not brought"):
        window.top.search.start()
        window.top.search.edit.setText(words)
        window.top.search.look_up()
        found = window.top.search.found
        assert found is not None
        for row in range(found.list.count()):
            walk._note(f"search for {words}", str(found.list.item(row).data(Qt.ItemDataRole.UserRole)))
        walk._note(f"search for {words}", painted(found))
        window.top.search.forget()
    person.key("F1")
    walk.look("help")
    assert walk.looked > 10_000
    assert not walk.refused, f"These change the case and should stand still: {walk.refused}"
    assert window.desk.the_case.last_change == changes
    assert not walk.told, "\n".join(f"{where}\n    {text!r}" for where, text in list(walk.told.items()))


def words_in(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Every text a file tells to whoever opens it, or takes it apart."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(data)) as whole:
            for part in whole.infolist():
                yield f"{name}: names of its parts", f"{part.filename} {part.comment!r}"
                yield from words_in(f"{name}/{part.filename}", whole.read(part))
    elif data[:4] == b"\x89PNG":
        with Image.open(BytesIO(data)) as picture:
            yield f"{name}: text chunks", repr(picture.info)
    elif data[:4] == b"%PDF":
        yield name, data.decode("latin-1")
        for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
            try:
                yield f"{name}: stream", zlib.decompress(stream).decode("latin-1")
            except zlib.error:
                continue
        yield f"{name}: text", pdf_text(data)
    else:
        text = data.decode("utf-8", "replace")
        yield name, text
        # A name may be cut into runs.
        yield f"{name}, without its marks", re.sub(r"<[^>]+>", "", text)


def pdf_text(data: bytes) -> str:
    """The text of a PDF's pages, and what it says of itself."""
    pdf = pdfium.PdfDocument(data)
    pages = [page.get_textpage().get_text_bounded() for page in pdf]
    said = " ".join([*pages, *pdf.get_metadata_dict().values()])
    pdf.close()
    return said


def told_in(files: Iterable[tuple[str, bytes]], tells: Tells = tells) -> list[str]:
    """Where some files tell a name."""
    return [
        f"{where}: {found} {_near(text, found[0])}"
        for name, data in files
        for where, text in words_in(name, data)
        if (found := tells(text))
    ]


def _near(text: str, what: str) -> str:
    at = text.casefold().find(what.casefold())
    return repr(text[max(0, at - 60) : at + 60]) if at >= 0 else ""


def test_no_document_tells_a_name(names: CaseFile, tmp_path: Path) -> None:
    made: list[tuple[str, bytes]] = []
    named: list[tuple[str, bytes]] = []
    for code, document in publish.DOCUMENTS.items():
        for ending in document.endings:
            for layout in document.layouts or (None,):
                out = tmp_path / f"{code}-{layout}.{ending}"
                notes = document.filtered
                publish.export(names, code, out, layout=layout, anonymous=True, notes=notes)
                made.append((out.name, out.read_bytes()))
        named.append((code, publish.make(names, code)))
    assert told_in(named), "named documents tell names"
    told = told_in(made)
    assert not told, "\n".join(told[:40])


CLI = (
    "events", "event show E1", "event show E2", "event show E3", "text M3", "text M1", "materials", "passages",
    "search see", "search Zephira", "search Osgoode", "measures", "history", "check", "finding list", "finding show F1",
    "recommendation list", "recommendation show R1", "action list", "action show A1.1", "person list", "service list",
    "review show",
)  # fmt: skip


def test_no_command_tells_a_name(names: CaseFile, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = names.path
    names.close()
    secret = tmp_path / "secret.txt"
    secret.write_text(PASSPHRASE)

    def run(line: str, *more: str) -> str:
        command, *rest = line.split()
        who = ("--passphrase-file", str(secret), "--by", "Rosalindis Adeyemisson")
        code = main([command, str(path), *rest, *more, *who])
        said = capsys.readouterr()
        assert code in (0, 1), said.err
        return said.out + said.err

    told = []
    for line in CLI:
        for more in ((), ("--json",)):
            said = run(line, "--anonymous", *more)
            if found := tells(said):
                told.append(f"{line} {more}: {found} {_near(said, found[0])}")
        if line.startswith(("event", "person", "finding show")):
            assert tells(run(line)), f"{line} tells names where names are wanted"
    pictures = [tmp_path / f"timeline.{ending}" for ending in ("png", "svg", "pdf")]
    for picture in pictures:
        run("timeline", str(picture), "--anonymous")
    told += told_in((picture.name, picture.read_bytes()) for picture in pictures)
    assert not told, "\n".join(told)


def sample_case(folder: Path) -> CaseFile:
    """The sample case, open, just as it is made."""
    made, secret, *_ = sample.make(folder)
    return open_case(made, secret.read_text(encoding="utf-8").rstrip("\n"), by="Hilary Stavenport")


def test_the_sample_leaves_anonymous_as_it_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = sample_case(tmp_path / "sample")
    tells = tells_of(case)
    made: list[tuple[str, bytes]] = []
    for code, document in publish.DOCUMENTS.items():
        for ending in document.endings:
            out = tmp_path / f"{code}.{ending}"
            publish.export(case, code, out, anonymous=True, notes=document.filtered)
            made.append((out.name, out.read_bytes()))
        assert told_in([(code, publish.make(case, code))], tells), f"{code} tells names where it may"
    told = told_in(made, tells)
    path = case.path
    case.close()
    secret = path.parent / sample.PASSPHRASE
    texts = tuple(f"text M{number}" for number in range(1, 17))
    for line in (*CLI, *texts, "finding show F2", "event show E12"):
        command, *rest = line.split()
        rest = ["visit"] if rest[:1] in (["Zephira"], ["Osgoode"]) else rest
        for more in ((), ("--json",)):
            main(
                [
                    command,
                    str(path),
                    *rest,
                    *more,
                    "--anonymous",
                    "--passphrase-file",
                    str(secret),
                    "--by",
                    "A",
                ]
            )
            said = capsys.readouterr()
            if found := tells(said.out + said.err):
                told.append(f"{line} {more}: {found} {_near(said.out, found[0])}")
    pictures = [tmp_path / f"timeline.{ending}" for ending in ("png", "svg", "pdf")]
    for picture in pictures:
        main(
            [
                "timeline",
                str(path),
                str(picture),
                "--anonymous",
                "--passphrase-file",
                str(secret),
                "--by",
                "A",
            ]
        )
    told += told_in(((picture.name, picture.read_bytes()) for picture in pictures), tells)
    assert not told, "\n".join(told[:40])


def test_no_place_tells_a_name_of_the_sample(person: Person, tmp_path: Path) -> None:
    window, desk = person.window, person.window.desk
    case = sample_case(tmp_path / "sample")
    walk = Walk(person, tells_of(case))
    window.cases.take(case)
    desk.go("timeline")
    person.waits_for_work()
    walk.look("named", paint=True)
    assert walk.told, "the walk sees names where there are some"
    walk.told.clear()
    person.key("Ctrl+Shift+A")
    for place in PLACES:
        desk.go(place.key)
        person.waits_for_work()
        walk.look(place.title, paint=True)
    for document in desk.read(materials):
        desk.go("materials", document.id)
        person.waits_for_work()
        for words in painted(window).splitlines():
            walk._note("painted", words, f"{document.ref} open")
    assert not walk.told, "\n".join(f"{where}\n    {text!r}" for where, text in list(walk.told.items()))
