"""The console script: the window, or one job of the command line.

The command line must run where there is no Qt to load, and start at once; so the window is imported only
when it is asked for. This is the one place that imports by name.
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from workbench import cli

_USAGE = "usage: workbench open CASE [--settings FOLDER]"


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window when there is no job, or the job is `open`; otherwise hand over to the command line."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    settings: Path | None = None
    if "--settings" in given[:3]:
        at = given.index("--settings")
        if at + 1 >= len(given):
            print(_USAGE, file=sys.stderr)
            return 2
        settings = Path(given[at + 1])
        del given[at : at + 2]
    if not given:
        return _window(None, settings)
    if given[0] == "open":
        if len(given) != 2 or given[1].startswith("-"):
            print(_USAGE, file=sys.stderr)
            return 0 if given[1:] in (["-h"], ["--help"]) else 2
        return _window(Path(given[1]), settings)
    return cli.main(given)


def _window(case: Path | None, settings: Path | None) -> int:
    code = import_module("ui.start").run(case, settings)
    return code if isinstance(code, int) else 1


if __name__ == "__main__":
    sys.exit(main())
