"""The tree of units: kept until the organisation changes, and drawn as far as it is open."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from huiyin.people import rendering
from huiyin.people.actions.organisation import add_post, add_unit, close_unit, leave_post, move_unit, rename_unit, take_post
from huiyin.people.queries import unit_tree
from tests.factories import a_person


def names() -> list[str]:
    return [node.unit.name for node in unit_tree()]


def test_the_tree_is_read_once_until_something_changes_in_the_organisation() -> None:
    county = add_unit("云梦县", kind="county")
    assert names() == ["云梦县"]
    with CaptureQueriesContext(connection) as asked:
        assert names() == ["云梦县"]
    assert len(asked) == 1
    rename_unit(county, "云梦泽县")
    assert names() == ["云梦泽县"]
    town = add_unit("临湖镇", county)
    assert [node.unit for node in unit_tree()[0].below] == [town]
    move_unit(town, None)
    assert names() == ["云梦泽县", "临湖镇"]
    close_unit(town)
    assert names() == ["云梦泽县"]


def test_what_was_undone_is_not_kept() -> None:
    add_unit("云梦县", kind="county")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        add_unit("没有建成的镇")
        assert names() == ["云梦县", "没有建成的镇"]
        raise ZeroDivisionError
    assert names() == ["云梦县"]
    add_unit("临湖镇")
    assert names() == ["云梦县", "临湖镇"]


def test_who_holds_a_post_is_counted_day_by_day() -> None:
    county = add_unit("云梦县", kind="county")
    town = add_unit("临湖镇", county)
    with time_machine.travel("2026-03-02T10:00:00+08:00", tick=False):
        held = take_post(add_post(town, "镇长"), a_person(), date(2026, 3, 2))
        assert (unit_tree()[0].held, unit_tree()[0].held_below) == (0, 1)
        leave_post(held, date(2026, 3, 3))
        assert unit_tree()[0].held_below == 1
    with time_machine.travel("2026-03-04T10:00:00+08:00", tick=False):
        assert unit_tree()[0].held_below == 0


def test_a_large_tree_shows_the_open_branch_and_leads_to_the_others(client_for, monkeypatch) -> None:
    county = add_unit("云梦县", kind="county")
    towns = [add_unit(f"临湖{n}镇", county) for n in range(3)]
    villages = [add_unit(f"上湖{n}村", towns[n % 2]) for n in range(4)]
    browser = client_for(a_person())
    whole = browser.get("/people").content.decode()
    assert all(unit.name in whole for unit in (*towns, *villages))
    monkeypatch.setattr(rendering, "WHOLE", 3)
    rename_unit(county, "云梦泽县")
    top = browser.get("/people").content.decode()
    assert all(unit.name in top for unit in towns) and not any(unit.name in top for unit in villages)
    assert f'href="/units/{towns[0].pk}">下属 2 个单位</a>' in top
    inside = browser.get(f"/units/{villages[0].pk}").content.decode()
    assert villages[2].name in inside and villages[1].name not in inside
    assert f'href="/units/{villages[0].pk}" aria-current="page"' in inside and "<details open>" in inside


def test_names_of_units_are_text(client_for) -> None:
    county = add_unit("云梦县", kind="county")
    add_unit("<b>镇", county)
    page = client_for(a_person()).get("/people").content.decode()
    assert "<b>镇" not in page and page.count("&lt;b&gt;镇") == 2
