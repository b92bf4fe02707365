"""Why a file was not read."""

from workbench.problems import Problem


class Refused(Problem):
    """A file that cannot be read, with the reason as a code beside the sentence.

    `reason` is one of encrypted, broken, too_large, too_slow, unsupported, empty, duplicate.
    """

    def __init__(self, reason: str, what: str, do: str) -> None:
        super().__init__(what, do)
        self.reason = reason


def encrypted(name: str) -> Refused:
    """The file is locked with a password."""
    return Refused(
        "encrypted",
        f"{name} is locked with a password.",
        "Save a copy without the password and choose that copy.",
    )


def broken(name: str) -> Refused:
    """The file does not hold what its kind promises."""
    return Refused(
        "broken",
        f"{name} is damaged or is not what its name says.",
        "Open it in the program it was made with, save it again and choose the new copy.",
    )


def too_large(name: str, why: str) -> Refused:
    """The file is beyond what is sensible for a chronology, or swells beyond it when unpacked."""
    return Refused(
        "too_large", f"{name} is too large to read: {why}.", "Split it into smaller files and choose those."
    )


def unsupported(name: str) -> Refused:
    """A kind of file from which no tables are read."""
    return Refused(
        "unsupported",
        f"{name} is not a kind of file that tables are read from.",
        "Save it as Word (.docx), Excel (.xlsx) or CSV and choose that copy.",
    )


def empty(name: str) -> Refused:
    """A file without any table in it."""
    return Refused("empty", f"{name} holds no table.", "Check that it is the file you meant.")


def nothing_in(name: str) -> Refused:
    """A file of no bytes, or of blanks alone."""
    return Refused("empty", f"{name} is empty.", "Ask the agency to send it again.")


def too_slow(name: str, seconds: float) -> Refused:
    """Reading the file was stopped by the clock."""
    return Refused(
        "too_slow",
        f"{name} was not read within {seconds:g} seconds, and reading it was stopped.",
        "Open it in the program it was made with, save it again in parts and choose those.",
    )


def too_much_memory(name: str, megabytes: int) -> Refused:
    """Reading the file was stopped because it took too much memory."""
    return Refused(
        "too_large",
        f"{name} needs more than {megabytes:,} MB of memory to read, and reading it was stopped.",
        "Split it into smaller files and choose those.",
    )


def not_read(name: str, what: str, do: str) -> Refused:
    """A kind of file that has no reader: what it is, and how to make something of it that has one."""
    return Refused("unsupported", f"{name} is {what}, which is not read.", do)


def beyond_us(name: str, where: str) -> Refused:
    """Reading the file ended in a way that nobody foresaw; `where` holds nothing of the file."""
    return Refused(
        "broken",
        f"{name} holds something that its reader does not know ({where}), and was not read.",
        "Open it in the program it was made with, save it again and choose the new copy, or save it as PDF.",
    )
