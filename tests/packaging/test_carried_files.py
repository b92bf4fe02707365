"""The files the program carries can be found, and say under what terms they are carried."""

import ast
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from lxml import etree

import resources

ROOT = Path(__file__).resolve().parents[2]


def test_the_one_family_comes_in_the_weights_the_window_uses() -> None:
    weights = {TTFont(file)["OS/2"].usWeightClass for file in resources.fonts()}
    assert weights == {400, 500, 600}


@pytest.mark.parametrize("file", resources.fonts(), ids=lambda file: file.stem)
def test_a_font_is_inter_and_has_figures_of_one_width(file: Path) -> None:
    font = TTFont(file)
    names = font["name"]
    assert (names.getDebugName(16) or names.getDebugName(1)) == "Inter"
    assert "tnum" in {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}


def test_fonts_and_icons_carry_their_licences() -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in resources.path("fonts", "OFL.txt").read_text(
        encoding="utf-8"
    )
    assert "ISC License" in resources.path("icons", "LICENSE.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", resources.icon_names())
def test_an_icon_is_drawn_on_the_one_grid_in_the_colour_of_the_words(name: str) -> None:
    drawing = etree.parse(resources.icon(name)).getroot()
    assert drawing.get("viewBox") == "0 0 24 24"
    assert drawing.get("stroke") == "currentColor"


def test_a_missing_file_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"icons/no-such-icon\.svg"):
        resources.icon("no-such-icon")


def icons_named(call: ast.Call) -> list[str]:
    """The icons a call names outright: as its own first words, or as what it is told under `icon=`."""
    called = ast.unparse(call.func).split(".")[-1]
    told = [keyword.value for keyword in call.keywords if keyword.arg == "icon"]
    if called in ("icon", "Icon", "show_icon"):
        told += call.args[:1]
    elif called == "paint_icon":
        told += call.args[1:2]
    return [value.value for value in told if isinstance(value, ast.Constant) and isinstance(value.value, str)]


def test_every_icon_the_window_names_is_carried() -> None:
    known = {*resources.icon_names(), ""}
    missing = [
        f"{file.relative_to(ROOT)}:{node.lineno} asks for {name}"
        for file in sorted((ROOT / "ui").rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for name in icons_named(node)
        if name not in known
    ]
    assert missing == []
