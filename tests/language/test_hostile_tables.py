"""Tables made to harm: small as a file and endless when read; entities that name other files; formulas in what goes out."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from huiyin.language.tables import MAX_INFLATED_BYTES, TableError, TooLarge, read_cells, write_csv, write_xlsx

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = f'<?xml version="1.0"?>{{doctype}}<worksheet xmlns="{NAMESPACE}"><sheetData>{{rows}}</sheetData></worksheet>'
MEASURED = """
import json, resource, sys
from huiyin.language.tables import TableError, read_cells
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read_cells(sys.stdin.buffer.read(), "a.xlsx")
    code = "read"
except TableError as wrong:
    code = wrong.code
print(json.dumps([code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before]))
"""


def a_book(rows: str, *, shared: str = "", doctype: str = "", more: dict[str, bytes] | None = None) -> bytes:
    """An xlsx whose one sheet and shared words are written by hand."""
    whole = io.BytesIO(write_xlsx(["姓名"], [["甲"]]))
    out = io.BytesIO()
    with zipfile.ZipFile(whole) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            content = given.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = SHEET.format(rows=rows, doctype=doctype).encode()
            if name == "xl/sharedStrings.xml" and shared:
                content = shared.encode()
            made.writestr(name, content)
        for name, content in (more or {}).items():
            made.writestr(name, content)
    return out.getvalue()


def test_merged_ranges_upon_ranges_cost_no_more_than_the_sheet() -> None:
    """A thousand ranges over the same two thousand rows, and a long word merged over all of them."""
    ranges = "".join(f'<mergeCell ref="A{n}:A2000"/>' for n in range(1, 1000))
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c><c r="B{n}" t="s"><v>0</v></c></row>' for n in (1, 2000))
    for word, expected in (("水产局", "read"), ("字" * 30_000, "too_many_bytes")):
        book, out = zipfile.ZipFile(io.BytesIO(a_book(rows, shared=shared_words(word)))), io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for name in book.namelist():
                content = book.read(name)
                if name == "xl/worksheets/sheet1.xml":
                    content = content.replace(b"</sheetData>", f"</sheetData><mergeCells>{ranges}</mergeCells>".encode())
                made.writestr(name, content)
        try:
            cells_read, code = read_cells(out.getvalue(), "a.xlsx"), "read"
        except TableError as wrong:
            cells_read, code = [], wrong.code
        assert code == expected
        assert expected != "read" or [row[0] for row in cells_read] == [word] * 2000


def shared_words(word: str) -> str:
    return f'<sst xmlns="{NAMESPACE}"><si><t>{word}</t></si></sst>'


def cells(count: int, per_row: int = 50) -> str:
    row = "".join('<c t="s"><v>0</v></c>' for _ in range(per_row))
    return "".join(f'<row r="{n}">{row}</row>' for n in range(1, count // per_row + 1))


@pytest.mark.parametrize(("word", "count"), [("字" * 30_000, 2_000_000), ("字" * 2_000, 250_000), ("字" * 300, 100_000)])
def test_one_long_word_in_every_cell_is_refused_and_the_server_stays_small(word: str, count: int) -> None:
    bomb = a_book(cells(count), shared=shared_words(word))
    assert len(bomb) < 3_000_000
    done = subprocess.run([sys.executable, "-c", MEASURED], input=bomb, capture_output=True, cwd=Path(__file__).parents[2], check=True)
    code, grown_kb = json.loads(done.stdout)
    assert code in ("too_large", "too_many_bytes", "too_many_rows") and grown_kb < 150 * 1024, (code, grown_kb // 1024)


def test_what_inflates_beyond_measure_is_refused_before_it_is_read() -> None:
    with pytest.raises(TooLarge):
        read_cells(a_book("", more={"xl/media/big.bin": bytes(MAX_INFLATED_BYTES + 1)}), "a.xlsx")


def test_an_entity_brings_no_other_file_in(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("鮰鱼的秘密")
    for doctype in (f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]>', '<!DOCTYPE a [<!ENTITY y "ha"><!ENTITY x "&y;&y;&y;&y;">]>'):
        book = a_book('<row r="1"><c t="inlineStr"><is><t>&x;</t></is></c></row>', doctype=doctype)
        try:
            read = json.dumps(read_cells(book, "a.xlsx"), ensure_ascii=False)
        except TableError:
            continue
        assert "秘密" not in read and "haha" not in read


@pytest.mark.parametrize("cell", ["=1+1", "+86138", "-2", "@SUM(A1)", "\t=1", "\r=1", "'=1"])
def test_no_cell_that_goes_out_begins_like_a_formula(cell: str) -> None:
    assert f"'{cell}" in write_csv(["甲"], [[cell]]).decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(write_xlsx(["甲"], [[cell]]))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and 't="s"' in sheet
