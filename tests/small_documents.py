"""Small documents of an invented family, as agencies send them, for the tests and pictures of the materials place."""

import io
from pathlib import Path

import docx
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from ui.places.materials import MaterialsPlace
from ui.window import Window
from workbench.casefile import CaseFile
from workbench.materials import find_material, take_in_files
from workbench.people import add_person, add_service, find_service
from workbench.review import add_member

HEADING = "4. Contact, September to December 2023"
REVIEW = (
    "The health visitor completed the 8–12 month review in clinic on 3 October. Kyra was alert and pulling to "
    "stand, and the review was recorded fully and promptly. Leanne said that Darren was “in and out”."
)
MISSED = (
    "Between 2 November and 4 January the health visitor and the social worker each made announced visits to which "
    "there was no reply. Each service recorded its own missed visits."
)
CALL_OUT = (
    "The health visitor was not aware of the call-out. She learned of it from Leanne four months later."
)
MAIL = (
    b"From: Tom Marsh <tm@csc.example>\r\nTo: iro@csc.example\r\nSubject: Core group of 6 December\r\n"
    b"Date: Wed, 6 Dec 2023 10:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=part\r\n"
    b"\r\n--part\r\nContent-Type: text/plain\r\n\r\nDear all,\r\nthe plan is attached.\r\n"
    b"\r\n--part\r\nContent-Type: text/plain; name=plan.txt\r\nContent-Disposition: attachment; filename=plan.txt\r\n"
    b"\r\nThe plan is to visit weekly.\r\n--part--\r\n"
)


def report(folder: Path, name: str = "Agency report.docx", times: int = 1) -> Path:
    """An agency's report in Word: a heading, three paragraphs and a table, so many times over."""
    made = docx.Document()
    for _ in range(times):
        made.add_heading(HEADING, 1)
        for words in (REVIEW, MISSED, CALL_OUT):
            made.add_paragraph(words)
        table = made.add_table(rows=0, cols=3)
        for row in (
            ("Date", "Service", "Outcome"),
            ("2 Nov 2023", "HV", "No access"),
            ("4 Jan 2024", "CSC", ""),
        ):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    made.save(str(folder / name))
    return folder / name


def with_a_picture(folder: Path, name: str = "With a picture.docx") -> Path:
    """A Word document with a small picture in it."""
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "#205C7E").save(drawn, "PNG")
    drawn.seek(0)
    made = docx.Document()
    made.add_paragraph("The kitchen as officers found it.")
    made.add_picture(drawn)
    made.save(str(folder / name))
    return folder / name


def call_out_log(folder: Path, name: str = "Call-out log.pdf", pages: int = 3) -> Path:
    """A police log in PDF, with words on each page."""
    canvas = Canvas(str(folder / name), invariant=1)
    for page in range(pages):
        for line, words in enumerate(
            (
                f"Call-out log, sheet {page + 1}",
                "28 November 2023: a neighbour reported shouting.",
                "Officers spoke to both adults. Leanne was tearful.",
            )
        ):
            canvas.drawString(72, 760 - 20 * line, words)
        canvas.showPage()
    canvas.save()
    return folder / name


def scan(folder: Path, name: str = "Scan.pdf") -> Path:
    """A PDF with nothing but a picture on its page."""
    canvas = Canvas(str(folder / name), invariant=1)
    canvas.setFillGray(0.8)
    canvas.rect(72, 300, 440, 400, fill=1)
    canvas.showPage()
    canvas.save()
    return folder / name


def mail(folder: Path, name: str = "Core group.eml") -> Path:
    """An e-mail with an attachment."""
    (folder / name).write_bytes(MAIL)
    return folder / name


def people_and_services(case: CaseFile) -> None:
    """The child, her mother, three services and two members beside the one at work."""
    add_person(case, "Kyra Fenwick", pseudonym="Child K", aliases=("Kyra",), born="2023-02-26", subject=True)
    add_person(case, "Leanne Fenwick", pseudonym="Mother", aliases=("Leanne",))
    add_person(case, "Darren Orr", pseudonym="Stepfather", aliases=("Darren",))
    for name, code in (("Children’s social care", "CSC"), ("Health visiting", "HV"), ("Police", "POL")):
        add_service(case, name, code)
    for name in ("R. Adeyemi", "M. Castellan", "J. Thorley"):
        add_member(case, name)


def filled(case: CaseFile, folder: Path) -> None:
    """Five documents of three services: a report, an e-mail with its attachment, a log and a scan."""
    people_and_services(case)
    for code, files in (
        ("HV", [report(folder)]),
        ("CSC", [mail(folder)]),
        ("POL", [call_out_log(folder), scan(folder)]),
    ):
        with case.reading() as session:
            service = find_service(session, code).id
        take_in_files(case, files, service_id=service)


def place_of(window: Window) -> MaterialsPlace:
    """The materials place, which must be the one shown."""
    place = window.place
    assert isinstance(place, MaterialsPlace)
    return place


def material_id(window: Window, name: str) -> str:
    """The id of a document by its reference or file name."""
    return window.desk.read(lambda session: find_material(session, name)).id
