"""What stays on a device: pages that were read, for a day without network; and nothing, once somebody signed out."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.factories import a_group, a_person, say


def until(page: Page, true: str) -> None:
    """Waits until an expression is true in the page. Asked there again and again: the page's policy lets nobody else evaluate words."""
    look = f"const look = async () => ({true}) ? done() : setTimeout(look, 50); look();"
    page.evaluate(f"() => new Promise((done) => {{ {look} }})")


def test_what_was_read_can_be_read_without_network(phone, sign_in_as, complaints):
    complaints.expect("INTERNET_DISCONNECTED")
    chen = a_person("陈望舒")
    group = a_group("堤防值守", owner=chen)
    say(group, chen, "北岸水位三十七米")
    page = sign_in_as(phone, chen)
    page.goto("/messages")
    until(page, "navigator.serviceWorker.controller")
    page.goto(f"/groups/{group.pk}")
    until(page, "(await (await caches.open('pages')).keys()).some((key) => key.url.includes('/groups/'))")
    page.context.set_offline(True)
    page.reload()
    expect(page.locator(".talk").get_by_text("北岸水位三十七米")).to_be_visible()
    page.context.set_offline(False)


def test_signing_out_takes_what_was_being_written_off_the_device(phone, sign_in_as):
    chen = a_person("陈望舒")
    group = a_group("堤防值守", owner=chen)
    page = sign_in_as(phone, chen)
    page.goto(f"/groups/{group.pk}")
    page.locator("textarea").fill("写了一半的话")
    until(page, "Object.keys(localStorage).some((name) => name.startsWith('huiyin:draft:'))")
    page.goto("/me")
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/")
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('huiyin:draft:'))") == []


def test_signing_out_asks_first_where_something_was_not_sent(phone, sign_in_as):
    chen = a_person("陈望舒")
    group = a_group("堤防值守", owner=chen)
    page = sign_in_as(phone, chen)
    page.goto("/me")
    waits = "JSON.stringify([{key: 'a', body: {text: '没发出去'}}])"
    page.evaluate(f"group => localStorage.setItem(`huiyin:outbox:${{document.documentElement.dataset.me}}:${{group}}`, {waits})", group.pk)
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("dialog")).to_contain_text("还没有发出")
    page.get_by_role("button", name="取消").click()
    assert page.url.endswith("/me")
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('huiyin:outbox:')).length") == 1


def test_who_left_a_group_is_told_so(phone, sign_in_as):
    zhou = a_person("周小满")
    group = a_group("堤防值守", members=[zhou])
    page = sign_in_as(phone, zhou)
    page.goto(f"/groups/{group.pk}/details")
    page.get_by_role("button", name="退出本群").click()
    page.get_by_role("dialog").get_by_role("button").last.click()
    expect(page.get_by_text("已退出这个群")).to_be_visible()
