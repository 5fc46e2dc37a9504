"""The page of a moment's reach in the browser: the tree grows while it is open, and what was opened stays open."""

from __future__ import annotations

from playwright.sync_api import expect

from huiyin.feed.actions.publishing import publish, repost
from tests.browser.conftest import PHONE
from tests.factories import a_holding, a_person, a_post


def test_the_tree_grows_while_one_looks_and_an_open_table_stays_open(served, a_browser, sign_in_as, axe):
    leader = a_holding(post=a_post("副县长")).person
    root = publish(leader, "云湖的鱼熟了", audience="everyone")
    first = repost(root, a_person("王芳"))
    page = sign_in_as(a_browser(**PHONE).new_page(), leader)
    page.goto(f"{served.url}/moments/{root.pk}/reach")
    expect(page.locator("svg.cascade circle")).to_have_count(2)
    page.locator("summary").first.click()
    second = repost(first, a_person("李强"))
    expect(page.locator(f"svg.cascade #n{second.pk}")).to_be_visible()
    expect(page.locator("#reach-branches tbody tr")).to_have_count(2)
    expect(page.locator("#reach-branches")).to_contain_text("李强")
    assert page.evaluate("document.documentElement.scrollWidth <= screen.width")
    assert axe(page) == []
