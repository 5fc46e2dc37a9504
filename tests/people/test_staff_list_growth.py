"""A staff list of any shape costs what its length says, in time and in memory, and is worked on only as long as somebody waits for it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from tempfile import NamedTemporaryFile

import pytest
from django.db import transaction

from huiyin.core.errors import Invalid
from huiyin.journal.client_gone import ClientGone, has_gone
from huiyin.language.tables import write_csv
from huiyin.people.actions.organisation import add_post, add_unit, set_reports_to
from huiyin.people.actions.staff_list import import_staff
from huiyin.people.models import Unit
from huiyin.people.queries.tree import unit_tree
from huiyin.people.reporting_line import MOST_ABOVE
from huiyin.people.staff_list import Plan, plan
from huiyin.people.staff_list.columns import Row
from huiyin.people.staff_list.snapshot import Snapshot
from tests.growth import grows_with_its_input, within_megabytes


def a_row(number: int, **cells: object) -> Row:
    return Row(number, {column: str(cell) for column, cell in cells.items() if cell != ""})


def phone(number: int) -> str:
    return f"138{number:08d}"


def of_one_name(n: int) -> list[Row]:
    """Units of one name under as many others, each called by its path."""
    rows = [a_row(i, unit="科", parent=f"局{i}", post="科长") for i in range(n)]
    return [*rows, *(a_row(n + i, unit=f"局{i}", post="局长", reports_to=f"局{i}/科/科长") for i in range(n))]


SHAPES: dict[str, Callable[[int], list[Row]]] = {
    "one circle of all": lambda n: [a_row(i, unit="县", post=f"岗{i}", reports_to=f"岗{(i + 1) % n}") for i in range(n)],
    "a circle of each two": lambda n: [a_row(i, unit="县", post=f"岗{i}", reports_to=f"岗{i ^ 1}") for i in range(n)],
    "one line of all": lambda n: [a_row(i, unit="县", post=f"岗{i}", reports_to=f"岗{i + 1}" if i < n - 1 else "") for i in range(n)],
    "a ring of units": lambda n: [a_row(i, unit=f"局{i}", parent=f"局{(i + 1) % n}") for i in range(n)],
    "a tower, its foot last": lambda n: [a_row(i, unit=f"局{i}", parent=f"局{i + 1}" if i < n - 1 else "") for i in range(n)],
    "units at the top": lambda n: [a_row(i, unit=f"局{i}") for i in range(n)],
    "units that wait for each other": lambda n: (
        [a_row(i, unit=f"局{i}", parent="甲") for i in range(n)] + [a_row(n + i, unit="甲", parent=f"局{i}") for i in range(n)]
    ),
    "units of one name": of_one_name,
    "one unit that cannot be": lambda n: [a_row(i, unit="局", parent="无") for i in range(n)],
    "divisions with their codes": lambda n: (
        [a_row(i, unit=f"{i}村", parent=f"{i % 30}镇", code=f"420923{i:06d}") for i in range(30, n + 30)]
        + [a_row(n + i, unit=f"{i}镇", parent="云梦县", code=f"420923{i:03d}") for i in range(30)]
        + [a_row(2 * n + 30, unit="云梦县", code="420923")]
    ),
    "one unit's many codes": lambda n: [a_row(i, unit="县", code=f"420923{i:06d}") for i in range(n)],
    "people of one name": lambda n: (
        [a_row(i, unit="县", name="张伟", phone=phone(i)) for i in range(n)] + [a_row(n + i, unit=f"局{i}", name="张伟") for i in range(n)]
    ),
    "one post for everybody": lambda n: [a_row(i, unit="县", post="县长", name=f"人{i}", phone=phone(i)) for i in range(n)],
}


def made(rows: list[Row]) -> Plan:
    found = plan(rows, Snapshot())
    assert found.digest and found.counts
    return found


@pytest.mark.parametrize("shape", SHAPES)
def test_a_list_of_any_shape_costs_what_its_length_says(shape: str) -> None:
    assert grows_with_its_input(made, SHAPES[shape], 150)


def test_a_large_circle_takes_no_more_memory_than_a_large_list() -> None:
    def longest() -> int:
        return max(len(fault.words) for fault in made(SHAPES["one circle of all"](4_000)).faults)

    assert within_megabytes(48, longest) < 200


def test_a_row_in_a_large_circle_is_told_the_circle_around_itself() -> None:
    told = {fault.row: fault.words for fault in made(SHAPES["one circle of all"](1_000)).faults}
    assert len(told) == 1_000
    assert "县岗500 → 县岗501 → 县岗502" in told[500] and told[500].endswith("县岗499 → 县岗500")


def test_a_line_and_a_tree_have_an_end_however_they_are_built() -> None:
    line = made(SHAPES["one line of all"](MOST_ABOVE + 3))
    assert {fault.row for fault in line.faults} == {0, 1}
    tower = made(SHAPES["a tower, its foot last"](MOST_ABOVE + 3))
    assert {fault.row for fault in tower.faults} == {0, 1}


def test_neither_hand_nor_program_builds_higher() -> None:
    unit, post = None, None
    for n in range(MOST_ABOVE + 1):
        unit = add_unit(f"单位{n}", unit)
        above, post = post, add_post(unit, "负责人")
        set_reports_to(post, above)
    with pytest.raises(Invalid):
        add_unit("再低一级", unit)
    with pytest.raises(Invalid):
        set_reports_to(add_post(unit, "科员"), post)


def test_a_tree_deeper_than_any_is_drawn_all_the_same() -> None:
    above = None
    for n in range(1_200):  # as one may stand there from before there was a bound
        above = Unit.objects.create(name=f"单位{n}", parent=above)
    node, depth = unit_tree()[0], 0
    while node.below:
        node, depth = node.below[0], depth + 1
    assert (node.depth, depth) == (1_199, 1_199)


def test_a_list_nobody_waits_for_any_more_is_given_up() -> None:
    asked = count()
    token = has_gone.set(lambda: next(asked) >= 2)
    try:
        with pytest.raises(ClientGone):
            made(SHAPES["a ring of units"](2_000))
    finally:
        has_gone.reset(token)
    assert next(asked) == 3  # at once, not at the end


def brought(rows: list[list[str]]) -> None:
    """Brings a list in, from the file to the rows of the database, and undoes it."""
    with transaction.atomic(), NamedTemporaryFile(suffix=".csv") as file:
        file.write(write_csv(rows[0], rows[1:]))
        file.flush()
        assert import_staff(file.name).written
        transaction.set_rollback(True)


def test_bringing_in_a_list_costs_what_its_length_says(db: None) -> None:
    def a_list(n: int) -> list[list[str]]:
        rows = [[f"局{i // 10}", f"岗{i}", f"岗{i - 1}" if i % 10 else "", f"人{i}", phone(i)] for i in range(n)]
        return [["单位", "职务", "汇报对象", "姓名", "手机"], *rows]

    assert grows_with_its_input(brought, a_list, 10)


def test_bringing_in_a_tree_of_divisions_costs_what_its_length_says(db: None) -> None:
    def divisions(n: int) -> list[list[str]]:
        towns = [[f"{i}镇", "云梦县", f"420923{i:03d}"] for i in range(n // 10)]
        return [["单位", "上级单位", "行政区划代码"], ["云梦县", "", "420923"], *towns,
                *([f"{i}村", f"{i % len(towns)}镇", f"420923{i:06d}"] for i in range(n))]  # fmt: skip

    assert grows_with_its_input(brought, divisions, 20)
