"""Units, posts, who holds them: what is kept, what is refused, what is found on which day."""

from __future__ import annotations

import threading
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from huiyin.core.errors import Invalid, NotAllowed, WrongState
from huiyin.journal.clocks import fire_due
from huiyin.journal.models import Entry
from huiyin.journal.verifying import verify
from huiyin.people.actions.administrators import appoint_administrator, create_admin, dismiss_administrator
from huiyin.people.actions.organisation import (
    add_person,
    add_post,
    add_unit,
    change_person,
    change_post,
    close_post,
    close_unit,
    delegate,
    end_delegation,
    leave_post,
    move_unit,
    rename_unit,
    set_reports_to,
    set_unit_hours,
    take_post,
)
from huiyin.people.models import Holding, Post, Unit
from huiyin.people.queries import (
    current_holders,
    directory,
    display_post,
    holder_of,
    posts_held,
    posts_of,
    posts_shown,
    reporting_line,
    unit_path,
    unit_tree,
)
from tests.factories import a_person, a_post, a_unit


def kinds() -> list[str]:
    return list(Entry.objects.filter(stream__key="organisation").order_by("seq").values_list("kind", flat=True))


def test_the_tree_of_units_is_kept_and_every_step_is_in_the_record() -> None:
    county = add_unit("云梦县", kind="county", short_name="县")
    bureau = add_unit("水产局", county)
    town = add_unit("临湖镇", county, kind="town")
    station = add_unit("渔政站", bureau)
    rename_unit(station, "渔政管理站")
    move_unit(station, town)
    set_unit_hours(town, {"zone": "Asia/Shanghai"})
    close_unit(Unit.objects.get(pk=bureau.pk))
    (root,) = unit_tree()
    assert [(node.unit.name, node.depth) for node in root.below] == [("临湖镇", 1)]
    assert [node.unit.name for node in root.below[0].below] == ["渔政管理站"]
    assert [u.name for u in unit_path(Unit.objects.get(pk=station.pk))] == ["云梦县", "临湖镇"]
    assert kinds() == ["unit.added"] * 4 + ["unit.renamed", "unit.moved", "unit.hours_set", "unit.closed"]
    assert verify().broken is None


def test_a_unit_cannot_stand_below_itself_and_the_words_name_the_way() -> None:
    county = add_unit("云梦县")
    town = add_unit("临湖镇", county)
    village = add_unit("上湖村", town)
    with pytest.raises(Invalid) as refused:
        move_unit(county, village)
    assert "云梦县 → 上湖村 → 临湖镇 → 云梦县" in str(refused.value)
    assert refused.value.field == "parent"
    assert Unit.objects.get(pk=county.pk).parent is None


def test_a_unit_closes_only_when_it_is_empty_and_says_what_is_left() -> None:
    county = add_unit("云梦县")
    bureau = add_unit("水产局", county)
    post = add_post(bureau, "局长")
    with pytest.raises(WrongState, match="水产局"):
        close_unit(county)
    with pytest.raises(WrongState, match="局长"):
        close_unit(bureau)
    close_post(post)
    close_unit(bureau)
    again = add_unit("水产局", county)
    assert again.pk == bureau.pk  # opened again, with its history


def test_two_units_side_by_side_do_not_bear_one_name() -> None:
    county = add_unit("云梦县")
    add_unit("水产局", county)
    with pytest.raises(Invalid):
        add_unit(" 水产局 ", county)
    add_unit("水产局", add_unit("安陆县"))


@pytest.mark.parametrize("code", ["42", "42092x", "４２０９２３"])
def test_a_code_that_is_none_is_refused_by_its_field(code: str) -> None:
    with pytest.raises(Invalid) as refused:
        add_unit("云梦县", code=code)
    assert refused.value.field == "code"


def test_the_reporting_line_cannot_run_in_a_circle() -> None:
    bureau = a_unit("水产局")
    director = add_post(bureau, "局长")
    deputy = add_post(bureau, "副局长", reports_to=director)
    section = add_post(bureau, "科长", reports_to=deputy)
    with pytest.raises(Invalid) as refused:
        set_reports_to(director, section)
    assert "水产局局长 → 水产局科长 → 水产局副局长 → 水产局局长" in str(refused.value)
    assert [str(p) for p in reporting_line(section)] == ["水产局副局长", "水产局局长"]
    with pytest.raises(Invalid):
        set_reports_to(director, director)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one transaction write at a time anyway")
def test_two_changes_that_together_make_a_circle_do_not_both_pass() -> None:
    bureau = a_unit("水产局")
    one, two = add_post(bureau, "甲岗"), add_post(bureau, "乙岗")
    start, refused = threading.Barrier(2), []

    def set_line(post: Post, above: Post) -> None:
        start.wait()
        try:
            set_reports_to(post, above)
        except Invalid as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=set_line, args=pair) for pair in ((one, two), (two, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert Post.objects.exclude(reports_to=None).count() == 1


def test_a_post_closes_only_when_nobody_holds_it_and_none_reports_to_it() -> None:
    bureau = a_unit("水产局")
    director = add_post(bureau, "局长")
    deputy = add_post(bureau, "副局长", reports_to=director)
    with pytest.raises(WrongState, match="副局长"):
        close_post(director)
    holding = take_post(deputy, a_person("周建国"), date(2020, 1, 1))
    with pytest.raises(WrongState, match="周建国"):
        close_post(deputy)
    leave_post(holding, date(2024, 1, 1))
    close_post(deputy)
    close_post(director)
    assert change_post(add_post(bureau, "局长"), title="主任").title == "主任"


def test_an_acting_holder_is_found_while_the_post_is_vacant() -> None:
    post = a_post("局长")
    holder, stand_in = a_person("方敏"), a_person("周建国")
    assert holder_of(post) is None
    take_post(post, stand_in, date(2024, 1, 1), acting=True)
    found = holder_of(post)
    assert found and found.person == stand_in and found.acting
    assert display_post(stand_in).startswith("代理") or "acting" in display_post(stand_in)
    take_post(post, holder, date(2024, 6, 1))
    assert holder_of(post).person == holder
    holder.locked_at = timezone.now()
    holder.save(update_fields=["locked_at"])
    assert holder_of(post).person == stand_in  # the holder cannot sign in


def test_who_stood_in_and_gets_the_post_no_longer_stands_in() -> None:
    post, person = a_post(), a_person()
    take_post(post, person, date(2024, 1, 1), acting=True)
    take_post(post, person, date(2024, 6, 1))
    assert [(h.acting, h.until) for h in Holding.objects.order_by("pk")] == [(True, date(2024, 5, 31)), (False, None)]
    assert [held.acting for held in posts_of(person)] == [False]


def test_a_new_holder_replaces_the_former_one_the_day_before_and_only_when_told() -> None:
    post, former, new = a_post("局长"), a_person("方敏"), a_person("周建国")
    take_post(post, former, date(2020, 1, 1))
    with pytest.raises(WrongState, match="方敏"):
        take_post(post, new, date(2024, 3, 1))
    take_post(post, new, date(2024, 3, 1), replaces=True)
    assert holder_of(post, date(2024, 2, 29)).person == former
    assert holder_of(post, date(2024, 3, 1)).person == new
    with pytest.raises(Invalid):
        take_post(post, a_person(), date(2023, 1, 1), replaces=True)


def test_a_change_of_post_that_was_typed_in_early_is_recorded_on_its_day() -> None:
    post, former, new = a_post("局长"), a_person(), a_person()
    with time_machine.travel("2026-03-01 10:00+08:00", tick=False) as clock:
        take_post(post, former, date(2026, 1, 1))
        take_post(post, new, date(2026, 3, 10), replaces=True)
        assert holder_of(post).person == former
        assert kinds()[-2:] == ["post.change_planned", "post.change_planned"]
        fire_due()
        assert "post.left" not in kinds()
        clock.move_to("2026-03-10 00:01+08:00")
        fire_due()
        assert sorted(kinds()[-2:]) == ["post.left", "post.taken"]
        assert holder_of(post).person == new
        assert posts_held([former.pk]) == []


def test_a_delegate_acts_on_the_days_of_the_delegation_and_on_no_other() -> None:
    post, holder, delegate_ = a_post("局长"), a_person(), a_person()
    with time_machine.travel("2026-03-01 10:00+08:00", tick=False) as clock:
        take_post(post, holder, date(2026, 1, 1))
        delegate(post, delegate_, date(2026, 3, 5), date(2026, 3, 7), "出差", by=holder)
        assert holder_of(post).person == holder
        for day, expected in ((5, delegate_), (7, delegate_), (8, holder)):
            clock.move_to(f"2026-03-0{day} 23:30+08:00")
            assert holder_of(post).person == expected
        clock.move_to("2026-03-06 09:00+08:00")
        assert holder_of(post).delegated
        assert [h.delegated for h in posts_of(delegate_)] == [True]
        assert posts_shown([delegate_.pk]) == {}


def test_a_delegation_ends_early_and_with_its_holder() -> None:
    post, holder, other = a_post("局长"), a_person(), a_person()
    with time_machine.travel("2026-03-01 10:00+08:00", tick=False):
        holding = take_post(post, holder, date(2026, 1, 1))
        running = delegate(post, other, None, date(2026, 4, 1), by=holder)
        with pytest.raises(WrongState):
            delegate(post, a_person(), None, date(2026, 3, 2), by=holder)
        with pytest.raises(NotAllowed):
            end_delegation(running, by=a_person())
        end_delegation(running, by=other)
        assert holder_of(post).person == holder
        delegate(post, other, None, date(2026, 4, 1), by=holder)
        leave_post(holding, date(2026, 2, 28))
        assert holder_of(post) is None


@pytest.mark.parametrize("to_kind", ["resident", "business"])
def test_a_post_is_handed_only_to_officials(to_kind: str) -> None:
    post, holder = a_post(), a_person()
    take_post(post, holder)
    with pytest.raises(Invalid) as refused:
        delegate(post, a_person(kind=to_kind), None, date(2099, 1, 1), by=holder)
    assert refused.value.field == "to"


def test_nobody_hands_on_a_post_that_is_not_theirs() -> None:
    post = a_post()
    take_post(post, a_person())
    with pytest.raises(NotAllowed):
        delegate(post, a_person(), None, date(2099, 1, 1), by=a_person())


def test_who_holds_posts_in_a_unit_and_below() -> None:
    county = a_unit("云梦县")
    town = add_unit("临湖镇", county)
    head, mayor = a_person(), a_person()
    take_post(add_post(county, "县长"), head)
    take_post(add_post(town, "镇长"), mayor)
    take_post(add_post(town, "河长"), mayor)
    assert current_holders(county) == [head]
    assert current_holders(county, below=True) == [head, mayor]
    assert directory(town).posts[0].holder.person == mayor


def test_a_person_is_kept_with_one_number_however_it_was_typed() -> None:
    person = add_person("陈 望 舒", "138 0000-1234")
    assert person.phone == "+8613800001234"
    with pytest.raises(Invalid) as refused:
        add_person("别人", "+86 138 0000 1234")
    assert refused.value.field == "phone"
    for bad in ("12345", "110", "138000012345", "电话"):
        with pytest.raises(Invalid):
            change_person(person, phone=bad)
    entry = Entry.objects.get(kind="person.added")
    assert "1380000" not in str(entry.data) and entry.sealed.body["phone"] == "+8613800001234"


def test_the_three_administrators_are_three_people() -> None:
    security = create_admin("戚宁", "13900000001", "security").person
    with pytest.raises(Invalid):
        create_admin("戚宁", "13900000001", "system")
    with pytest.raises(WrongState):
        create_admin("别人", "13900000002", "security")
    other = a_person()
    with pytest.raises(NotAllowed):
        appoint_administrator(security, "audit", by=security)
    appoint_administrator(other, "audit", by=security)
    with pytest.raises(NotAllowed):
        appoint_administrator(a_person(), "system", by=other)
    with pytest.raises(NotAllowed):
        dismiss_administrator(security, by=security)
    dismiss_administrator(other, by=security)
    with pytest.raises(WrongState):
        dismiss_administrator(other, by=security)
    assert kinds()[-1] == "administrator.dismissed"


def test_only_the_system_administrator_changes_the_organisation() -> None:
    security, system = a_person(), a_person()
    appoint_administrator(security, "security")
    appoint_administrator(system, "system")
    for nobody in (security, a_person()):
        with pytest.raises(NotAllowed):
            add_unit("云梦县", by=nobody)
        with pytest.raises(NotAllowed):
            add_person("某人", by=nobody)
    unit = add_unit("云梦县", by=system)
    assert Entry.objects.get(kind="unit.added").by == system
    take_post(add_post(unit, "县长", by=system), security, by=system)
