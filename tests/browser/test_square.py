"""The square in the browser: a moment is published on a phone, liked, reposted, answered, studied, reported; nothing hides from axe."""

from __future__ import annotations

import io

import httpx
from PIL import Image
from playwright.sync_api import expect

from huiyin.feed.models import Moment, StudyReader
from huiyin.people.actions.administrators import appoint_administrator
from tests.browser.conftest import PHONE
from tests.browser.test_help_selling import narrow_and_clean
from tests.factories import a_group, a_holding, a_person


def test_a_moment_goes_from_one_phone_to_another_and_back(served, a_browser, sign_in_as, axe):
    chen, zhou = a_person("陈望舒"), a_person("周望山")
    a_holding(chen)
    a_holding(zhou)
    appoint_administrator(guard := a_person("何守正"), "security")
    a_group("渔事", owner=chen, members=[zhou])
    hers = sign_in_as(a_browser(**PHONE, locale="zh-CN").new_page(), chen)
    hers.goto(f"{served.url}/square")
    narrow_and_clean(hers, axe)
    hers.get_by_role("link", name="写动态").first.click()
    narrow_and_clean(hers, axe)
    picture = io.BytesIO()
    Image.new("RGB", (640, 480), "steelblue").save(picture, "JPEG")
    hers.get_by_label("想说的话").fill("两百万斤鮰鱼等着出水")
    hers.get_by_label("照片或视频").set_input_files({"name": "鱼.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()})
    hers.locator("input[value=public]").check()
    hers.get_by_role("button", name="发布").click()
    expect(hers.locator(".moment")).to_contain_text("两百万斤鮰鱼等着出水")
    narrow_and_clean(hers, axe)
    moment = Moment.objects.get(by=chen)
    assert moment.level == Moment.Level.PUBLIC and moment.files.count() == 1

    his = sign_in_as(a_browser(**PHONE, locale="zh-CN").new_page(), zhou)
    his.goto(f"{served.url}/square")
    hers_there = his.locator(f"#o{moment.pk}")
    hers_there.locator("[data-like] button").click()
    expect(hers_there.locator("[data-like] [data-count]")).to_have_text("1")
    hers_there.get_by_role("link", name="转发").click()
    his.get_by_label("您的话").fill("帮一把")
    narrow_and_clean(his, axe)
    his.get_by_role("button", name="转发").click()
    expect(his.locator(".reposted")).to_contain_text("两百万斤")
    his.goto(f"{served.url}/moments/{moment.pk}")
    his.get_by_label("您的评论").fill("我订五十斤")
    his.get_by_role("button", name="评论").click()
    expect(his.locator(".comments")).to_contain_text("我订五十斤")
    narrow_and_clean(his, axe)
    his.goto(f"{served.url}/moments/{moment.pk}/report")
    his.locator("input[value=false]").check()
    narrow_and_clean(his, axe)
    his.get_by_role("button", name="举报").click()

    hers.goto(f"{served.url}/moments/{moment.pk}/study")
    hers.get_by_label("请谁学习").fill("周望山")
    hers.get_by_label("心得截止").fill("2027-12-01")
    narrow_and_clean(hers, axe)
    hers.get_by_role("button", name="发出").click()
    expect(hers.locator("main")).to_contain_text("尚未打开")
    his.goto(f"{served.url}/today")
    his.get_by_role("link", name="陈望舒").first.click()
    his.get_by_role("button", name="我已读完").click()
    his.get_by_label("学习心得").fill("鱼要卖，路要通。")
    his.get_by_role("button", name="提交").click()
    narrow_and_clean(his, axe)
    part = StudyReader.objects.get(person=zhou)
    assert part.read_version == 1 and part.notes == "鱼要卖，路要通。"
    hers.reload()
    expect(hers.locator("main")).to_contain_text("鱼要卖，路要通。")
    hers.goto(f"{served.url}/moments/{moment.pk}/share")
    narrow_and_clean(hers, axe)

    theirs = sign_in_as(a_browser(**PHONE, locale="zh-CN").new_page(), guard)
    theirs.goto(f"{served.url}/manage/reports")
    narrow_and_clean(theirs, axe)
    theirs.get_by_role("button", name="撤下").click()
    expect(theirs.locator("main")).to_contain_text("没有待处理的")
    assert httpx.get(f"{served.url}/moments/{moment.pk}").status_code == 404
