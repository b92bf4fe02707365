"""The action plan says what each board needs, one action a row."""

from datetime import date
from pathlib import Path

import pytest
from word.parts import paragraphs, table, w, xml
from word.small_case import small_case

from workbench.casefile import CaseFile
from workbench.findings import spine
from workbench.review import KINDS
from workbench.word import publish
from workbench.word.action_plan import LAYOUTS, usual_layout

TODAY = date(2026, 11, 23)


def plan(case: CaseFile, layout: str | None = None) -> bytes:
    return publish.make(case, "action-plan", layout=layout, today=TODAY)


@pytest.mark.parametrize(
    ("layout", "columns"),
    [
        (
            "lcspr",
            "Ref, Finding, Recommendation, Agency, Action, Lead officer, Timescale, Intended impact and measure, "
            "Progress, Evidence, BRAG",
        ),
        (
            "sar",
            "Recommendation, Relevant agencies, Action, Timescale and progress, Supporting evidence, "
            "Critical friend’s comments, RAG",
        ),
        (
            "dardr",
            "Recommendation, Scope, Action, Lead agency, Milestones, Target date, Completion date and outcome",
        ),
    ],
)
def test_each_layout_has_the_columns_of_its_boards(case: CaseFile, layout: str, columns: str) -> None:
    rows = table(plan(case, layout), *columns.split(", "))
    assert len(rows) == 5
    assert all(list(row) == columns.split(", ") for row in rows)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_action_has_a_row_of_its_own_that_says_what_it_answers(case: CaseFile, layout: str) -> None:
    rows = table(plan(case, layout), "Recommendation")
    asked = [row["Recommendation"].split("\n")[0] for row in rows]
    assert asked == [
        "R1\u2002One list of missed contacts for every child on a plan",
        "R1\u2002One list of missed contacts for every child on a plan",
        "R2\u2002The Board tests whether the list is used",
        "R2\u2002The Board tests whether the list is used",
        "R3\u2002Ask the national panel about outcome codes",
    ]
    assert all(cell for row in rows for cell in row.values())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_of_an_action_is_lost_in_any_layout(case: CaseFile, layout: str) -> None:
    said = "\n".join(cell for row in table(plan(case, layout), "Recommendation") for cell in row.values())
    for words in (
        "T. Marchetti",
        "HV, CSC",
        "30\u00a0Sep\u00a02026\n54 days late",
        "Done 4\u00a0Aug\u00a02026: Template agreed",
        "Was due 31\u00a0Oct\u00a02026: In use in half of core groups",
        "By 31\u00a0Jan\u00a02027: In use everywhere",
        "16\u00a0Nov\u00a02026, T. Marchetti: In use at 7 of 19 core groups.",
        "Template v3, 2\u00a0Sep\u00a02026",
        "Reason not accepted: The present one can do it.",
        "No owner yet",
        "No date yet",
        "Sample checked against records.",
        "Assured 20\u00a0Oct\u00a02026 by S. Quill",
        "Impact, tested 2\u00a0Nov\u00a02026: 38 of 40 lists were complete.",
        "The list is to be in front of every core group.",
        "No action agreed yet",
    ):
        assert words in said
    if layout != "dardr":
        assert "Every core group can say" in said


def test_status_is_a_word_and_a_shape_and_a_ground(case: CaseFile) -> None:
    rows = table(plan(case), "BRAG")
    assert [row["BRAG"].split("\n")[0] for row in rows] == [
        "▲\u00a0Overdue or not begun",
        "◆\u00a0At risk",
        "☑\u00a0Done and assured",
        "○\u00a0Not accepted",
        "–",
    ]
    grounds = {each.get(w("fill")) for each in xml(plan(case)).iter(w("shd"))}
    assert len(grounds) == 5


def test_done_is_told_apart_from_tested(case: CaseFile, own_case: CaseFile) -> None:
    assert table(plan(case), "BRAG")[2]["BRAG"].split("\n")[1:] == [
        "Done 12\u00a0Oct\u00a02026",
        "Assured 20\u00a0Oct\u00a02026 by S. Quill",
        "Impact tested 2\u00a0Nov\u00a02026",
    ]
    with own_case.reading() as session:
        action = spine.spine(session).action("A2.1")
    spine.edit_action(own_case, action.id, tested_on=None, impact="")
    assert "Impact not tested yet" in table(plan(own_case), "BRAG")[2]["BRAG"]


def test_the_legend_is_the_boards_own(own_case: CaseFile) -> None:
    spine.word_status(own_case, "amber", "Slipping", "Begun and late by a month or less")
    made = plan(own_case)
    legend = table(made, "Status", "Meaning")
    assert [row["Actions"] for row in legend] == ["1", "1", "0", "1", "1"]
    assert legend[1] == {
        "Status": "◆\u00a0Slipping",
        "Meaning": "Begun and late by a month or less",
        "Actions": "1",
    }
    assert table(made, "BRAG")[1]["BRAG"].startswith("◆\u00a0Slipping")


def test_the_day_and_the_sums_stand_at_the_top(case: CaseFile) -> None:
    said = paragraphs(plan(case))
    assert ("Heading2", "Where the plan stands on 23\u00a0November\u00a02026") in said
    assert any(
        text
        == "4 actions on 3 recommendations. 1 is done; 1 has had the impact tested. 1 is past the due date. "
        "1 was not accepted. 1 recommendation has no action yet."
        for _, text in said
    )


def test_words_follow_the_kind_of_review(tmp_path: Path) -> None:
    case = small_case(tmp_path / "s.rpw", "scotland")
    made = plan(case)
    case.close()
    rows = table(made, "Suggested strategy", "Who", "What", "By when")
    assert len(rows) == 5
    said = " ".join(text for _, text in paragraphs(made))
    assert "4 actions on 3 suggested strategies" in said
    assert "ecommendation" not in said


def test_each_kind_of_review_has_its_usual_layout() -> None:
    assert {code: usual_layout(kind) for code, kind in KINDS.items()} == {
        "rapid-review": "lcspr",
        "lcspr": "lcspr",
        "sar": "sar",
        "dardr": "dardr",
        "susr": "susr",
        "scotland": "scotland",
        "other": "lcspr",
    }
