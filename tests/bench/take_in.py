"""How long taking documents in takes, and whether the window stays free meanwhile: figures, no limits held.

    python tests/bench/take_in.py [FOLDER]

FOLDER holds the documents; without one, 200 are made of the same size as agencies send them (ten pages, about
4,600 words; text, Word and PDF by turns).
"""

import io
import random
import resource
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]

import docx  # noqa: E402 - found through the path above
from reportlab.lib.styles import getSampleStyleSheet  # noqa: E402
from reportlab.platypus import Paragraph, SimpleDocTemplate  # noqa: E402

from workbench.case import new_case  # noqa: E402
from workbench.materials import take_in_files, undo_taking_in  # noqa: E402
from workbench.reading import apart  # noqa: E402

DOCUMENTS = 200
WORDS = 4_600
TIMES = 3
WHO = ("The health visitor", "The social worker", "A police officer", "The class teacher", "Mother", "The GP")
DID = ("recorded", "telephoned about", "visited regarding", "did not share", "referred", "discussed")
WHAT = ("the missed appointment", "the strategy meeting", "concerns over neglect", "the safety plan")
THEN = (
    "and no follow-up was seen in the file.",
    "within the agreed time.",
    "and a single assessment was opened.",
)


def lines_of(number: int) -> list[str]:
    """The lines of one document: dated heads, each with a paragraph."""
    dice = random.Random(number)
    lines = [f"Case record {number:03d}"]
    words = 3
    day = 0
    while words < WORDS:
        day += 1
        head = f"{1 + day % 28:02d}/{1 + day % 12:02d}/{2014 + number % 8} {8 + day % 10:02d}:00 - {dice.choice(WHO)}"
        said = " ".join(
            f"{dice.choice(WHO)} {dice.choice(DID)} {dice.choice(WHAT)} {dice.choice(THEN)}"
            for _ in range(dice.randint(4, 8))
        )
        lines += [head, said]
        words += len(said.split()) + 4
    return lines


def as_text(lines: list[str]) -> bytes:
    return "\n".join(lines).encode()


def as_word(lines: list[str]) -> bytes:
    made = docx.Document()
    made.add_heading(lines[0], 1)
    for line in lines[1:]:
        made.add_paragraph(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def as_pdf(lines: list[str]) -> bytes:
    out = io.BytesIO()
    style = getSampleStyleSheet()["BodyText"]
    SimpleDocTemplate(out, invariant=1).build([Paragraph(line, style) for line in lines])
    return out.getvalue()


FORMS: tuple[tuple[str, Callable[[list[str]], bytes]], ...] = (
    ("txt", as_text),
    ("docx", as_word),
    ("pdf", as_pdf),
)


def make(folder: Path) -> None:
    """The documents."""
    for number in range(DOCUMENTS):
        ending, form = FORMS[number % len(FORMS)]
        (folder / f"record_{number:03d}.{ending}").write_bytes(form(lines_of(number)))


def beside(stop: threading.Event, gaps: list[float]) -> None:
    """Count how long a thread like the window's waits for its turn, over and over, until told to stop."""
    last = time.perf_counter()
    while not stop.wait(0.001):
        now = time.perf_counter()
        gaps.append((now - last) * 1000)
        last = now


def main(folder: Path) -> None:
    """Print the figures."""
    sys.setswitchinterval(0.001)  # as the window sets it
    for time_of_it in range(TIMES):
        with tempfile.TemporaryDirectory() as place:
            case = new_case(Path(place) / "case.rpw", "a passphrase", "T", "lcspr", by="Ada")
            with case:
                gaps: list[float] = []
                stop = threading.Event()
                window = threading.Thread(target=beside, args=(stop, gaps))
                window.start()
                begun = time.perf_counter()
                done = take_in_files(case, [folder])
                took = time.perf_counter() - begun
                stop.set()
                window.join()
                characters = sum(one.characters for one in done.taken)
                size = case.path.stat().st_size / 1024**2
                print(
                    f"  {len(done.taken)} documents, {characters / 1e6:.1f} million characters, {len(done.refused)} "
                    f"refused: {took:5.2f} s; a thread beside it waited p99 "
                    f"{statistics.quantiles(gaps, n=100)[98]:.1f}, "
                    f"most {max(gaps):.0f} ms; file {size:.0f} MB"
                )
                if time_of_it == TIMES - 1:
                    begun = time.perf_counter()
                    undo_taking_in(case, done)
                    print(f"  all of it undone: {time.perf_counter() - begun:.2f} s")
    process = apart.own_process()
    peak = process.peak
    process.close()
    print(
        f"  memory held at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB here, "
        f"{peak} MB in a process that reads"
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as made:
            make(Path(made))
            main(Path(made))
