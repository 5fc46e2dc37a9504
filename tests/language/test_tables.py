"""Tables come from every office and every program; what was written is what is read, and what is no table says so."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from huiyin.language import tables
from huiyin.language.tables import (
    DoubleHeading,
    EmptyTable,
    TableError,
    TooLarge,
    UnreadableTable,
    read_cells,
    read_table,
    write_csv,
    write_xlsx,
)

HEADER = ["姓名", "手机", "备注"]
CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t", exclude_characters="\ufeff\ufffe\uffff")
CELLS = st.one_of(st.text(CHARACTERS, max_size=12), st.sampled_from(["=1+1", "'=x", "-5", "@SUM(A1)", "''", '"', ",;\t", "+86138"]))
ROWS = st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=8)


def rows_read(data: bytes, name: str) -> list[list[str]]:
    table = read_table(data, name)
    assert table.header == HEADER
    return [list(cells.values()) for _, cells in table.rows]


def filled(rows: list[list[str]]) -> list[list[str]]:
    return [row for row in rows if any(cell.strip() for cell in row)]


@given(ROWS)
def test_what_is_written_as_csv_is_read_again(rows: list[list[str]]) -> None:
    assert rows_read(write_csv(HEADER, rows), "a.csv") == filled(rows)


@given(ROWS, st.sampled_from(["gb18030", "utf-8", "utf-8-sig", "utf-16"]))
def test_every_usual_encoding_is_known(rows: list[list[str]], encoding: str) -> None:
    data = write_csv(HEADER, rows).decode("utf-8-sig").encode(encoding)
    if encoding == "gb18030":
        # A few byte sequences of GB18030 are UTF-8 as well; a heading in Chinese settles it.
        with pytest.raises(UnicodeDecodeError):
            data.decode("utf-8")
    assert rows_read(data, "a.csv") == filled(rows)


@settings(max_examples=12)
@given(ROWS)
def test_what_is_written_as_xlsx_is_read_again(rows: list[list[str]]) -> None:
    assume(not any("_x" in cell for row in rows for cell in row))
    assert rows_read(write_xlsx(HEADER, rows), "a.xlsx") == filled(rows)


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_commas_semicolons_and_tabs_divide(sign: str) -> None:
    text = "\n".join(sign.join(row) for row in [HEADER, ["周建国", "13800001234", '"来了，走了, 又来了"'], ["方敏", "", "x"]])
    assert rows_read(text.encode(), "a.txt") == [["周建国", "13800001234", "来了，走了, 又来了"], ["方敏", "", "x"]]


def test_rows_bear_the_numbers_they_have_in_the_file() -> None:
    table = read_table("\n姓名,手机\n\n周建国,1\n,\n方敏,2\n".encode(), "a.csv")
    assert [(number, cells["姓名"]) for number, cells in table.rows] == [(4, "周建国"), (6, "方敏")]
    assert read_cells(b"Staff 2026\n\na,b\n", "a.csv") == [["Staff 2026"], [], ["a", "b"]]


def a_sheet(*rows: list[object]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell is not None:
                    sheet.write(number, place, cell)
    return out.getvalue()


def test_numbers_and_days_come_as_people_wrote_them() -> None:
    data = a_sheet(["手机", "日期", "时刻", "斤", "代理"], [], [13800001234, date(2024, 3, 1), datetime(2024, 3, 1, 9, 30), 2.5, True])
    assert read_cells(data, "a.xlsx")[2] == ["13800001234", "2024-03-01", "2024-03-01 09:30:00", "2.5", "TRUE"]
    assert read_table(data, "renamed.csv").rows[0][0] == 3


def test_an_open_document_is_read() -> None:
    spaces = "".join(f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))
    rows = "".join(
        "<table:table-row>" + "".join(f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in row)
        + "</table:table-row>"
        for row in (HEADER, ["方敏", "13800000003", "水产局"])
    )  # fmt: skip
    sheet = f'<table:table table:name="1">{rows}</table:table>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("mimetype", kind)
        packed.writestr("META-INF/manifest.xml", "<manifest/>")
        body = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
        packed.writestr("content.xml", f"<office:document-content{spaces}>{body}</office:document-content>")
    assert rows_read(out.getvalue(), "a.ods") == [["方敏", "13800000003", "水产局"]]


@pytest.mark.parametrize(
    ("data", "name", "error", "code", "row"),
    [
        (b"", "a.csv", EmptyTable, "empty", None),
        (b"\n , \n", "a.csv", EmptyTable, "empty", None),
        (b"a,b\n1,2", "a.pdf", UnreadableTable, "kind", None),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "a.csv", UnreadableTable, "kind", None),
        (b"<html><table>", "a.xls", UnreadableTable, "kind", None),
        (b"a,b\n1,\"2\n3,4\n", "a.csv", UnreadableTable, "quotes", 2),
        (b"a,b\n1,\xff\xff\n", "a.csv", UnreadableTable, "encoding", 2),
        (b"a,b,a\n", "a.csv", DoubleHeading, "double_heading", 1),
        (b"PK\x03\x04broken", "a.xlsx", UnreadableTable, "broken", None),
        (b"\xd0\xcf\x11\xe0broken", "a.xls", UnreadableTable, "broken", None),
        (b"a\n" * 60, "a.csv", TooLarge, "too_many_rows", 52),
        (b"a," * 30 + b"b", "a.csv", TooLarge, "too_many_columns", 1),
        (b"a" * 1001, "a.csv", TooLarge, "too_many_bytes", None),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why_and_where(data: bytes, name: str, error: type[TableError], code: str, row: int | None) -> None:
    with pytest.raises(error) as told:
        read_table(data, name, max_rows=50, max_columns=20, max_bytes=1000)
    assert (told.value.code, told.value.row) == (code, row)


def test_a_file_that_is_small_only_while_packed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_INFLATED_BYTES", 1_000_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 2_000_000)
    honest = out.getvalue()
    size = (2_000_000).to_bytes(4, "little")
    for data in (honest, honest.replace(size, (10).to_bytes(4, "little"))):
        with pytest.raises(TooLarge):
            read_table(data, "a.xlsx")


def test_two_cells_far_apart_do_not_take_the_server_down() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, "b")
    with pytest.raises(TooLarge):
        read_table(out.getvalue(), "a.xlsx")


def test_a_cell_cannot_act_as_a_formula() -> None:
    text = write_csv(["a"], [["=cmd()"], ["+1"], ["-1"], ["@x"], ["\tx"], ["x"]]).decode("utf-8-sig")
    assert text.split("\r\n")[1:-1] == ["'=cmd()", "'+1", "'-1", "'@x", "'\tx", "x"]


def test_a_cell_longer_than_a_sheet_holds_is_not_lost_silently() -> None:
    with pytest.raises(TooLarge):
        write_xlsx(["a"], [["x" * 40_000]])
