"""The console script: the window, or one job of the command line."""

import sys
from collections.abc import Sequence
from pathlib import Path

from ui import later

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
        return later.start().run(None, settings)
    if given[0] == "open":
        if len(given) != 2 or given[1].startswith("-"):
            print(_USAGE, file=sys.stderr)
            return 0 if given[1:] in (["-h"], ["--help"]) else 2
        return later.start().run(Path(given[1]), settings)
    return later.command_line().main(given)


if __name__ == "__main__":
    sys.exit(main())
