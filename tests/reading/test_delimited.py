"""CSV as programs write it."""

import pytest
from reading.files_made import only_table, texts

from workbench.reading.delimited import decode, delimiter_of

ROWS = [["Date", "Event"], ["03/05/2014", "Café – “closed”"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_encoding_is_told_from_the_bytes(encoding: str) -> None:
    written = "Date,Event\r\n03/05/2014,Café – “closed”\r\n"
    assert texts(only_table(written.encode(encoding), "a.csv")) == ROWS


def test_bytes_that_mean_nothing_anywhere_do_not_stop_the_rest() -> None:
    assert "Date" in decode(b"Date,\x81\x93Event\x94\n", "a.csv")
    assert "“Event”" in decode(b"Date,\x81\x93Event\x94\n", "a.csv")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_from_the_rows(mark: str) -> None:
    written = 'Date%Event%Outcome\n03/05/2014%"one, two; three"%DNA\n04/05/2014%four, five%\n'.replace(
        "%", mark
    )
    assert delimiter_of(written) == mark
    assert texts(only_table(written.encode(), "a.csv"))[1] == ["03/05/2014", "one, two; three", "DNA"]


def test_quoted_cells_keep_lines_quotes_and_commas() -> None:
    written = 'Date,Event\r\n03/05/2014,"Said ""no"",\r\nthen left"\r\n'
    assert texts(only_table(written.encode(), "a.csv"))[1] == ["03/05/2014", 'Said "no",\nthen left']


def test_records_are_numbered_with_blank_ones_counted() -> None:
    table = only_table(b"Date,Event\n\n03/05/2014,Visit\n,\n04/05/2014,Letter\n", "a.csv")
    assert [row.number for row in table.rows if not row.is_empty] == [1, 3, 5]


def test_a_first_line_may_name_the_delimiter() -> None:
    assert delimiter_of("sep=;\nDate;Event") == ";"
