"""The console script: the window, or one job of the command line."""

import sys
from collections.abc import Sequence
from pathlib import Path

from ui import later

_USAGE = "usage: workbench open CASE [--passphrase-file F] [--settings FOLDER]"


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window when there is no job, or the job is `open`; otherwise hand over to the command line."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["--read-apart"]:  # a program frozen into one file calls itself to read hostile files
        later.reading_apart().main(int(given[1]))
        return 0
    options: dict[str, Path | None] = {"--settings": None, "--passphrase-file": None}
    if not given or given[0] in ("open", "--settings"):
        for option in options:
            if option in given:
                at = given.index(option)
                if at + 1 >= len(given):
                    return _misused()
                options[option] = Path(given[at + 1])
                del given[at : at + 2]
        if given in (["open", "-h"], ["open", "--help"]):
            print(_USAGE)
            return 0
        if given and (given[0] != "open" or len(given) != 2 or given[1].startswith("-")):
            return _misused()
        case = Path(given[1]) if given else None
        return later.start().run(case, options["--settings"], options["--passphrase-file"])
    try:
        return later.command_line().main(given)
    except KeyboardInterrupt:  # while it was still loading; after that it answers for itself
        print("Stopped.", file=sys.stderr)
        return 1


def _misused() -> int:
    print(_USAGE, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
