"""My data in a browser: read with axe in both languages, and all of it done where there is no JavaScript."""

from __future__ import annotations

import zipfile

import pytest

from huiyin.people.actions.administrators import appoint_administrator
from huiyin.people.models import Person
from tests.factories import a_group, a_person, say


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_nothing_to_complain_about_on_the_pages_of_my_data(language, phone, desk, sign_in_as, axe):
    from huiyin.people.actions.me import set_mine

    he = a_person(kind="resident")
    set_mine(he, "language", language)
    set_mine(he, "theme", "dark" if language == "en" else "light")
    a_group(owner=a_person(), members=[he])
    for page in (phone, desk):
        sign_in_as(page, he)
        for path in ("/me/data", "/me/data/erase", "/me/phone"):
            assert page.goto(path).status == 200, path
            assert page.evaluate("document.documentElement.scrollWidth <= screen.width"), f"{path} is wider than the screen"
            assert axe(page) == [], path


def test_a_copy_and_an_erasure_without_javascript(a_browser, sign_in_as, tmp_path):
    he, boss = a_person("何未央", kind="resident"), a_person()
    group = a_group(owner=boss, members=[he])
    say(group, he, "塘里三千斤鮰鱼")
    admin = a_person()  # their own: another test's may read English by now
    appoint_administrator(admin, "system")
    page = a_browser(java_script_enabled=False).new_page()
    sign_in_as(page, he)
    page.goto("/me/data")
    with page.expect_navigation():  # a click alone may be over before the next page has begun, and the next click meet the same button
        page.get_by_role("button", name="生成副本").click()
    with page.expect_navigation():
        page.locator("main form button").click()  # the page that asks whether one is sure
    for _try in range(60):
        page.goto("/me/data")
        if page.get_by_role("link", name="保存").count():
            break
        page.wait_for_timeout(500)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="保存").click()
    waiting.value.save_as(tmp_path / "copy.zip")
    assert "鮰鱼" in zipfile.ZipFile(tmp_path / "copy.zip").read("messages-1.html").decode()
    page.goto("/me/data/erase")
    page.get_by_label("要申请").fill("注销")
    with page.expect_navigation():
        page.get_by_role("button", name="提出申请").click()
    assert "您已申请" in page.content()

    desk = a_browser(java_script_enabled=False).new_page()
    sign_in_as(desk, admin)
    desk.goto(f"/manage/erasures/{he.pk}")
    desk.get_by_label("请输入姓名").fill("何未央")
    with desk.expect_navigation():
        desk.get_by_role("button", name="彻底注销").click()
    assert page.goto("/me/data").url.count("/sign-in")  # signed out at once
    reader = a_browser(java_script_enabled=False).new_page()
    sign_in_as(reader, boss)
    for _try in range(60):  # the server's own clockwork takes the words
        reader.goto(f"/groups/{group.pk}")
        if "鮰鱼" not in reader.content():
            break
        reader.wait_for_timeout(500)
    assert "应本人要求" in reader.content() and "何未央" not in reader.content()
    assert Person.objects.get(pk=he.pk).phone is None
