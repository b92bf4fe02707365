"""Long work on its own thread, and what is remembered between runs."""

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ui.jobs import Aside, Jobs
from ui.settings import Settings
from workbench.problems import Problem, Report


def test_work_runs_on_another_thread_and_comes_back_to_this_one(qtbot: QtBot) -> None:
    jobs = Jobs()
    here = threading.get_ident()
    seen: list[tuple[int, int]] = []

    def work(report: Report) -> int:
        report(1, 1, "half way")
        return threading.get_ident()

    job = jobs.start("Trying", work, finished=lambda there: seen.append((there, threading.get_ident())))
    assert jobs.busy
    with qtbot.waitSignal(jobs.idle):
        pass
    assert seen[0][0] != here
    assert seen[0][1] == here
    assert job.over
    jobs.close()


def test_work_stops_when_asked_and_says_nothing(qtbot: QtBot) -> None:
    jobs = Jobs()
    begun, ended = threading.Event(), []

    def work(report: Report) -> None:
        begun.set()
        for number in range(10_000_000):
            report(number, 10_000_000, "counting")

    job = jobs.start("Counting", work, cancelled=lambda: ended.append("cancelled"))
    assert begun.wait(10)
    with qtbot.waitSignal(jobs.idle, timeout=20_000):
        job.cancel()
    assert ended == ["cancelled"]
    jobs.close()


def test_of_what_is_asked_aside_only_the_last_is_answered(qtbot: QtBot) -> None:
    aside = Aside()
    go_on = threading.Event()
    here = threading.get_ident()
    told: list[object] = []
    failed: list[object] = []

    def slow() -> str:
        go_on.wait(10)
        return "the first"

    def fails() -> None:
        raise Problem("The disk is full.", "Make room.")

    aside.ask("words", slow, told.append, failed.append)
    aside.ask("words", threading.get_ident, told.append, failed.append)
    aside.ask("counts", fails, told.append, failed.append)
    assert aside.busy
    with qtbot.waitSignal(aside.idle):
        go_on.set()
    assert len(told) == 1
    assert told[0] != here
    assert [str(each) for each in failed] == ["The disk is full. Make room."]
    aside.ask("words", fails, told.append, failed.append)
    aside.drop_all()
    assert not aside.busy
    aside.close()
    assert len(failed) == 1


def test_a_problem_is_given_back_and_no_fault(qtbot: QtBot) -> None:
    jobs = Jobs()
    told: list[BaseException] = []

    def work(report: Report) -> None:
        raise Problem("The disk is full.", "Make room.")

    with qtbot.waitSignal(jobs.idle):
        jobs.start("Writing", work, failed=told.append)
    assert [str(each) for each in told] == ["The disk is full. Make room."]
    jobs.close()


def test_settings_come_back_and_hold_no_names(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings")
    settings.keep("window_width", 1400)
    settings.keep("events_columns", ["date", "service"])
    again = Settings(tmp_path / "settings")
    assert again.number("window_width", 1280) == 1400
    assert again.words("events_columns") == ["date", "service"]
    for name in ("/home/someone/Quillfeather", "Child K", "case.rpw"):
        with pytest.raises(ValueError, match="sizes and plain words"):
            settings.keep("last", name)
        with pytest.raises(ValueError, match="sizes and plain words"):
            settings.keep(name, 1)


def test_settings_that_cannot_be_read_are_forgotten(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text("{ broken", encoding="utf-8")
    assert Settings(tmp_path).number("window_width", 1280) == 1280
