"""How a job is told: one JSON object or lines of text on standard output, sentences and progress on standard error."""

import argparse
import io
import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence

from workbench.anonymity.rendering import is_anonymous, say
from workbench.cli.anonymous import as_read
from workbench.problems import Report, quiet

Json = dict[str, object]
Given = argparse.Namespace
Line = Sequence[str]


def as_list(name: str, told: Sequence[Json]) -> Json:
    """The JSON of a list under its name, with how many there are."""
    return {name: list(told), "total": len(told)}


def counted(number: int, thing: str) -> str:
    """A number with its thing, in the singular for one: “1 event”, “1,204 events”."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def tell(given: Given, told: Json, lines: Sequence[Line]) -> None:
    """Say what came of a job: the JSON where it was asked for, else lines of text."""
    given.told = True
    if is_anonymous():
        told, lines = (
            {name: as_read(value, name) for name, value in told.items()},
            [[say(cell) for cell in line] for line in lines],
        )
    try:
        if given.json:
            print(json.dumps(told, ensure_ascii=False, default=list))
        else:
            for line in _in_columns(lines):
                print(line)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has read enough; what was done stays done
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _in_columns(lines: Sequence[Line]) -> Iterator[str]:
    """Lines of cells under one another; on a terminal each is cut to its width. A line of one cell stands alone."""
    rows = [[" ".join(cell.split()) if len(line) > 1 else cell for cell in line] for line in lines]
    many = [row for row in rows if len(row) > 1]
    widths = (
        [min(40, max(len(row[at]) for row in many)) for at in range(max(map(len, many)) - 1)] if many else []
    )
    room = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    for row in rows:
        if len(row) == 1:
            yield row[0]
            continue
        line = "  ".join(
            [*(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False)), *row[len(widths) :]]
        )
        yield (line[: room - 1] + "…" if room and len(line) > room else line).rstrip()


def warn(sentence: str) -> None:
    """Say a sentence on standard error, where it never mixes with what was asked for."""
    print(sentence, file=sys.stderr)


def speak_utf8() -> None:
    """Write UTF-8 whatever the terminal or the pipe was set to."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def progress() -> Report:
    """What long work reports to: a bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        return quiet

    def bar(done: int, total: int, what: str) -> None:
        width = 30
        full = width * done // max(total, 1)
        end = "\n" if done >= total else ""
        print(
            f"\r\x1b[K{what} [{'#' * full}{'.' * (width - full)}] {done}/{total}",
            end=end,
            file=sys.stderr,
            flush=True,
        )

    return bar
