"""Story S2 in the browser: somebody books by phone, is called at the desk by keyboard, and what they say becomes a request."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from huiyin.cases.models import Case
from tests.browser.conftest import PHONE
from tests.cases.conftest import County, a_county
from tests.reception.conftest import a_day


@pytest.fixture
def county() -> County:
    return a_county()


@pytest.fixture
def sign_in(a_browser, sign_in_as):
    """Opens a page as somebody: on a desk, or as its options say."""
    return lambda person, **options: sign_in_as(a_browser(**options).new_page(), person)


def test_from_booking_to_a_request(county: County, served, a_browser, sign_in) -> None:
    day = a_day(county)
    phone = a_browser(**PHONE).new_page()
    phone.goto(f"{served.url}/reception")
    phone.locator(f'a[href="/reception/{day.pk}"]').click()
    phone.locator("#name").fill("秦望川")
    phone.locator("#phone").fill("13800001111")
    phone.get_by_role("button", name="预约").click()
    expect(phone.locator(".case-number").first).to_have_text(f"{day.pk}-001")
    expect(phone.locator(".case-number").last).to_have_text(re.compile(r"^\d{3} \d{3} \d{4}$"))
    wall = a_browser().new_page()
    wall.goto(f"{served.url}/reception/{day.pk}/screen")
    expect(wall.locator(".reception-next")).to_contain_text("1")
    desk = sign_in(county.desk)
    desk.goto(f"{served.url}/reception/{day.pk}/desk")
    desk.keyboard.press("Enter")  # the next is where the keyboard stands
    expect(desk.locator("#words")).to_be_focused()
    expect(wall.locator(".reception-now b")).to_have_text("1")  # without anybody touching it
    desk.keyboard.type("低保停了三个月，没人告诉我们为什么。")
    desk.locator("#summary").fill("反映低保停发，要求说明原因")
    desk.keyboard.press("Tab")
    desk.get_by_role("button", name="记下来").click()
    desk.get_by_role("button", name="已宣读，本人认可").click()
    expect(desk.locator("#taken-down")).to_contain_text("已宣读，本人认可")
    desk.get_by_role("button", name="登记为诉求").click()
    expect(desk.locator("#registered")).to_contain_text(Case.objects.latest("registered_at").number)
    desk.get_by_role("button", name="接待完毕").click()
    expect(desk.locator(".column")).to_contain_text("已接待")


def test_without_a_script_a_number_is_booked_and_the_screen_loads_itself_anew(county: County, served, a_browser) -> None:
    day = a_day(county)
    page = a_browser(java_script_enabled=False).new_page()
    page.goto(f"{served.url}/reception/{day.pk}")
    page.locator("#name").fill("秦望川")
    page.locator("#phone").fill("13800001111")
    page.get_by_role("button", name="预约").click()
    expect(page.locator(".case-number").first).to_have_text(f"{day.pk}-001")
    page.goto(f"{served.url}/reception/{day.pk}/screen")
    assert 'http-equiv="refresh"' in page.content()
