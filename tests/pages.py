"""Every document as pictures of its pages, to be looked at: `python tests/pages.py OUT`.

The documents of the sample case, in every layout, and those of the small case of the tests, which has every
status and everything that may be missing. LibreOffice turns them into PDF and pdftoppm into pictures; where
either is not installed, one sentence says so and that is all.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdfium2

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parent)]

from word.small_case import small_case  # noqa: E402 - found through the path above

from workbench import sample  # noqa: E402
from workbench.case import open_case  # noqa: E402
from workbench.casefile import CaseFile  # noqa: E402
from workbench.problems import Problem  # noqa: E402
from workbench.word import publish  # noqa: E402

DOTS_AN_INCH = 100


def documents(case: CaseFile) -> Iterator[tuple[str, bytes]]:
    """The name of each document that the case can make, in each of its forms, and its bytes."""
    today = date.today()
    for document in publish.DOCUMENTS.values():
        for layout in (None,) if document.appendices else document.layouts or (None,):
            name = "-".join(part for part in (document.code, layout) if part)
            yield name, publish.make(case, document.code, layout=layout, today=today)
        if document.filtered:
            chosen = publish.KEY_EVENTS_ONLY
            made = publish.make(case, document.code, filters=chosen, notes=True, today=today)
            yield f"{document.code}-key-with-notes", made
        try:
            yield (
                f"{document.code}-anonymous",
                publish.make(case, document.code, anonymous=True, today=today),
            )
        except Problem as held:
            print(f"No anonymous {document.name.lower()}: {held}")


def write_all(out: Path) -> list[Path]:
    """Write every document of both cases and give their paths."""
    written = []
    with tempfile.TemporaryDirectory() as folder:
        sample.make(Path(folder) / "sample")
        passphrase = (Path(folder) / "sample" / sample.PASSPHRASE).read_text(encoding="utf-8").rstrip("\n")
        cases = {
            "sample": open_case(Path(folder) / "sample" / sample.CASE, passphrase, by="Pages"),
            "small": small_case(Path(folder) / "small.rpw"),
        }
        for of, case in cases.items():
            for name, data in documents(case):
                path = out / f"{of}-{name}.docx"
                path.write_bytes(data)
                written.append(path)
            case.close()
    return written


def draw(office: str, painter: str, written: list[Path], out: Path) -> list[Path]:
    """Turn documents into pictures of their pages and give the pictures' paths."""
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder]
        subprocess.run([*command, *map(str, written)], check=True, stdout=subprocess.DEVNULL)
        for path in written:
            pages = [painter, "-r", str(DOTS_AN_INCH), "-png"]
            pdf = Path(folder) / f"{path.stem}.pdf"
            subprocess.run([*pages, str(pdf), str(out / path.stem)], check=True)
            told = contents_told(pdf)
            if told:
                right = sum(said == stands for _, said, stands in told)
                print(
                    f"{path.stem}: the contents list is right to the page for {right} of {len(told)} headings."
                )
                for words, said, stands in told:
                    if abs(said - stands) > 1:
                        print(f"  “{words}” is said to be on page {said} and stands on {stands}.")
    return sorted(out.glob("*.png"))


def contents_told(pdf: Path) -> list[tuple[str, int, int]]:
    """Each entry of a document's contents list: its words, the page it says, and the page it stands on."""
    document = pypdfium2.PdfDocument(str(pdf))
    pages = [document[at].get_textpage().get_text_range() for at in range(len(document))]
    document.close()
    entry = re.compile(r"^(?:Appendix )?(?:[0-9A-Z]+:?\s)?\s*(\S.*?)\s?\.{3,}\s*(\d+)\s*$", re.MULTILINE)
    listed = [at for at, text in enumerate(pages[:4]) if len(entry.findall(text)) > 3]
    told = []
    at = max(listed, default=-1) + 1
    for place in listed:
        for found in entry.finditer(pages[place]):
            words = found[1].strip()
            ends = words[-24:]
            stands = next(
                (number for number in range(at, len(pages)) if ends in " ".join(pages[number].split())), None
            )
            if stands is not None:
                at = stands
                told.append((words, int(found[2]), stands + 1))
    return told


def main(out: Path) -> int:
    """Do all of it, and say what there is."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    painter = shutil.which("pdftoppm")
    if office is None or painter is None:
        lacking = "LibreOffice" if office is None else "pdftoppm (poppler-utils)"
        print(f"{lacking} is not installed, so no pages were drawn.")
        return 0
    out.mkdir(parents=True, exist_ok=True)
    for old in (*out.glob("*.png"), *out.glob("*.docx")):
        old.unlink()
    written = write_all(out)
    pictures = draw(office, painter, written, out)
    print(f"{len(written)} documents and {len(pictures)} pages are in {out}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
