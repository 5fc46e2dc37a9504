"""The bell in the browser: it rings while a page is open, and leads where it should."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.tasks.conftest import a_lake


@pytest.fixture
def lake():
    return a_lake()


@pytest.fixture
def sign_in(a_browser, sign_in_as):
    """Opens a page as somebody: on a desk, or as its options say."""
    return lambda person, **options: sign_in_as(a_browser(**options).new_page(), person)


def test_the_bell_rings_while_another_page_is_open_and_leads_to_the_task(lake, served, sign_in, axe):
    page = sign_in(lake.deputy)
    page.goto(f"{served.url}/messages")
    badge = page.locator(".rail [data-notices-total]")
    expect(badge).to_have_text("")
    task = lake.task(deadline=None)
    expect(badge).to_have_text("1")
    page.locator(".rail .told").click()
    line = page.locator(".told-line.unread")
    expect(line).to_contain_text(f"江远帆交办给您：{task.title}")
    assert axe(page) == []
    line.locator("button").click()
    expect(page).to_have_url(f"{served.url}/tasks/{task.pk}")
    expect(page.locator(".rail [data-notices-total]")).to_have_text("")


def test_the_open_list_grows_by_itself_and_all_is_read_in_one_tap(lake, served, sign_in):
    page = sign_in(lake.deputy, **PHONE)
    page.goto(f"{served.url}/me/notices")
    expect(page.locator(".empty")).to_contain_text("还没有通知")
    lake.task(deadline=None)
    lake.task(title="再来一件", deadline=None)
    expect(page.locator(".told-line.unread")).to_have_count(2)
    page.get_by_role("button", name="全部已读").click()
    expect(page.locator(".told-line")).to_have_count(2)
    expect(page.locator(".told-line.unread")).to_have_count(0)
    page.get_by_role("link", name="未读", exact=True).click()
    expect(page.locator(".empty")).to_contain_text("都看过了")


def test_who_comes_to_the_task_another_way_need_not_tick_it_off(lake, served, sign_in):
    task = lake.task(deadline=None)
    page = sign_in(lake.deputy)
    page.goto(f"{served.url}/tasks/{task.pk}")
    expect(page.locator(".rail [data-notices-total]")).to_have_text("")
    page.goto(f"{served.url}/me/notices?show=unread")
    expect(page.locator(".empty")).to_contain_text("都看过了")
