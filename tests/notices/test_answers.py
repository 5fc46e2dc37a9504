"""A resident who was away when an official answered them is told; nobody else is."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.groups.actions import remove_member
from huiyin.notices.models import Notice
from tests.factories import a_group, a_person, say
from tests.tasks.conftest import Lake


@pytest.fixture
def asked(lake: Lake) -> Any:
    return say(lake.group, lake.fisherman, "我家的鱼什么时候收？")


def told() -> list[tuple[str, int]]:
    return list(Notice.objects.filter(kind="message.answered", read_at=None).values_list("kind", "person"))


def test_an_officials_answer_is_a_notice_that_leads_to_it(lake: Lake, asked: Any, client_for: Any) -> None:
    answer = say(lake.group, lake.director, "星期四到上湖村收。", reply_to=asked.n)
    client = client_for(lake.fisherman)
    assert f"方敏答复了您说的话：{lake.group.name}" in client.get("/me/notices").content.decode()
    opened = client.post(f"/me/notices/{Notice.objects.get().pk}/open")
    assert opened.headers["Location"] == f"/groups/{lake.group.pk}?around={answer.n}#m{answer.n}"
    assert told() == []


def test_who_looks_at_the_group_has_read_it(lake: Lake, asked: Any, client_for: Any) -> None:
    say(lake.group, lake.director, "星期四到上湖村收。", reply_to=asked.n)
    elsewhere = a_group("别的群", owner=lake.secretary, members=[lake.fisherman])
    client = client_for(lake.fisherman)
    client.post("/me/notices/seen", {"stream": str(elsewhere.stream_id), "kind": "message.answered"})
    assert len(told()) == 1
    assert client.post("/me/notices/seen", {"stream": str(lake.group.stream_id), "kind": "message.answered"}).json() == {"unread": 0}
    assert told() == []


def test_only_officials_answers_to_residents_are_told(lake: Lake, asked: Any) -> None:
    neighbour = a_person("邻居", kind="resident")
    other = a_group("两家的群", owner=lake.secretary, members=[neighbour, lake.fisherman, lake.director])
    words = say(other, lake.fisherman, "路修好了吗？")
    say(other, neighbour, "还没有。", reply_to=words.n)
    say(other, lake.fisherman, "自己补一句。", reply_to=words.n)
    say(other, lake.director, "给领导的话。", reply_to=say(other, lake.secretary, "都在吗？").n)
    assert told() == []


def test_a_removed_resident_hears_nothing_of_later_answers(lake: Lake, asked: Any) -> None:
    remove_member(lake.group, lake.fisherman, by=lake.secretary)
    say(lake.group, lake.director, "星期四到上湖村收。", reply_to=asked.n)
    assert told() == []


def test_many_answers_cost_the_list_as_much_as_one(lake: Lake, asked: Any, client_for: Any) -> None:
    client, costs = client_for(lake.fisherman), []
    for more in (1, 9):
        for _ in range(more):
            say(lake.group, lake.director, "星期四到上湖村收。", reply_to=asked.n)
        with CaptureQueriesContext(connection) as queries:
            client.get("/me/notices")
        costs.append(len(queries))
    assert costs[0] == costs[1]
