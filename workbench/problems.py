"""How work fails, stops and tells.

Three things can end a piece of work early: a `Problem` a person can do something about, a `Cancelled` that
the person asked for, and a fault of ours, which is any other exception and is let through to the top.
"""

from collections.abc import Callable

Report = Callable[[int, int, str], None]
"""Told as long work goes on: how much is done, out of how much, and what is being done. May raise `Cancelled`."""


class Problem(Exception):  # noqa: N818 - it is no error of the program's, and people read the word
    """Something a person must see: one sentence of what happened and one of what to do about it.

    The window and the command line show the same words. No case content stands in them beyond what the
    person has just typed or chosen.
    """

    def __init__(self, what: str, do: str = "") -> None:
        super().__init__(f"{what} {do}".strip())
        self.what = what
        self.do = do


class Cancelled(Exception):  # noqa: N818 - stopping because one was asked to is no error
    """The person asked for the work to stop. Nothing needs to be said."""


def quiet(done: int, total: int, what: str) -> None:
    """A `Report` for work that nobody watches."""
