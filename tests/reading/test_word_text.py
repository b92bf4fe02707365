"""A Word document as text: nothing of its evidence is lost, and each thing is told for what it is."""

from collections.abc import Mapping

from reading.files_made import W, cell, para, row, word_table
from reading.odd_files import link, word_parts

from workbench.reading.document import Document, Mark, Piece
from workbench.reading.documents import read_document


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def read(body: str, parts: Mapping[str, str | bytes] | None = None, links: str = "") -> Document:
    return read_document(word_parts(body, parts or {}, links), "a.docx")


def told(document: Document) -> list[tuple[str, str, str, int]]:
    """Each piece: its kind, text, label and level."""
    return [
        (piece.kind, document.text[piece.start : piece.end], piece.label, piece.level)
        for piece in document.pieces
    ]


def marked(document: Document, piece: Piece) -> list[tuple[str, str, str]]:
    """Each mark of a piece: its kind, the text under it, who made it."""
    return [(mark.kind, document.text[mark.start : mark.end], mark.by) for mark in piece.marks]


def test_tracked_changes_stand_in_the_text_and_are_marked() -> None:
    who = 'w:author="J. Thorley" w:date="2020-02-03T10:00:00Z"'
    found = read(
        f"<w:p>{run('Seen ')}<w:ins {who}>{run('at home')}</w:ins>"
        f"<w:del {who}><w:r><w:delText>at school</w:delText></w:r></w:del>{run('.')}</w:p>"
        f"<w:p><w:moveFrom {who}>{run('Moved.')}</w:moveFrom></w:p>"
        f"<w:p><w:moveTo {who}>{run('Moved.')}</w:moveTo></w:p>"
    )
    assert found.text == "Seen at homeat school.\nMoved.\nMoved.\n"
    assert [marked(found, piece) for piece in found.pieces] == [
        [("inserted", "at home", "J. Thorley"), ("deleted", "at school", "J. Thorley")],
        [("moved", "Moved.", "J. Thorley"), ("deleted", "Moved.", "J. Thorley")],
        [("moved", "Moved.", "J. Thorley"), ("inserted", "Moved.", "J. Thorley")],
    ]
    assert found.pieces[0].marks[0] == Mark(5, 12, "inserted", "J. Thorley", "2020-02-03T10:00:00Z")


def test_a_row_that_was_tracked_is_marked_whole() -> None:
    found = read(
        "<w:tbl><w:tr><w:trPr><w:del w:author='A'/></w:trPr>"
        + cell("3 May")
        + cell("Visit")
        + "</w:tr></w:tbl>"
    )
    assert told(found) == [("row", "3 May\tVisit", "", 0)]
    assert marked(found, found.pieces[0]) == [("deleted", "3 May\tVisit", "A")]


def test_hidden_bold_and_italic_words_are_marked() -> None:
    found = read(
        f"<w:p>{run('a ')}{run('hidden', '<w:vanish/>')}{run(' bold', '<w:b/>')}{run(' i', '<w:i/>')}</w:p>"
    )
    assert marked(found, found.pieces[0]) == [
        ("hidden", "hidden", ""),
        ("bold", " bold", ""),
        ("italic", " i", ""),
    ]


def test_notes_and_comments_follow_what_they_hang_on() -> None:
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0">{para("no")}</w:footnote>'
        f'<w:footnote w:id="2">{para("See page 4.")}</w:footnote>'
        f'<w:footnote w:id="3">{para("Nobody points here.")}</w:footnote></w:footnotes>'
    )
    endnotes = f'<w:endnotes {W}><w:endnote w:id="1">{para("At the end.")}</w:endnote></w:endnotes>'
    comments = (
        f'<w:comments {W}><w:comment w:id="5" w:author="J. Thorley" w:date="2020-02-03T10:00:00Z">'
        f"{para('Is this right?')}</w:comment></w:comments>"
    )
    found = read(
        f'<w:p>{run("Seen")}<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="5"/></w:r>'
        f'{run(" today")}<w:r><w:endnoteReference w:id="1"/></w:r></w:p>' + para("Next."),
        {"word/footnotes.xml": notes, "word/comments.xml": comments, "word/endnotes.xml": endnotes},
        link("footnotes", "footnotes.xml", 2)
        + link("comments", "comments.xml", 3)
        + link("endnotes", "endnotes.xml", 4),
    )
    assert told(found) == [
        ("paragraph", "Seen[1] today[1]", "", 0),
        ("footnote", "See page 4.", "footnote 1", 0),
        ("comment", "Is this right?", "comment 1 by J. Thorley, 2020-02-03", 0),
        ("endnote", "At the end.", "endnote 1", 0),
        ("paragraph", "Next.", "", 0),
        ("footnote", "Nobody points here.", "footnote 2", 0),
    ]


def test_headers_and_footers_stand_once() -> None:
    head = f"<w:hdr {W}>{para('Confidential')}</w:hdr>"
    foot = f"<w:ftr {W}>{para('Page 1')}</w:ftr>"
    found = read(
        para("Seen."),
        {"word/h1.xml": head, "word/h2.xml": head, "word/f1.xml": foot},
        link("header", "h1.xml", 2) + link("header", "h2.xml", 3) + link("footer", "f1.xml", 4),
    )
    assert told(found) == [
        ("header", "Confidential", "", 0),
        ("paragraph", "Seen.", "", 0),
        ("footer", "Page 1", "", 0),
    ]


def test_text_boxes_content_controls_and_fields_are_read() -> None:
    box = (
        "<w:r><mc:AlternateContent xmlns:mc='http://x/mc'><mc:Choice><w:drawing><wps:txbx xmlns:wps='http://x/wps'>"
        f"<w:txbxContent>{para('In a box.')}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback>"
        f"<w:pict><w:txbxContent>{para('In a box.')}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("3 May")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    choice = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="Yes"/>'
        '<w:listEntry w:val="No"/></w:ddList></w:ffData></w:fldChar></w:r>'
    )
    found = read(
        f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{para('Controlled.')}</w:sdtContent></w:sdt>"
        f"<w:p>{run('Round ')}{box}{run('a box, ')}{field}{run(': ')}{choice}</w:p>"
    )
    assert told(found) == [
        ("paragraph", "Controlled.", "", 0),
        ("paragraph", "Round a box, 3 May: No", "", 0),
        ("textbox", "In a box.", "", 0),
    ]


def test_a_table_is_read_by_rows_and_one_within_it_as_lines_of_its_cell() -> None:
    inner = word_table(row("9.00", "Called"), row("9.30", "No reply"))
    found = read(word_table(row("Date", "Event"), row("3 May", cell(para("Tried twice") + inner + "<w:p/>"))))
    assert told(found) == [
        ("row", "Date\tEvent", "", 0),
        ("row", "3 May\tTried twice\n9.00 | Called\n9.30 | No reply", "", 0),
    ]


def test_headings_and_lists_have_their_numbers() -> None:
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="H2">'
        '<w:name w:val="heading 2"/><w:basedOn w:val="H1"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style></w:styles>'
    )
    levels = (
        '<w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>'
    )
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%1)"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )

    def styled(style: str, text: str) -> str:
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run(text)}</w:p>'

    listed = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr></w:pPr>{}</w:p>'
    found = read(
        styled("T", "Report")
        + styled("H1", "Contacts")
        + styled("H2", "Health")
        + styled("H2", "School")
        + listed.format(run("one"))
        + listed.format(run("two"))
        + styled("H1", "Findings"),
        {"word/styles.xml": styles, "word/numbering.xml": numbering},
        link("styles", "styles.xml", 2) + link("numbering", "numbering.xml", 3),
    )
    assert told(found) == [
        ("title", "Report", "", 0),
        ("heading", "Contacts", "4", 1),
        ("heading", "Health", "4.1", 2),
        ("heading", "School", "4.2", 2),
        ("item", "one", "(i)", 1),
        ("item", "two", "(ii)", 1),
        ("heading", "Findings", "5", 1),
    ]


def test_a_picture_says_that_it_is_there() -> None:
    drawing = (
        "<w:r><w:drawing><wp:inline xmlns:wp='http://x/wp'><wp:docPr id='1' name='x' descr='A bruise, left arm'/>"
        "<pic:pic xmlns:pic='http://x/pic'/></wp:inline></w:drawing></w:r>"
    )
    assert read(f"<w:p>{run('Seen ')}{drawing}</w:p>").text == "Seen [picture: A bruise, left arm]\n"
