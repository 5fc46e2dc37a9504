"""A resident's own tab: what I said, what became of it, who answered, what waits; and nothing of an official's desk."""

from __future__ import annotations

import re
from typing import Any

import pytest

from huiyin.groups.actions import remove_member
from huiyin.tasks.actions import Named, TaskDraft, accept_report, issue_task, report_done
from huiyin.tasks.models import State
from tests.factories import a_group, a_person, say
from tests.tasks.conftest import Lake


def sections(client: Any) -> dict[str, str]:
    """The parts of the page by their ids."""
    page = client.get("/mine").content.decode()
    return dict(re.findall(r'<section class="sect" id="(\w+)">(.*?)</section>', page, re.S))


def test_what_i_said_stands_with_who_answered_and_what_waits(lake: Lake, client_for: Any) -> None:
    first = say(lake.group, lake.fisherman, "我家的鱼什么时候收？")
    say(lake.group, lake.director, "星期四到上湖村收。", reply_to=first.n)
    say(lake.group, lake.fisherman, "收鱼的车进得来吗？")
    shown = sections(client_for(lake.fisherman))
    assert "我家的鱼什么时候收？" in shown["answered"]
    assert "方敏答复：" in shown["answered"]
    assert "星期四到上湖村收。" in shown["answered"]
    assert "收鱼的车进得来吗？" in shown["waiting"]
    say(lake.group, lake.deputy, "进得来，路清了。")
    assert "waiting" not in sections(client_for(lake.fisherman))


def test_what_became_a_task_shows_how_it_stands(lake: Lake, client_for: Any) -> None:
    said = say(lake.group, lake.fisherman, "码头的灯坏了。")
    draft = TaskDraft(title="修好码头的灯", lead=Named(post=lake.posts["deputy"].pk), source=said.n)
    task = issue_task(lake.group, lake.secretary, draft)
    assert "修好码头的灯" in sections(client_for(lake.fisherman))["answered"]
    report_done(task, lake.deputy, "灯亮了。")
    accept_report(task, lake.secretary)
    assert str(State.SETTLED.label) in sections(client_for(lake.fisherman))["answered"]


def test_what_was_said_where_i_am_no_more_is_not_there(lake: Lake, client_for: Any) -> None:
    say(lake.group, lake.fisherman, "我家的鱼什么时候收？")
    remove_member(lake.group, lake.fisherman, by=lake.secretary)
    assert sections(client_for(lake.fisherman)) == {}


def test_others_words_are_not_mine(lake: Lake, client_for: Any) -> None:
    say(lake.group, lake.fisherman, "我家的鱼什么时候收？")
    neighbour = a_person("隔壁", kind="resident")
    a_group("村民群", owner=lake.secretary, members=[neighbour])
    assert sections(client_for(neighbour)) == {}


@pytest.mark.parametrize("path", ["/board", "/board.xlsx", "/handovers"])
def test_an_officials_desk_is_not_there_for_a_resident(lake: Lake, client_for: Any, path: str) -> None:
    assert client_for(lake.fisherman).get(path).status_code == 404
    assert client_for(lake.secretary).get(path).status_code == 200


def test_each_has_their_own_tab(lake: Lake, client_for: Any) -> None:
    his, hers = (client_for(one).get("/me").content.decode() for one in (lake.fisherman, lake.secretary))
    assert 'href="/cases"' in his
    assert 'href="/today"' not in his
    assert 'href="/today"' in hers
    assert 'href="/cases"' not in hers
    assert client_for(lake.fisherman).get("/today").headers["Location"] == "/mine"
