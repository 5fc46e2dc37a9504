"""Every page that is pictured (tests/shots_pages.py), looked at as axe does: in both languages, light and dark, in normal and large text.

A page is loaded once a language and changed in place, as the person's own settings change it. What depends on look alone (contrast,
sizes) is asked again for each look, all rules for the first. In the short form every fourth page, those of today, is seen in one language
and in two looks that differ in everything; the pages' order gives which. Long: all pages in all eight, on a phone and a desk.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import BY_LOOK, DESK, PHONE, Served, Watch, put_on
from tests.browser.small_county import SmallCounty
from tests.factories import a_session
from tests.shots_pages import PAGES, REFUSING

OPTIONS = {"resultTypes": ["violations"], "preload": False}  # with preload it would put copies of our styles in, which the policy reports
LOOKS = [("light", "normal"), ("dark", "large"), ("dark", "normal"), ("light", "large")]
LANGUAGES = ("zh-hans", "en")


def _faults(page: Page, asked: dict[str, Any]) -> list[str]:
    found = page.evaluate("(options) => axe.run(document, options).then((r) => r.violations)", OPTIONS | asked)
    return [f"{fault['id']}: {node['html'][:150]} {node['failureSummary'][:260]!r}" for fault in found for node in fault["nodes"]]


@pytest.fixture
def look_at(a_browser: Callable[..., BrowserContext], served: Served, complaints: Watch) -> Callable[..., list[str]]:
    """Looks at one page in one language in some looks. Gives its faults, each with the page and the look."""
    complaints.expect("a status of 40")
    county = SmallCounty()
    sessions = {who: a_session(person) for who, person in county.people.items()}
    tabs: dict[str, Page] = {}
    source = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()

    def look_at(shown: Any, language: str, looks: list[tuple[str, str]], device: dict[str, Any]) -> list[str]:
        key = f"{shown.who} {language} {'phone' if device is PHONE else 'desk'}"
        if key not in tabs:
            context = a_browser(**device, reduced_motion="reduce", locale="zh-CN" if language == "zh-hans" else "en")
            if shown.who in sessions:
                cookie = {"name": settings.SESSION_COOKIE_NAME, "value": sessions[shown.who], "url": served.url}
                context.add_cookies([cookie])  # type: ignore[list-item]
            tabs[key] = context.new_page()
        page = tabs[key]
        county.put_in_mood(language, "normal")
        path = shown.path if isinstance(shown.path, str) else shown.path(county)
        answer = page.goto(path)
        assert answer is not None
        faults = [] if answer.status < 400 or shown.name in REFUSING else [f"{shown.name}: {path} answered {answer.status}"]
        page.evaluate(source)
        for n, (theme, text) in enumerate(looks):
            put_on(page, theme, text)
            faults += [f"{shown.name}, {language}, {theme}, {text}: {fault}" for fault in _faults(page, {} if n == 0 else BY_LOOK)]
            if page.evaluate("document.documentElement.scrollWidth > screen.width + 1"):
                faults.append(f"{shown.name}, {language}, {text}: wider than the screen")
        return faults

    return look_at


def test_todays_pages_in_two_looks(look_at: Callable[..., list[str]]) -> None:
    faults, day = [], timezone.localdate().toordinal()
    for n, shown in enumerate(PAGES):
        if n % 4 != day % 4:
            continue
        first = (n + day) // 4 % 4
        looks = [LOOKS[first], LOOKS[first ^ 1]]
        faults += look_at(shown, LANGUAGES[(n + day) // 8 % 2], looks, PHONE)
    assert not faults, "\n".join(faults)


@pytest.mark.long
@pytest.mark.parametrize("device", ["phone", "desk"])
def test_every_page_in_every_look(look_at: Callable[..., list[str]], device: str) -> None:
    faults = []
    for language in LANGUAGES:
        for shown in PAGES:
            faults += look_at(shown, language, LOOKS, PHONE if device == "phone" else DESK)
    assert not faults, "\n".join(faults)
