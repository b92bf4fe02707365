"""The process that reads files: it takes bytes from one pipe, gives plain values to another, and can do nothing else.

It loads all that reading may need, reads a small file of every kind once so that nothing is loaded later, and then
gives up files, sockets and processes for good. It ends when the pipe does.
"""

import encodings
import importlib
import io
import os
import pkgutil
import re
import signal
import sys
import zipfile
from pathlib import Path
from typing import BinaryIO, Final

from workbench.reading.documents import read_document
from workbench.reading.lockdown import lock_down
from workbench.reading.page_drawing import Opened
from workbench.reading.parts import in_parts
from workbench.reading.pictures_within import pictures_within
from workbench.reading.refusal import Refused
from workbench.reading.tables import read_tables
from workbench.reading.wire import OUT_OF_MEMORY, Frame, Head, file_out, receive, send, tables_out

GRACE: Final = 10
"""Seconds beyond its limit after which it ends by itself, should nobody be left to end it."""
_NOT_LOADED: Final = frozenset(
    {"mbcs", "oem", "aliases", "idna", "punycode", "bz2_codec", "zlib_codec", "cp65001"}
)

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINK = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIL: Final = (
    b"From: =?utf-8?q?A?= <a@example.org>\nTo: b@example.org\nSubject: =?utf-8?b?QQ==?=\n"
    b"Date: Mon, 3 Feb 2020 10:00:00 +0000\nMIME-Version: 1.0\n"
    b'Content-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/html; charset=cp1252\n'
    b"Content-Transfer-Encoding: quoted-printable\n\n<p>A &amp; b=\n\n"
    b"--x\nContent-Type: message/rfc822\n\nFrom: c@example.org\nSubject: d\n\ne\n"
    b'--x\nContent-Type: text/plain; name="f.txt"\nContent-Transfer-Encoding: base64\n\nQQ==\n--x--\n'
)
_PDF: Final = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>endobj "
    b"4 0 obj<</Length 33>>stream\nBT /F 9 Tf 9 9 Td (Some) Tj ET    \nendstream endobj "
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj trailer<</Root 1 0 R>>"
)


def main(megabytes: int) -> None:
    """Read what comes through standard input until it ends."""
    source, to = sys.stdin.buffer, sys.stdout.buffer
    _load()
    # Kept open, for nothing can be opened later.
    held = Path("/proc/self/status")
    status = held.open("rb", buffering=0) if sys.platform == "linux" else None
    walls = lock_down(megabytes)
    send(to, Frame({"walls": list(walls)}))
    _Child(source, to, status).run()


def _load() -> None:
    """Load whatever is loaded late, by having it work once."""
    for module in pkgutil.iter_modules(encodings.__path__):
        if module.name not in _NOT_LOADED:
            importlib.import_module(f"encodings.{module.name}")
    samples = {
        "a.txt": b"A line\n",
        "a.md": b"# A\n- b\n",
        "a.csv": "A,b\nc,é\n".encode("cp1252"),
        "a.eml": _MAIL,
        "a.pdf": _PDF,
        "a.docx": _package(
            f'<w:document xmlns:w="{_W}"><w:body><w:p><w:r><w:t>A</w:t></w:r></w:p></w:body></w:document>'
        ),
        "a.xlsx": _package(
            f'<workbook xmlns="{_S}" xmlns:r="http://x/r"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets>'
            "</workbook>",
            f'<worksheet xmlns="{_S}"><sheetData><row r="1"><c r="A1"><v>1.5</v></c></row></sheetData></worksheet>',
        ),
    }
    for name, data in samples.items():
        file_out(in_parts(read_document(data, name)))
    tables_out(read_tables(samples["a.xlsx"], "a.xlsx"))
    opened = Opened(_PDF, "a.pdf")
    picture = opened.picture(1, 20)
    opened.boxes(1, 0, 4)
    opened.close()
    pictures_within(_package("<x/>", picture=picture), "a.docx")


def _package(main: str, sheet: str = "", picture: bytes = b"") -> bytes:
    out = io.BytesIO()
    links = f'<Relationships xmlns="{_LINK}"><Relationship Id="r1" Type="http://x/{{}}" Target="{{}}"/></Relationships>'
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("_rels/.rels", links.format("officeDocument", "a/main.xml"))
        made.writestr("a/main.xml", main)
        if sheet:
            made.writestr("a/_rels/main.xml.rels", links.format("worksheet", "sheet.xml"))
            made.writestr("a/sheet.xml", sheet)
        if picture:
            made.writestr("word/media/image1.png", picture)
    return out.getvalue()


class _Child:
    """What is asked of it, one thing at a time. One PDF may stay open between."""

    def __init__(self, source: BinaryIO, to: BinaryIO, status: BinaryIO | None) -> None:
        self.source = source
        self.to = to
        self.opened: Opened | None = None
        self.status = status

    def run(self) -> None:
        try:
            while self._one():
                pass
        except MemoryError:
            os._exit(OUT_OF_MEMORY)

    def _one(self) -> bool:
        """Do the next thing that is asked. Says whether there was one."""
        asked = receive(self.source)
        if asked is None:
            return False
        _alarm(float(asked.head.get("seconds", 0)) + GRACE)
        try:
            answer = self._answer(asked)
        except Refused as refused:
            answer = Frame({"refused": [refused.reason, refused.what, refused.do]})
        except MemoryError:
            raise
        except Exception as fault:  # noqa: BLE001 - the top level of this process: a file can fail, the program can't
            answer = Frame({"fault": _where(fault)})
        _alarm(0)
        send(self.to, Frame({**answer.head, "peak": self._peak()}, answer.data))
        return True

    def _peak(self) -> int:
        """The most memory it has held so far, in megabytes; 0 where that is not known.

        The figure of getrusage counts what the program held that started this process.
        """
        if self.status is None:
            return 0
        self.status.seek(0)
        told = re.search(rb"VmHWM:\s*(\d+) kB", self.status.read())
        return int(told[1]) // 1024 if told else 0

    def _answer(self, asked: Frame) -> Frame:
        head: Head = asked.head
        name = str(head.get("name", ""))
        match head["do"]:
            case "text":
                return file_out(in_parts(read_document(asked.data[0], name)))
            case "tables":
                return tables_out(read_tables(asked.data[0], name))
            case "pictures":
                found = pictures_within(asked.data[0], name)
                return Frame({"names": [one for one, _ in found]}, tuple(data for _, data in found))
            case "open":
                if self.opened is not None:
                    self.opened.close()
                self.opened = Opened(asked.data[0], name)
                return Frame({"count": self.opened.count})
            case "size" if self.opened is not None:
                return Frame({"size": list(self.opened.size(head["page"]))})
            case "draw" if self.opened is not None:
                width, height, data = self.opened.draw(head["page"], head["width"])
                return Frame({"size": [width, height]}, (data,))
            case "boxes" if self.opened is not None:
                return Frame({"boxes": self.opened.boxes(head["page"], head["start"], head["end"])})
        raise ValueError(head["do"])


def _alarm(seconds: float) -> None:
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _where(fault: Exception) -> str:
    """The kind of a fault and the line it came from: nothing of the file."""
    step = fault.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    place = (
        f", {Path(step.tb_frame.f_code.co_filename).name} line {step.tb_lineno}" if step is not None else ""
    )
    return f"{type(fault).__name__}{place}"
