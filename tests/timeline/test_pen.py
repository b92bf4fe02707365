"""The timeline as files: where the pen puts the marks, what is in the file besides, and what leaves the case."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pypdfium2
import pytest
from lxml import etree
from matplotlib.collections import PathCollection
from PIL import Image
from timeline.small_timeline import PASSPHRASE, small_timeline
from timeline.test_grammar import ZOOMS

from workbench.anonymity.reader import anonymous_reader
from workbench.anonymity.rendering import Reader, reading_as
from workbench.casefile import CaseFile
from workbench.cli import main
from workbench.outgoing import outgoing
from workbench.people import add_person
from workbench.problems import Problem
from workbench.timeline import export, pen, views
from workbench.timeline.arranging import Arranged, arrange
from workbench.timeline.facts import read_facts
from workbench.timeline.layout import lay_out
from workbench.timeline.picture import MARKS, Picture
from workbench.timeline.view import Choice, View, day_number

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseFile]:
    with small_timeline(tmp_path / "case.rpw") as made:
        yield made


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> tuple[Arranged, Reader]:
    with small_timeline(tmp_path_factory.mktemp("pen") / "case.rpw") as made, made.reading() as session:
        return arrange(read_facts(session)), anonymous_reader(session)


@pytest.fixture
def arranged(read: tuple[Arranged, Reader]) -> Arranged:
    return read[0]


def zoomed(of: Arranged, zoom: str) -> Picture:
    start, end = (day_number(day) for day in ZOOMS[zoom])
    return lay_out(of, start, end, 1164, 560)


@pytest.mark.parametrize("zoom", ZOOMS)
@pytest.mark.parametrize("anonymous", [False, True])
def test_marks_stand_on_paper_where_the_layout_has_them(
    read: tuple[Arranged, Reader], zoom: str, anonymous: bool
) -> None:
    arranged, who = read
    with reading_as(who if anonymous else None), pen.drawing():
        picture = zoomed(arranged, zoom)
        page = pen.Page(picture.width, picture.height)
        pen.Pen(page, picture).draw()
        drawn: dict[str, np.ndarray] = {}
        for artist in page.axes.collections:
            name = artist.get_gid()
            if isinstance(artist, PathCollection) and isinstance(name, str) and name.startswith("marks "):
                pixels = artist.get_offset_transform().transform(artist.get_offsets())
                scale = pen.PER_INCH / page.figure.dpi
                places = np.column_stack([pixels[:, 0] * scale, picture.height - pixels[:, 1] * scale])
                kind = name.removeprefix("marks ")
                drawn[kind] = places
                corners = artist.get_paths()[0].get_extents(artist.get_transform())
                assert max(corners.width, corners.height) * scale <= picture.marks.size + 0.5
    for kind in np.unique(picture.marks.kind).tolist():
        mine = picture.marks.kind == kind
        expected = np.column_stack([picture.marks.x[mine], picture.marks.y[mine]])
        assert np.abs(drawn[MARKS[kind]] - expected).max() < 0.5
    assert sum(map(len, drawn.values())) == len(picture.marks)


def test_the_text_of_an_svg_stays_text_in_the_programs_own_font(arranged: Arranged) -> None:
    picture = zoomed(arranged, "year")
    data = pen.write(
        picture, "svg", title="Contact timeline", marking="OFFICIAL-SENSITIVE", alt="Seen & <not> seen."
    )
    root = etree.fromstring(data)
    said = [text.text for text in root.iter(f"{SVG}text")]
    for words in (*picture.labels, *(head for head in picture.heads)):
        assert words.text in said
    assert "OFFICIAL-SENSITIVE" in said
    assert all("Inter" in (text.get("style") or "") for text in root.iter(f"{SVG}text"))
    assert root.findtext(f"{SVG}desc") == "Seen & <not> seen."
    assert (
        len({element.get("id") for element in root.iter() if (element.get("id") or "").startswith("marks")})
        >= 6
    )


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_a_file_says_nothing_of_when_or_by_whom_it_was_made_and_is_the_same_again(
    arranged: Arranged, kind: pen.Format
) -> None:
    picture = zoomed(arranged, "year")
    data = pen.write(picture, kind)
    assert data == pen.write(picture, kind)
    for word in (b"matplotlib", b"Matplotlib", b"CreationDate", b"dc:date", b"dc:creator"):
        assert word not in data
    if kind == "png":
        with Image.open(io.BytesIO(data)) as image:
            assert image.width == round(picture.width * pen.DPI / pen.PER_INCH)
            assert set(image.info) <= {"dpi"}
    if kind == "pdf":
        assert b"/Type3" not in data
        document = pypdfium2.PdfDocument(data)
        page = document[0]
        text = page.get_textpage()
        assert "Health visiting" in text.get_text_bounded()
        text.close()
        page.close()
        document.close()


def test_the_pen_leaves_the_settings_of_the_library_as_they_were(arranged: Arranged) -> None:
    before = dict(mpl.rcParams)
    pen.write(zoomed(arranged, "hour"), "svg")
    assert dict(mpl.rcParams) == before


def test_a_dollar_in_a_record_is_a_dollar(arranged: Arranged) -> None:
    page = pen.Page(300, 100)
    with pen.drawing():
        page.write("$100 to $50", 10, 50)
        assert b"$100 to $50" in pen.saved(page.figure, "svg")


# ---- leaving the case


def test_an_export_is_recorded_with_its_hash(case: CaseFile, tmp_path: Path) -> None:
    left = export.export(case, View(), tmp_path / "out.svg")
    assert (tmp_path / "out.svg").read_bytes()[:5] == b"<?xml"
    with case.reading() as session:
        (kept,) = outgoing(session)
    assert kept == left
    assert kept.document == "Timeline (SVG)"
    assert case.undo_label is None or "Export" not in case.undo_label


def test_what_cannot_be_written_is_refused_in_a_sentence(case: CaseFile, tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"cannot be written as “.docx”"):
        export.export(case, View(), tmp_path / "out.docx")
    with pytest.raises(Problem, match="pixels wide or high"):
        export.export(case, View(), tmp_path / "out.png", width=10)


def test_an_anonymous_export_waits_for_every_pseudonym_and_then_names_nobody(
    case: CaseFile, tmp_path: Path
) -> None:
    with case.reading() as session:
        who = anonymous_reader(session)
    with reading_as(who):
        export.export(case, View(), tmp_path / "out.svg")
    text = (tmp_path / "out.svg").read_text("utf-8")
    for name in ("Kyra", "Jade", "Fenwick"):
        assert name not in text
    assert "Child K stays with Nan" in text
    assert not re.search(r"\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) 20\d\d", text)
    add_person(case, "Somebody New")
    with case.reading() as session:
        who = anonymous_reader(session)
    with reading_as(who), pytest.raises(Problem, match="Somebody New has no pseudonym"):
        export.export(case, View(), tmp_path / "again.svg")


def test_a_figure_for_a_report_brings_its_words_and_its_facts(case: CaseFile) -> None:
    with case.reading() as session:
        facts = read_facts(session)
    figure = export.draw_figure(facts, View(Choice(), day_number("2024-01-01"), day_number("2025-01-01")))
    assert figure.caption == "Contact timeline, 2024"
    assert figure.png[:4] == b"\x89PNG"
    assert figure.rows
    assert len(figure.headings) == len(figure.shares) == len(figure.rows[0])
    matrix = export.draw_missed(facts)
    assert matrix.rows[-1][0] == "All services"
    assert "24 of 50" in matrix.description
    with Image.open(io.BytesIO(matrix.png)) as image:
        assert image.width == round(9.7 * export.DPI)


# ---- saved views


def test_views_are_kept_renamed_and_removed_one_change_each(case: CaseFile) -> None:
    view = View(Choice(lanes="person"), 738000.0, 738100.0)
    kept = views.save_view(case, " The last year ", view)
    with case.reading() as session:
        (one,) = views.saved_views(session)
        assert (one.name, one.view) == ("The last year", view)
        assert views.find_view(session, "the LAST year") == one
    assert views.save_view(case, "The last year", View()) == kept
    other = views.save_view(case, "Another", view)
    views.rename_view(case, other, "Before birth")
    with pytest.raises(Problem, match="a view called “Before birth” already"):
        views.rename_view(case, kept, "Before birth")
    views.remove_view(case, kept)
    assert case.undo_label == "Remove the view “The last year” of the timeline"
    case.undo()
    with case.reading() as session:
        assert [one.name for one in views.saved_views(session)] == ["The last year", "Before birth"]
        with pytest.raises(Problem, match="no saved view “Nothing”"):
            views.find_view(session, "Nothing")


# ---- the command line


def test_the_command_line_draws_what_is_asked_for(
    case: CaseFile, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    views.save_view(case, "People", View(Choice(lanes="person")))
    case.close()
    secret = tmp_path / "passphrase.txt"
    secret.write_text(PASSPHRASE, "utf-8")

    def run(*arguments: str) -> int:
        return main(["timeline", str(tmp_path / "case.rpw"), *arguments, "--passphrase-file", str(secret)])

    assert (
        run(
            str(tmp_path / "a.svg"), "--from", "2024-01-01", "--to", "2024-12-31", "--service", "HV", "--json"
        )
        == 0
    )
    assert '"document": "Timeline (SVG)"' in capsys.readouterr().out
    text = (tmp_path / "a.svg").read_text("utf-8")
    assert "Health visiting" in text
    assert "GP practice" not in text
    assert run(str(tmp_path / "b.pdf"), "--view", "people", "--anonymous", "--theme", "MCO") == 0
    assert run(str(tmp_path / "c.png"), "--lanes", "kind", "--width", "900", "--height", "500") == 0
    with Image.open(tmp_path / "c.png") as image:
        assert image.width == round(900 * pen.DPI / pen.PER_INCH)
    capsys.readouterr()
    assert run(str(tmp_path / "d.png"), "--service", "XYZ") == 1
    assert "There is no service “XYZ”" in capsys.readouterr().err
    assert run(str(tmp_path / "e.png"), "--from", "2024-02-01", "--to", "2024-01-01") == 1
