"""Stories S6 and S2 in the browser: a report by phone, a word in a group that becomes a request in one tap, and the answer under it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from huiyin.cases.actions import accept_case, answer_case, dispatch_case
from huiyin.cases.models import Case, TownPlace
from tests.browser.conftest import PHONE
from tests.browser.test_tasks import a_photo
from tests.cases.conftest import County, a_county
from tests.factories import a_group, a_unit, say


@pytest.fixture
def county() -> County:
    return a_county()


@pytest.fixture
def sign_in(a_browser, sign_in_as):
    """Opens a page as somebody: on a desk, or as its options say."""
    return lambda person, **options: sign_in_as(a_browser(**options).new_page(), person)


def test_one_tap_makes_a_request_and_the_answer_comes_back_under_the_message(county: County, served, sign_in) -> None:
    group = a_group(owner=county.desk, members=[county.resident, county.head])
    message = say(group, county.resident, "上湖村的垃圾三天没人收了")
    hers, his = sign_in(county.desk), sign_in(county.resident, **PHONE)
    for page in (hers, his):
        page.goto(f"{served.url}/groups/{group.pk}")
    row = hers.locator("#talk .msg", has_text="垃圾三天")
    row.hover()
    row.locator(".dots").click()
    hers.get_by_role("menuitem", name="转为诉求").click()
    expect(hers.locator("#toasts")).to_contain_text("已登记为诉求")
    card = his.locator(".case-card")
    expect(card).to_contain_text("已登记")  # without loading anything again
    case = Case.objects.get(source=message)
    accept_case(case, county.who("desk"))
    dispatch_case(case, county.who("desk"), county.water.pk)
    answer_case(case, county.who("head"), "solved", "今天起每天早上收，请监督。")
    his.reload()
    expect(his.locator("#talk")).to_contain_text("今天起每天早上收")
    expect(his.locator(".case-card")).to_contain_text("已答复")
    his.locator(".case-card a").click()
    his.locator("#reopen summary").click()
    his.locator("#reopen textarea").fill("今早还是没收")
    his.locator("#reopen form > .acts button").click()
    expect(his.locator(".case-head .chip").first).to_contain_text("重新办理")


def test_a_visitor_reports_by_phone_with_a_photo(county: County, served, a_browser) -> None:
    page = a_browser(**PHONE).new_page()
    page.goto(f"{served.url}/cases/new")
    page.locator("#text").fill("村口的水管漏了三天，路上都是水")
    page.locator("#files").set_input_files(a_photo())
    page.get_by_role("button", name="提交").or_(page.get_by_role("button", name="发送")).click()
    expect(page.locator(".case-number").first).to_have_text(re.compile(r"^\d{4}-\d{6}$"))
    page.get_by_role("link", name="看看办到哪一步").click()
    expect(page.locator(".case-title")).to_contain_text("水管漏了三天")
    expect(page.locator(".case-files img")).to_have_count(1)


def test_a_visitor_marks_the_place_on_the_map_without_tiles(county: County, served, a_browser) -> None:
    for n, name in enumerate(("柳渡镇", "上湖镇")):
        TownPlace.objects.create(unit=a_unit(name, county.office, kind="town"), latitude=26.1 + n / 10, longitude=119.5 + n / 10)
    page = a_browser(**PHONE).new_page()
    page.goto(f"{served.url}/cases/new")
    page.locator("#text").fill("桥头的护栏断了一截")
    page.get_by_role("button", name="在地图上标").click()
    drawn = page.locator(".where-drawn")
    drawn.press("ArrowLeft")
    by_keys = page.locator("[name=spot]").input_value()
    drawn.click(position={"x": 120, "y": 140})
    marked = page.locator("[name=spot]").input_value()
    assert marked and marked != by_keys
    expect(page.locator("[data-where-mark]")).to_be_visible()
    page.get_by_role("button", name="提交").or_(page.get_by_role("button", name="发送")).click()
    page.get_by_role("link", name="看看办到哪一步").click()
    lat, lon = map(float, marked.split(","))
    expect(page.locator(".facts-line")).to_contain_text(f"({lat:.5f}, {lon:.5f})")
    expect(page.locator(".where-spot")).to_be_visible()
    TownPlace.objects.all().delete()
