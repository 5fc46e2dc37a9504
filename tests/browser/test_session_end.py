"""Before one is signed out, the page says so in time and keeps one signed in by one tap; what was written outlives the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from huiyin.people.actions.devices import end_all_devices
from huiyin.people.devices import AT_MOST, IDLE_OFFICIAL
from huiyin.people.models import Device
from tests.browser.conftest import PHONE, Served, Watch
from tests.browser.test_passkeys import _code
from tests.factories import a_group, a_person, a_session

HALF_A_DAY = 12 * 3600


def _lies_open(page: Page, person: Any, url: str, path: str) -> Device:
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": a_session(person), "url": url}])
    page.clock.install()
    page.goto(path)
    expect(page.locator("html.js")).to_have_count(1)
    return Device.objects.filter(person=person).latest("pk")


def test_an_idle_page_is_told_and_stays_by_one_key(
    a_browser: Callable[..., BrowserContext], served: Served, axe: Callable[..., list[str]]
) -> None:
    person, page = a_person(), a_browser(**PHONE).new_page()
    device = _lies_open(page, person, served.url, "/people")
    bar = page.locator("#session-end")
    expect(bar).to_be_hidden()
    # For weeks nobody did anything here, and in the page's own time the next look at the clock has come.
    Device.objects.filter(pk=device.pk).update(seen_at=timezone.now() - IDLE_OFFICIAL + timedelta(minutes=5))
    page.clock.fast_forward(HALF_A_DAY * 1000)
    expect(bar).to_be_visible()
    assert bar.get_attribute("role") == "status", "said politely"
    expect(bar).to_contain_text("长时间没有操作")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= screen.width")
    stay = bar.get_by_role("button", name="继续登录")
    assert stay.bounding_box()["height"] >= 44
    device.refresh_from_db()
    assert timezone.now() - device.seen_at > timedelta(days=29), "that a page lies open is no sign of life"
    stay.focus()
    page.keyboard.press("Enter")
    expect(bar).to_be_hidden()
    device.refresh_from_db()
    assert timezone.now() - device.seen_at < timedelta(minutes=1)


def test_the_end_that_cannot_be_put_off_says_what_becomes_of_the_draft(
    a_browser: Callable[..., BrowserContext], served: Served, complaints: Watch
) -> None:
    complaints.expect("401")
    person, page = a_person(), a_browser(**PHONE).new_page()
    group = a_group("值班群", owner=person)
    device = _lies_open(page, person, served.url, f"/groups/{group.pk}")
    page.fill("#say", "写到一半")
    Device.objects.filter(pk=device.pk).update(started_at=timezone.now() - AT_MOST + timedelta(minutes=5))
    page.clock.fast_forward(HALF_A_DAY * 1000)
    bar = page.locator("#session-end")
    expect(bar).to_contain_text("写下的内容会留在这台设备上")
    expect(bar.get_by_role("button", name="继续登录")).to_be_hidden()
    Device.objects.filter(pk=device.pk).update(started_at=timezone.now() - AT_MOST - timedelta(minutes=1))
    page.clock.fast_forward(HALF_A_DAY * 1000)
    door = bar.get_by_role("link", name="登录")
    expect(door).to_have_attribute("href", f"/sign-in?next=%2Fgroups%2F{group.pk}")
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": a_session(person), "url": served.url}])
    door.click()  # signed in meanwhile in another page: the door leads straight back
    page.wait_for_url(f"**/groups/{group.pk}")
    expect(page.locator("#say")).to_have_value("写到一半")


def test_without_javascript_what_was_written_goes_through_the_door(
    a_browser: Callable[..., BrowserContext], served: Served, complaints: Watch
) -> None:
    complaints.expect("401")
    person, page = a_person(), a_browser(**PHONE, java_script_enabled=False).new_page()
    group = a_group("值班群", owner=person)
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": a_session(person), "url": served.url}])
    page.goto(f"/groups/{group.pk}")
    page.fill("#say", "三组从昨晚起没有水")
    end_all_devices(person, person)
    page.locator("#composer button[type=submit], #composer button:not([type=button])").first.click()
    expect(page.locator("textarea")).to_have_value("三组从昨晚起没有水")
    page.fill("#phone", str(person.phone))
    page.locator("form.door-form button").first.click()
    page.fill("#code", _code(served, person))
    page.locator("form.door-form button").first.click()
    expect(page.locator("textarea")).to_have_value("三组从昨晚起没有水")
    assert group.messages.count() == 0, "nothing is sent by itself"
    page.locator("form.door-form button").click()
    expect(page.locator("#talk")).to_contain_text("三组从昨晚起没有水")
