"""Every operation that takes a key is done once by it: what came again is answered, and anything else under it is refused."""

from __future__ import annotations

import inspect
import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from huiyin.api.door import api
from huiyin.circles import actions as circles
from huiyin.circles.models import Code, HomeVisit, Tie
from huiyin.groups.actions import add_people
from huiyin.journal.models import Entry
from tests.cases.conftest import County, a_county
from tests.factories import a_group, say

#: Done again these change nothing, whatever key comes with them, and say nothing that could be something else.
BY_NATURE = {"listings_answer", "operations_withdraw", "visits_register", "api_read"}
WRITE = ("circles:read", "circles:write", "revisits:read", "revisits:write", "reception:read", "reception:write")


@pytest.fixture
def county(db: None) -> County:
    return a_county()


def again(ask: Any, path: str, body: dict[str, Any], other: dict[str, Any] | None = None) -> tuple[int, int]:
    """Sends it twice, then something else under its key. Gives the two answers' statuses."""
    body = body | {"key": "k-1"}
    first, second = ask("post", path, body), ask("post", path, body)
    assert first.content == second.content
    if other is not None:
        entries = Entry.objects.count()
        refused = ask("post", path, body | other)
        assert refused.status_code == 422 and (refused.json()["error"], refused.json()["field"]) == ("key_used", "key")
        assert Entry.objects.count() == entries
    return first.status_code, second.status_code


@pytest.mark.no_database
def test_each_operation_that_takes_a_key_hands_it_on():
    deaf, whole = [], api.get_openapi_schema()
    for path, item in whole["paths"].items():
        for method, told in item.items():
            if path.startswith("/api/") and _takes_a_key(told, whole["components"]["schemas"]) and told["operationId"] not in BY_NATURE:
                source = inspect.getsource(_view(method, path))
                if not re.search(r"(body|said)\.key|body\.model_dump\(|[(, ](body|said)( or \w+\(\))?[,)]", source.partition("-> Any:")[2]):
                    deaf.append(told["operationId"])
    assert not deaf


def _takes_a_key(told: dict[str, Any], shapes: dict[str, Any]) -> bool:
    names = re.findall(r"schemas/(\w+)", str(told.get("requestBody", "")))
    return any("key" in shapes[name]["properties"] for name in names)


def _view(method: str, path: str) -> Any:
    for _prefix, router in api._routers:
        for below, view in router.path_operations.items():
            if path == f"/api/v1{below}":
                for operation in view.operations:
                    if method.upper() in operation.methods:
                        return operation.view_func
    raise LookupError(path)


def test_a_revisit_is_planned_and_recorded_once_by_its_key(county, program):
    case, ask = county.answered(topic="labour"), program(county.head, *WRITE)
    found = {"how": "call", "found": "well", "words": "还在上班"}
    assert again(ask, f"/cases/{case.pk}/revisit/made", found, {"words": "没有上班"}) == (200, 200)
    other = county.answered(topic="water")
    assert again(program(county.clerk, *WRITE), f"/cases/{other.pk}/revisit", {}) == (200, 200)


def test_a_revisit_on_its_page_sent_twice_is_recorded_once(county, client_for):
    case, head = county.answered(topic="labour"), client_for(county.head)
    assert 'name="key"' in head.get(f"/cases/{case.pk}").content.decode().partition('id="revisit"')[2].partition("</section>")[0]
    found = {"how": "call", "found": "well", "words": "还在上班", "key": "k-1"}
    path = f"/cases/{case.pk}/revisit/made"
    assert [head.post(path, found).status_code for _ in range(2)] == [302, 302]
    assert head.post(path, found | {"words": "没有"}).status_code == 422


def test_a_code_for_a_circle_is_made_once_by_its_key(county, program):
    ask = program(county.clerk, *WRITE)
    assert again(ask, "/circle/codes", {"met": "坝上"}, {"met": "村口"}) == (201, 200)
    assert Code.objects.count() == 1


def test_who_keeps_a_circle_asks_visits_keeps_and_lets_go_once_by_a_key(county, program):
    ask, day = program(county.clerk, *WRITE), timezone.localdate()
    add_people(a_group(owner=county.clerk), [county.resident], by=county.clerk)
    asked = {"person": county.resident.pk, "way": "group", "met": "坝上"}
    assert again(ask, "/circle/ties", asked, {"met": "村口"}) == (200, 200)
    tie = circles.answer_ask(Tie.objects.get().pk, county.resident, True)
    visit = {"on": f"{day}", "promise": "修好水渠", "promise_by": f"{day + timedelta(days=3)}"}
    assert again(ask, f"/circle/ties/{tie.pk}/visits", visit, {"promise": "修路"}) == (201, 200)
    kept = f"/circle/ties/{tie.pk}/visits/{HomeVisit.objects.get().pk}/kept"
    assert again(ask, kept, {"words": "修好了"}, {"words": "还没有"}) == (200, 200)
    assert again(ask, f"/circle/ties/{tie.pk}/let-go", {}) == (204, 204)


def test_a_resident_answers_and_leaves_once_by_a_key(county, program):
    ask = program(county.resident, *WRITE)
    add_people(a_group(owner=county.clerk), [county.resident], by=county.clerk)
    tie = circles.ask_in(county.clerk, county.resident, "group")
    assert again(ask, f"/circles/{tie.pk}/answer", {"yes": True}, {"yes": False}) == (204, 204)
    assert Tie.objects.get().state == Tie.State.IN
    assert again(ask, f"/circles/{tie.pk}/leave", {}) == (204, 204)


def test_a_message_becomes_a_case_once_by_its_key(county, program):
    group = a_group(owner=county.clerk, members=[county.resident])
    path = f"/groups/{group.pk}/messages/{say(group, county.resident, '村口的水管漏了三天').n}/case"
    assert again(program(county.clerk, "cases:read", "cases:write"), path, {"title": "水管漏水"}, {"title": "别的"}) == (201, 200)


def test_who_stays_out_of_a_case_says_why_once_by_a_key(county, program):
    path = f"/cases/{county.given().pk}/recuse"
    assert again(program(county.head, "cases:read", "cases:write"), path, {"reason": "我是当事人的亲属"}, {"reason": "别的"}) == (204, 204)


def test_a_reception_day_that_comes_again_is_no_new_one(county, program):
    begins = timezone.now() + timedelta(days=2)
    day = {"unit": county.office.pk, "place": "接待室", "slots": 2, "begins_at": begins.isoformat(), "sits": "副县长",
           "ends_at": (begins + timedelta(hours=2)).isoformat()}  # fmt: skip
    assert again(program(county.desk, *WRITE), "/reception", day, {"slots": 3}) == (201, 200)
