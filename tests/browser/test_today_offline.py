"""Today without network: read, decided, sent once when it is back; what came too late is kept to look at."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from huiyin.journal.models import Entry
from huiyin.people.actions.organisation import delegate
from huiyin.tasks.actions import Named, accept_report, ask_for_time, report_done
from huiyin.tasks.models import State, Task
from tests.browser.conftest import PHONE
from tests.factories import a_person
from tests.tasks.conftest import a_lake


@pytest.fixture(autouse=True)
def _without_network(complaints):
    complaints.expect("ERR_INTERNET_DISCONNECTED", "ViewTransition", "Transition was skipped", "409", "Failed to fetch")


def accepted(task: Task) -> int:
    return Entry.objects.filter(stream=task.stream_id, kind="task.accepted").count()


def test_decisions_wait_for_the_network_and_are_sent_once_in_order(served, a_browser, sign_in_as):
    lake, later = a_lake(), timezone.now() + timedelta(days=3)
    first, second = lake.task(title="写好方案", deadline=later), lake.task(title="修好码头", deadline=later)
    third = lake.task(title="清点网箱", deadline=later)
    report_done(first, lake.deputy, "方案写好了")
    report_done(second, lake.deputy, "码头修好了")
    ask_for_time(third, lake.deputy, "要等木料", later + timedelta(days=2))
    stand_in = a_person("许代办")
    delegate(lake.posts["secretary"], stand_in, timezone.localdate(), timezone.localdate() + timedelta(days=9), by=lake.secretary)

    hers = sign_in_as(a_browser(**PHONE).new_page(), lake.secretary)
    hers.goto(f"{served.url}/today")
    hers.evaluate("navigator.serviceWorker.ready.then(() => true)")
    hers.reload()  # now the worker keeps the page
    expect(hers.locator(".to-clear[data-task]")).to_have_count(3)
    hers.context.set_offline(True)
    hers.reload()
    expect(hers.locator("#offline")).to_be_visible()
    expect(hers.locator(".to-clear[data-task]")).to_have_count(3)  # it can be read

    one = hers.locator(f".to-clear[data-task='{first.pk}']")
    one.get_by_role("button", name="办结").click()
    hers.locator("dialog").get_by_role("button", name="办结").click()
    two = hers.locator(f".to-clear[data-task='{second.pk}']")
    two.locator("summary", has_text="退回").click()
    two.locator("textarea").fill("哪天修的，写明。")
    two.locator(".chip").last.click()
    two.get_by_role("button", name="退回").click()
    hers.locator(f".to-clear[data-task='{third.pk}'] form").first.get_by_role("button").click()
    waiting = hers.locator("#decisions .decision")
    expect(waiting).to_have_count(3)
    expect(waiting.first).to_contain_text("等网络")
    expect(one.locator(".clear")).to_be_hidden()
    assert accepted(first) == 0

    hers.reload()  # what was decided outlives the page
    expect(waiting).to_have_count(3)
    accept_report(second, stand_in, "很好")  # meanwhile somebody else said a word to the second
    hers.context.set_offline(False)
    expect(waiting).to_have_count(1)
    expect(waiting).to_contain_text("哪天修的，写明。")
    expect(waiting).to_contain_text("许代办")
    expect(waiting).to_contain_text("没有办成")
    first.refresh_from_db(), second.refresh_from_db(), third.refresh_from_db()
    assert (first.state, second.state, accepted(first)) == (State.SETTLED, State.SETTLED, 1)
    assert third.extensions.get().verdict == "granted"
    hers.reload()
    expect(waiting).to_have_count(1)
    waiting.get_by_role("button", name="放下").click()
    expect(hers.locator("#decisions")).to_be_hidden()


def test_a_decision_is_taken_back_before_it_is_sent(served, a_browser, sign_in_as):
    lake = a_lake()
    task = lake.task(title="写好方案", deadline=timezone.now() + timedelta(days=3), lead=Named(lake.deputy.pk))
    his = sign_in_as(a_browser(**PHONE).new_page(), lake.deputy)
    his.goto(f"{served.url}/today")
    his.evaluate("navigator.serviceWorker.ready.then(() => true)")
    his.reload()
    his.context.set_offline(True)
    expect(his.locator("#offline")).to_be_visible()
    his.locator(f".to-clear[data-task='{task.pk}']").get_by_role("button", name="签收").click()
    expect(his.locator("#decisions")).to_contain_text("签收")
    his.locator("#decisions").get_by_role("button", name="收回").click()
    expect(his.locator("#decisions")).to_be_hidden()
    his.context.set_offline(False)
    expect(his.locator("#offline")).to_be_hidden()
    his.reload()
    task.refresh_from_db()
    assert task.state == State.ISSUED
    his.locator(f".to-clear[data-task='{task.pk}']").get_by_role("button", name="签收").click()  # with network it goes at once
    expect(his.locator("#toasts")).to_contain_text("已办")
    task.refresh_from_db()
    assert task.state == State.ACKNOWLEDGED


def test_on_a_tasks_page_a_decision_waits_too(served, a_browser, sign_in_as):
    lake = a_lake()
    task = lake.task(title="写好方案", deadline=timezone.now() + timedelta(days=3))
    report_done(task, lake.deputy, "方案写好了")
    hers = sign_in_as(a_browser(**PHONE).new_page(), lake.secretary)
    hers.goto(f"{served.url}/tasks/{task.pk}")
    hers.context.set_offline(True)
    expect(hers.locator("#offline")).to_be_visible()
    hers.locator("#verdict").get_by_role("button", name="认可，办结").click()
    expect(hers.locator("#decisions")).to_contain_text("等网络")
    hers.context.set_offline(False)
    expect(hers.locator(".card.task-card.light-done")).to_be_visible()
    assert accepted(task) == 1
