"""E-mails as text: the head that people read, the body, what is quoted, what is attached."""

from email.message import EmailMessage

from reading.files_made import para, word
from reading.odd_files import attached_with_names, mail, nested_mail

from workbench.reading.document import Document
from workbench.reading.documents import read_document


def read(data: bytes) -> Document:
    return read_document(data, "a.eml")


def told(document: Document) -> list[tuple[str, str]]:
    return [(piece.kind, document.text[piece.start : piece.end]) for piece in document.pieces]


def test_the_head_the_body_and_what_it_quotes() -> None:
    body = "Seen at home.\n\n> Was she seen?\n\n-----Original Message-----\nFrom: Tom\nWhen?\n"
    found = read(mail(body, Cc="Zoë <z@example.org>", Date="Mon, 03 Feb 2020 10:00:00 +0000").as_bytes())
    assert told(found) == [
        ("field", "From: a@example.org"),
        ("field", "To: b@example.org"),
        ("field", "Cc: Zoë <z@example.org>"),
        ("field", "Date: Mon, 03 Feb 2020 10:00:00 +0000"),
        ("field", "Subject: About the visit"),
        ("paragraph", "Seen at home."),
        ("quote", "> Was she seen?"),
        ("quote", "-----Original Message-----"),
        ("quote", "From: Tom"),
        ("quote", "When?"),
    ]
    assert (found.title, found.kind, found.warnings) == ("About the visit", "eml", ())


def test_of_two_forms_of_a_body_the_plain_one_is_read() -> None:
    message = mail("Plain words.")
    message.add_alternative("<p>Other <b>words</b></p>", subtype="html")
    assert "Plain words." in read(message.as_bytes()).text
    assert "Other" not in read(message.as_bytes()).text


def test_a_body_of_html_alone_is_read_by_its_lines() -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@example.org", "x"
    message.set_content(
        "<head><title>no</title><style>p{}</style></head><p>Seen&nbsp;at <b>home</b>,<br>twice.</p>"
        "<ul><li>Well</li></ul><table><tr><td>3 May</td><td>Visit</td></tr></table>"
        "<blockquote>Was she?</blockquote><script>alert(1)</script>",
        subtype="html",
    )
    assert told(read(message.as_bytes()))[2:] == [
        ("paragraph", "Seen at home,"),
        ("paragraph", "twice."),
        ("paragraph", "• Well"),
        ("paragraph", "3 May\tVisit"),
        ("quote", "Was she?"),
    ]


def test_attachments_come_with_their_names_and_bytes() -> None:
    letter = word(para("Seen."))
    message = mail()
    message.add_attachment(letter, maintype="application", subtype="x-word", filename="Létter.docx")
    message.add_attachment(mail("Inner words."))
    found = read(message.as_bytes())
    assert [(one.name, one.data[:4]) for one in found.attached] == [
        ("Létter.docx", b"PK\x03\x04"),
        ("About the visit.eml", b"From"),
    ]
    assert found.attached[0].data == letter
    assert "Inner words." in read(found.attached[1].data).text
    assert "Inner words." not in found.text
    assert told(found)[-1] == ("field", "Attached: Létter.docx; About the visit.eml")


def test_messages_in_messages_are_files_within_files() -> None:
    data, depth = nested_mail(50), 0
    while attached := read(data).attached:
        data, depth = attached[0].data, depth + 1
    assert depth == 50


def test_names_that_lead_elsewhere_are_told_as_they_came() -> None:
    assert [one.name for one in read(attached_with_names()).attached][:2] == [
        "../../../etc/cron.d/x.txt",
        "C:\\Windows\\x.txt",
    ]
