"""The pages around conversations in a real browser: adding, inviting, joining, searching, on a phone and a desk."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from playwright.sync_api import expect

from huiyin.groups.actions import make_invite
from huiyin.media.actions import keep_upload
from tests.browser.conftest import BY_LOOK, PHONE, put_on
from tests.factories import a_group, a_person, a_phone, say


@pytest.fixture
def zhou():
    return a_person()


def test_a_member_is_taken_out_after_a_question(phone, sign_in_as, zhou):
    meng = a_person(kind="resident")
    group = a_group(owner=zhou, members=[meng])
    page = sign_in_as(phone, zhou)
    page.goto(f"/groups/{group.pk}/members")
    page.locator(".members .menu summary").click()
    page.locator(".members .menu[open] .warn").click()
    page.locator("dialog[open] button[value='']").click()  # not so fast
    assert group.members.filter(person=meng, left_at=None).exists()
    page.locator(".members .menu summary").click()
    page.locator(".members .menu[open] .warn").click()
    page.locator("dialog[open] button[value=yes]").click()
    page.locator("[data-done]").wait_for()
    assert not group.members.filter(person=meng, left_at=None).exists()
    page.wait_for_url(lambda url: "done" not in url)  # loaded again, it is not said again


def test_without_a_script_the_question_is_a_page_and_the_switch_is_a_button(a_browser, sign_in_as, zhou):
    meng = a_person(kind="resident")
    group = a_group(owner=zhou, members=[meng])
    page = sign_in_as(a_browser(java_script_enabled=False, **PHONE).new_page(), zhou)
    page.goto(f"/groups/{group.pk}/members")
    page.locator(".members .menu summary").click()
    page.locator(".members .menu[open] .warn").click()
    assert page.url.endswith("/confirm")
    page.locator("form button").last.click()
    page.wait_for_url("**/members?done=removed")
    page.goto(f"/groups/{group.pk}/details")
    page.locator("[role=switch]").first.click()
    assert page.locator("[role=switch]").first.get_attribute("aria-checked") == "true"


def test_people_are_ticked_and_the_button_counts_them(desk, sign_in_as, zhou):
    fang = a_person("方砚秋")
    group = a_group(owner=zhou)
    page = sign_in_as(desk, zhou)
    page.goto(f"/groups/{group.pk}/members/add?q=方砚秋")
    button = page.locator(".foot-acts .main")
    assert button.is_disabled()
    page.locator(f"input[name=people][value='{fang.pk}']").check()
    assert "(1)" in button.inner_text()
    button.click()
    page.wait_for_url("**/members*")
    assert group.members.filter(person=fang).exists()


def test_an_invitation_is_shown_as_a_code_and_followed_on_another_phone(phone, second_phone, sign_in_as, served, zhou):
    group = a_group("回望小组", owner=zhou, kind="listening")
    page = sign_in_as(phone, zhou)
    page.goto(f"/groups/{group.pk}/invites")
    page.fill("#met", "石湾村口")
    page.locator("#main .btn.main").click()
    page.wait_for_url("**/invites/*")
    box = page.locator(".qr-code svg").bounding_box()
    assert box["width"] >= 240 and abs(box["width"] - box["height"]) < 2
    link = page.locator("#link").input_value()

    number = a_phone()
    second_phone.goto(link)
    second_phone.fill("#name", "小雨")
    second_phone.fill("#phone", number)
    second_phone.locator(".btn.main").click()
    second_phone.wait_for_url("**/code")
    code = served.log.rpartition("code ")[2][:6]
    second_phone.fill("#code", code)  # six digits go off by themselves
    second_phone.wait_for_url(f"**/groups/{group.pk}*")
    assert group.members.get(person__phone=number).met == "石湾村口"


def test_photos_open_over_the_whole_screen(phone, sign_in_as, zhou):
    group = a_group(owner=zhou)
    file = io.BytesIO()
    Image.new("RGB", (80, 60), "seagreen").save(file, "JPEG")
    upload = keep_upload(zhou, SimpleUploadedFile("塘.jpg", file.getvalue()), "塘.jpg", "image/jpeg")
    say(group, zhou, "", uploads=[upload.key])
    page = sign_in_as(phone, zhou)
    page.goto(f"/groups/{group.pk}/gallery")
    page.locator("[data-photo]").click()
    page.locator("dialog.viewer[open] img").wait_for()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.viewer")).to_have_count(0)


def test_what_was_found_is_one_tap_away(phone, sign_in_as, zhou):
    group = a_group("渔政夜巡", owner=zhou)
    for n in range(80):
        say(group, zhou, "泵房漏水" if n == 3 else f"第{n}句")
    page = sign_in_as(phone, zhou)
    page.goto("/search")
    page.fill("#q", "漏")
    page.keyboard.press("Enter")
    page.locator(".hit mark").first.wait_for()
    page.locator(".hit").first.click()
    page.wait_for_url("**around=4#m4")
    page.locator("#m4").wait_for()
    box = page.locator("#m4").bounding_box()
    assert 0 < box["y"] < 844


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_nothing_to_complain_about_on_any_page(language, phone, desk, sign_in_as, axe, zhou):
    """All rules in light and normal text; then, in the same page, those that depend on look in dark and large text."""
    from huiyin.people.actions.me import set_mine

    set_mine(zhou, "language", language)
    set_mine(zhou, "theme", "light")
    meng = a_person(kind="resident")
    group = a_group("一个名字很长很长的群也要好看才行", owner=zhou, members=[meng, a_person()], about="有话当面说")
    say(group, zhou, "网箱里还有三万多斤鮰鱼 https://example.org/fish")
    a_group("第二个群", owner=zhou)
    invite = make_invite(group, zhou, met="岚湖大坝上")
    inside = ("details", "members", "members/add", "invites", f"invites/{invite.pk}", "gallery", "gallery?kind=link")
    pages = [*(f"/groups/{group.pk}/{one}" for one in (*inside, "messages/1/forward", "messages/1/receipts"))]
    pages += ["/groups/new", "/search", "/search?q=鮰鱼", f"/search?q=x&group={group.pk}"]
    for page in (phone, desk):
        sign_in_as(page, zhou)
        for path in pages:
            assert page.goto(path).status == 200, path
            assert page.evaluate("document.documentElement.scrollWidth <= screen.width"), f"{path} is wider than the screen"
            assert axe(page) == [], path
            put_on(page, "dark", "large")
            assert page.evaluate("document.documentElement.scrollWidth <= screen.width"), f"{path}, large, is wider than the screen"
            assert axe(page, **BY_LOOK) == [], f"{path}, dark and large"


def test_the_page_of_an_invitation_pleases_axe(phone, axe):
    group = a_group(kind="listening")
    invite = make_invite(group, group.made_by)
    assert phone.goto(f"/join/{invite.key}").status == 200
    assert axe(phone) == []
