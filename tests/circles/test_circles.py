"""A circle: residents who said yes, whose word is not left unanswered."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huiyin.cases.actions import CaseDraft, accept_case, dispatch_case, register_case
from huiyin.cases.models import Case
from huiyin.circles import actions
from huiyin.circles.actions.entering import ByCodeAlone
from huiyin.circles.models import Circle, Declined, Tie, Word
from huiyin.circles.personal_data import COPY, RETENTION
from huiyin.circles.queries.waiting import new_words
from huiyin.groups.models import Message
from huiyin.journal import clocks
from huiyin.journal.models import Clock, Entry
from huiyin.notices.models import Notice
from huiyin.people.actions.organisation import take_post
from tests.cases.conftest import County
from tests.factories import a_group, a_holding, a_person, say

pytestmark = pytest.mark.django_db




def tied(county: County, keeper: Any = None) -> Tie:
    """The resident said yes to the clerk of the bureau of water."""
    return actions.say_yes(actions.make_code(keeper or county.clerk, "在坝上").key, county.resident)


def waits(county: County, hours: int = 5) -> Message:
    """The resident said something in the clerk's group, and nobody answered for so many hours."""
    group = a_group(owner=county.clerk, members=[county.resident])
    message = say(group, county.resident, "水渠又淤了")
    Message.objects.filter(pk=message.pk).update(at=timezone.now() - timedelta(hours=hours))
    Tie.objects.update(since=timezone.now() - timedelta(days=9))
    return message


def told(person: Any, kind: str) -> int:
    return Notice.objects.filter(person=person, kind=kind).count()


def test_a_code_is_shown_the_resident_says_yes_sees_it_and_leaves(county: County, client_for: Any) -> None:
    clerk, resident = client_for(county.clerk), client_for(county.resident)
    made = clerk.post("/circle/code", {"met": "在坝上", "key": "c1"})
    shown = clerk.get(made.headers["Location"]).content.decode()
    path = re.search(r"(/circle/in/[\w-]+)", shown)[1]  # type: ignore[index]
    assert county.clerk.name in resident.get(path).content.decode() and not Tie.objects.exists()
    assert resident.post(path).status_code == 302
    assert county.clerk.name in resident.get("/circles").content.decode()
    assert county.resident.name in clerk.get("/circle").content.decode()
    tie = Tie.objects.get()
    assert resident.post(f"/circles/{tie.pk}/leave").status_code == 302
    assert county.resident.name not in clerk.get("/circle").content.decode()
    assert clerk.get(f"/circle/ties/{tie.pk}").status_code == 404


def test_the_tab_counts_on_the_page_of_a_tie_as_it_does_elsewhere(county: County, client_for: Any) -> None:
    tie = tied(county)
    waits(county)
    page = client_for(county.clerk).get(f"/circle/ties/{tie.pk}").content.decode()
    assert "水渠又淤了" in page and re.search(r"data-waiting-total>(\d+\+?)?<", page)


def test_a_new_resident_comes_in_by_a_number_and_six_digits(county: County) -> None:
    code = actions.make_code(county.clerk)
    browser = Client()
    page = browser.get(f"/circle/in/{code.key}")
    assert page.status_code == 200 and county.clerk.name in page.content.decode()
    assert browser.post(f"/circle/in/{code.key}", {"name": "", "phone": "13912345670"}).status_code == 422
    assert browser.post(f"/circle/in/{code.key}", {"name": "赵大爷", "phone": "13912345670"}).status_code == 302
    assert browser.get(f"/circle/in/{code.key}/code").status_code == 200
    assert browser.post(f"/circle/in/{code.key}/code", {"code": "000000"}).status_code == 422


def test_officials_and_children_are_not_taken_in_and_a_code_ends(county: County, client_for: Any) -> None:
    code = actions.make_code(county.clerk)
    assert client_for(county.head).post(f"/circle/in/{code.key}").status_code == 403
    child = a_person(kind="resident", is_minor=True, guardian=county.resident)
    assert client_for(child).post(f"/circle/in/{code.key}").status_code == 403
    take_post(county.clerk.holdings.get().post, a_person(), replaces=True)
    assert client_for(county.resident).get(f"/circle/in/{code.key}").status_code == 410


def test_whom_one_meets_in_a_group_is_asked_and_answers_themself(county: County, client_for: Any) -> None:
    a_group(owner=county.clerk, members=[county.resident])
    stranger = a_person(kind="resident")
    clerk, resident = client_for(county.clerk), client_for(county.resident)
    assert county.resident.name in clerk.get("/circle/ask").content.decode()
    assert clerk.post("/circle/ask?way=group", {"person": stranger.pk}).status_code == 404
    assert clerk.post("/circle/ask?way=group", {"person": county.resident.pk}).status_code == 302
    tie = Tie.objects.get()
    assert tie.state == "asked" and told(county.resident, "circle.asked") == 1
    assert county.clerk.name in resident.get("/mine").content.decode()
    assert client_for(stranger).post(f"/circles/{tie.pk}/yes").status_code == 404
    resident.post(f"/circles/{tie.pk}/yes")
    assert Tie.objects.get().state == "in" and told(county.clerk, "circle.joined") == 1


def test_at_the_desk_nobody_comes_in_without_a_yes(county: County, client_for: Any) -> None:
    county.given()
    clerk = client_for(county.clerk)
    assert county.resident.name in clerk.get("/circle/ask?way=desk").content.decode()
    assert clerk.post("/circle/ask?way=desk", {"person": county.resident.pk}).status_code == 422
    assert clerk.post("/circle/ask?way=desk", {"person": county.resident.pk, "said_yes": "yes"}).status_code == 302
    assert Tie.objects.get().state == "in" and told(county.resident, "circle.entered") == 1


def test_who_sent_a_sealed_accusation_is_not_shown_by_it(county: County) -> None:
    from huiyin.circles.queries.asking import met_at_desk

    register_case(CaseDraft("局长收了钱", accused=[county.roads.pk]), county.who("resident"))
    assert not met_at_desk(county.desk).filter(pk=county.resident.pk).exists()


def test_an_unanswered_word_rises_step_by_step_and_is_heard(county: County, client_for: Any) -> None:
    tied(county)
    message = waits(county)
    now = timezone.now()
    assert actions.take_up(now) == 1 and actions.take_up(now) == 0
    assert told(county.clerk, "circle.waited") == 1 and not told(county.head, "circle.risen")
    assert "水渠又淤了" in client_for(county.clerk).get("/circle").content.decode()
    clock = Clock.objects.get(kind="circle.word", fired_at=None)
    clocks.fire_due(clock.due_at)
    assert told(county.head, "circle.risen") == 1
    above = client_for(county.head).get("/circle/risen").content.decode()
    assert county.clerk.name in above and "水渠又淤了" not in above and county.resident.name not in above
    mayor = a_holding(post=county.clerk.holdings.get().post.reports_to.reports_to).person  # type: ignore[union-attr]
    clocks.fire_due(Clock.objects.get(kind="circle.word", fired_at=None).due_at)
    assert told(mayor, "circle.risen") == 1 and not Clock.objects.filter(kind="circle.word", fired_at=None).exists()
    say(message.group, county.clerk, "明天去清", reply_to=message.n)
    assert actions.take_up(now) == 1 and Word.objects.get().ended_at is not None
    steps = list(Entry.objects.filter(kind__in=("circle.waited", "circle.heard")).order_by("pk").values_list("kind", flat=True))
    assert steps == ["circle.waited"] * 3 + ["circle.heard"]
    assert county.clerk.name not in client_for(county.head).get("/circle/risen").content.decode()


def test_answered_in_time_nobody_above_hears_of_it(county: County) -> None:
    tied(county)
    message = waits(county)
    actions.take_up(timezone.now())
    say(message.group, county.clerk, "明天去清")
    clocks.fire_due(Clock.objects.get(kind="circle.word", fired_at=None).due_at)
    assert not told(county.head, "circle.risen") and Word.objects.get().ended_at is not None


def test_a_request_in_the_units_hand_waits_too_and_a_sealed_one_never(county: County, client_for: Any) -> None:
    tied(county)
    case = county.given()
    register_case(CaseDraft("局长收了钱", accused=[county.roads.pk]), county.who("resident"))
    other = county.case("路灯坏了")
    accept_case(other, county.who("desk"))
    dispatch_case(other, county.who("desk"), county.roads.pk)
    type(case).objects.update(registered_at=timezone.now() - timedelta(days=2))
    Tie.objects.update(since=timezone.now() - timedelta(days=9))
    assert actions.take_up(timezone.now()) == 1 and Word.objects.get().case_id == case.pk
    page = client_for(county.clerk).get("/circle").content.decode()
    assert case.title in page and "路灯坏了" not in page and "收了钱" not in page


def test_a_visit_with_a_promise_stands_on_today_until_it_is_kept(county: County, client_for: Any) -> None:
    tie, clerk, resident = tied(county), client_for(county.clerk), client_for(county.resident)
    day = timezone.localdate()
    note = {"on": f"{day}", "words": "老人一个人住", "promise": "送一副拐杖", "promise_by": f"{day}", "key": "v1"}
    assert clerk.post(f"/circle/ties/{tie.pk}/visits", note).status_code == 302
    clerk.post(f"/circle/ties/{tie.pk}/visits", note)
    visit = tie.visits.get()
    assert "送一副拐杖" in clerk.get("/today").content.decode()
    seen = resident.get("/circles").content.decode()
    assert "送一副拐杖" in seen and "老人一个人住" not in seen
    assert clerk.post(f"/circle/ties/{tie.pk}/visits", {"on": f"{day}", "promise": "再来", "key": "v2"}).status_code == 422
    assert client_for(county.head).get(f"/circle/ties/{tie.pk}").status_code == 404
    clerk.post(f"/circle/ties/{tie.pk}/visits/{visit.pk}/kept", {"words": "昨天送到了"})
    assert "送一副拐杖" not in clerk.get("/today").content.decode() and told(county.resident, "circle.promise_kept") == 1
    assert county.resident.name in clerk.get("/search?q=拐杖").content.decode()
    assert county.resident.name not in client_for(county.head).get("/search?q=拐杖").content.decode()


def test_the_circle_goes_with_the_post_after_everybody_was_told(county: County, client_for: Any) -> None:
    tie = tied(county)
    post, after = county.clerk.holdings.get().post, a_person()
    take_post(post, after, replaces=True)
    assert client_for(county.clerk).get(f"/circle/ties/{tie.pk}").status_code == 404
    assert told(county.resident, "circle.passing") == 1
    assert after.name in client_for(county.resident).get("/circles").content.decode()
    successor = client_for(after)
    assert county.resident.name not in successor.get("/circle").content.decode()
    clocks.fire_due(timezone.now() + timedelta(days=8))
    assert county.resident.name in successor.get("/circle").content.decode() and Circle.objects.get().keeper == after


def test_who_is_erased_leaves_nothing_in_a_circle(county: County) -> None:
    from huiyin.privacy.actions.erasing import erase_person

    tie = tied(county)
    actions.note_visit(tie, county.clerk, timezone.localdate(), "老人一个人住")
    erase_person(county.resident, None, county.resident.name)
    assert not Tie.objects.exists()


def test_programs_note_visits_once_and_residents_leave(county: County, program: Any) -> None:
    tie, day = tied(county), f"{timezone.localdate()}"
    mine, theirs = program(county.clerk, "circles:read", "circles:write"), program(county.resident, "circles:read", "circles:write")
    assert [one["id"] for one in mine("get", "/circle").json()] == [tie.pk]
    first = mine("post", f"/circle/ties/{tie.pk}/visits", {"on": day, "words": "去过", "key": "v"})
    assert first.status_code == 201
    assert mine("post", f"/circle/ties/{tie.pk}/visits", {"on": day, "words": "去过", "key": "v"}).json() == first.json()
    assert mine("post", f"/circle/ties/{tie.pk}/visits", {"on": day, "words": "没去", "key": "v"}).status_code == 422
    assert theirs("get", "/circle").status_code == 403 and theirs("get", "/circles").json()[0]["id"] == tie.pk
    assert theirs("get", f"/circle/ties/{tie.pk}").status_code == 404
    assert theirs("post", f"/circles/{tie.pk}/leave", {}).status_code == 204
    assert mine("get", "/circle").json() == []


def test_who_said_no_is_not_entered_at_the_desk_and_comes_by_a_code(county: County, client_for: Any) -> None:
    county.given()
    a_group(owner=county.clerk, members=[county.resident])
    clerk, resident = client_for(county.clerk), client_for(county.resident)
    clerk.post("/circle/ask?way=group", {"person": county.resident.pk})
    resident.post(f"/circles/{Tie.objects.get().pk}/no")
    for way, more in (("desk", {"said_yes": "yes"}), ("group", {})):
        refused = clerk.post(f"/circle/ask?way={way}", {"person": county.resident.pk} | more)
        assert refused.status_code == 409 and "只能由您出示二维码" in refused.content.decode()
    assert not Tie.objects.exclude(state="left").exists() and told(county.resident, "circle.asked") == 1
    by_code = tied(county)
    assert by_code.state == "in"
    clerk.post(f"/circle/ties/{by_code.pk}/let-go")
    assert clerk.post("/circle/ask?way=desk", {"person": county.resident.pk, "said_yes": "yes"}).status_code == 302


def test_whom_the_keeper_took_out_may_be_asked_again(county: County, client_for: Any) -> None:
    county.given()
    tie, clerk = tied(county), client_for(county.clerk)
    clerk.post(f"/circle/ties/{tie.pk}/let-go")
    assert clerk.post("/circle/ask?way=desk", {"person": county.resident.pk, "said_yes": "yes"}).status_code == 302


def test_the_record_names_no_resident_for_good(county: County) -> None:
    tie = tied(county)
    actions.leave(tie.pk, county.resident)
    said = Entry.objects.filter(kind__in=("circle.entered", "circle.left"))
    assert said.count() == 2 and not said.exclude(by=None).exists()
    assert told(county.clerk, "circle.joined") == 1 and not told(county.resident, "circle.entered")


def test_older_requests_elsewhere_hold_up_none_and_each_circle_is_told(county: County) -> None:
    tied(county)
    elsewhere = [county.given() for _ in range(3)]
    Case.objects.update(registered_at=timezone.now() - timedelta(days=3))
    for case in elsewhere:
        case.parts.update(unit=county.roads)
    mine = county.given()
    Case.objects.filter(pk=mine.pk).update(registered_at=timezone.now() - timedelta(days=2))
    Tie.objects.update(since=timezone.now() - timedelta(days=9))
    assert [case for _tie, _message, case, _at, _group in new_words(timezone.now(), 1)] == [mine.pk]
    actions.take_up(timezone.now())
    actions.say_yes(actions.make_code(county.head).key, county.resident)
    actions.take_up(timezone.now())
    assert set(Word.objects.values_list("tie__circle__keeper", "case")) == {(county.clerk.pk, mine.pk), (county.head.pk, mine.pk)}


def test_a_no_holds_after_the_tie_is_deleted_until_they_say_yes_to_a_code(county: County) -> None:
    group = a_group(owner=county.clerk, members=[county.resident])
    asked = actions.ask_in(county.clerk, county.resident, Tie.Way.GROUP)
    actions.answer_ask(asked.pk, county.resident, False)
    Tie.objects.update(ended_at=timezone.now() - timedelta(days=91))
    assert RETENTION[0].remove(timezone.now()) == 1 and not Tie.objects.exists()
    with pytest.raises(ByCodeAlone):
        actions.ask_in(county.clerk, county.resident, Tie.Way.GROUP)
    tied(county)
    assert not Declined.objects.exists() and group.pk
    copied = [row for part in COPY for row in part.read(county.resident)]
    assert len(copied) == 1


def test_who_is_taken_out_is_told_and_a_question_that_is_taken_back_tells_nobody(county: County, client_for: Any) -> None:
    a_group(owner=county.clerk, members=[county.resident])
    asked = actions.ask_in(county.clerk, county.resident, Tie.Way.GROUP)
    actions.let_go(asked.pk, county.clerk)
    assert told(county.resident, "circle.let_go") == 0
    tie = tied(county)
    actions.let_go(tie.pk, county.clerk)
    assert told(county.resident, "circle.let_go") == 1
    assert county.clerk.name in client_for(county.resident).get("/me/notices").content.decode()
    mine = tied(county)
    actions.leave(mine.pk, county.resident)
    assert told(county.clerk, "circle.let_go") == 0 and told(county.resident, "circle.let_go") == 1
