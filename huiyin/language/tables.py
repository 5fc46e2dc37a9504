"""Tables people send (csv in any usual encoding, xlsx, xls, ods) and tables they take away."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePath

MAX_BYTES = 20 * 1024 * 1024
MAX_INFLATED_BYTES = 200 * 1024 * 1024
_LINE_COLUMNS = 16_384  # as wide as a spreadsheet can be; a wider line is refused before its cells take memory
CELL_LENGTH = 32_767  # characters; a spreadsheet holds no more in a cell
_SHEET_ROWS = 1_048_576
_SECONDS = 90
_DELIMITERS = ",;\t"

_TEXT_KINDS = (".csv", ".tsv", ".txt")
_SHEET_KINDS = (".xlsx", ".xlsm", ".xls", ".ods")
_CONTROLS = re.compile("[\0-\x08\x0e-\x1f\x7f]")
# A cell that begins like this is a formula to the program that opens the file, and formulas can send away what stands beside them.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


class TableError(ValueError):
    """A table that cannot be read. `code` says what is wrong, `row` where (as a spreadsheet counts, from 1), if it is one row."""

    code = "table"

    def __init__(self, words: str, *, row: int | None = None, code: str = "") -> None:
        super().__init__(words if row is None else f"row {row}: {words}")
        self.row = row
        self.code = code or self.code


class EmptyTable(TableError):
    """There is no row of headings."""

    code = "empty"


class TooLarge(TableError):
    """More bytes, rows or columns than may be; `limit` says how many may."""

    code = "too_large"

    def __init__(self, words: str, *, limit: int, row: int | None = None, code: str = "") -> None:
        super().__init__(words, row=row, code=code)
        self.limit = limit


class UnreadableTable(TableError):
    """Not a table, or a damaged one. Codes: kind, encoding, quotes, locked, broken."""

    code = "broken"


class DoubleHeading(TableError):
    """Two columns bear the same heading (`heading`): nobody could say which is meant."""

    code = "double_heading"

    def __init__(self, heading: str, *, row: int) -> None:
        super().__init__(f"the heading “{heading[:40]}” stands there twice", row=row)
        self.heading = heading


@dataclass(frozen=True, slots=True)
class Table:
    """A table with headings: each row with its number in the file and its cells by heading. Empty rows are left out."""

    header: list[str]
    rows: list[tuple[int, dict[str, str]]]


def read_table(data: bytes, filename: str, *, max_rows: int = 50_000, max_columns: int = 60, max_bytes: int = MAX_BYTES) -> Table:
    """Reads a table whose first row that is not empty names the columns. Columns without a heading are left out.

    Takes the file's bytes and name, and how many rows, columns and bytes there may be. Raises TableError.
    """
    cells = read_cells(data, filename, max_rows=max_rows, max_columns=max_columns, max_bytes=max_bytes)
    at = next((n for n, row in enumerate(cells) if any(cell.strip() for cell in row)), None)
    if at is None:
        raise EmptyTable("there is nothing in the table")
    columns = {place: heading.strip() for place, heading in enumerate(cells[at]) if heading.strip()}
    for heading, count in Counter(columns.values()).items():
        if count > 1:
            raise DoubleHeading(heading, row=at + 1)
    rows = [
        (number, {heading: row[place] if place < len(row) else "" for place, heading in columns.items()})
        for number, row in enumerate(cells[at + 1 :], at + 2)
        if any(cell.strip() for cell in row)
    ]
    return Table(list(columns.values()), rows)


def read_cells(data: bytes, filename: str, *, max_rows: int = 50_000, max_columns: int = 60, max_bytes: int = MAX_BYTES) -> list[list[str]]:
    """Reads all rows of a table as they stand, empty ones too, so that the n-th is row n of the file. Takes and raises as `read_table`."""
    kind = PurePath(filename).suffix.lower()
    if kind not in _TEXT_KINDS + _SHEET_KINDS:
        raise UnreadableTable("only csv, xlsx, xls and ods can be read", code="kind")
    if len(data) > max_bytes:
        raise TooLarge(f"the file has more than {max_bytes:,} bytes", limit=max_bytes, code="too_many_bytes")
    # What a file is, it says itself: exports named .xls are often text, and renamed files are common.
    if data.startswith(b"PK\x03\x04"):
        _check_inflated(data)
        cells = _read_sheet(data, max_rows)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        cells = _read_sheet(data, max_rows)
    else:
        cells = _read_text(data, max_rows, max_columns)
    if len(cells) > max_rows + 1:
        raise TooLarge(f"there are more than {max_rows:,} rows", limit=max_rows, row=max_rows + 2, code="too_many_rows")
    for number, row in enumerate(cells, 1):
        _check_width(row, number, max_columns)
    return cells


def _check_width(row: list[str], number: int, max_columns: int) -> None:
    while row and not row[-1]:
        row.pop()
    if len(row) > max_columns:
        raise TooLarge(f"there are more than {max_columns} columns", limit=max_columns, row=number, code="too_many_columns")


def _read_text(data: bytes, max_rows: int, max_columns: int) -> list[list[str]]:
    text = decode(data)
    if _CONTROLS.search(text) or text.lstrip()[:1] == "<":
        raise UnreadableTable("this is no table", code="kind")
    for number, line in enumerate(io.StringIO(text, newline=""), 1):
        if len(line) > _LINE_COLUMNS and max(map(line.count, _DELIMITERS)) > _LINE_COLUMNS:
            raise TooLarge(f"there are more than {max_columns} columns", limit=max_columns, row=number, code="too_many_columns")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[list[str]] = []
    try:
        # Added one by one, so that the number of the row that breaks is known.
        for row in islice(reader, max_rows + 2):
            _check_width(row, len(rows) + 1, max_columns)
            rows.append([cell[1:] if _GUARDED.match(cell) else cell for cell in row])
    except csv.Error as error:
        words = f"the quotation marks do not close, or a cell is too long ({error})"
        raise UnreadableTable(words, row=len(rows) + 1, code="quotes") from error
    return rows


def decode(data: bytes) -> str:
    """Gives the text of a file: by its byte order mark, else strictly as UTF-8, else as GB18030. Raises UnreadableTable."""
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        # GB18030 contains GBK and GB2312. It would take nearly anything for text, so it is asked last.
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableTable("its characters can be read neither as UTF-8 nor as GB18030", row=line, code="encoding") from error


def _delimiter(text: str) -> str:
    """The sign that divides most of the first rows into the same number of cells; a comma where nothing speaks for another."""
    best, most = ",", (0.0, 0)
    for sign in _DELIMITERS:
        widths: Counter[int] = Counter()
        try:
            for row in islice(csv.reader(io.StringIO(text, newline=""), delimiter=sign), 30):
                widths[len(row)] += bool(row)
        except csv.Error:
            continue
        width, times = max(widths.items(), key=lambda found: (found[0] > 1, found[1], found[0]), default=(0, 0))
        score = (times / widths.total(), width) if width > 1 and times else (0.0, 0)
        if score > most:
            best, most = sign, score
    return best


def _check_inflated(data: bytes) -> None:
    """Raises TooLarge for a file that is small only while it is packed. What it declares may be a lie, so it is unpacked and counted."""
    left = MAX_INFLATED_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
            if sum(entry.file_size for entry in entries) > left or len(entries) > 10_000:
                raise TooLarge("unpacked, the file is too large", limit=left, code="too_many_bytes")
            for entry in entries:
                entry.file_size = 1 << 40  # read on beyond what is declared
                with packed.open(entry) as part:
                    while chunk := part.read(1 << 20):
                        left -= len(chunk)
                        if left < 0:
                            raise TooLarge("unpacked, the file is too large", limit=MAX_INFLATED_BYTES, code="too_many_bytes")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise UnreadableTable("the file is damaged or locked") from error


def _read_sheet(data: bytes, max_rows: int) -> list[list[str]]:
    program = [sys.executable, "-P", str(Path(__file__).with_name("sheet_reader.py")), str(max_rows + 2)]
    try:
        done = subprocess.run(program, input=data, capture_output=True, timeout=_SECONDS)  # noqa: S603  (our own program, fixed arguments)
    except subprocess.TimeoutExpired as error:
        raise TooLarge("reading the file takes too long", limit=_SECONDS) from error
    if done.returncode:
        raise TooLarge("reading the file takes more memory than a table of this kind may", limit=MAX_INFLATED_BYTES)
    answer = json.loads(done.stdout)
    if "rows" in answer:
        rows: list[list[str]] = answer["rows"]
        return rows
    if answer["code"] == "too_much":
        raise TooLarge("there are too many words in the table", limit=MAX_INFLATED_BYTES, code="too_many_bytes")
    words = "the file is locked with a password" if answer["code"] == "locked" else "the file is damaged"
    raise UnreadableTable(words, code=answer["code"])


def write_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Gives a table as csv that spreadsheets open rightly (UTF-8 with its mark), no cell of which can act as a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for row in (header, *rows):
        cells = ["" if cell is None else str(cell) for cell in row]
        writer.writerow(["'" + cell if _FORMULA.match(cell) else cell for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Gives a table as xlsx; every cell is text, so no phone number turns into 1.38E+10. Raises TooLarge for what a sheet cannot hold."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for number, row in enumerate((header, *rows)):
            for place, cell in enumerate(row):
                text = "" if cell is None else str(cell)
                if len(text) > CELL_LENGTH or number >= _SHEET_ROWS:
                    words = f"a cell holds {CELL_LENGTH:,} characters, a sheet {_SHEET_ROWS:,} rows"
                    raise TooLarge(words, limit=CELL_LENGTH, row=number + 1)
                sheet.write_string(number, place, text, None if number else bold)
        for place in range(len(header)):
            sheet.set_column(place, place, 16)
    return out.getvalue()
