"""Story S3 in the browser: from a sentence on a phone to a settled task."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from huiyin.journal import clocks
from huiyin.tasks.models import State, Task
from tests.browser.conftest import PHONE
from tests.tasks.conftest import a_lake


@pytest.fixture
def lake():
    return a_lake()


@pytest.fixture
def sign_in(a_browser, sign_in_as):
    """Opens a page as somebody: on a desk, or as its options say."""
    return lambda person, **options: sign_in_as(a_browser(**options).new_page(), person)


def said(page, words: str):
    """The messages with these words on a page."""
    return page.locator("#talk .msg", has_text=words)


def a_photo() -> dict[str, object]:
    """A photo as a phone hands it over."""
    drawn = io.BytesIO()
    Image.new("RGB", (640, 480), "steelblue").save(drawn, "JPEG")
    return {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": drawn.getvalue()}


def test_from_a_sentence_to_a_settled_task(lake, served, sign_in):
    """The secretary writes a sentence; the deputy director acknowledges and reports with a photo; sent back once, then settled."""
    hers, his = sign_in(lake.secretary, **PHONE), sign_in(lake.deputy, **PHONE)
    for page in (hers, his):
        page.goto(f"{served.url}/groups/{lake.group.pk}")
    hers.locator("#say").fill("@水产局副局长 明天下班以前把拆围方案报我")
    becomes = hers.locator(".task-preview")
    expect(becomes).to_contain_text("会成为交办")
    expect(becomes).to_contain_text("周建国")
    expect(becomes).to_contain_text("读自“明天下班以前”")
    expect(becomes).to_contain_text("水产局局长 方敏")
    hers.locator(".composer .send").click()
    card = his.locator(".card.task-card")
    expect(card).to_contain_text("拆围方案报我")
    card.get_by_role("link", name="签收").click()
    his.get_by_role("button", name="签收").click()
    expect(his.locator("#toasts")).to_contain_text("已签收")
    expect(hers.locator(".card.task-card .ladder")).to_contain_text("已签收")  # without loading anything again

    report = his.locator("#report")
    report.locator("textarea").fill("方案在这：分三片拆，先空后满。")
    report.locator("input[type=file]").set_input_files(a_photo())
    report.get_by_role("button", name="汇报完成").click()
    expect(his.locator("#toasts")).to_contain_text("已汇报")
    expect(said(hers, "方案在这：分三片拆，先空后满。")).to_have_count(1)
    hers.locator(".card.task-card").get_by_role("link", name="看汇报").click()
    back = hers.locator("#send-back")
    back.locator("summary").click()
    back.locator("textarea").fill("哪片先拆，写明日期。")
    back.locator(".chip").last.click()
    back.get_by_role("button", name="退回").click()
    expect(hers.locator("#toasts")).to_contain_text("已退回")

    his.reload()
    his.locator("#report textarea").fill("先拆空箱，12 月 1 日起。")
    his.locator("#report").get_by_role("button", name="汇报完成").click()
    expect(his.locator("#toasts")).to_contain_text("已汇报")
    hers.reload()
    hers.get_by_role("button", name="认可，办结").click()
    expect(hers.locator(".card.task-card")).to_have_class(re.compile("light-done"))
    assert Task.objects.get(group=lake.group).state == State.SETTLED
    expect(hers.locator(".proof img")).to_have_count(1)


def test_a_sentence_without_a_moment_asks_for_one(lake, served, sign_in):
    hers = sign_in(lake.secretary, **PHONE)
    hers.goto(f"{served.url}/groups/{lake.group.pk}")
    hers.locator("#say").fill("@周建国 尽快把方案报我")
    expect(hers.locator(".task-preview")).to_contain_text("什么时候办完")
    hers.locator(".composer .send").click()
    expect(hers.locator(".task-preview-choice input")).to_be_visible()
    expect(hers.locator("#say")).to_have_value("@周建国 尽快把方案报我")
    hers.locator(".task-preview .toggle").click()  # no task after all
    hers.locator(".composer .send").click()
    expect(said(hers, "@周建国 尽快把方案报我")).to_have_count(1)
    assert not Task.objects.filter(group=lake.group).exists()
    hers.locator("#say").fill("@周建国 尽快报方案，@方敏 下周五前报预算")  # two people, each with a day of their own
    expect(hers.locator(".task-preview > summary")).to_contain_text("会成为 2 项交办 · 周建国 · 什么时候办完")
    hers.locator(".composer .send").click()
    asked = hers.locator(".task-preview-one", has_text="周建国")
    asked.locator(".task-preview-choice input").fill(soon := f"{timezone.localtime() + timedelta(2):%Y-%m-%dT12:00}")
    hers.locator(".composer .send").click()
    expect(hers.locator(".card.task-card")).to_have_count(2)
    tasks = Task.objects.filter(group=lake.group).order_by("pk")
    assert [task.title for task in tasks] == ["尽快报方案", "报预算"]
    assert f"{timezone.localtime(tasks[0].deadline_at):%Y-%m-%dT%H:%M}" == soon and tasks[1].deadline_words == "下周五前"


def test_who_looks_at_the_group_sees_the_ladder_climb(lake, served, sign_in):
    his = sign_in(lake.fisherman)
    his.goto(f"{served.url}/groups/{lake.group.pk}")
    task = lake.task(deadline=timezone.now() + timedelta(minutes=5))
    expect(his.locator(".card.task-card")).to_have_count(1)
    clocks.fire_due(timezone.now() + timedelta(minutes=6))
    expect(his.locator(".msg.event")).to_contain_text("方敏")
    expect(his.locator(".card.task-card .ladder .on")).to_contain_text("方敏")
    expect(his.locator(".card.task-card .acts .shown")).to_have_count(0)  # a fisherman has nothing to do there
    assert task.rungs.filter(fired_at__isnull=False).count() == 1


@pytest.mark.parametrize("who", ["secretary", "deputy"])
def test_axe_finds_nothing_on_the_pages_of_tasks(lake, served, sign_in, axe, who):
    task = lake.task(deadline=timezone.now() + timedelta(days=1))
    page = sign_in(getattr(lake, who), **PHONE)
    group = f"/groups/{lake.group.pk}"
    for path in (f"/tasks/{task.pk}", "/today", "/board", "/handovers", f"{group}/tasks", f"{group}/tasks/new", group, "/me/tokens"):
        page.goto(served.url + path)
        assert axe(page) == [], path


def test_by_the_form_without_javascript(lake, served, sign_in):
    hers = sign_in(lake.secretary, java_script_enabled=False)
    write_to = f"{served.url}/groups/{lake.group.pk}/tasks/new"
    hers.goto(write_to)
    hers.locator("#title").fill("查清北岸排口")
    hers.locator("#lead").select_option(label="周建国 · 水产局副局长")
    hers.locator("#deadline").fill("2030-01-07T17:30")
    hers.get_by_role("button", name="交办").click()
    expect(hers.locator(".card.task-card")).to_contain_text("查清北岸排口")
    hers.locator(".card.task-card .title a").click()
    expect(hers.locator(".happened")).to_contain_text("江远帆")


