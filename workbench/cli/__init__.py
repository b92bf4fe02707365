"""Every job the window can do, for scripts, tests and large batches: the same functions, the same words.

Exit codes: 0 done; 1 something a person must see, in a sentence and what to do on standard error, with the
JSON still complete where it was asked for; 2 wrong usage. Progress goes to standard error, on a terminal only.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from traceback import extract_tb

from workbench.anonymity.rendering import read_from_now_on_as
from workbench.cli.arguments import parse
from workbench.cli.book import Job
from workbench.cli.telling import Given, speak_utf8, tell, warn
from workbench.problems import Cancelled, Problem


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say and give the exit code."""
    speak_utf8()
    given = Given(json=False, told=False, empty={})
    try:
        parse(sys.argv[1:] if arguments is None else list(arguments), given)
        return _done(given)
    except SystemExit as end:  # help, version and wrong usage end so
        return end.code if isinstance(end.code, int) else 2
    except KeyboardInterrupt:
        if sys.stderr.isatty():
            warn("")  # a prompt or a bar stands on the line
        return _stopped(given, "Stopped.", "What was finished before stays; nothing was left half done.")
    except Exception as fault:  # noqa: BLE001 - the top level: a person sees a sentence, never the case's own words
        return _stopped(
            given,
            f"The program met a fault of its own ({_where(fault)}) and stopped; nothing was left half done.",
            "Tell whoever looks after the program what is in the brackets; nothing of the case is in it.",
        )
    finally:
        read_from_now_on_as(None)


def _done(given: Given) -> int:
    job: Job = given.job
    try:
        return job(given)
    except Problem as problem:
        return _stopped(given, problem.what, problem.do)
    except Cancelled:
        return _stopped(given, "Stopped.", "Nothing was changed.")


def _stopped(given: Given, what: str, do: str) -> int:
    """Say what a person must see, and still give the JSON that was asked for."""
    sentence = f"{what} {do}".strip()
    if given.json and not given.told:
        tell(given, {**given.empty, "problems": [sentence]}, [])
    warn(sentence)
    return 1


def _where(fault: Exception) -> str:
    """The kind of a fault and the line of ours it came from. Its message may hold a case's words and is left out."""
    ours = [step for step in extract_tb(fault.__traceback__) if "workbench" in Path(step.filename).parts]
    place = f", {Path(ours[-1].filename).name} line {ours[-1].lineno}" if ours else ""
    return f"{type(fault).__name__}{place}"
