"""A phone with its keyboard open leaves 360 × 440: what a page is there for can be seen and pressed, in normal and in large text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Served, Watch, put_on
from tests.browser.small_county import SmallCounty
from tests.browser.test_conversation import said
from tests.factories import a_session
from tests.shots_pages import PAGES
from tests.tasks.conftest import a_lake

TYPING = {"viewport": {"width": 360, "height": 440}, "is_mobile": True, "has_touch": True, "reduced_motion": "reduce"}
#: Pages with something at the bottom that stays while the page scrolls.
WITH_A_FOOT = ("group", "group-add", "forward", "group-new", "moment-new", "moment-report", "moment-study", "article", "article-new")
#: Gives what cannot be pressed: at the bottom as the page stands, elsewhere once scrolled to; and a page that leaves nothing to read.
OUT_OF_REACH = """() => {
  const faults = [], shown = (one) => one.checkVisibility() && one.getClientRects().length;
  const pressed = (one) => {
    const box = one.getBoundingClientRect(), x = box.left + box.width / 2, y = box.top + box.height / 2;
    return box.top >= 0 && box.bottom <= innerHeight + 1 && one.contains(document.elementFromPoint(x, y));
  };
  const told = (one) => one.textContent.trim().slice(0, 20) || one.className;
  const foot = [...document.querySelectorAll(".foot .btn, .tabs a")].filter(shown);
  for (const one of foot) if (!pressed(one)) faults.push(`at the bottom: ${told(one)}`);
  for (const one of [...document.querySelectorAll("main :is(.btn.main, .btn.red)")].filter(shown)) {
    one.scrollIntoView({ block: "center" });
    if (!pressed(one)) faults.push(`scrolled to: ${told(one)}`);
  }
  const room = document.querySelector(".pane .scroll"), typing = document.querySelector(".task-preview:not([hidden])");
  if (room && shown(room) && !typing && room.clientHeight < 100) faults.push(`only ${room.clientHeight} px to read`);
  return faults;
}"""
Look = Callable[[Any], list[str]]


@pytest.fixture
def look_at(a_browser: Callable[..., BrowserContext], served: Served, complaints: Watch) -> Look:
    """Gives what is out of reach on one of the pictured pages, in both sizes of text."""
    complaints.expect("a status of 40")
    county, tabs = SmallCounty(), {}
    sessions = {who: a_session(person) for who, person in county.people.items()}

    def look_at(shown: Any) -> list[str]:
        if shown.who not in tabs:
            context = a_browser(**TYPING)
            if shown.who in sessions:
                cookie = {"name": settings.SESSION_COOKIE_NAME, "value": sessions[shown.who], "url": served.url}
                context.add_cookies([cookie])  # type: ignore[list-item]
            tabs[shown.who] = context.new_page()
        page = tabs[shown.who]
        page.goto(shown.path if isinstance(shown.path, str) else shown.path(county))
        faults = []
        for text in ("normal", "large"):
            put_on(page, "light", text)
            faults += [f"{shown.name}, {text}: {fault}" for fault in page.evaluate(OUT_OF_REACH)]
        return faults

    return look_at


def test_what_stands_at_the_bottom_of_a_page_can_be_pressed(look_at: Look) -> None:
    faults = [fault for shown in PAGES if shown.name in WITH_A_FOOT for fault in look_at(shown)]
    assert not faults, "\n".join(faults)


@pytest.mark.long
def test_every_pages_next_step_can_be_pressed(look_at: Look) -> None:
    faults = [fault for shown in PAGES for fault in look_at(shown)]
    assert not faults, "\n".join(faults)


def test_no_page_with_a_bottom_is_forgotten() -> None:
    huiyin = Path(__file__).resolve().parents[2] / "huiyin"
    pages = [path for path in huiyin.glob("*/templates/**/*.html") if "{% block foot %}" in path.read_text("utf-8")]
    with_foot = {f"{path.parent.name}/{path.stem}" for path in pages} - {"web/page", "web/look"}
    square = {"feed/article", "feed/article_form", "feed/new", "feed/report", "feed/study"}
    assert with_foot == {"groups/group", "groups/members_add", "groups/forward", "groups/new", *square}, "name its picture in WITH_A_FOOT"


@pytest.mark.parametrize("text", ["normal", "large"])
def test_send_stays_in_sight_when_a_sentence_was_read(
    text: str, a_browser: Callable[..., BrowserContext], sign_in_as: Callable[[Page, Any], Page]
) -> None:
    lake = a_lake()
    page = sign_in_as(a_browser(**TYPING).new_page(), lake.secretary)
    page.goto(f"/groups/{lake.group.pk}")
    put_on(page, "light", text)
    page.locator("#say").fill("@水产局副局长 明天下班以前把网箱清拆的进度和存鱼的去处写成方案报我，要写明哪一天拆完哪一片")
    line = page.locator(".task-preview > summary")
    expect(line).to_contain_text("会成为交办 · 周建国")
    assert page.evaluate(OUT_OF_REACH) == []
    assert line.bounding_box()["height"] < 80, "one line"
    line.click()
    deadline = page.locator(".task-preview [data-chip=deadline]")
    deadline.click()  # scrolled to, and pressed
    expect(page.locator(".task-preview-choice input")).to_be_visible()
    assert page.evaluate(OUT_OF_REACH) == []
    page.locator("#composer .send").click()
    expect(said(page, "写成方案报我").first).to_have_count(1)
    expect(page.locator(".task-preview")).to_be_hidden()


def test_on_a_desk_all_that_was_read_stands_open(desk: Page, sign_in_as: Callable[[Page, Any], Page]) -> None:
    lake = a_lake()
    sign_in_as(desk, lake.secretary).goto(f"/groups/{lake.group.pk}")
    desk.locator("#say").fill("@水产局副局长 明天下班以前把方案报我")
    expect(desk.locator(".task-preview [data-chip=deadline]")).to_be_visible()
    expect(desk.locator(".task-preview > summary")).to_be_hidden()
