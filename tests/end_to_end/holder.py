"""Another program that has a case open: `holder.py CASE`, passphrase and name on standard input, until it ends."""

import sys
from pathlib import Path

from workbench.case import open_case


def main(case: Path) -> None:
    """Open it, say so, and hold it until standard input ends."""
    secret, by = sys.stdin.readline().rstrip("\n"), sys.stdin.readline().rstrip("\n")
    with open_case(case, secret, by=by):
        print("open", flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
