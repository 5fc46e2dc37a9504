"""More of tasks in the browser: overdue to the second rung, a whole handover by three persons, what repeats, the board by hand."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import expect

from huiyin.handover.models import Handover
from huiyin.journal import clocks
from huiyin.journal.models import Clock
from huiyin.people.actions.organisation import leave_post, take_post
from huiyin.tasks.actions import Named
from huiyin.tasks.models import Repetition, Rung, Task
from tests.browser.conftest import PHONE
from tests.factories import a_holding, a_person, a_post
from tests.tasks.conftest import a_lake


@pytest.fixture
def sign_in(a_browser, sign_in_as):
    return lambda person, **options: sign_in_as(a_browser(**options).new_page(), person)


def ring(task: Task) -> None:
    """Lets the time of the task's next rung come."""
    due = Clock.objects.get(kind="task.rung", subject=f"task:{task.pk}", fired_at=None).due_at
    clocks.fire_due(due + timedelta(seconds=1))


def test_overdue_to_the_second_rung_as_people_see_it(served, sign_in):
    """The group sees each rung come; who is told explains it, and the next is told all the same; the report holds the ladder."""
    lake = a_lake()
    fisherman, director = sign_in(lake.fisherman), sign_in(lake.director, **PHONE)
    fisherman.goto(f"{served.url}/groups/{lake.group.pk}")
    task = lake.task(deadline=timezone.now() + timedelta(minutes=5))
    card = fisherman.locator(".card.task-card")
    expect(card).to_have_count(1)
    ring(task)
    expect(card.locator(".ladder .on")).to_contain_text("方敏")
    expect(fisherman.locator(".msg.event")).to_have_count(1)

    director.goto(f"{served.url}/today")
    asked = director.locator(f".to-clear[data-task='{task.pk}']")
    expect(asked).to_contain_text("说明")
    asked.locator("textarea").fill("冷库还没谈定，今晚去码头。")
    asked.get_by_role("button", name="说明情况").click()
    expect(director.locator("#toasts")).to_contain_text("已办")
    expect(card.locator(".ladder li.ok", has_text="方敏")).to_contain_text("已说明")

    ring(task)
    expect(card.locator(".ladder .on")).to_contain_text("何川")
    expect(fisherman.locator(".msg.event", has_text="何川")).to_have_count(1)
    head = sign_in(lake.county_deputy, **PHONE)
    head.goto(f"{served.url}/tasks/{task.pk}")
    expect(head.locator("#explain")).to_contain_text("请您说明")
    expect(head.locator(".happened")).to_contain_text("冷库还没谈定，今晚去码头。")

    his = sign_in(lake.deputy, **PHONE)
    his.goto(f"{served.url}/tasks/{task.pk}")
    his.locator("#report summary").click()  # not acknowledged yet: reporting says it as well
    his.locator("#report textarea").fill("两万斤进了冷库。")
    his.locator("#report").get_by_role("button", name="汇报完成").click()
    expect(his.locator("#toasts")).to_contain_text("已汇报")
    expect(card).to_contain_text("已汇报")
    assert [rung.person.name for rung in Rung.objects.filter(task=task).order_by("n")] == ["方敏", "何川"]


def test_a_whole_handover_by_three_persons(served, sign_in):
    """Who leaves reviews and signs, a row goes to a third person, the successor signs, the third acknowledges; nobody keeps a part."""
    lake = a_lake()
    post, own = lake.posts["deputy"], Named(lake.deputy.pk, lake.posts["deputy"].pk)
    stays, goes = lake.task(title="写明分片日期", lead=own, deadline=None), lake.task(title="查清北岸排口", lead=own, deadline=None)
    beside = a_post("渔政站站长", post.unit, lake.posts["director"])
    station = a_holding(a_person("秦站长"), beside, since=date(2026, 1, 1)).person
    newcomer, today = a_person("许新任"), timezone.localdate()
    leave_post(post.holdings.get(until=None), today - timedelta(days=1), by=None)
    take_post(post, newcomer, today)
    handover = Handover.objects.get(post=post)

    leaver = sign_in(lake.deputy, **PHONE)
    leaver.goto(f"{served.url}/handovers")
    leaver.get_by_role("link", name="水产局副局长").click()
    row = leaver.locator(".handed", has_text="查清北岸排口")
    row.locator("select").select_option(label="秦站长 · 水产局渔政站站长")
    leaver.locator("#words").fill("冷库钥匙在值班室。")
    leaver.get_by_role("button", name="移交，签名").click()
    expect(row).to_contain_text("交给秦站长")

    third = sign_in(station, java_script_enabled=False)
    third.goto(f"{served.url}/handovers/{handover.pk}")
    expect(third.locator(".handed")).to_have_count(1)
    third.get_by_role("button", name="我知道了").click()
    expect(third.locator(".handed")).to_contain_text("已知道")

    successor = sign_in(newcomer, **PHONE)
    successor.goto(f"{served.url}/handovers/{handover.pk}")
    expect(successor.locator("main")).to_contain_text("冷库钥匙在值班室。")
    successor.get_by_role("button", name="我接手，签名").click()
    expect(successor.locator(".ladder li.ok")).to_have_count(3)
    successor.goto(f"{served.url}/tasks/{stays.pk}")
    successor.get_by_role("button", name="签收").click()
    expect(successor.locator("#toasts")).to_contain_text("已签收")
    third.goto(f"{served.url}/tasks/{goes.pk}")
    expect(third.get_by_role("button", name="签收")).to_be_visible()
    leaver.goto(f"{served.url}/tasks/{stays.pk}")
    expect(leaver.get_by_role("button", name="汇报完成")).to_have_count(0)


def test_a_sentence_that_repeats_is_changed_in_two_taps_and_sent(served, sign_in, axe):
    lake = a_lake()
    hers = sign_in(lake.secretary, **PHONE)
    hers.goto(f"{served.url}/groups/{lake.group.pk}")
    hers.locator("#say").fill("@水产局副局长 每周一上午10点前把清拆进度报我")
    becomes = hers.locator(".task-preview")
    expect(becomes).to_contain_text("重复：每周一 10:00")
    expect(becomes).to_contain_text("读自“每周一上午10点前”")
    becomes.locator("summary").click()  # on a phone it is one line that opens
    becomes.locator("[data-chip=often]").click()
    becomes.locator(".task-preview-choice .chip", has_text="每月最后一个工作日").click()
    expect(becomes.locator("[data-chip=often]")).to_contain_text("每月最后一个工作日 10:00")
    hers.locator(".composer .send").click()
    series = hers.locator(".card.task-card .series")
    expect(series).to_contain_text("每月最后一个工作日 10:00 · 第1次")
    series.click()
    expect(hers.locator(".series-page")).to_contain_text("清拆进度报我")
    hers.goto(f"{served.url}/repetitions/{Repetition.objects.get(group=lake.group).pk}")
    assert axe(hers) == []
    hers.get_by_role("button", name="终止").click()
    expect(hers.locator("#toasts")).to_contain_text("已终止")
    hers.get_by_role("button", name="撤销").click()
    expect(hers.get_by_role("button", name="暂停")).to_be_visible()
    assert Repetition.objects.get(group=lake.group).state == "running"


def test_what_is_left_open_is_asked_before_it_is_sent(served, sign_in):
    lake = a_lake()
    hers = sign_in(lake.secretary)
    hers.goto(f"{served.url}/groups/{lake.group.pk}")
    hers.locator("#say").fill("@水产局副局长 每周报一次进度")
    expect(hers.locator("[data-chip=often]")).to_contain_text("多久一次")
    hers.locator(".composer .send").click()
    sheet = hers.locator(".task-preview-choice")
    expect(sheet).to_be_visible()
    assert not Task.objects.filter(group=lake.group).exists()
    sheet.locator(".chip").first.click()
    hers.locator(".composer .send").click()
    expect(hers.locator(".card.task-card .series")).to_contain_text("每周五")


def test_by_the_form_without_javascript_it_repeats(served, sign_in):
    lake = a_lake()
    hers = sign_in(lake.secretary, java_script_enabled=False)
    hers.goto(f"{served.url}/groups/{lake.group.pk}/tasks/new")
    expect(hers.locator("#repeat_nth")).to_be_hidden()
    hers.locator("#title").fill("报表")
    hers.locator("#lead").select_option(label="周建国 · 水产局副局长")
    hers.locator("#repeat").select_option("month_workday")
    expect(hers.locator("#repeat_day")).to_be_hidden()
    hers.locator("#repeat_nth").select_option("-1")
    hers.get_by_role("button", name="交办").click()
    expect(hers.locator(".card.task-card .series")).to_contain_text("每月最后一个工作日 · 第1次")


def test_the_board_by_hand_filters_views_print_and_table(served, sign_in):
    lake = a_lake()
    lake.task(title="查清北岸排口", field="环保", deadline=timezone.now() + timedelta(days=30))
    lake.task(title="修好码头", field="交通", deadline=timezone.now() + timedelta(days=30))
    hers = sign_in(lake.secretary)
    hers.goto(f"{served.url}/board")
    rows = hers.locator(".ledger-row:not(.head)")
    expect(rows).to_have_count(2)
    hers.locator(".filters summary").click()
    hers.locator("#field").select_option("环保")
    hers.locator("#since").fill(f"{timezone.localdate():%Y-%m-%d}")
    hers.get_by_role("button", name="查看").click()
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("查清北岸排口")
    hers.locator("#name").fill("今天的环保")
    hers.locator(".save-view button").click()
    hers.goto(f"{served.url}/board")
    hers.get_by_role("link", name="今天的环保").click()
    expect(rows).to_have_count(1)
    hers.locator("#since").fill("2020-01-01")
    hers.locator("#until").fill("2020-12-31")
    hers.get_by_role("button", name="查看").click()
    expect(rows).to_have_count(0)
    hers.go_back()
    with hers.expect_download() as download:
        hers.get_by_role("link", name="导出表格（xlsx）").click()
    sheet = load_workbook(io.BytesIO(download.value.path().read_bytes())).active
    assert [row[2].value for row in sheet.iter_rows(min_row=2)] == ["查清北岸排口"]
    hers.emulate_media(media="print")
    expect(rows).to_be_visible()
    for out in (".filters", ".board .search", ".saved", ".rail, nav.tabs, .tabs"):
        for one in hers.locator(out).all():
            expect(one).to_be_hidden()
    hers.emulate_media(media="screen")
    hers.locator(".saved-view button").click()
    expect(hers.locator(".saved-view")).to_have_count(0)
