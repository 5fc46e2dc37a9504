"""The quick way of drawing words alone gives what the template gives, letter by letter."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.groups import rendering
from tests.factories import a_group, a_holding, a_person, a_post, a_unit, say

WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60)


def by_template(message: Any, language: str, monkeypatch: pytest.MonkeyPatch) -> str:
    with monkeypatch.context() as slow:
        slow.setattr(rendering, "_only_words", lambda message: False)
        rendering.forget()
        drawn = rendering.message_html(message, language)
    rendering.forget()
    return drawn


@given(text=WORDS, name=WORDS, post=st.one_of(st.just(""), WORDS))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_words_are_drawn_as_the_template_draws_them(db: None, monkeypatch: pytest.MonkeyPatch, text: str, name: str, post: str) -> None:
    if not hasattr(test_words_are_drawn_as_the_template_draws_them, "message"):
        group = a_group()
        test_words_are_drawn_as_the_template_draws_them.message = rendering.preload([say(group, group.made_by, "一句话")])[0]  # type: ignore[attr-defined]
    message = test_words_are_drawn_as_the_template_draws_them.message  # type: ignore[attr-defined]
    message.text, message.author.name, message.post_shown = text, name, post
    for language in ("zh-hans", "en"):
        rendering.forget()
        assert rendering.message_html(message, language) == by_template(message, language, monkeypatch)


def test_links_mentions_and_posts_too(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    chen = a_person("陈望舒")
    a_holding(chen, a_post("局长", a_unit("县水利局")))
    group = a_group(owner=chen, members=[zhou := a_person("周小满")])
    message = rendering.preload([say(group, chen, '看 https://example.org/?a=1&b="2" @周小满 <b>好</b>\n第二行')])[0]
    assert message.post_shown == "县水利局局长"
    quick = rendering.message_html(message, "zh-hans")
    assert quick == by_template(message, "zh-hans", monkeypatch)
    assert f'data-people="{zhou.pk}"' in quick
    assert "<b>好</b>" not in quick
