"""Programs in a group and copies of it, in a real browser with the server's own clockwork behind them."""

from __future__ import annotations

import io
import json
import urllib.request
import zipfile

import pytest
from playwright.sync_api import expect

from huiyin.groups.exporting.actions import ask_export, make_next
from huiyin.hooks.actions import make_hook, subscribe
from tests.factories import a_group, a_person, say


def test_a_program_is_given_its_address_and_speaks_while_people_look(phone, second_phone, sign_in_as):
    owner, member = a_person("周建国"), a_person()
    group = a_group(owner=owner, members=[member])
    say(group, owner, "水位站今天接进来")
    reader = sign_in_as(second_phone, member)
    reader.goto(f"/groups/{group.pk}")
    page = sign_in_as(phone, owner)
    page.goto(f"/groups/{group.pk}/hooks")
    page.fill("#name", "东坝水位站")
    page.locator("form[action$='/hooks/new'] .btn.main").click()
    address = page.locator("#secret").input_value()
    body = json.dumps({"text": "水位 31.2 米", "key": "1"}).encode()
    urllib.request.urlopen(urllib.request.Request(address, body, {"Content-Type": "application/json"}), timeout=10).close()
    came = reader.locator("article.robot")
    came.wait_for()
    assert "东坝水位站" in came.inner_text() and "程序" in came.inner_text() and "周建国" not in came.inner_text()
    page.goto(f"/groups/{group.pk}")
    expect(page.locator("article.robot")).to_be_visible()
    expect(page.locator("article.robot.mine")).to_have_count(0)


def test_a_copy_is_made_beside_the_page_and_saved(phone, sign_in_as):
    owner = a_person()
    group = a_group("街坊群", owner=owner)
    say(group, owner, "一句")
    page = sign_in_as(phone, owner)
    page.goto(f"/groups/{group.pk}/exports")
    page.locator("form .btn.main").last.click()
    save = page.locator("a[download]")
    save.wait_for(timeout=30_000)  # the page looks again by itself while the clockwork makes it
    with page.expect_download() as waiting:
        save.click()
    with open(waiting.value.path(), "rb") as file:
        assert "一句" in zipfile.ZipFile(io.BytesIO(file.read())).read("index.html").decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_axe_finds_nothing_on_these_pages(phone, sign_in_as, axe, language):
    owner = a_person(language=language)
    group = a_group(owner=owner)
    say(group, owner, "一句")
    make_hook(group, owner, "水位站")
    subscription, _secret = subscribe(group, owner, "https://tasks.example/told", ["message.posted"])
    ask_export(group, owner)
    make_next()
    page = sign_in_as(phone, owner)
    for path in ("hooks", f"subscriptions/{subscription.pk}", "exports"):
        page.goto(f"/groups/{group.pk}/{path}")
        assert axe(page) == [], path
        assert not page.evaluate("document.documentElement.scrollWidth > screen.width + 1"), path
