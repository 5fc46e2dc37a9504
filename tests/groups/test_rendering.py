"""A message is drawn as it was written, and so is a line of the list of groups."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.core.memory import forget_everything
from huiyin.groups import rendering
from huiyin.groups.list_rendering import rows_html
from huiyin.groups.queries import GroupRow
from tests.factories import a_group, a_holding, a_person, a_post, a_unit, say

XML = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=60)  # what XML can hold


@given(text=XML, name=XML, post=st.one_of(st.just(""), XML))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_a_message_says_what_was_written_and_lets_no_markup_in(db: None, message: Any, text: str, name: str, post: str) -> None:
    message.text, message.author.name, message.post_shown = text, name, post
    for language in ("zh-hans", "en"):
        forget_everything()
        drawn = rendering.message_html(message, language)
        article = ElementTree.fromstring(re.sub(r" data-(pinned|recalled)(?=[ >])", r' data-\1=""', drawn))
        assert (article.get("id"), article.get("data-author")) == (f"m{message.n}", str(message.author_id))
        assert "".join(article.find("div[@class='bubble']/p").itertext()) == text
        who = article.find("div[@class='who']")
        assert (who.findtext("b"), who.findtext("span")) == (name, post or None)


@pytest.fixture
def message(db: None) -> Any:
    group = a_group()
    return rendering.preload([say(group, group.made_by, "一句话")])[0]


def test_links_mentions_and_posts_are_marked(db: None) -> None:
    chen = a_person("陈望舒")
    a_holding(chen, a_post("局长", a_unit("县水利局")))
    group = a_group(owner=chen, members=[zhou := a_person("周小满")])
    message = rendering.preload([say(group, chen, '看 https://example.org/?a=1&b="2" @周小满 <b>好</b>\n第二行')])[0]
    assert message.post_shown == "县水利局局长"
    quick = rendering.message_html(message, "zh-hans")
    assert 'href="https://example.org/?a=1&amp;b=' in quick
    assert f'data-people="{zhou.pk}"' in quick
    assert "<b>好</b>" not in quick


@given(name=XML, said=XML, unread=st.integers(0, 200), muted=st.booleans(), mentioned=st.booleans(), here=st.booleans())
def test_a_line_of_the_list_says_what_it_was_given_and_lets_no_markup_in(
    name: str, said: str, unread: int, muted: bool, mentioned: bool, here: bool
) -> None:
    at = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)
    row = GroupRow(7, name, unread, mentioned, muted, said, 12, at, 3, 40)
    with time_machine.travel(at + timedelta(hours=1)):
        html = re.sub(r"^(<a [^>]*) data-muted(?=[ >])", r'\1 data-muted=""', str(rows_html([row], "zh-hans", 7 if here else 8)))
        line = ElementTree.fromstring(html)
    assert [line.tag, line.get("href"), line.get("data-n"), line.get("data-seq")] == ["a", "/groups/7", "12", "40"]
    assert (line.get("data-muted") is not None, line.get("aria-current")) == (muted, "true" if here else None)
    assert line.findtext("b") == name and line.findtext("time") == "21:05"
    assert "".join(line.find("p").itertext()) == ("[有人@我] " if mentioned else "") + said
    shown = "".join(line.find("i").itertext())
    assert shown == ("" if not unread else f"未读： {'99+' if unread > 99 else unread}"), "none is shown as nothing"
