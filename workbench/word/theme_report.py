"""The theme report as a Word file: the codebook, how often each theme was met and where, and everything under it."""

from workbench.anonymity.rendering import is_anonymous, say
from workbench.problems import Report, quiet
from workbench.review import ReviewView
from workbench.themes.codebook import ThemeView
from workbench.word.analysis import DIMENSIONS, put_heat_maps, put_piece
from workbench.word.markup import Cell, Para, Run, TableColumn, para
from workbench.word.paper import Paper, Provenance, count, say_day
from workbench.word.styles import CharacterStyle
from workbench.word.tagged_pieces import Themes

_AT_A_TIME = 50


def write_theme_report(
    review: ReviewView, of: Themes, provenance: Provenance, report: Report = quiet
) -> bytes:
    """The report as a Word file."""
    paper = Paper(
        f"{say(review.title)}: theme report",
        subject=review.kind.name,
        author=say(review.commissioner),
        marking=review.marking,
        draft=review.draft_words,
        provenance=provenance,
        landscape=False,
        characters=[
            CharacterStyle(f"Theme{theme.code}", f"Theme {theme.code}", True, theme.colour.lstrip("#"))
            for theme in of.themes
        ],
        numbered=True,
        before_title=[para(review.kind.name, style="CoverKind")],
    )
    for label, words in (
        ("Commissioned by", say(review.commissioner) or "not said yet"),
        ("State", review.draft_words),
        ("Date", say_day(provenance.today, full=True)),
        ("Marking", review.marking),
        (
            "Names",
            "pseudonyms stand for people’s names"
            if is_anonymous()
            else "people’s real names stand in this copy",
        ),
    ):
        paper.paragraph(para(Run(f"{label}: ", "Label"), words, style="CoverFact"))
    paper.contents()
    paper.new_page()
    paper.heading(2, "What this report holds")
    used = of.used
    paper.paragraph(
        f"The codebook of this review has {count(len(of.themes), 'theme')}; under {len(used):,} of them stand "
        f"{count(of.everything, 'event or passage', 'events and passages')}. One that stands under two themes is told "
        "under both.",
        of.absent,
        "Words stand as the records have them. Under each is where it comes from, who tagged it, and what was noted.",
    )
    _codebook(paper, of)
    put_heat_maps(paper, of)
    done = 0
    for dimension, heading in DIMENSIONS.items():
        own = [theme for theme in used if theme.dimension == dimension]
        if not own:
            continue
        paper.heading(2, heading)
        for theme in own:
            done = _theme(paper, of, theme, done, report)
    return paper.finish()


def _codebook(paper: Paper, of: Themes) -> None:
    paper.heading(2, "The codebook")
    paper.lead_in(
        "What each theme means, and how many events and passages stand under it: of its own, and in brackets with the "
        "themes beneath it where that is more."
    )
    paper.table(
        "The themes, what they mean, and how often they were met",
        "Each theme with its code and name, its definition and when to use it, and how many events and passages stand "
        "under it.",
        [
            TableColumn("Code", 16),
            TableColumn("Theme", 40),
            TableColumn("What it means", 78),
            TableColumn("Events", 17),
            TableColumn("Passages", 20),
        ],
        [
            [
                Cell((para(Run(theme.code, f"Theme{theme.code}")),)),
                Cell(tuple(_name(theme))),
                Cell(tuple(_meaning(theme))),
                Cell((para(_number(of, theme, "events")),)),
                Cell((para(_number(of, theme, "passages")),)),
            ]
            for theme in of.themes
        ],
    )


def _name(theme: ThemeView) -> list[Para]:
    written = [para(Run(say(theme.name), "Strong"))]
    if theme.parent:
        written.append(para(f"under {theme.parent}", style="TableNote"))
    if theme.retired:
        written.append(para("retired: not used for new tags", style="TableNote"))
    return written


def _meaning(theme: ThemeView) -> list[Para]:
    written = [para(say(theme.definition))] if theme.definition else [para(Run("Not defined yet", "Quiet"))]
    for label, words in (
        ("Use when: ", theme.use_when),
        ("Not when: ", theme.not_when),
        ("Example: ", theme.example),
    ):
        if words:
            written.append(para(Run(label, "Label"), say(words)))
    return written


def _number(of: Themes, theme: ThemeView, what: str) -> str:
    found = of.counts.get(theme.id)
    if found is None:
        return "0"
    own, whole = (
        (found.events, found.all_events) if what == "events" else (found.passages, found.all_passages)
    )
    return f"{own:,} ({whole:,})" if whole > own else f"{own:,}"


def _theme(paper: Paper, of: Themes, theme: ThemeView, done: int, report: Report) -> int:
    pieces = of.pieces.get(theme.id, ())
    paper.heading(3, f"{say(theme.name)} ({theme.code})")
    number = count(len(pieces), "event or passage", "events and passages")
    paper.paragraph(f"{say(theme.definition)} {number[:1].upper()}{number[1:]}.".strip())
    for piece in pieces:
        put_piece(paper, piece, by_whom=True)
        done += 1
        if done % _AT_A_TIME == 0 or done == of.everything:
            report(done, of.everything, "Writing the theme report")
    return done
