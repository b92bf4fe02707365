"""What is loaded only when it is asked for.

The command line must run where there is no Qt, and the window must open without waiting for what draws pictures
and writes documents. This is the one place that imports by name; a test holds it to that.
"""

from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any, Protocol, cast

from workbench.problems import Report


class _CommandLine(Protocol):
    def main(self, arguments: list[str]) -> int: ...


class _Start(Protocol):
    def run(self, case: Path | None, settings_folder: Path | None, passphrase_file: Path | None) -> int: ...


class _Apart(Protocol):
    def main(self, megabytes: int) -> None: ...


class _Sample(Protocol):
    PASSPHRASE: str

    def make(self, folder: Path, report: Report) -> list[Path]: ...


def command_line() -> _CommandLine:
    """`workbench.cli`."""
    return cast(_CommandLine, import_module("workbench.cli"))


def start() -> _Start:
    """`ui.start`, and Qt with it."""
    return cast(_Start, import_module("ui.start"))


def reading_apart() -> _Apart:
    """`workbench.reading.child`, and all the readers with it."""
    return cast(_Apart, import_module("workbench.reading.child"))


def timeline_place() -> Any:  # noqa: ANN401 - a kind of place, which has no name where there is no Qt
    """The timeline's place, and what counts and draws with it."""
    return import_module("ui.places.timeline").TimelinePlace


def publish_place() -> Any:  # noqa: ANN401
    """The place of what goes out, and what writes Word and Excel files and draws pictures with it."""
    return import_module("ui.places.publish").Publish


def load_what_is_left() -> None:
    """Load the places that are loaded late, on a thread beside the window's, so that nobody waits for them."""
    Thread(target=lambda: (timeline_place(), publish_place()), name="loading").start()


def the_sample() -> _Sample:
    """`workbench.sample`, and what writes Word and Excel files with it."""
    return cast(_Sample, import_module("workbench.sample"))
