"""Every document as pictures of its pages, to be looked at: `python tests/pages.py OUT`.

The documents of the sample case, in every layout, and those of the small case of the tests, which has every
status and everything that may be missing. LibreOffice turns them into PDF and pdftoppm into pictures; where
either is not installed, one sentence says so and that is all.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parent)]

from word.small_case import small_case  # noqa: E402 - found through the path above

from workbench import sample  # noqa: E402
from workbench.case import open_case  # noqa: E402
from workbench.casefile import CaseFile  # noqa: E402
from workbench.word import publish  # noqa: E402

DOTS_AN_INCH = 100


def documents(case: CaseFile) -> Iterator[tuple[str, bytes]]:
    """The name of each document that the case can make, in each of its forms, and its bytes."""
    today = date.today()
    for document in publish.DOCUMENTS.values():
        for layout in document.layouts or (None,):
            name = "-".join(part for part in (document.code, layout) if part)
            yield name, publish.make(case, document.code, layout=layout, today=today)
        if document.filtered:
            chosen = publish.KEY_EVENTS_ONLY
            made = publish.make(case, document.code, filters=chosen, notes=True, today=today)
            yield f"{document.code}-key-with-notes", made


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
    return sorted(out.glob("*.png"))


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
