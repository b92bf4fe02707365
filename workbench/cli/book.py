"""The commands as they are written down, and the help made of them."""

import argparse
import textwrap
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

from workbench.cli.telling import Given

Job = Callable[[Given], int]
"""Does what one command asks for and gives the exit code; it is named for the command and its part."""

HELP = "show this and stop"


class Book:
    """The commands as they are written down: each with its job, its words and the heading it stands under."""

    def __init__(self) -> None:
        self.top = argparse.ArgumentParser(
            prog="workbench",
            usage="workbench COMMAND CASE ... [--passphrase-file F] [--by NAME] [--json]",
            description="Review Panel Workbench: agencies' chronologies, findings and actions in one encrypted\n"
            "case file. With no command it opens the window.",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
            add_help=False,
        )
        self.top.add_argument("-h", "--help", action="help", help=HELP)
        self.top.add_argument(
            "--version",
            action="version",
            help="say which version this is",
            version=f"Review Panel Workbench {_version()}",
        )
        self._commands = self.top.add_subparsers(
            dest="command", required=True, metavar="COMMAND", help=argparse.SUPPRESS, prog="workbench"
        )
        self._shared = shared_options(argparse.ArgumentParser(add_help=False))
        self._lines: list[str] = []

    def heading(self, words: str) -> None:
        """Put the commands that follow under a heading of the help."""
        self._lines += ["", f"{words}:"]

    def command(
        self, name: str, job: Job, words: str, *, case: bool = True, **empty: object
    ) -> argparse.ArgumentParser:
        """A command of its own. `empty` is its JSON where there is nothing to tell."""
        made = self._add(self._commands, name, words)
        self._lines.append(f"  {name:<16}{words}")
        if case:
            made.add_argument("case", metavar="CASE", help="the case file")
        made.set_defaults(job=job, empty=empty)
        return made

    def group(self, name: str, words: str) -> Callable[..., argparse.ArgumentParser]:
        """A command with parts: gives what adds a part to it."""
        made = self._add(self._commands, name, words)
        self._lines.append(f"  {name:<16}{words}")
        made.add_argument("case", metavar="CASE", help="the case file")
        parts = made.add_subparsers(
            dest="part", required=True, metavar="PART", title="parts", prog=f"workbench {name} CASE"
        )

        def part(part_name: str, job: Job, part_words: str, **empty: object) -> argparse.ArgumentParser:
            sub = self._add(parts, part_name, part_words)
            sub.set_defaults(job=job, empty=empty)
            return sub

        return part

    def _add(
        self, to: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, words: str
    ) -> argparse.ArgumentParser:
        made = to.add_parser(
            name,
            parents=[self._shared],
            help=words,
            description=words[:1].upper() + words[1:] + ".",
            allow_abbrev=False,
            add_help=False,
        )
        # Words to look for may begin with “-h”, so help there has its long name alone.
        made.add_argument(*(("--help",) if name == "search" else ("-h", "--help")), action="help", help=HELP)
        return made

    def closed(self) -> argparse.ArgumentParser:
        """The parser, with the list of commands at the end of its help."""
        self.top.epilog = "\n".join(
            [
                "commands:",
                *self._lines,
                "",
                "The window:",
                "  (no command)    opens the window",
                "  open CASE       opens it on a case",
                "",
                *textwrap.wrap(
                    "“workbench COMMAND --help” tells more of each. References (E12, F3, R2, A2.1, M4), codes, names, "
                    "pseudonyms and ids all name a thing. The passphrase is asked for, or read from a file. Exit "
                    "codes: 0 done; 1 something to see, said on standard error; 2 wrong usage.",
                    78,
                ),
            ]
        )
        return self.top


def _version() -> str:
    try:
        return version("review-panel-workbench")
    except PackageNotFoundError:
        return "of the source"


def shared_options(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Give a parser the options that every job has."""
    parser.add_argument(
        "--passphrase-file", metavar="F", help="file that holds the passphrase; else it is asked for"
    )
    parser.add_argument(
        "--by", metavar="NAME", help="who acts, for the history; else your name on this computer"
    )
    parser.add_argument(
        "--json", action="store_true", help="one JSON object on standard output, nothing else there"
    )
    return parser
