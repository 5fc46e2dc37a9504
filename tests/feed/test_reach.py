"""How far a moment reached: figures, the cascade as each viewer may see it, the page, what others' accounts report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from huiyin.core.errors import Invalid, NotAllowed
from huiyin.feed.actions.publishing import publish, repost
from huiyin.feed.actions.sharing import share
from huiyin.feed.models import Moment, ReportedReach
from huiyin.feed.reach.actions import flush, report_reach
from huiyin.feed.reach.bars import bars_of, draw_bars
from huiyin.feed.reach.counting import counter
from huiyin.feed.reach.extension_points import ORDERED_GRAMS, OrderedGrams
from huiyin.feed.reach.queries import cascade_of, reach_of, version_of
from huiyin.people.models import Person
from tests.api.conftest import program  # noqa: F401  (a fixture)
from tests.factories import a_holding, a_person, a_post, a_unit


@pytest.fixture(autouse=True)
def nothing_waits() -> Any:
    counter.take()
    yield
    counter.take()


@dataclass
class Fish:
    """何川's moment, reposted by 王芳 and 李强; from 李强 by 赵敏 and, for 张磊 alone, by 孙杰."""

    leader: Person
    wang: Person
    li: Person
    zhao: Person
    sun: Person
    zhang: Person
    root: Moment
    of_wang: Moment
    of_li: Moment
    of_zhao: Moment
    of_sun: Moment


@pytest.fixture
def fish() -> Fish:
    leader, *others = (a_person(name) for name in ("何川", "王芳", "李强", "赵敏", "孙杰", "张磊"))
    a_holding(leader, a_post("副县长", a_unit()))
    wang, li, zhao, sun, zhang = others
    root = publish(leader, "云湖的鱼熟了", audience="public")
    of_wang, of_li = repost(root, wang), repost(root, li, "我买了两条")
    of_zhao, of_sun = repost(of_li, zhao), repost(of_li, sun, "给你看", audience="people", people=[zhang.pk])
    return Fish(leader, *others, root, of_wang, of_li, of_zhao, of_sun)


def viewed(moment: Moment, times: int, code: str = "", ago: timedelta = timedelta(0)) -> None:
    for n in range(times):
        counter.count(moment.pk, f"m{n}", code, timezone.localtime() - ago)
    flush()


def test_a_viewer_sees_the_names_of_those_whose_reposts_they_may_see_and_the_others_as_a_number(fish: Fish) -> None:
    seen = cascade_of(fish.root, fish.wang)
    assert (seen.size, seen.breadth, seen.depth, seen.hidden) == (4, 2, 2, 1)
    assert [(one.name, one.parent) for one in seen.reposts] == [("王芳", fish.root.pk), ("李强", fish.root.pk), ("赵敏", fish.of_li.pk)]
    assert "孙杰" in [one.name for one in cascade_of(fish.root, fish.zhang).reposts]
    assert cascade_of(fish.root, fish.sun).hidden == 0


def test_a_stranger_sees_of_the_cascade_what_is_public(fish: Fish) -> None:
    seen = cascade_of(fish.root, None)
    assert (seen.size, seen.hidden, seen.reposts, seen.root.name) == (4, 4, [], "何川")


def test_a_reposts_own_cascade_is_the_branch_below_it(fish: Fish) -> None:
    seen = cascade_of(fish.of_li, fish.zhang)
    assert (seen.size, seen.breadth, seen.depth, seen.root.name) == (2, 2, 1, "李强")
    assert {one.parent for one in seen.reposts} == {fish.of_li.pk}
    assert reach_of(fish.of_wang).reposts == 0 and reach_of(fish.of_li).reposts == 2


def test_what_hangs_on_a_repost_that_was_taken_down_hangs_on_the_next_before_it(fish: Fish) -> None:
    Moment.objects.filter(pk=fish.of_li.pk).update(hidden_at=timezone.now())
    seen = cascade_of(fish.root, fish.wang)
    assert [(one.name, one.parent) for one in seen.reposts] == [("王芳", fish.root.pk), ("赵敏", fish.root.pk)]
    assert (seen.size, seen.hidden) == (4, 2)


def test_a_deleted_repost_keeps_its_place_and_no_name(fish: Fish) -> None:
    Moment.objects.filter(pk=fish.of_li.pk).update(deleted_at=timezone.now())
    branch = next(one for one in cascade_of(fish.root, fish.wang).reposts if one.id == fish.of_li.pk)
    assert (branch.by, branch.name) == (None, "")


def test_figures_tell_inside_from_outside_by_hour_and_code(fish: Fish) -> None:
    with time_machine.travel(timezone.localtime().replace(hour=16, minute=42), tick=False):  # two hours ago was today
        viewed(fish.root, 3)
        viewed(fish.root, 2, "k7m2p9qx")
        viewed(fish.root, 4, "z8r4t6wd", timedelta(hours=2))
        viewed(fish.of_li, 9)
        reach = reach_of(fish.root)
    assert (reach.views, reach.viewers, reach.reposts) == (9, 4, 4)
    assert reach.by_code == [("", 3), ("z8r4t6wd", 4), ("k7m2p9qx", 2)]
    assert [views for _hour, views in reach.by_hour] == [4, 5]
    assert {one.name: one.views for one in cascade_of(fish.root, fish.wang).reposts}["李强"] == 9


def test_orders_are_told_to_whom_the_app_that_takes_them_tells_them(fish: Fish, monkeypatch: pytest.MonkeyPatch) -> None:
    def grams(person: Any, moments: Any) -> dict[int, int]:
        mine = {fish.of_li.pk: 25_000, fish.of_wang.pk: 0}
        return {pk: mine[pk] for pk in moments if pk in mine and person == fish.leader}

    monkeypatch.setattr(ORDERED_GRAMS, "_found", {"market": OrderedGrams("market", grams)})
    told = {one.name: one.grams for one in cascade_of(fish.root, fish.leader).reposts}
    assert (told["李强"], told["王芳"], told["赵敏"]) == (25_000, 0, None)
    assert {one.grams for one in cascade_of(fish.root, fish.wang).reposts} == {None}


def test_an_open_page_is_told_nothing_until_something_changes(fish: Fish, client_for: Any) -> None:
    client, address = client_for(fish.wang), reverse("moment-reach", args=[fish.root.pk])
    page = client.get(address).content.decode()
    since = re.search(r"\?since=([0-9a-f]+)", page)
    assert since is not None and "李强" in page and "孙杰" not in page
    assert client.get(address, {"since": since[1]}).status_code == 204
    for happens in (lambda: viewed(fish.of_zhao, 1), lambda: repost(fish.of_zhao, fish.wang)):
        before = version_of(fish.root)
        happens()
        assert client.get(address, {"since": before}).status_code == 200


def test_the_page_draws_and_says_the_same(fish: Fish, client_for: Any, in_language: Any) -> None:
    viewed(fish.root, 6)
    page = client_for(fish.wang).get(reverse("moment-reach", args=[fish.root.pk])).content.decode()
    drawn = re.findall(r'<circle id="n(\d+)"', page)
    assert set(map(int, drawn)) == {fish.root.pk, fish.of_wang.pk, fish.of_li.pk, fish.of_zhao.pk}
    assert 'role="img" aria-label="' in page and "<table" in page


@pytest.mark.parametrize("name", ["moment-reach", "moment-reach-csv"])
def test_who_may_not_see_a_moment_learns_nothing_of_its_reach(fish: Fish, client_for: Any, name: str) -> None:
    assert client_for(fish.wang).get(reverse(name, args=[fish.of_sun.pk])).status_code == 404
    assert client_for(fish.zhang).get(reverse(name, args=[fish.of_sun.pk])).status_code == 200
    assert Client().get(reverse(name, args=[fish.of_li.pk])).status_code == 302


def test_the_table_to_take_away_has_no_names(fish: Fish, client_for: Any) -> None:
    viewed(fish.root, 2, "k7m2p9qx")
    answer = client_for(fish.wang).get(reverse("moment-reach-csv", args=[fish.root.pk]))
    table = answer.content.decode("utf-8-sig")
    assert table.splitlines()[0] == "hour,code,views" and table.splitlines()[1].endswith(",k7m2p9qx,2")
    assert not any(person.name in table for person in Person.objects.all())


def test_what_another_account_reports_is_entered_by_its_author_and_added_to_nothing(fish: Fish, client_for: Any) -> None:
    report, page = reverse("moment-reported", args=[fish.root.pk]), reverse("moment-reach", args=[fish.root.pk])
    said = {"source": "云湖发布", "reads": "94000", "likes": ""}
    assert client_for(fish.leader).post(report, said).status_code == 302
    assert client_for(fish.wang).post(report, said).status_code == 403
    entered = ReportedReach.objects.get()
    assert (entered.source, entered.reads, entered.likes, entered.by) == ("云湖发布", 94000, 0, fish.leader)
    assert "94000" in client_for(fish.wang).get(page).content.decode()
    assert reach_of(fish.root).views == 0
    forget = reverse("moment-reported-forget", args=[fish.root.pk, entered.pk])
    assert client_for(fish.wang).post(forget).status_code == 403
    assert client_for(fish.leader).post(forget).status_code == 302 and not ReportedReach.objects.exists()


@pytest.mark.parametrize(("field", "typed"), [("reads", "很多"), ("reads", ""), ("reads", "9" * 12), ("likes", "-1"), ("source", " ")])
def test_what_cannot_be_a_figure_is_refused_and_what_was_typed_stays(fish: Fish, client_for: Any, field: str, typed: str) -> None:
    said = {"source": "云湖发布", "reads": "77", "likes": "3"} | {field: typed}
    answer = client_for(fish.leader).post(reverse("moment-reported", args=[fish.root.pk]), said)
    assert answer.status_code == 422 and not ReportedReach.objects.exists()
    assert all(f'value="{value}"' in answer.content.decode() for value in said.values() if value.strip())


def test_only_who_writes_for_a_moment_that_stands_enters_figures(fish: Fish) -> None:
    with pytest.raises(NotAllowed):
        report_reach(fish.root, fish.wang, "某号", 1)
    with pytest.raises(Invalid):
        report_reach(fish.root, fish.leader, "某号", 2**40)
    Moment.objects.filter(pk=fish.root.pk).update(deleted_at=timezone.now())
    with pytest.raises(NotAllowed):
        report_reach(fish.root, fish.leader, "某号", 1)


@pytest.mark.no_database
def test_bars_have_no_gap_and_become_days_after_three(in_language: Any) -> None:
    begin = datetime.fromisoformat("2026-11-23T08:00:00+08:00")
    few = bars_of([(begin, 5), (begin + timedelta(hours=3), 2)])
    assert [bar.views for bar in few] == [5, 0, 0, 2]
    many = bars_of([(begin, 5), (begin + timedelta(hours=1), 4), (begin + timedelta(days=3), 2)])
    assert [(bar.words, bar.views) for bar in many] == [("11-23", 9), ("11-24", 0), ("11-25", 0), ("11-26", 2)]
    assert len(bars_of([(begin, 1), (begin + timedelta(days=400), 1)])) == 60
    assert bars_of([]) == [] and draw_bars([]) == ""
    assert draw_bars(few).count("<rect") == 4 and "style=" not in draw_bars(few)


def test_opening_a_moment_is_a_view_from_inside_and_a_shared_link_one_by_its_code(fish: Fish, client_for: Any) -> None:
    code = share(fish.root, fish.wang).code
    client_for(fish.li).get(reverse("moment", args=[fish.root.pk]))
    client_for(fish.zhao).get(reverse("shared", args=[code]), follow=True)
    stranger = Client(headers={"user-agent": "Mozilla/5.0 (Linux; Android 9) MicroMessenger/8.0"})
    assert stranger.get(reverse("shared", args=[code])).status_code == 200
    Client(headers={"user-agent": "Sogou web spider/4.0"}).get(reverse("shared", args=[code]))
    client_for(fish.sun).get(reverse("moment", args=[fish.root.pk]), {"via": "madeup"})
    client_for(fish.wang).get(reverse("moment", args=[fish.of_sun.pk]))
    flush()
    reach = reach_of(fish.root)
    assert (reach.views, reach.viewers, reach.by_code) == (4, 4, [("", 2), (code, 2)])
    assert reach_of(fish.of_sun).views == 0


def test_programs_are_told_cascade_and_reach(fish: Fish, program: Any) -> None:  # noqa: F811
    mine, hers = program(fish.leader), program(fish.wang)
    assert hers("get", f"/moments/{fish.root.pk}").status_code == 200
    told = hers("get", f"/moments/{fish.root.pk}/cascade").json()
    assert {key: told[key] for key in ("size", "depth", "breadth", "hidden")} == {"size": 4, "depth": 2, "breadth": 2, "hidden": 1}
    top, first, *_others = told["nodes"]
    assert top == {"id": fish.root.pk, "parent": None, "by": {"id": fish.leader.pk, "name": "何川"}, "views": 1, "orders_grams": None}
    assert (first["id"], first["parent"], first["by"]["name"]) == (fish.of_wang.pk, fish.root.pk, "王芳")
    reach = mine("get", f"/moments/{fish.root.pk}/reach").json()
    assert (reach["views"], reach["viewers"], reach["likes"], reach["comments"], reach["reposts"]) == (1, 1, 0, 0, 4)
    assert reach["by_code"] == [{"code": "", "views": 1}] and [hour["views"] for hour in reach["by_hour"]] == [1]
    for path in ("cascade", "reach"):
        assert hers("get", f"/moments/{fish.of_sun.pk}/{path}").status_code == 404
        assert program(fish.wang, "groups:read")("get", f"/moments/{fish.root.pk}/{path}").status_code == 403
