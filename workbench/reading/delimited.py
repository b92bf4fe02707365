"""Tables of text with a delimiter between the cells (RFC 4180 and what programs make of it)."""

import codecs
import csv
import io

from workbench.reading.grid import Cell, Table, TableRow
from workbench.reading.refusal import broken, too_large

DELIMITERS = ",;\t|"
MOST_ROWS = 300_000
MOST_COLUMNS = 500
LONGEST_CELL = 4 * 1024 * 1024


def delimited_tables(data: bytes, name: str) -> tuple[Table, ...]:
    """The one table of a CSV file. Rows are numbered by record, blank ones counted."""
    text = decode(data, name)
    csv.field_size_limit(LONGEST_CELL)
    # Only the delimiter is taken from the guess below: how quotes are doubled is the same everywhere, and
    # a sniffed dialect gets it wrong as soon as the first rows happen to hold no quote.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), doublequote=True)
    rows: list[TableRow] = []
    try:
        for number, record in enumerate(reader, 1):
            if number > MOST_ROWS or len(record) > MOST_COLUMNS:
                raise too_large(name, f"it has over {MOST_ROWS:,} rows or {MOST_COLUMNS} columns")
            rows.append(TableRow(number, tuple(Cell(_tidy(cell)) for cell in record)))
    except csv.Error as error:
        raise broken(name) from error
    return (Table(None, None, tuple(rows), name),)


def decode(data: bytes, name: str) -> str:
    """The text: by its byte order mark, else as strict UTF-8, else as Windows-1252, which takes any byte."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise broken(name) from error
    if b"\x00" in data:
        return _without_mark(data, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # Five bytes mean nothing in Windows-1252; they come through as the control characters they are in
        # Latin-1, because losing the file over one stray byte helps nobody.
        return (
            data.decode("cp1252", errors="surrogateescape")
            .encode("utf-8", "surrogateescape")
            .decode("utf-8", errors="replace")
        )


def _without_mark(data: bytes, name: str) -> str:
    """UTF-16 that does not say so: of plain writing every other byte is zero."""
    sample = data[:4096]
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if zeros.count(0) > 0.7 * len(zeros) and sample.count(0) < 0.55 * len(sample):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise broken(name) from error
    raise broken(name)


def looks_delimited(text: str) -> bool:
    """Whether its lines agree on how many cells they have."""
    return _evenness(text[:65536], delimiter_of(text)) > 1.5


def delimiter_of(text: str) -> str:
    """The character between cells. A first line may name it ("sep=;"), which Excel reads and writes."""
    if text[:4].lower() == "sep=" and len(text) > 4 and text[4] in DELIMITERS:
        return text[4]
    sample = text[:65536]
    try:
        # Only of the beginning: its patterns take the third power of the length where quotes stand oddly.
        guess = csv.Sniffer().sniff(sample[:4096], delimiters=DELIMITERS).delimiter
    except csv.Error:
        guess = ""
    best = max(DELIMITERS, key=lambda mark: (_evenness(sample, mark), mark == guess, -DELIMITERS.index(mark)))
    return best


def _evenness(sample: str, delimiter: str) -> float:
    """How many cells the records agree on: the commonest count above one, weighted by how common it is."""
    try:
        counts = [
            len(record)
            for record in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
            if record
        ]
    except csv.Error:
        return 0.0
    counts = counts[:200]
    if not counts:
        return 0.0
    width = max(set(counts), key=lambda count: (counts.count(count), count))
    return 0.0 if width < 2 else counts.count(width) / len(counts) * min(width, 4)


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
