"""Tables of Word documents, with all the text a reader sees."""

from reading.files_made import cell, only_table, para, row, texts, word, word_table

from workbench.reading.tables import read_tables

CONTINUED = "<w:vMerge/>"
BEGINS = '<w:vMerge w:val="restart"/>'


def test_cells_hold_their_paragraphs_a_line_each() -> None:
    table = only_table(word(word_table(row("Date", cell(para("one") + para("two"))))), "a.docx")
    assert texts(table) == [["Date", "one\ntwo"]]
    assert (table.sheet, table.table, table.rows[0].number) == (None, 1, 1)


def test_tabs_breaks_and_hyphens_are_kept() -> None:
    run = "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r></w:p>"
    assert texts(only_table(word(word_table(row(cell(run)))), "a.docx")) == [["a\tb\nc-d"]]


def test_tracked_insertions_are_kept_and_deletions_left_out() -> None:
    run = (
        "<w:p><w:r><w:t>Seen </w:t></w:r><w:ins><w:r><w:t>at home</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>alone</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom></w:p>"
    )
    deleted = "<w:tr><w:trPr><w:del/></w:trPr>" + cell("struck out") + "</w:tr>"
    table = only_table(word(word_table(row(cell(run)), deleted, row("next"))), "a.docx")
    assert texts(table) == [["Seen at home"], ["next"]]
    assert [one.number for one in table.rows] == [1, 2]


def test_content_controls_around_text_cells_rows_and_tables_are_read() -> None:
    def control(inside: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    text = f"<w:p>{control('<w:r><w:t>3 May</w:t></w:r>')}</w:p>"
    rows = control(row(cell(text))) + "<w:tr>" + control(cell("Visit")) + "</w:tr>"
    assert texts(only_table(word(control(word_table(rows))), "a.docx")) == [["3 May"], ["Visit"]]


def test_cells_merged_down_and_across_are_marked() -> None:
    table = only_table(
        word(
            word_table(
                row(cell("2014", '<w:gridSpan w:val="2"/>')),
                row(cell("3 May", BEGINS), "one"),
                row(cell("", CONTINUED), "two"),
            )
        ),
        "a.docx",
    )
    assert texts(table) == [["2014", ""], ["3 May", "one"], ["", "two"]]
    assert table.rows[0].cells[1].across
    assert table.rows[2].cells[0].merged
    assert not table.rows[1].cells[0].merged


def test_text_boxes_are_read_once() -> None:
    run = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice><w:txbxContent>{para('boxed')}</w:txbxContent></mc:Choice>"
        f"<mc:Fallback><w:txbxContent>{para('boxed')}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    (read,) = texts(only_table(word(word_table(row(cell(run)))), "a.docx"))
    assert read[0].split() == ["boxed"]


class TestTablesInTables:
    INNER = word_table(
        row("Date", "Event"), row("3 May", "Visit"), row("4 May", "Letter"), row("5 May", "Call")
    )

    def test_one_alone_in_its_row_is_a_table_of_its_own(self) -> None:
        outer = word_table(row(cell("<w:p/>" + self.INNER)))
        tables = read_tables(word(outer), "a.docx")
        assert [(table.table, len(table.rows)) for table in tables] == [(1, 1), (2, 4)]
        assert texts(tables[0]) == [[""]]

    def test_a_long_one_beside_a_label_is_too(self) -> None:
        tables = read_tables(word(word_table(row("Chronology", cell(self.INNER)))), "a.docx")
        assert texts(tables[1])[1] == ["3 May", "Visit"]

    def test_a_small_one_beside_other_cells_belongs_to_its_cell(self) -> None:
        small = word_table(row("Weight", "4.2 kg"))
        table = only_table(word(word_table(row("3 May", cell(para("Clinic") + small)))), "a.docx")
        assert texts(table) == [["3 May", "Clinic\nWeight | 4.2 kg"]]


def test_the_paragraphs_before_a_table_stay_with_it() -> None:
    first, second = read_tables(
        word(para("Chronology") + para("2013") + word_table(row("a")) + para("2014") + word_table(row("b"))),
        "a.docx",
    )
    assert first.before == ("Chronology", "2013")
    assert second.before == ("2014",)


def test_ticks_of_symbol_fonts_are_read() -> None:
    run = '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p>'
    assert texts(only_table(word(word_table(row(cell(run)))), "a.docx")) == [["✓"]]
