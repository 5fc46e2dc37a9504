"""Help-selling in the browser: a stranger orders on a telephone, an operator takes a call by the keyboard alone, a producer hands over."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from huiyin.market.models import Order
from tests.browser.conftest import DESK, PHONE, put_on
from tests.market.conftest import KG, a_market


def narrow_and_clean(page: Any, axe: Any) -> None:
    for theme, text in (("light", "normal"), ("dark", "large")):
        put_on(page, theme, text)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= screen.width + 1"), f"{page.url} is too wide in {text}"
    put_on(page, "light", "normal")


def test_a_stranger_orders_on_a_telephone_and_finds_the_order_again(served, a_browser, axe):
    market = a_market()
    page = a_browser(**PHONE, locale="zh-CN").new_page()
    page.goto(f"{served.url}/listings/{market.listing.pk}")
    narrow_and_clean(page, axe)
    page.get_by_label("要多少").fill("两百斤")
    page.get_by_label("取货人姓名").fill("周大山")
    page.get_by_label("手机号").fill("139 0000 1111")
    page.get_by_role("button", name="下单").click()
    code = page.locator(".order-code").inner_text()
    number = re.search(r"№ (\d+-\d+)", page.locator("main").inner_text())
    assert number is not None and re.fullmatch(r"\d{3} \d{3} \d{4}", code)
    narrow_and_clean(page, axe)
    again = a_browser(**PHONE, locale="zh-CN").new_page()
    again.goto(f"{served.url}/orders/find")
    narrow_and_clean(again, axe)
    again.get_by_label("订单号").fill(number[1])
    again.get_by_label("取货码，十位数字").fill(code)
    again.get_by_role("button", name="查询").click()
    expect(again.locator("main")).to_contain_text("200 斤")
    narrow_and_clean(again, axe)


def test_an_operator_takes_a_call_by_the_keyboard_and_the_caller_is_known_the_next_time(served, a_browser, sign_in_as, axe, complaints):
    market = a_market()
    page = sign_in_as(a_browser(**DESK, locale="zh-CN").new_page(), market.clerk)
    page.goto(f"{served.url}/listings/{market.listing.pk}/phone")
    expect(page.locator("#phone")).to_be_focused()
    for typed in ("13900002222", "300", "王嫂"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("已预留 300 斤")
    expect(page.locator("#phone")).to_be_focused()
    page.keyboard.type("13900002222")  # what the caller says; beyond it: Tab, Enter
    expect(page.locator("#caller")).to_contain_text("王嫂")
    page.keyboard.press("Tab")
    page.keyboard.type("许多")
    page.keyboard.press("Enter")
    complaints.expect("422")
    expect(page.locator("[aria-invalid]")).to_be_focused()
    expect(page.locator("#caller")).to_contain_text("王嫂")  # known still, without typing the number anew
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("50")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("已预留 50 斤")
    placed = Order.objects.filter(listing=market.listing).order_by("pk")
    assert [(one.grams, one.name) for one in placed] == [(150 * KG, "王嫂"), (25 * KG, "王嫂")]
    narrow_and_clean(page, axe)
    for where in ("orders", "stock", "report", "pickup"):
        page.goto(f"{served.url}/listings/{market.listing.pk}/{where}")
        narrow_and_clean(page, axe)
    own = sign_in_as(a_browser(**PHONE, locale="zh-CN").new_page(), market.secretary)
    own.goto(f"{served.url}/moments/{market.listing.moment_id}/listing")
    narrow_and_clean(own, axe)


def test_a_producer_weighs_in_on_a_telephone_and_an_open_page_sees_it(served, a_browser, sign_in_as, axe):
    market = a_market()
    order = market.order(100 * KG, market.clerk, name="王嫂", phone="13900002222").order
    watching = a_browser(**PHONE, locale="zh-CN").new_page()
    watching.goto(f"{served.url}/listings/{market.listing.pk}")
    expect(watching.locator(".figures")).to_contain_text("200 斤")
    page = sign_in_as(a_browser(**PHONE, locale="zh-CN").new_page(), market.producer)
    page.goto(f"{served.url}/deliveries")
    narrow_and_clean(page, axe)
    page.get_by_role("button", name="确认").click()
    expect(page.get_by_role("link", name="139 0000 2222")).to_be_visible()
    narrow_and_clean(page, axe)
    page.get_by_label("实称").fill("190")
    page.get_by_role("button", name="已交货").click()
    expect(page.locator("main")).to_contain_text("190 斤")
    assert Order.objects.get(pk=order.pk).delivered_grams == 95 * KG
    expect(watching.locator(".figures")).to_contain_text("190 斤", timeout=15_000)


def test_the_pages_work_without_scripts(served, a_browser):
    market = a_market()
    page = a_browser(**PHONE, locale="zh-CN", java_script_enabled=False).new_page()
    page.goto(f"{served.url}/listings/{market.listing.pk}")
    page.get_by_label("要多少").fill("10")
    page.get_by_label("取货人姓名").fill("周大山")
    page.get_by_label("手机号").fill("139 0000 3333")
    page.get_by_role("button", name="下单").click()
    expect(page.locator(".order-code")).to_be_visible()
    order = Order.objects.get(listing=market.listing)
    page.get_by_role("link", name="查看订单").click()
    expect(page.locator("main")).to_contain_text("号码待核实")
    assert order.state == "unproved"
