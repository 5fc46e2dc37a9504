"""A passkey from making to signing in, with Chromium's own virtual authenticator; and the door in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import PHONE, Served
from tests.factories import a_person, a_session


@pytest.fixture
def local(served: Served) -> str:
    """The server by its name: a browser ties passkeys to names, never to an address in figures."""
    return served.url.replace("127.0.0.1", "localhost")


def authenticator(page: Page) -> None:
    """Puts a phone's authenticator into the browser, with a finger that always fits."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    wanted = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": wanted | {"automaticPresenceSimulation": True}})


def test_a_passkey_is_made_under_me_and_opens_the_door(a_browser: Callable[..., BrowserContext], local: str) -> None:
    zhou = a_person("周建国")
    page = a_browser(**PHONE, base_url=local).new_page()
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": a_session(zhou), "url": local}])
    authenticator(page)
    page.goto("/me/passkeys")
    page.locator("form[data-does=add] button").click()
    expect(page.locator(".me-thing")).to_have_count(1)
    page.goto("/me")
    page.locator("form[action='/sign-out'] button").click()
    page.wait_for_url(lambda url: not url.endswith("/me"))
    page.goto("/sign-in?next=/me/devices")
    page.locator("form[data-passkey] button").click()
    page.wait_for_url("**/me/devices")
    expect(page.locator(".me-thing").first).to_contain_text("Chrom")


def test_a_finger_that_does_not_fit_is_said_in_words(a_browser: Callable[..., BrowserContext], local: str) -> None:
    page = a_browser(**PHONE, base_url=local).new_page()
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    wanted = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": False}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": wanted | {"automaticPresenceSimulation": True}})
    page.goto("/sign-in")
    page.locator("form[data-passkey] button").click()
    expect(page.locator("form[data-passkey] [role=status]")).not_to_be_empty()


def test_six_digits_go_off_by_themselves(phone: Page, served: Served) -> None:
    person = a_person()
    phone.goto("/sign-in?next=/me")
    phone.fill("#phone", str(person.phone))
    phone.locator("form.door-form button").click()
    phone.wait_for_url("**/sign-in/code**")
    phone.locator("#code").press_sequentially(_code(served, person))
    phone.wait_for_url("**/me")


def test_the_door_opens_without_javascript(a_browser: Callable[..., BrowserContext], served: Served) -> None:
    person = a_person()
    page = a_browser(**PHONE, java_script_enabled=False).new_page()
    page.goto("/sign-in?next=/me")
    expect(page.locator("form[data-passkey]")).to_be_hidden()
    page.fill("#phone", str(person.phone))
    page.locator("form.door-form button").click()
    page.fill("#code", _code(served, person))
    page.locator("form.door-form button").click()
    page.wait_for_url("**/me")


def _code(served: Served, person: Any) -> str:
    """The code as the server printed it."""
    digits = str(person.phone).removeprefix("+86")
    shown = f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    return re.findall(rf"{shown}  code (\d{{6}})", served.log)[-1]


@pytest.mark.parametrize("path", ["/sign-in", "/me", "/me/devices", "/me/passkeys"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_stands_in_anybodys_way(
    path: str, scheme: str, a_browser: Callable[..., BrowserContext], served: Served, axe: Callable[..., list[str]]
) -> None:
    page = a_browser(**PHONE, color_scheme=scheme).new_page()
    if path != "/sign-in":
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": a_session(a_person(kind="resident")), "url": served.url}])
    page.goto(path)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= screen.width")
