"""Without network: what was kept stays to be read whichever page one tries to open, and what waits is sent from wherever one is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.test_conversation import OFFLINE, said, write
from tests.factories import a_group, a_person, say

SignIn = Callable[[Page, Any], Page]


@pytest.fixture
def kept(phone: Page, sign_in_as: SignIn, complaints: Watch) -> tuple[Page, Any]:
    """A phone without network whose worker keeps one conversation: (page, group)."""
    complaints.expect(*OFFLINE, "Failed to fetch", "ERR_FAILED")
    zhou = a_person()
    group = a_group("堤防值班", owner=zhou)
    say(group, zhou, "水位 31.2 米")
    page = sign_in_as(phone, zhou)
    page.goto(f"/groups/{group.pk}")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()  # now the worker keeps the page
    expect(said(page, "水位 31.2 米")).to_have_count(1)
    page.wait_for_function("caches.open('pages').then((pages) => pages.keys()).then((all) => all.length > 0)")
    page.context.set_offline(True)
    return page, group


def test_a_page_never_seen_deletes_nothing_that_was_kept(kept: tuple[Page, Any]) -> None:
    page, group = kept
    page.goto("/me/devices")
    expect(page.get_by_role("heading", name="暂时没有网络")).to_be_visible()
    page.goto("/me/programs-never-seen")
    expect(page.get_by_role("heading", name="暂时没有网络")).to_be_visible()
    page.goto(f"/groups/{group.pk}")
    expect(said(page, "水位 31.2 米")).to_have_count(1)
    expect(page.locator("#offline")).to_be_visible()


def test_from_the_page_without_network_what_waits_is_sent_when_it_is_back(kept: tuple[Page, Any]) -> None:
    page, group = kept
    page.reload()
    write(page, "三号闸有渗水")
    expect(page.locator("#outbox .unsent")).to_contain_text("三号闸有渗水")
    page.goto("/me/devices")
    expect(page.get_by_role("heading", name="暂时没有网络")).to_be_visible()
    with page.expect_response(lambda answer: answer.url.endswith(f"/groups/{group.pk}/messages") and answer.status == 201):
        page.context.set_offline(False)
    page.wait_for_url("**/me/devices")
    expect(page.locator(".tabs")).to_be_visible()  # the page that was asked for has come by itself
    assert group.messages.filter(text="三号闸有渗水").count() == 1
