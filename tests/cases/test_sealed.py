"""A sealed accusation: the accused unit neither sees it nor can tell that it is there."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from huiyin.cases.actions import CaseDraft, accept_case, dispatch_case, make_matter, register_case
from huiyin.cases.actions.registering import Registered
from huiyin.cases.models import Case
from huiyin.cases.queries.listing import earlier_by_phone
from huiyin.cases.rules import in_office, speaker_of, visible_to
from huiyin.core.errors import Invalid, NotThere
from huiyin.core.today import forget_waiting, waiting_count
from huiyin.notices.models import Notice
from huiyin.people.actions.administrators import appoint_administrator, dismiss_administrator
from tests.cases.conftest import County
from tests.factories import a_holding, a_post, a_unit


@pytest.fixture
def sealed(county: County) -> Registered:
    return register_case(CaseDraft("水务局某人收了施工队的钱", accused=[county.water.pk], phone="13900001111"), county.who("resident"))


def test_the_accused_learn_nothing_in_any_list_search_count_or_notice(
    county: County, sealed: Registered, programs: Any, client_for: Any
) -> None:
    below = a_holding(post=a_post("站长", a_unit("水务局水管站", county.water))).person
    for person in (county.head, county.clerk, below):
        who = speaker_of(person)
        assert not Case.objects.filter(visible_to(who)).exists() and not Case.objects.filter(in_office(who)).exists()
        browser = client_for(person)
        assert browser.get(f"/cases/{sealed.case.pk}").status_code == 404
        assert "施工队" not in browser.get("/cases/desk").content.decode()
        assert "某人收了" not in browser.get("/search?q=施工队").content.decode()
        forget_waiting([person.pk])
        assert waiting_count(person) == 0 and not Notice.objects.filter(person=person).exists()
        assert not earlier_by_phone("+8613900001111", who).exists()
    head = programs("head")
    assert head("get", f"/cases/{sealed.case.pk}").status_code == 404 and head("get", "/cases").json() == []


def test_no_gap_in_public_numbers_tells_of_it(county: County, sealed: Registered) -> None:
    first, second = county.case(), county.case("又一件")
    assert (first.number[-6:], second.number[-6:]) == ("000001", "000002") and sealed.case.number.startswith("J")
    assert len({len(str(case.pk)) for case in (first, second, sealed.case)}) == 1


def test_who_sits_in_two_units_of_which_one_is_accused_sees_nothing(county: County, sealed: Registered) -> None:
    a_holding(county.desk, a_post("兼职副局长", county.water))
    assert not Case.objects.filter(visible_to(county.who("desk"))).exists()
    assert Case.objects.filter(visible_to(county.who("second"))).exists()


def test_it_is_never_given_to_whom_it_accuses(county: County, sealed: Registered) -> None:
    accept_case(sealed.case, county.who("desk"))
    for unit in (county.water, a_unit("水务局水管站", county.water)):
        with pytest.raises(Invalid):
            dispatch_case(sealed.case, county.who("desk"), unit.pk)
    dispatch_case(sealed.case, county.who("desk"), county.roads.pk)
    assert Case.objects.filter(in_office(county.who("road_head")), pk=sealed.case.pk).exists()


def test_it_hangs_with_no_other_and_is_never_published(county: County, sealed: Registered, programs: Any) -> None:
    with pytest.raises(NotThere):
        make_matter(county.who("desk"), [sealed.case.pk, county.case().pk])
    assert programs("resident")("post", f"/cases/{sealed.case.pk}/publish", {}).json()["error"] == "not_allowed"


def test_who_accused_looks_it_up_by_its_own_number(county: County, sealed: Registered) -> None:
    visitor = Client()
    assert visitor.post("/cases/look-up", {"number": sealed.case.number, "code": sealed.code}).status_code == 302
    assert "施工队" in visitor.get(f"/cases/{sealed.case.pk}").content.decode()


def test_a_named_desk_receives_and_a_sealed_one_takes_accusations_alone(county: County, sealed: Registered) -> None:
    from huiyin.cases.actions.desks import set_desk

    discipline = a_unit("县纪委", county.office)
    officer = a_holding(post=a_post("干部", discipline)).person
    set_desk(county.roads, True)
    set_desk(discipline, True, sealed=True)
    case = county.case()
    seen = {name: set(Case.objects.filter(visible_to(county.who(name))).values_list("pk", flat=True)) for name in ("desk", "road_head")}
    assert seen == {"desk": set(), "road_head": {case.pk}}
    assert set(Case.objects.filter(visible_to(speaker_of(officer))).values_list("pk", flat=True)) == {sealed.case.pk}


def test_an_auditor_of_the_accused_office_reads_nothing_of_it_in_the_record(county: County, sealed: Registered, client_for: Any) -> None:
    other = county.case("村口的路灯坏了")
    auditors = [county.clerk, a_holding(post=a_post("站长", a_unit("水务局水管站", county.water))).person, county.road_head]
    told = []
    for auditor in auditors:
        appoint_administrator(auditor, "audit")
        browser = client_for(auditor)
        told.append(browser.get("/manage/journal").content.decode() + browser.get("/manage/journal.csv").content.decode())
        told[-1] += browser.get(f"/manage/journal?stream=case&person={county.resident.pk}").content.decode()
        dismiss_administrator(auditor)
    assert [str(sealed.case.pk) in one for one in told] == [False, False, True]
    assert all(str(other.pk) in one for one in told)
