"""Reads the first visible sheet of a spreadsheet, run as a program of its own: a file on its input, rows as JSON on its output.

A sheet of two cells, one in the last row and column, is a kilobyte as a file and needs hundreds of gigabytes when read. The
server must survive whoever sends it, so reading happens here, where memory and time are bounded. No imports from the house.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.parsers import expat

MEMORY_BYTES = 1536 * 1024 * 1024
SECONDS = 60
CHARACTERS = 16_000_000  # of all cells: one long word that every cell points at is small only in the file


def _bound() -> None:
    try:
        import resource
    except ImportError:  # Windows has none; the inflated size is still checked by who starts this
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _text(value: Any) -> str:
    """A cell's value as people wrote it: whole numbers without ".0", days and moments in ISO 8601."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return "" if value is None else str(value)


def _fill_down(rows: list[list[str]], merged: Any, left: int) -> int:
    """Writes what a cell merged downwards says into each of its rows: to people it stands beside all of them.

    Takes how many characters there may still be, and gives how many are left.

    Only empty cells are filled, each column's ranges from the top down, so that ranges upon ranges cost no more than the sheet.
    """
    filled: dict[int, int] = {}  # column → the row it is filled up to
    for (top, column), (bottom, _right) in sorted(merged):
        if top >= len(rows) or column >= len(rows[top]) or not rows[top][column]:
            continue
        text, first = rows[top][column], max(top + 1, filled.get(column, 0))
        last = min(bottom, len(rows) - 1)
        for row in rows[first : last + 1]:
            if column < len(row) and not row[column]:
                row[column] = text
                left -= len(text)
        filled[column] = max(first, last + 1)
        if left < 0:
            break
    return left


def _is_ods(data: bytes) -> bool:
    if not data.startswith(b"PK"):
        return False
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return "content.xml" in packed.namelist()


_TABLES = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_CELLS = (f"{_TABLES}table-cell", f"{_TABLES}covered-table-cell")


def _merged_in_ods(data: bytes, sheet: int, most: int) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Gives the ranges merged in a sheet of an OpenDocument file, as ((top, left), (bottom, right)), among its first `most` rows.

    The reader names those of Excel's files alone. Cells and rows that repeat are reckoned, never written out.
    """
    found: list[tuple[tuple[int, int], tuple[int, int]]] = []
    tables, row, column = -1, 0, 0  # the row and column that come next
    inside = 0  # tables within cells are no sheets

    def number(told: dict[str, str], name: str) -> int:
        said = told.get(_TABLES + name, "1")
        return max(1, int(said)) if said.isdigit() and len(said) < 10 else 1

    def begins(name: str, told: dict[str, str]) -> None:
        nonlocal tables, row, column, inside
        if name == f"{_TABLES}table":
            inside += 1
            if inside == 1:
                tables, row, column = tables + 1, 0, 0
        elif inside == 1 and tables == sheet and name in _CELLS:
            down, wide = number(told, "number-rows-spanned"), number(told, "number-columns-spanned")
            if down > 1 and row < most:
                found.append(((row, column), (row + down - 1, column + wide - 1)))
            column += number(told, "number-columns-repeated")
        elif inside == 1 and tables == sheet and name == f"{_TABLES}table-row":
            column = 0
            repeats.append(number(told, "number-rows-repeated"))

    def ends(name: str) -> None:
        nonlocal row, inside
        if name == f"{_TABLES}table":
            inside -= 1
        elif inside == 1 and tables == sheet and name == f"{_TABLES}table-row":
            row += repeats.pop()

    repeats: list[int] = []
    reader = expat.ParserCreate(namespace_separator=" ")
    reader.StartElementHandler, reader.EndElementHandler = begins, ends
    with zipfile.ZipFile(io.BytesIO(data)) as packed, packed.open("content.xml") as content:
        reader.ParseFile(content)
    return found


def main() -> None:
    """Reads a spreadsheet from its input, at most as many rows as its argument says; writes {"rows": …}, or {"code": …} where it cannot."""
    _bound()
    import python_calamine

    most = int(sys.argv[1])
    try:
        data = sys.stdin.buffer.read()
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [n for n, one in enumerate(book.sheets_metadata) if one.visible == python_calamine.SheetVisibleEnum.Visible]
        first = shown[0] if shown else 0
        sheet = book.get_sheet_by_index(first)
        rows, left = [], CHARACTERS
        for row in sheet.to_python(skip_empty_area=False, nrows=most):
            rows.append([_text(cell) for cell in row])
            left -= sum(map(len, rows[-1])) + len(rows[-1])
            if left < 0:
                break
        merged = sheet.merged_cell_ranges or (_merged_in_ods(data, first, most) if _is_ods(data) else [])
        left = _fill_down(rows, merged, left) if left >= 0 else left
        answer: dict[str, Any] = {"rows": rows} if left >= 0 else {"code": "too_much"}
    except python_calamine.PasswordError:
        answer = {"code": "locked"}
    except (python_calamine.CalamineError, ValueError, IndexError, KeyError, expat.ExpatError, zipfile.BadZipFile) as error:
        answer = {"code": "broken", "why": str(error)[:200]}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
