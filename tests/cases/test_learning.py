"""It learns from what people decide, proposes with a reason, and is silent where it does not know."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import time_machine
from django.utils import timezone

from huiyin.cases.actions import CaseDraft, accept_case, dispatch_case, join_case, publish_case, register_case
from huiyin.cases.actions.learning import forget_learned, learn
from huiyin.cases.models import Learned
from huiyin.cases.queries.proposals import proposals
from huiyin.cases.rules import speaker_of
from huiyin.cli import main
from huiyin.journal.models import Entry
from tests.cases.conftest import County
from tests.factories import a_holding, a_person, a_post
from tests.markup import markup

PIPES = ("水管漏水", "自来水停了两天", "水压太小上不了三楼", "水表不准", "自来水发黄", "管道冻裂漏水", "停水没有通知", "水费多收")
ROADS = ("公路坑洼", "公交车不来", "桥面裂缝", "路边护栏撞坏", "班车停开", "乡道塌方", "大车压坏公路", "路口没有标线")


def decide(county: County) -> None:
    for texts, unit, topic in ((PIPES, county.water, "farming"), (ROADS, county.roads, "transport")):
        for text in texts:
            case = county.case(f"{text}，请派人来看看")
            accept_case(case, county.who("desk"))
            dispatch_case(case, county.who("desk"), unit.pk, topic=topic)


def test_each_decision_is_learned_once_and_proposed_with_its_words(county: County, client_for: Any) -> None:
    decide(county)
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        assert learn() == 16 and learn() == 0
        case = county.case("我家自来水停了，水管漏水三天")
        found = proposals(case, county.who("desk"))
        assert found is not None and found.unit == county.water.pk and found.words
        assert proposals(case, county.who("head")) is None, "who does not give cases out is proposed nothing"
        accept_case(case, county.who("desk"))
        page = markup(client_for(county.desk).get(f"/cases/{case.pk}"))
        assert f'<option value="{county.water.pk}" selected>' in page


def test_a_sealed_accusation_teaches_nothing_and_is_proposed_nothing(county: County, client_for: Any) -> None:
    decide(county)
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        learn()
    head = client_for(a_holding(post=a_post("主任", county.office)).person)
    before = head.get("/cases/learning/export").content
    sealed = register_case(CaseDraft("水务局收钱", accused=[county.roads.pk]), county.who("resident")).case
    accept_case(sealed, county.who("desk"))
    dispatch_case(sealed, county.who("desk"), county.water.pk)
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert learn() == 0 and proposals(sealed, county.who("desk")) is None
    assert head.get("/cases/learning/export").content == before  # the moment of the last lesson neither


def test_who_joins_another_teaches_nothing_of_their_own(county: County) -> None:
    learn()
    case = county.given(text="村口的路灯坏了三天")
    for name in ("resident", "desk"):
        publish_case(case, county.who(name))
    case.refresh_from_db()
    join_case(case, speaker_of(a_person(kind="resident")))
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        learn()
    assert Learned.objects.get(kind="unit").cases == 1


def test_what_was_learned_can_be_forgotten(county: County) -> None:
    decide(county)
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        learn()
        forget_learned()
        assert learn() == 0 and Learned.objects.get(kind="unit").cases == 0


def test_desks_are_named_and_what_was_learned_forgotten_on_the_server(county: County, capsys: Any) -> None:
    assert main(["desk", "add", str(county.roads.pk)]) == 0 and main(["desk", "list"]) == 0
    assert county.roads.name in capsys.readouterr().out
    assert county.who("road_head").desks and not county.who("desk").desks
    assert main(["desk", "remove", str(county.roads.pk)]) == 0 and county.who("desk").desks
    decide(county)
    assert main(["desk", "forget"]) == 0 and Learned.objects.get(kind="topic").cases == 0


def test_the_head_of_the_desk_looks_into_what_was_learned_takes_it_away_and_forgets_it(county: County, client_for: Any) -> None:
    browser = client_for(a_holding(post=a_post("主任", county.office)).person)
    assert "还没有学到词" in markup(browser.get("/cases/learning", headers={"accept-language": "zh-hans"}))
    decide(county)
    decide(county)
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        learn()
    page = markup(browser.get("/cases/learning"))
    assert county.water.name in page and "自来水" in page and "停了两天" not in page
    taken = browser.get("/cases/learning/export")
    assert taken.json()["unit"]["decisions"] == 32 and "attachment" in taken.headers["Content-Disposition"]
    assert browser.post("/cases/learning", {}).status_code == 422 and Learned.objects.get(kind="unit").cases == 32
    assert browser.post("/cases/learning", {"sure": "1"}).status_code == 302 and Learned.objects.get(kind="unit").cases == 0
    assert Entry.objects.get(kind="desk.learning_forgotten").data == {"count": 32}
    for name in ("desk", "head", "resident"):
        refused = client_for(getattr(county, name))
        assert refused.get("/cases/learning").status_code == 403 and refused.post("/cases/learning", {"sure": "1"}).status_code == 403
        assert refused.get("/cases/learning/export").status_code == 403
