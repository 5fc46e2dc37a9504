"""What is merged downwards is said of each of its rows, in xls and in OpenDocument as in xlsx."""

from __future__ import annotations

import base64
import io
import zipfile
import zlib

import pytest

from huiyin.language.tables import TableError, read_cells
from tests.growth import within_megabytes

ROSTER = [
    ["云梦县干部名册"], ["单位", "职务", "姓名"], ["水　产　局", "局长", "方敏"], ["水　产　局", "副局长", "周建国"],
    ["水　产　局", "科员", "李四"], ["水利局", "局长", "何川"],
]  # fmt: skip
# The roster as Excel 97 keeps it: the title merged over three columns, the unit over three rows.
XLS = zlib.decompress(base64.b64decode(
    "eNrtWE1IVFEU/u77cX6a0RnTQAsRIUtzYdSijY4F5SZHHUezmCzNIUPRGNrYRsvcFRjRomgjSNHGalNJYbVrEWi5CApBiyBoFRREqK9zz9xno83CgZKK9z3u"
    "ueece753z3v3vnvfe9NTwbnRe4XzWIVq6FiyPMhK8QkqHtsIgNotS6p27aZiOfin4HHTQGaZeOR/4ZJjKMd7HhruGs9IAu+oxHAa4b7eePE6Yh/n0C5kDlUk"
    "BW6QJxsFnFUuyxMsN7K8w5GPWdaw5xLLKoqdE0cwFQqX71GzuFUr4bZsyPM+YM4b9uxEPp7LWTwwIpKxJvYmTrX3/J0NRYYPY6Bxq433xhPtPXPIowEcw1er"
    "GPhiP6lPix3/+voFyP9tpd+Vxn9FM4BBWMd5gg/Dhy2GbNGEP3qxcQH9NEUBPxUXxOXwza4nTYm2jyOykQjNTXX1VB0cHI1QNXPYHzUhdveg8lYYlTUx8tXE"
    "Bq5SNRGvj+sQfRFpk9IV/d622EINL/tbo1SFT75t0SW1LMK05vrZo1651vPaEFixNvj5mfGR7EQO60F+cgK0+i/c/vyqrqMhdIw9g7wfJHeNrfJCYeGcZBA5"
    "G/b5QPsMUM6MHSzP81k3s17IMo/mO9WlDflKOTDEMRe4tZT62cWYCW1L0beTPvyp8WHR8PtQGenjtfNn88Zfh0ZRQrtYJ/HlMYQKUSGuX5OYCNm1UCvMLMuC"
    "X1YbtxZQuVtqa8zBIrysBllOsiXvjrw/Ml6kiRccL2XSsu9m0tLI0lVvWhq2xmxDxSfHwly2JDtLsfVV7Em6H7rKVUbrzHUtW5LrVlwjDddI4RrM9SxbkutV"
    "XDNN1iZzN6h4c0XWJrN9ZH3gEdC4JxsaqrVc3JeXTWv8T3jhwIEDBw4cOHDgYK0Q/F6VfAuX71qmei93qf86i1SWnN8k/y0i6KPjDH2Y7kcv1Qn66MwEm2AK"
    "+1xijRz7f6HEIeo9gW50cB7dGc9f+koQqdezZmLg9z1Cmfa/lEmef7j/H5IR7Vs="
))  # fmt: skip
NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"'
)
COVERED = "<table:covered-table-cell/>"


def cell(words: str, rows: int = 1, columns: int = 1) -> str:
    spans = f' table:number-columns-spanned="{columns}" table:number-rows-spanned="{rows}"' if rows * columns > 1 else ""
    return f'<table:table-cell office:value-type="string"{spans}><text:p>{words}</text:p></table:table-cell>'


def row(*cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def an_ods(*rows: str, before: str = "", doctype: str = "") -> bytes:
    """An OpenDocument file whose sheet has these rows."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        made.writestr(zipfile.ZipInfo("mimetype"), kind)
        names = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
        entries = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        made.writestr("META-INF/manifest.xml", f'<?xml version="1.0"?><manifest:manifest {names}>{entries}</manifest:manifest>')
        sheet = f'{before}<table:table table:name="名册">{"".join(rows)}</table:table>'
        body = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
        made.writestr("content.xml", f'<?xml version="1.0"?>{doctype}<office:document-content {NAMES}>{body}</office:document-content>')
    return out.getvalue()


def test_a_unit_merged_over_three_rows_stands_in_each_of_them() -> None:
    ods = an_ods(
        row(cell("云梦县干部名册", columns=3), COVERED * 2),
        row(cell("单位"), cell("职务"), cell("姓名")),
        row(cell("水　产　局", rows=3), cell("局长"), cell("方敏")),
        row(COVERED, cell("副局长"), cell("周建国")),
        row(COVERED, cell("科员"), cell("李四")),
        row(cell("水利局"), cell("局长"), cell("何川")),
    )
    assert read_cells(XLS, "名册.xls") == ROSTER
    assert read_cells(ods, "名册.ods") == ROSTER


def test_rows_and_cells_that_repeat_do_not_move_what_is_merged() -> None:
    gap = '<table:table-cell table:number-columns-repeated="2"/>'
    ods = an_ods(
        row(cell("表"), times=3), row(gap), row(gap, cell("局", rows=2), cell("甲")), row(gap, COVERED, cell("乙")),
        row(gap, cell("所"), cell("丙")),
    )
    assert read_cells(ods, "a.ods")[4:] == [["", "", "局", "甲"], ["", "", "局", "乙"], ["", "", "所", "丙"]]


@pytest.mark.parametrize("spanned", ["1000000000", "99999999999999999999", "-3", "x"])
def test_a_range_beyond_the_sheet_is_filled_as_far_as_the_sheet_goes(spanned: str) -> None:
    merged = f'<table:table-cell office:value-type="string" table:number-rows-spanned="{spanned}"><text:p>局</text:p></table:table-cell>'
    rows = read_cells(an_ods(row(merged, cell("甲")), row(COVERED, cell("乙"))), "a.ods")
    assert [cells[-1] for cells in rows] == ["甲", "乙"]


def test_words_that_unfold_into_more_words_are_refused() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE d [<!ENTITY e0 "水产局">{entities}]>'
    data = an_ods(row(cell("&e9;", rows=2), cell("甲")), row(COVERED, cell("乙")), doctype=doctype)

    def read() -> str:
        try:
            return str(len(str(read_cells(data, "a.ods"))) < 1000)
        except TableError:
            return "refused"

    assert within_megabytes(200, read) in ("refused", "True")
