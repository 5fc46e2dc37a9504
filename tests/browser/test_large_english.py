"""English in large text on a phone: no word is broken in two, no date is cut at its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext

from tests.browser.conftest import Served, Watch
from tests.browser.small_county import SmallCounty
from tests.factories import a_session
from tests.shots_pages import PAGES

SMALL = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True, "reduced_motion": "reduce", "locale": "en"}
OFTEN = ("group", "today", "board", "task", "task-new", "group-details", "group-new", "search", "calendar", "me")
#: Gives words of the house that stand on two lines, and dates that would need more room than they have. Addresses and keys may break.
BROKEN = r"""() => {
  for (const one of document.querySelectorAll("details")) one.open = true;
  for (const one of document.querySelectorAll("nav .count")) one.textContent = "99+";  // the widest that a tab bears
  const faults = [], shown = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const within = text.parentElement;
    if (!shown(within) || within.closest("code, kbd, .mono, textarea, script, .out-of-sight, .face")) continue;
    for (const { 0: word, index } of text.data.matchAll(/(?<![\w/.:@-])[A-Za-z]{3,16}(?![\w/.:@-])/g)) {
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      const tops = [...range.getClientRects()].map((box) => Math.round(box.top));
      if (Math.max(...tops) - Math.min(...tops) > 8) faults.push(`${word} in ${within.className || within.tagName}`);
    }
  }
  for (const one of document.querySelectorAll("input[type=date], input[type=datetime-local], input[type=time]")) {
    if (!shown(one)) continue;
    const wide = one.getBoundingClientRect().width, copy = one.cloneNode();
    Object.assign(copy.style, { width: "max-content", minWidth: "0", maxWidth: "none", position: "absolute" });
    one.after(copy);
    const needed = copy.getBoundingClientRect().width;
    copy.remove();
    if (needed > wide + 1) faults.push(`${one.type} ${one.name}: ${Math.round(needed)} px in ${Math.round(wide)}`);
  }
  for (const one of document.querySelectorAll(".option, .btn")) {
    if (shown(one) && one.scrollWidth > one.clientWidth + 1) faults.push(`“${one.textContent.trim()}” runs out of its box`);
  }
  for (const one of document.querySelectorAll(".bar h1")) {
    const cut = one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 4;
    if (shown(one) && cut) faults.push(`title “${one.textContent}” is cut`);
  }
  for (const one of document.querySelectorAll(".row.icon > span:nth-child(2)")) {
    const words = one.textContent.trim().slice(0, 30);
    if (shown(one) && one.textContent.length > 30 && one.clientWidth < 150) faults.push(`“${words}” has ${one.clientWidth} px`);
  }
  for (const one of document.querySelectorAll(".skip")) if (one.getBoundingClientRect().bottom > 0) faults.push("a skip link peeps out");
  if (document.documentElement.scrollWidth > screen.width + 1) faults.push("wider than the screen");  // not innerWidth: a phone widens it
  return [...new Set(faults)];
}"""


@pytest.fixture
def faults_of(a_browser: Callable[..., BrowserContext], served: Served, complaints: Watch) -> Callable[[Any], list[str]]:
    """Gives what is broken on one of the pictured pages."""
    complaints.expect("a status of 40")
    county, tabs = SmallCounty(), {}
    sessions = {who: a_session(person) for who, person in county.people.items()}
    county.put_in_mood("en", "large")

    def faults_of(shown: Any) -> list[str]:
        if shown.who not in tabs:
            context = a_browser(**SMALL)
            if shown.who in sessions:
                cookie = {"name": settings.SESSION_COOKIE_NAME, "value": sessions[shown.who], "url": served.url}
                context.add_cookies([cookie])  # type: ignore[list-item]
            else:
                context.add_cookies([{"name": "huiyin_text_size", "value": "large", "url": served.url}])
            tabs[shown.who] = context.new_page()
        tabs[shown.who].goto(shown.path if isinstance(shown.path, str) else shown.path(county))
        return [f"{shown.name}: {fault}" for fault in tabs[shown.who].evaluate(BROKEN)]

    return faults_of


def test_no_word_is_broken_and_no_date_or_choice_is_cut(faults_of: Callable[[Any], list[str]]) -> None:
    faults = [fault for shown in PAGES if shown.name in OFTEN for fault in faults_of(shown)]
    assert not faults, "\n".join(faults)


@pytest.mark.long
def test_nor_on_any_other_page(faults_of: Callable[[Any], list[str]]) -> None:
    faults = [fault for shown in PAGES for fault in faults_of(shown)]
    assert not faults, "\n".join(faults)
