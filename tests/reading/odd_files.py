"""Files as they should not be: locked, broken, empty, misnamed, swollen, endless, or meant to do harm.

`FILES` says of each what comes of reading it: a reason for which it is refused, or "taken" with the warnings it is
taken with. Where a repair by the reader may go either way, both are named.
"""

import io
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from random import Random

from PIL import Image
from reading.files_made import TYPES, W, excel, para, word, zipped
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from workbench.reading.package import OLE_MAGIC

LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
MAIN = '<Relationship Id="r1" Type="http://x/officeDocument" Target="word/document.xml"/>'
LAUGHS = (
    "<!DOCTYPE x ["
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    + "]>"
)
BLOWN_UP = f'<!DOCTYPE x [<!ENTITY a "{"a" * 60_000}">]>'
ODD = Random(7)
JUNK = bytes(ODD.randrange(256) for _ in range(4_000))


@dataclass(frozen=True)
class Odd:
    """One file, and what may come of it."""

    make: Callable[[], bytes]
    outcomes: tuple[str, ...]
    warnings: tuple[str, ...] | None = ()
    """Those it is taken with; None where they may be any."""


def word_parts(body: str = "", parts: Mapping[str, str | bytes] = {}, links: str = "") -> bytes:
    """A Word document with more parts, and relationships of its main part."""
    return zipped(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": LINKS.format(MAIN),
            "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": LINKS.format(links),
            **parts,
        }
    )


def link(kind: str, target: str, number: int = 9, more: str = "") -> str:
    """A relationship."""
    return f'<Relationship Id="r{number}" Type="http://x/{kind}" Target="{target}" {more}/>'


def pdf(*objects: bytes, root: int = 1, before: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1, with a table of where they are."""
    out = bytearray(b"%PDF-1.7\n" + before)
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, root, start)
    return bytes(out)


def stream(data: bytes, more: bytes = b"") -> bytes:
    """A stream object."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (more, len(data), data)


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>"
WORDS = stream(b"BT /F 12 Tf 20 100 Td (Seen at home.) Tj ET")
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
ONE_PAGE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def paged(pages: bytes = ONE_PAGE, page: bytes = PAGE, contents: bytes = WORDS, *more: bytes) -> bytes:
    """A PDF of one page."""
    return pdf(CATALOG, pages, page, contents, FONT, *more)


def drawn(*lines: str, password: str = "", owner: str = "") -> bytes:
    """A PDF as a program writes it."""
    out = io.BytesIO()
    locked = StandardEncryption(password, ownerPassword=owner or None) if password or owner else None
    canvas = Canvas(out, pagesize=(300, 300), encrypt=locked)
    for number, line in enumerate(lines):
        canvas.drawString(30, 250 - 14 * number, line)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def scan() -> bytes:
    """A PDF of a picture of a page."""
    out = io.BytesIO()
    Image.new("L", (200, 200), 220).save(out, "PDF")
    return out.getvalue()


def mail(body: str = "Seen at home.", **fields: str) -> EmailMessage:
    """An e-mail."""
    message = EmailMessage()
    message["From"], message["To"] = "a@example.org", "b@example.org"
    message["Subject"] = "About the visit"
    for name, value in fields.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    return message


def nested_mail(depth: int) -> bytes:
    """A message in a message in a message."""
    message = mail()
    for number in range(depth):
        outer = EmailMessage()
        outer["From"], outer["To"], outer["Subject"] = "a@example.org", "b@example.org", f"Fwd {number}"
        outer.set_content(f"See below, {number}.")
        outer.add_attachment(message)
        message = outer
    return message.as_bytes()


def plainly_nested_mail(depth: int) -> bytes:
    """The same, written by hand, deeper than any program would."""
    head = b"From: a@example.org\nTo: b@example.org\nSubject: x\nContent-Type: message/rfc822\n\n"
    return head * depth + b"From: a@example.org\nSubject: y\n\nSeen.\n"


def attached_with_names() -> bytes:
    """Attachments whose names would lead elsewhere or mislead."""
    message = mail()
    for name in (
        "../../../etc/cron.d/x.txt",
        "C:\\Windows\\x.txt",
        "report\u202efdp.txt",
        "a\nb\x00c.txt",
        "." * 300 + "txt",
    ):
        message.add_attachment(
            f"Words of {len(name)} {ord(name[0])}".encode(),
            maintype="text",
            subtype="plain",
            filename="x.txt",
        )
        *_, part = message.iter_attachments()
        part.replace_header("Content-Disposition", "attachment")
        part.set_param(
            "filename",
            name.replace("\n", "").replace("\x00", ""),
            header="Content-Disposition",
            charset="utf-8",
        )
    return message.as_bytes()


def locked_zip() -> bytes:
    """A Word document whose parts say that they are locked."""
    data = bytearray(word(para("x")))
    for magic, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(magic)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(magic, at + 4)
    return bytes(data)


def lying_zip(size: int) -> bytes:
    """A Word document whose directory lies about the size of its main part."""
    data = bytearray(word(para("x" * 5_000)))
    place = data.rfind(b"PK\x01\x02")
    while place >= 0 and b"word/document.xml" not in data[place : place + 80]:
        place = data.rfind(b"PK\x01\x02", 0, place)
    data[place + 24 : place + 28] = size.to_bytes(4, "little")
    return bytes(data)


def bomb(megabytes: int) -> bytes:
    """A Word document whose main part is all blanks."""
    return word(" " * (megabytes * 1024**2))


def deep(tag: str, depth: int, inside: str) -> str:
    return f"<w:{tag}>" * depth + inside + f"</w:{tag}>" * depth


def other_package(kind: str) -> bytes:
    """A package whose main part is of another program."""
    return zipped(
        {"_rels/.rels": LINKS.format(MAIN), "word/document.xml": f'<p:{kind} xmlns:p="http://x/p"/>'}
    )


def old(stream_name: str) -> bytes:
    return OLE_MAGIC + bytes(600) + stream_name.encode("utf-16-le") + bytes(600)


def flat(data: bytes) -> bytes:
    return stream(zlib.compress(data, 9), b"/Filter/FlateDecode")


def twice_flat(data: bytes) -> bytes:
    return stream(zlib.compress(zlib.compress(data, 9), 9), b"/Filter[/FlateDecode/FlateDecode]")


CELL = '<row r="1"><c r="A1" t="str"><v>x</v></c></row>'
STYLES = (
    f'<w:styles {W}><w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="b"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>'
)
CYCLIC_NOTES = (
    f'<w:footnotes {W}><w:footnote w:id="1"><w:p><w:r><w:t>Note</w:t><w:footnoteReference w:id="1"/></w:r></w:p>'
    "</w:footnote></w:footnotes>"
)
CYCLIC_COMMENTS = (
    f'<w:comments {W}><w:comment w:id="1" w:author="A"><w:p><w:r><w:t>Why?</w:t><w:commentReference w:id="1"/></w:r>'
    "</w:p></w:comment></w:comments>"
)

FILES: dict[str, Odd] = {
    # locked
    "locked.docx": Odd(
        lambda: OLE_MAGIC + bytes(99) + "EncryptedPackage".encode("utf-16-le"), ("encrypted",)
    ),
    "locked.xlsx": Odd(lambda: old("EncryptedPackage"), ("encrypted",)),
    "locked.pdf": Odd(lambda: drawn("Seen", password="secret"), ("encrypted",)),
    "locked for changes.pdf": Odd(lambda: drawn("Seen", owner="secret"), ("taken",)),
    "locked parts.docx": Odd(locked_zip, ("encrypted",)),
    "sealed.eml": Odd(
        lambda: (
            b"From: a@example.org\nTo: b@example.org\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n"
            b"Content-Transfer-Encoding: base64\n\nQUJD\n"
        ),
        ("encrypted",),
    ),
    # empty
    "nothing.pdf": Odd(lambda: b"", ("empty",)),
    "blanks.csv": Odd(lambda: b" \r\n\t\r\n", ("empty",)),
    "zeros.docx": Odd(lambda: bytes(5_000), ("empty",)),
    "only a mark.txt": Odd(lambda: b"\xef\xbb\xbf\n", ("empty",)),
    # broken
    "cut.docx": Odd(lambda: word(para("Seen at home. " * 400))[:-200], ("broken",)),
    "cut.xlsx": Odd(lambda: excel(CELL)[:-60], ("broken",)),
    "cut.pdf": Odd(lambda: drawn("Seen")[:300], ("broken",)),
    "junk.docx": Odd(lambda: JUNK, ("broken",)),
    "junk.txt": Odd(lambda: JUNK, ("broken",)),
    "junk.pdf": Odd(lambda: b"%PDF-1.7\n" + JUNK, ("broken",)),
    "junk zip.docx": Odd(lambda: b"PK\x03\x04" + JUNK, ("broken",)),
    "no main part.docx": Odd(lambda: zipped({"[Content_Types].xml": TYPES}), ("broken",)),
    "not xml.docx": Odd(
        lambda: zipped({"_rels/.rels": LINKS.format(MAIN), "word/document.xml": "no xml"}), ("broken",)
    ),
    "no such string.xlsx": Odd(lambda: excel('<row r="1"><c r="A1" t="s"><v>9</v></c></row>'), ("broken",)),
    "zeros within.csv": Odd(lambda: b"a,\x00\x00\x00b\n", ("broken",)),
    # not what the name says
    "letter.docx": Odd(lambda: drawn("Seen"), ("taken",), ("wrong_extension",)),
    "report.pdf": Odd(lambda: word(para("Seen")), ("taken",), ("wrong_extension",)),
    "words.pdf": Odd(lambda: b"Seen at home.\nNo concerns.\n", ("taken",), ("wrong_extension",)),
    "export.xlsx": Odd(lambda: b"Date,Event\n3 May,Visit\n4 May,Call\n", ("taken",), ("wrong_extension",)),
    "plain.eml": Odd(lambda: b"Just words\n", ("taken",), ("wrong_extension",)),
    "no ending": Odd(lambda: word(para("Seen")), ("taken",)),
    # no text
    "scan.pdf": Odd(scan, ("taken",), ("no_text",)),
    "blank.docx": Odd(lambda: word("<w:p/>" * 100_000), ("taken",), ("no_text",)),
    "blank.eml": Odd(lambda: b"From: a@example.org\nTo: b@example.org\n\n", ("taken",), ("no_text",)),
    # other kinds
    "old.doc": Odd(lambda: old("WordDocument"), ("unsupported",)),
    "old.xls": Odd(lambda: old("Workbook"), ("unsupported",)),
    "mail.msg": Odd(lambda: old("__substg1.0_0037001F"), ("unsupported",)),
    "letter.rtf": Odd(lambda: b"{\\rtf1 Seen}", ("unsupported",)),
    "letter.odt": Odd(
        lambda: zipped({"mimetype": "application/vnd.oasis", "content.xml": "<x/>"}), ("unsupported",)
    ),
    "slides.pptx": Odd(lambda: other_package("presentation"), ("unsupported",)),
    "files.zip": Odd(lambda: zipped({"a.txt": "x"}), ("unsupported",)),
    "photo.png": Odd(lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), ("unsupported",)),
    "program.exe": Odd(lambda: b"MZ" + JUNK, ("unsupported",)),
    "page.html": Odd(lambda: b"<!DOCTYPE html><p>Seen</p>", ("unsupported",)),
    # bombs
    "bomb.docx": Odd(lambda: bomb(60), ("too_large",)),
    "many parts.docx": Odd(lambda: zipped({str(number): b"" for number in range(6_000)}), ("too_large",)),
    "lies small.docx": Odd(lambda: lying_zip(50), ("broken", "too_large")),
    "lies large.docx": Odd(lambda: lying_zip(0xFFFFFFF0), ("too_large", "broken")),
    "bomb.pdf": Odd(
        lambda: paged(ONE_PAGE, PAGE, flat(b" " * 300_000_000)), ("taken", "too_large", "broken"), None
    ),
    "bomb twice.pdf": Odd(
        lambda: paged(ONE_PAGE, PAGE, twice_flat(b"q " * 200_000_000)),
        ("taken", "too_large", "too_slow", "broken"),
        None,
    ),
    "laughs.docx": Odd(lambda: word(para("&l9;"), LAUGHS), ("broken", "too_large")),
    "laughs.xlsx": Odd(lambda: excel(CELL.replace("x", "&l9;"), before=LAUGHS), ("broken", "too_large")),
    "blown up.docx": Odd(lambda: word(para("&a;" * 60_000), BLOWN_UP), ("broken", "too_large")),
    "fetches a file.docx": Odd(
        lambda: word(para("&a;"), '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), ("broken",)
    ),
    "fetches rules.docx": Odd(
        lambda: word(para("x"), '<!DOCTYPE x SYSTEM "http://example.org/x.dtd">'), ("broken",)
    ),
    "laughs in its title.docx": Odd(
        lambda: zipped(
            {
                "_rels/.rels": LINKS.format(MAIN + link("core-properties", "core.xml")),
                "word/document.xml": f"<w:document {W}><w:body>{para('Seen')}</w:body></w:document>",
                "core.xml": f"{LAUGHS}<x><title>&l9;</title></x>",
            }
        ),
        ("broken", "too_large"),
    ),
    # elsewhere
    "template.docx": Odd(
        lambda: word_parts(
            para("Seen"),
            links=link("attachedTemplate", "http://example.org/x.dotm", more='TargetMode="External"'),
        ),
        ("taken",),
        ("external_content",),
    ),
    "picture elsewhere.docx": Odd(
        lambda: word_parts(
            para("Seen"), links=link("image", "file:///etc/hostname", more='TargetMode="External"')
        ),
        ("taken",),
        ("external_content",),
    ),
    "climbs out.docx": Odd(
        lambda: word_parts(para("Seen"), {"../../../../tmp/x.txt": "x", "/etc/x": "x"}), ("taken",)
    ),
    "main part elsewhere.docx": Odd(
        lambda: zipped({"_rels/.rels": LINKS.format(link("officeDocument", "../../../../etc/passwd"))}),
        ("broken",),
    ),
    "macros.docm": Odd(
        lambda: word_parts(para("Seen"), {"word/vbaProject.bin": b"x"}), ("taken",), ("macros",)
    ),
    "objects.docx": Odd(
        lambda: word_parts(para("Seen"), {"word/embeddings/a.bin": b"x"}), ("taken",), ("embedded_files",)
    ),
    # deep and cyclic
    "deep tables.docx": Odd(
        lambda: word("<w:tbl><w:tr><w:tc>" * 110 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 110), ("too_large",)
    ),
    "deep boxes.docx": Odd(lambda: word(deep("sdt", 150, para("x"))), ("too_large",)),
    "deep runs.docx": Odd(lambda: word(f"<w:p>{deep('r', 200, '<w:t>x</w:t>')}</w:p>"), ("too_large",)),
    "endless depth.docx": Odd(lambda: word(deep("sdt", 200_000, "")), ("too_large",)),
    "styles in a ring.docx": Odd(
        lambda: word_parts(para("Seen"), {"word/styles.xml": STYLES}, link("styles", "styles.xml")),
        ("taken",),
    ),
    "note on itself.docx": Odd(
        lambda: word_parts(
            '<w:p><w:r><w:t>Seen</w:t><w:footnoteReference w:id="1"/></w:r></w:p>',
            {"word/footnotes.xml": CYCLIC_NOTES},
            link("footnotes", "footnotes.xml"),
        ),
        ("taken",),
    ),
    "comment on itself.docx": Odd(
        lambda: word_parts(
            '<w:p><w:r><w:t>Seen</w:t><w:commentReference w:id="1"/></w:r></w:p>',
            {"word/comments.xml": CYCLIC_COMMENTS},
            link("comments", "comments.xml"),
        ),
        ("taken",),
    ),
    # sheets
    "lies of its size.xlsx": Odd(lambda: excel(CELL, merges='<dimension ref="A1:XFD1048576"/>'), ("taken",)),
    "far away.xlsx": Odd(
        lambda: excel('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), ("too_large",)
    ),
    "last row.xlsx": Odd(lambda: excel('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), ("taken",)),
    "merged all over.xlsx": Odd(
        lambda: excel(
            CELL, merges="<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 500 + "</mergeCells>"
        ),
        ("taken",),
    ),
    "many rows.xlsx": Odd(lambda: excel("<row><c><v>1</v></c></row>" * 310_000), ("too_large",)),
    # PDF
    "pages in a ring.pdf": Odd(
        lambda: paged(b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>"), ("taken", "broken"), None
    ),
    "parents in a ring.pdf": Odd(
        lambda: pdf(
            CATALOG,
            b"<</Type/Pages/Parent 3 0 R/Kids[3 0 R]/Count 1>>",
            b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>",
        ),
        ("broken",),
    ),
    "lies of its pages.pdf": Odd(
        lambda: paged(b"<</Type/Pages/Kids[3 0 R]/Count 1000000000>>"), ("taken", "too_large", "broken"), None
    ),
    "lies a little.pdf": Odd(
        lambda: paged(b"<</Type/Pages/Kids[3 0 R]/Count 3000>>"), ("taken", "broken"), None
    ),
    "fewer than none.pdf": Odd(
        lambda: paged(b"<</Type/Pages/Kids[3 0 R]/Count -5>>"), ("taken", "broken"), None
    ),
    "bookmarks in a ring.pdf": Odd(
        lambda: pdf(
            b"<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R>>",
            ONE_PAGE,
            PAGE,
            WORDS,
            FONT,
            b"<</First 7 0 R/Last 7 0 R/Count 1>>",
            b"<</Title(A)/Parent 6 0 R/Next 7 0 R/First 7 0 R/Dest[3 0 R/Fit]>>",
        ),
        ("taken",),
    ),
    "form in itself.pdf": Odd(
        lambda: paged(
            ONE_PAGE,
            PAGE.replace(b"/Font", b"/XObject<</X 6 0 R>>/Font"),
            stream(b"/X Do BT /F 12 Tf 20 100 Td (Seen at home.) Tj ET"),
            stream(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"),
        ),
        ("taken",),
    ),
    "deep arrays.pdf": Odd(
        lambda: paged(ONE_PAGE, PAGE, stream(b"[" * 300_000 + b"]" * 300_000)), ("taken", "broken"), None
    ),
    "endless page.pdf": Odd(
        lambda: paged(ONE_PAGE, PAGE.replace(b"200 200", b"1e30 -1e30")), ("taken",), None
    ),
    "runs things.pdf": Odd(
        lambda: pdf(
            b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(/bin/sh)>>"
            b"/AA<</WC<</S/JavaScript/JS(app.alert(1))>>>>>>",
            ONE_PAGE,
            PAGE,
            WORDS,
            FONT,
        ),
        ("taken",),
    ),
    "words before it.pdf": Odd(lambda: b"junk\n" * 20 + paged(), ("taken",)),
    "table in a ring.pdf": Odd(
        lambda: paged().replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev 0"), ("taken", "broken"), None
    ),
    # delimited and plain
    "utf-16.csv": Odd(lambda: "Date,Event\n3 May,Visit\n".encode("utf-16"), ("taken",)),
    "utf-16 unmarked.csv": Odd(lambda: "Date,Event\n3 May,Visit\n".encode("utf-16-le"), ("taken",)),
    "windows.csv": Odd(lambda: "Date;Event\n3 May;“Visit” – £5\n".encode("cp1252"), ("taken",)),
    "wide.csv": Odd(lambda: b",".join([b"x"] * 2_000), ("too_large",)),
    "long cell.csv": Odd(lambda: b'a,"' + b"x" * 5_000_000 + b'"\n', ("broken",)),
    "quotes.csv": Odd(lambda: b'"' * 1_000_001, ("taken", "broken"), None),
    "quotes in odd lines.csv": Odd(
        lambda: b"Date,Event\n" + b'3 May,"Visit, home"\nent\n' * 4_000, ("taken",)
    ),
    "half characters.txt": Odd(lambda: b"Seen \xed\xa0\x80 at \xff\xfe home\n" * 20, ("taken",)),
    "one line.txt": Odd(lambda: b"Seen at home. " * 400_000, ("taken",)),
    "turned about.txt": Odd(lambda: ("\u202eSeen\u2066 at home\n" * 50).encode(), ("taken",)),
    # e-mails
    "nested 50.eml": Odd(lambda: nested_mail(50), ("taken",)),
    "nested 3000.eml": Odd(lambda: plainly_nested_mail(3_000), ("too_large", "taken"), None),
    "hostile names.eml": Odd(attached_with_names, ("taken",)),
    "unknown letters.eml": Odd(
        lambda: mail().as_bytes().replace(b'charset="utf-8"', b'charset="x-no-such"'), ("taken",)
    ),
    "bad base64.eml": Odd(
        lambda: b"From: a@example.org\nTo: b@example.org\nContent-Transfer-Encoding: base64\n\n!!!Seen!!!\n",
        ("taken",),
        None,
    ),
    "no boundary.eml": Odd(
        lambda: b"From: a@example.org\nTo: b@example.org\nContent-Type: multipart/mixed\n\nSeen at home.\n",
        ("taken",),
        None,
    ),
    "odd head.eml": Odd(
        lambda: (
            b"From: <<>>@@(((\nTo: =?utf-8?q?=\nDate: 99 Foo 0000 99:99\nSubject: =?x?b?!!?= =?utf-8?q?"
            + b"=FF" * 900
            + b"?=\nContent-Type: ;;;===\nContent-Disposition: ;\n\nSeen at home.\n"
        ),
        ("taken",),
        None,
    ),
    "long head.eml": Odd(
        lambda: b"From: a@example.org\nTo: " + b"<a@example.org>, " * 60_000 + b"\nSubject: x\n\nSeen.\n",
        ("taken", "too_slow"),
        None,
    ),
    "coded head.eml": Odd(
        lambda: b"From: a@example.org\nSubject: " + b"=?utf-8?q?a?= " * 30_000 + b"\nTo: b\n\nSeen.\n",
        ("taken", "too_slow"),
        None,
    ),
    "many parts.eml": Odd(
        lambda: (
            b'From: a@example.org\nTo: b\nContent-Type: multipart/mixed; boundary="x"\n\n'
            + b"--x\n\nSeen\n" * 30_000
            + b"--x--\n"
        ),
        ("too_large",),
    ),
    "page in mail.eml": Odd(
        lambda: (
            b"From: a@example.org\nTo: b\nContent-Type: text/html\n\n<p>Seen<script>x</script>"
            b'<img src="http://example.org/x.png"><style>p{}</style> at home'
        ),
        ("taken",),
        ("external_content",),
    ),
    "open tags.eml": Odd(
        lambda: b"From: a@example.org\nTo: b\nContent-Type: text/html\n\n<p>Seen" + b"<a <" * 100_000,
        ("taken", "too_slow"),
        None,
    ),
    "deep tags.eml": Odd(
        lambda: b"From: a@example.org\nTo: b\nContent-Type: text/html\n\n" + b"<div>" * 200_000 + b"Seen",
        ("taken",),
    ),
}
"""By name, with what may come of each."""
