"""The staff list: read in many spellings, every bad row named, taken whole or not at all, written so that it reads back the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.core.errors import Invalid, NotAllowed, WrongState
from huiyin.journal.models import Entry
from huiyin.journal.verifying import verify
from huiyin.language.tables import read_table, write_csv, write_xlsx
from huiyin.people.actions.administrators import appoint_administrator
from huiyin.people.actions.organisation import add_person, add_post, add_unit, set_reports_to, take_post
from huiyin.people.actions.staff_list import confirm_staff_list, export_staff, import_staff, preview_staff_list
from huiyin.people.models import Delegation, Holding, Person, Post, StaffImport, Unit
from huiyin.people.queries import holder_of, reporting_line
from huiyin.people.staff_list import COLUMNS, plan, rows_of, snapshot
from huiyin.people.staff_list.draft import Plan
from tests.factories import a_person

HEADINGS = ["单位", "上级单位", "区划代码", "职务", "汇报对象", "姓名", "手机", "代理", "任职日期", "类型"]
COUNTY = [
    HEADINGS,
    ["水产局", "云梦县", "", "副局长", "局长", "周建国", "138 0000 0002", "", "2024年3月", ""],
    ["云梦县", "", "420923", "县长", "", "沈若兰", "13800000001", "", "2021-01-05", "干部"],
    ["水产局", "云梦县", "", "局长", "云梦县/县长", "方敏", "+8613800000003", "", "2022/5/1", ""],
    ["渔政站", "水产局", "", "站长", "副局长", "", "", "", "", ""],
    ["渔政站", "水产局", "", "站长", "", "周建国", "13800000002", "是", "", ""],
    ["上湖村", "临湖镇", "", "", "", "孟渔生", "", "", "", "村民"],
    ["临湖镇", "云梦县", "420923101", "镇长", "县长", "石守仁", "", "", "", ""],
]


def a_file(tmp_path: Path, rows: list[list[str]], name: str = "list.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(write_xlsx(rows[0], rows[1:]) if name.endswith("xlsx") else write_csv(rows[0], rows[1:]))
    return path


def an_administrator() -> Person:
    person = a_person("纪安")
    appoint_administrator(person, "system")
    return person


def planned(rows: list[list[Any]]) -> Plan:
    return plan(rows_of(rows), snapshot())


def faults(rows: list[list[Any]]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for fault in planned(rows).faults:
        found.setdefault(fault.row, set()).add(fault.column)
    return found


def row(**cells: str) -> list[str]:
    return [cells.get(column, "") for column in COLUMNS]


def everything() -> list[Any]:
    models = (Unit, Post, Person, Holding, Delegation)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_a_list_makes_the_county_and_again_changes_nothing(tmp_path: Path, name: str) -> None:
    path = a_file(tmp_path, COUNTY, name)
    came = import_staff(path)
    assert (came.written, came.refused, came.counts["added"]) == (True, [], 7)
    deputy = Post.objects.get(title="副局长")
    assert [str(p) for p in reporting_line(deputy)] == ["水产局局长", "云梦县县长"]
    assert Holding.objects.get(post=deputy).since == date(2024, 3, 1)
    assert holder_of(Post.objects.get(title="站长")).acting
    assert Person.objects.get(name="孟渔生").kind == "resident"
    assert Unit.objects.get(name="上湖村").parent.name == "临湖镇"
    assert Unit.objects.get(name="临湖镇").kind == "town"
    before, entries = everything(), Entry.objects.count()
    again = import_staff(path)
    assert again.counts == {"added": 0, "changed": 0, "unchanged": 7, "bad": 0}
    assert everything() == before and Entry.objects.count() == entries
    assert verify().broken is None


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_written_out_reads_back_as_unchanged(tmp_path: Path, form: str) -> None:
    import_staff(a_file(tmp_path, COUNTY))
    other = add_unit("渔政站", add_unit("安陆县"))  # a second one of this name
    add_post(other, "站长", reports_to=Post.objects.get(title="县长"))
    set_reports_to(Post.objects.get(title="镇长"), Post.objects.get(unit=other))
    add_person("没有职务的人", "13800000077")
    out = tmp_path / f"out.{form}"
    out.write_bytes(export_staff(form))
    came = import_staff(out, check=True)
    assert came.refused == []
    assert set(came.counts) - {k for k, n in came.counts.items() if n == 0} == {"unchanged"}
    assert read_table(out.read_bytes(), out.name).header == HEADINGS


def test_english_headings_in_any_order_under_a_title() -> None:
    table = [["Staff 2026"], [], ["Name", "Phone", "Post", "Unit", "Remarks"], ["Ann", "13800000001", "Head", "Office", "x"]]
    made = planned(table)
    assert made.faults == [] and made.rows[0].row.number == 4
    assert [step.what for step in made.steps] == ["unit", "post", "person", "take"]


BROKEN = [
    HEADINGS,
    row(unit="水产局", parent="无此县"),  # 2 unknown parent
    row(unit="云梦县", code="990000"),  # 3 unknown code
    row(unit="云梦县", post="县长", name="沈若兰", phone="1380000"),  # 4 bad phone
    row(unit="云梦县", post="副县长", name="何川", phone="13800000005"),  # 5
    row(unit="云梦县", post="主任", name="高敏", phone="13800000005"),  # 6 the number of row 5
    row(unit="云梦县", post="秘书", name="程舟", phone="13800000007"),  # 7 two holders
    row(unit="云梦县", post="秘书", name="许立", phone="13800000008"),  # 8 two holders
    row(unit="云梦县", post="甲岗", reports_to="乙岗"),  # 9 circle
    row(unit="云梦县", post="乙岗", reports_to="云梦县/甲岗"),  # 10 circle
    row(unit="云梦县", post="书记", name="林远", since="2024-13-01"),  # 11 bad date
    row(unit="云梦县", post="会计", phone="13800000009"),  # 12 no name
    row(unit="云梦县", post="出纳", reports_to="无此职务"),  # 13 unknown superior
    row(unit="云梦县", post="科员", name="钱一", acting="也许"),  # 14
    row(post="科员", name="钱二"),  # 15 no unit
    row(unit="云梦县", name="钱三", kind="神仙"),  # 16
    row(unit="甲/乙", post="a/b"),  # 17
    row(unit="天上", parent="地下"),  # 18
    row(unit="地下", parent="天上"),  # 19
]


def test_every_bad_row_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    before = everything()
    came = import_staff(a_file(tmp_path, BROKEN))
    assert not came.written and everything() == before and not Entry.objects.exists()
    found = faults(BROKEN)
    assert found == {
        2: {"parent"}, 3: {"code"}, 4: {"phone"}, 6: {"phone"}, 7: {"post"}, 8: {"post"}, 9: {"reports_to"}, 10: {"reports_to"},
        11: {"since"}, 12: {"name"}, 13: {"reports_to"}, 14: {"acting"}, 15: {"unit"}, 16: {"kind"}, 17: {"parent"},
        18: {"parent"}, 19: {"parent"},
    }  # fmt: skip
    assert any("甲岗 → 云梦县乙岗 → 云梦县甲岗" in str(f) or "乙岗 → 云梦县甲岗 → 云梦县乙岗" in str(f) for f in came.refused)


def test_a_number_of_somebody_else_is_refused_without_saying_whose() -> None:
    add_person("孟渔生", "13800000001", kind="resident")
    (fault,) = planned([HEADINGS, row(unit="云梦县", post="县长", name="沈若兰", phone="13800000001")]).faults
    assert fault.column == "phone" and "孟渔生" not in fault.words


def test_a_new_number_of_a_holder_and_a_new_holder() -> None:
    import_rows([HEADINGS, row(unit="云梦县", post="县长", name="沈若兰", phone="13800000001", since="2020-01-01")])
    made = planned([HEADINGS, row(unit="云梦县", post="县长", name="沈若兰", phone="13800000002")])
    assert [s.what for s in made.steps] == ["phone"] and made.counts["changed"] == 1
    import_rows([HEADINGS, row(unit="云梦县", post="县长", name="何川", phone="13800000003", since="2024-01-01")])
    assert holder_of(Post.objects.get()).person.name == "何川"
    assert holder_of(Post.objects.get(), date(2023, 12, 31)).person.name == "沈若兰"
    assert faults([HEADINGS, row(unit="云梦县", post="县长", name="沈若兰", phone="13800000001", since="2023-01-01")])


def import_rows(rows: list[list[str]]) -> None:
    by = Person.objects.filter(administrator__role="system").first() or an_administrator()
    confirm_staff_list(preview_staff_list("list.csv", write_csv(rows[0], rows[1:]), by), by)


def test_a_preview_writes_nothing_and_is_taken_once() -> None:
    by = an_administrator()
    before = everything()
    kept = preview_staff_list("名单.csv", write_csv(COUNTY[0], COUNTY[1:]), by)
    assert everything() == before
    assert confirm_staff_list(kept, by).counts["added"] == 7
    kept.refresh_from_db()
    assert kept.rows == {}  # the numbers in it are needed no longer
    with pytest.raises(WrongState):
        confirm_staff_list(kept, by)


def test_a_preview_that_is_no_longer_true_is_not_taken() -> None:
    by = an_administrator()
    kept = preview_staff_list("名单.csv", write_csv(COUNTY[0], COUNTY[1:]), by)
    take_post(add_post(add_unit("云梦县"), "县长"), a_person())
    before = everything()
    with pytest.raises(WrongState):
        confirm_staff_list(kept, by)
    assert everything() == before


def test_only_who_keeps_the_staff_brings_lists() -> None:
    with pytest.raises(NotAllowed):
        preview_staff_list("名单.csv", write_csv(COUNTY[0], COUNTY[1:]), a_person())
    kept = preview_staff_list("名单.csv", write_csv(COUNTY[0], COUNTY[1:]), an_administrator())
    with pytest.raises(NotAllowed):
        confirm_staff_list(kept, a_person())
    with pytest.raises(NotAllowed):
        export_staff("csv", by=a_person())


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02", b"PK\x03\x04broken", "一,二\n三,四\n".encode(), "单位,姓名\n".encode("gb18030")]
)
def test_what_is_no_staff_list_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        preview_staff_list("list.xlsx" if content.startswith(b"PK") else "list.csv", content, an_administrator())
    assert refused.value.field == "file"
    assert not StaffImport.objects.exists()


def test_what_is_merged_downwards_stands_in_each_of_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 4, "云梦县干部名册")
        sheet.merge_range(1, 0, 2, 0, "单位")
        sheet.merge_range(1, 1, 2, 1, "职务")
        sheet.merge_range(1, 2, 1, 4, "人员")
        sheet.write_row(2, 2, ["姓名", "手机", "备注"])
        sheet.merge_range(3, 0, 5, 0, "水　产　局")
        for row, (post, name) in enumerate([("局　长", "方　敏"), ("副局长", "周建国"), ("科员", "王　\ue863")]):
            sheet.write_row(3 + row, 1, [post, name, f"1380000000{row}"])
        sheet.write_row(6, 0, ["渔政站", "站长", "周建国", "13800000001"])
    came = import_staff(path)
    assert (came.refused, came.counts["added"]) == ([], 4)
    assert set(Holding.objects.values_list("post__unit__name", "post__title", "person__name")) == {
        ("水产局", "局长", "方敏"), ("水产局", "副局长", "周建国"), ("水产局", "科员", "王\ue863"), ("渔政站", "站长", "周建国"),
    }  # fmt: skip


def test_a_name_set_out_with_a_wide_space_is_the_same_person() -> None:
    import_rows([HEADINGS, row(unit="云梦县", post="县长", name="王　伟", phone="13800000001")])
    for name in ("王伟", "王 伟", "王　　伟"):
        same = planned([HEADINGS, row(unit="云梦县", post="县长", name=name), row(unit="云梦县", name=name, phone="13800000001")])
        assert [step.what for step in same.steps if step.what in ("person", "take")] == [] and not same.faults
    Person.objects.filter(name="王伟").update(name="王 伟")  # as lists were taken before
    assert [s.what for s in planned([HEADINGS, row(unit="云梦县", post="县长", name="王伟")]).steps] == []


def test_a_list_in_gb18030_is_read() -> None:
    text = "单位,职务,姓名,手机\r\n云梦县,县长,沈若兰,13800000001\r\n"
    kept = preview_staff_list("list.csv", text.encode("gb18030"), an_administrator())
    assert kept.rows["rows"][0][1]["name"] == "沈若兰"


words = st.sampled_from(
    ["", "云梦县", "水产局", "云梦县/水产局", "局长", "局长/", "/", "是", "13800000001", "2024-1-1", "420923", "干部", "沈若兰"]
)
cells = st.one_of(words, st.text(max_size=12), st.floats(), st.dates(), st.none(), st.integers())
tables = st.lists(st.lists(cells, min_size=len(HEADINGS), max_size=len(HEADINGS)), min_size=1, max_size=12)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables)
def test_no_table_makes_the_preview_fall_over(table: list[list[Any]]) -> None:
    try:
        made = planned([HEADINGS, *table])
    except Invalid:
        return
    assert sum(made.counts.values()) == len(made.rows)
    assert all(str(fault) for fault in made.faults)
