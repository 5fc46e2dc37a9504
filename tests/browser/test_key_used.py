"""What was written is kept where something else came under its key before, says so, and goes as a new one or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page, expect

from huiyin.tasks.actions import report_done
from huiyin.tasks.actions.idempotency import idempotent_move
from huiyin.tasks.models import State, Task
from tests.browser.conftest import Watch
from tests.factories import a_group, a_person, say
from tests.tasks.conftest import a_lake

SEED = """([group, message]) => {
  const key = `huiyin:outbox:${document.documentElement.dataset.me}:${group}`, newValue = JSON.stringify([message]);
  localStorage.setItem(key, newValue);
  dispatchEvent(new StorageEvent("storage", { key, newValue }));
}"""


def waits(page: Page, group: Any, body: dict[str, Any], **more: Any) -> None:
    """Puts something in the outbox, as another tab would."""
    page.evaluate(SEED, [str(group), json.loads(json.dumps({"key": body["key"], "at": 1, "body": body, "shown": {}} | more))])


def test_a_message_whose_key_was_used_is_kept_and_goes_as_a_new_one(
    phone: Page, sign_in_as: Callable[[Page, Any], Page], complaints: Watch
) -> None:
    complaints.expect("422")
    zhou = a_person()
    group = a_group("堤防值班", owner=zhou)
    say(group, zhou, "水位 31.2 米", key="key-used-before")
    page = sign_in_as(phone, zhou)
    page.goto(f"/groups/{group.pk}")
    page.locator("#composer textarea").fill("还在写的话")
    waits(page, group.pk, {"text": "水位 31.5 米", "key": "key-used-before"})
    refused = page.locator("#outbox .unsent.refused")
    expect(refused).to_contain_text("水位 31.5 米")
    expect(refused.get_by_role("button", name="删除")).to_be_visible()
    refused.get_by_role("button", name="作为新的一条发送").click()
    expect(page.locator("#outbox .unsent")).to_have_count(0)
    assert list(group.messages.order_by("n").values_list("text", flat=True)) == ["水位 31.2 米", "水位 31.5 米"]


def test_a_decision_whose_key_was_used_is_kept_and_goes_as_a_new_one(
    phone: Page, sign_in_as: Callable[[Page, Any], Page], complaints: Watch
) -> None:
    complaints.expect("422", "Transition")
    lake = a_lake()
    task = lake.task(title="修好码头", deadline=timezone.now() + timedelta(days=3))
    report_done(task, lake.deputy, "修好了")
    idempotent_move(task, lake.secretary, "accept", "key-used-before", lambda: None, "other words")
    page = sign_in_as(phone, lake.secretary)
    page.goto("/today")
    shown = {"what": "办结", "task": task.pk, "words": "好", "href": f"/tasks/{task.pk}"}
    waits(page, "decisions", {"words": "好", "key": "key-used-before"}, shown=shown, to=f"/tasks/{task.pk}/accept")
    line = page.locator("#decisions .decision")
    expect(line).to_contain_text("好")
    expect(line.get_by_role("button", name="放下")).to_be_visible()
    line.get_by_role("button", name="作为新的一条发送").click()
    expect(page.locator("#decisions .decision")).to_have_count(0)
    assert Task.objects.get(pk=task.pk).state == State.SETTLED
