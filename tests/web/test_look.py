"""What templates may use: icons, faces, moments, pages."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from huiyin.core.icons import drawings


def show(text: str, path: str = "/people", **context: object) -> str:
    return Template(text).render(Context({"request": RequestFactory().get(path), **context}))


def test_an_icon_is_decoration_unless_it_has_a_name() -> None:
    assert 'aria-hidden="true"' in show('{% icon "send" %}')
    named = show('{% icon "send" "sm" label=words %}', words='<b>"发送"')
    assert 'role="img"' in named
    assert "<b>" not in named


def test_an_unknown_icon_is_found_out_at_once() -> None:
    with pytest.raises(KeyError):
        show('{% icon "no-such" %}')


def test_every_icon_is_drawn_in_strokes_alone() -> None:
    assert len(drawings()) > 60
    assert all("style" not in d and "<" in d for d in drawings().values())


def test_a_face_is_the_first_character_on_the_persons_own_hue() -> None:
    zhou = SimpleNamespace(name=" 周小满", pk=7)
    assert show("{% face who %}", who=zhou) == show("{% face who %}", who=zhou)
    assert ">周<" in show('{% face who size="sm" %}', who=zhou)
    assert ">L<" in show("{% face who %}", who=SimpleNamespace(name="lin", pk=1))
    assert "h10" in show("{% face who %}", who=SimpleNamespace(name="群", pk=1, hue=160))
    assert "&lt;" in show("{% face who %}", who=SimpleNamespace(name="<b>", pk=1))


def test_every_hue_has_its_class() -> None:
    from pathlib import Path

    css = (Path(__file__).resolve().parents[2] / "huiyin/web/static/web/css/components/face.css").read_text("utf-8")
    assert all(f".h{n} " in css for n in range(24))


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hans", ("3月5日", "2025年3月5日")), ("en", ("5 March", "5 March 2025"))],
)
def test_moments_are_as_short_as_they_stay_clear(in_language, monkeypatch, language: str, words: tuple[str, str]) -> None:
    noon = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)  # noon in China
    monkeypatch.setattr(timezone, "now", lambda: noon)
    with in_language(language):
        said = [show("{{ m|when }}", m=noon - timedelta(**ago)) for ago in ({"minutes": 50}, {"days": 1}, {"days": 4}, {"days": 369})]
    assert said[0] == "11:10"
    assert said[1].endswith("12:00")
    assert said[1] != "12:00"
    assert (said[2], said[3]) == words
    assert show("{{ m|when }}", m=None) == ""


def test_the_exact_moment_is_there_for_whoever_wants_it() -> None:
    shown = show("{% moment m %}", m=datetime(2026, 3, 9, 4, 0, tzinfo=UTC))
    assert 'datetime="2026-03-09T04:00:00+00:00"' in shown
    assert "2026年3月9日" in shown


def test_pages_keep_the_filters_of_their_list() -> None:
    pages = Paginator(range(30), 10)
    shown = show("{% paging page %}", "/people?q=周&page=2", page=pages.page(2))
    assert "page=1" in shown
    assert "page=3" in shown
    assert shown.count("q=%E5%91%A8") == 2
    assert show("{% paging page %}", page=Paginator(range(3), 10).page(1)).strip() == ""
    assert show("{% query q=None %}", "/people?q=x") == "/people"


def test_tabs_know_where_one_is() -> None:
    from huiyin.web.shell import TABS

    belongs = {"/messages": "messages", "/groups/3/about": "messages", "/units/4": "people", "/manage/staff": "me", "/metal": ""}
    for path, name in belongs.items():
        assert "".join(tab.name for tab in TABS if tab.holds(path)) == name, path
