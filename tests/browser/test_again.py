"""Once more, is it you: with a finger where there is JavaScript, with six digits where there is none; what was filled in arrives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from huiyin.people.actions.administrators import appoint_administrator
from tests.browser.conftest import PHONE, Served, Watch
from tests.browser.test_passkeys import _code, authenticator
from tests.factories import a_person, a_session


@pytest.fixture(autouse=True)
def _it_refuses_first(complaints: Watch) -> None:
    """The page that asks answers with 403, and Chromium writes that down."""
    complaints.expect("403")
    complaints.expect("Transition")


def sits_down(page: Page, person: Any, url: str, an_hour_ago: bool) -> None:
    """Signs a person in, just now or an hour ago."""
    with time_machine.travel(timezone.now() - timedelta(hours=1 if an_hour_ago else 0)):
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": a_session(person, "code"), "url": url}])


def asks_for_a_token(page: Page) -> None:
    page.goto("/me/tokens")
    page.fill("#name", "水位站")
    page.locator("input[name=scopes]").first.check()
    page.fill("#days", "33")
    page.locator("form.card .btn.main").click()


def test_a_finger_shows_it_and_what_waits_goes_off(a_browser: Callable[..., BrowserContext], served: Served) -> None:
    url = served.url.replace("127.0.0.1", "localhost")
    person, page = a_person(), a_browser(**PHONE, base_url=url).new_page()
    authenticator(page)
    sits_down(page, person, url, an_hour_ago=False)
    page.goto("/me/passkeys")
    page.locator("form[data-does=add] button").click()
    expect(page.locator(".me-thing")).to_have_count(1)
    sits_down(page, person, url, an_hour_ago=True)
    asks_for_a_token(page)
    page.locator("form[data-does=again] button").click()
    expect(page.locator("code.token")).to_contain_text("hy_")
    expect(page.locator(".me-thing")).to_contain_text("水位站")


def test_six_digits_show_it_without_javascript(a_browser: Callable[..., BrowserContext], served: Served) -> None:
    person, page = a_person(), a_browser(**PHONE, java_script_enabled=False).new_page()
    sits_down(page, person, served.url, an_hour_ago=True)
    asks_for_a_token(page)
    page.locator("form.door-form button").click()
    page.fill("#code", _code(served, person))
    page.locator("form.door-form button").first.click()
    expect(page.locator("code.token")).to_contain_text("hy_")
    expect(page.locator(".me-thing")).to_contain_text("水位站")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_stands_in_anybodys_way(
    scheme: str, a_browser: Callable[..., BrowserContext], served: Served, axe: Callable[..., list[str]]
) -> None:
    audits = a_person()
    appoint_administrator(audits, "audit")
    page = a_browser(**PHONE, color_scheme=scheme).new_page()
    sits_down(page, audits, served.url, an_hour_ago=True)
    page.goto("/manage/journal.csv")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= screen.width")
