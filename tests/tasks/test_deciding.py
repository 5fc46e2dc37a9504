"""Deciding with what one decides on before one's eyes: today, the task's page, the number on the tab."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from huiyin.core.errors import Invalid
from huiyin.media.actions import keep_upload
from huiyin.tasks.actions import Named, accept_report, acknowledge_task, decline_task, report_done, send_back
from huiyin.tasks.models import State, Task
from tests.factories import a_person
from tests.markup import markup
from tests.media import corpus
from tests.tasks.conftest import TUESDAY_CLOSING, Lake, climb


@pytest.fixture
def reported(lake: Lake) -> Task:
    """A task the deputy director has reported with a photo."""
    task = lake.task()
    picture = SimpleUploadedFile("现场.jpg", corpus.photo_that_says({}, {}), "image/jpeg")
    upload = keep_upload(lake.deputy, picture, "现场.jpg", "image/jpeg")
    report_done(task, lake.deputy, "拆完了，看照片。", [upload.key])
    return task


def page(client: Client, path: str) -> str:
    return markup(client.get(path))


def badge(client: Client, path: str = "/me") -> str:
    """The number on the tab of matters."""
    found = re.search(r"data-waiting-total>(\d*\+?)<", page(client, path))
    assert found
    return found[1]


def test_today_shows_the_reports_photographs_where_it_offers_to_settle(lake: Lake, reported: Task, client_for: Any) -> None:
    today = page(client_for(lake.secretary), "/today")
    shown = re.search(r'<div class="clear">.*?confirm_to', today, re.S)
    assert shown
    key = reported.proofs.get().upload.key
    assert f"/tasks/{reported.pk}/files/{key}/thumb" in shown[0]
    verdict = re.search(r'id="verdict".*?/accept"', page(client_for(lake.secretary), f"/tasks/{reported.pk}"), re.S)
    assert verdict
    assert f"/files/{key}/thumb" in verdict[0]


def test_a_report_sent_back_with_time_left_keeps_its_deadline(lake: Lake, reported: Task, client_for: Any, monday: Any) -> None:
    client = client_for(lake.secretary)
    for path in ("/today", f"/tasks/{reported.pk}"):
        field = re.search(r'name="deadline" type="datetime-local"[^>]*>', page(client, path))
        assert field
        assert "required" not in field[0]
    assert client.post(f"/tasks/{reported.pk}/send-back", {"words": "还差北岸。", "deadline": ""}).status_code == 302
    reported.refresh_from_db()
    assert (reported.state, reported.deadline_at, reported.round) == (State.RETURNED, TUESDAY_CLOSING, 1)
    monday.move_to(TUESDAY_CLOSING + timedelta(minutes=1))
    assert climb() == 1  # its clock runs again


def test_a_report_sent_back_after_the_deadline_needs_a_new_one(lake: Lake, reported: Task, client_for: Any, monday: Any) -> None:
    monday.move_to(TUESDAY_CLOSING + timedelta(minutes=1))
    with pytest.raises(Invalid):
        send_back(reported, lake.secretary, "还差北岸。")
    field = re.search(r'name="deadline" type="datetime-local"[^>]*>', page(client_for(lake.secretary), "/today"))
    assert field
    assert "required" in field[0]


def test_a_returned_task_says_so_and_why_on_top(lake: Lake, reported: Task, client_for: Any, monday: Any) -> None:
    send_back(reported, lake.secretary, "还差北岸那一片。")
    client = client_for(lake.deputy)
    for path in (f"/tasks/{reported.pk}", "/today", f"/groups/{lake.group.pk}/tasks"):
        card = re.search(r'<section class="card task.*?</section>', page(client, path), re.S)
        assert card
        assert "江远帆退回：" in card[0], path
        assert "还差北岸那一片。" in card[0], path
        assert "sent-back" in card[0], path
    report_done(reported, lake.deputy, "北岸也拆了。")
    assert "sent-back" not in page(client, f"/tasks/{reported.pk}")


def test_what_waits_for_me_is_a_number_on_the_tab_and_goes_when_it_is_done(
    lake: Lake, client_for: Any, django_capture_on_commit_callbacks: Any
) -> None:
    hers, his = client_for(lake.secretary), client_for(lake.deputy)
    assert (badge(hers), badge(his)) == ("", "")

    def after(deed: Callable[..., Any], *told: Any) -> tuple[str, str]:
        with django_capture_on_commit_callbacks(execute=True):
            deed(*told)
        return badge(hers), badge(his)

    assert after(lake.task) == ("", "1")
    task = Task.objects.get()
    assert after(acknowledge_task, task, lake.deputy) == ("", "")
    assert after(report_done, task, lake.deputy, "办好了。") == ("1", "")
    assert hers.get("/me/notices/count").json()["waiting"] == 1
    assert after(send_back, task, lake.secretary, "没办好。") == ("", "1")
    assert after(report_done, task, lake.deputy, "这次好了。") == ("1", "")
    assert after(accept_report, task, lake.secretary) == ("", "")
    assert after(lake.task) == ("", "1")
    assert after(decline_task, Task.objects.get(ended_at=None), lake.deputy, "不归我管") == ("1", "")


def test_the_number_counts_what_is_mine_by_post_alone_or_as_a_helper(lake: Lake, client_for: Any) -> None:
    lake.task(lead=Named(post=lake.posts["director"].pk), helpers=[Named(person=lake.deputy.pk, post=lake.posts["deputy"].pk)])
    assert [badge(client_for(one)) for one in (lake.director, lake.deputy, lake.county_deputy)] == ["1", "1", ""]


def test_today_counts_what_is_there_and_shows_no_noughts(lake: Lake, client_for: Any, monday: Any) -> None:
    assert 'class="sum"' not in page(client_for(lake.deputy), "/today")
    task = lake.task()
    assert 'class="sum"' not in page(client_for(lake.deputy), "/today")  # one alone is in the sentence above
    monday.move_to(TUESDAY_CLOSING + timedelta(minutes=1))
    climb()
    report_done(task, lake.deputy, "晚了一点。")
    lake.task(title="修路", deadline=timezone.now() + timedelta(minutes=1))
    monday.shift(timedelta(minutes=2))
    shown = re.search(r'<div class="sum">(.*?)</div>', page(client_for(lake.secretary), "/today"), re.S)
    assert shown
    assert re.findall(r"<b>(.*?)</b>", shown[1]) == ["1", "1"]


def test_the_form_keeps_whom_the_sentence_named_by_post(lake: Lake, client_for: Any) -> None:
    for words in ("@水产局副局长 明天下班以前把方案报我", "@周建国 @水产局局长 明天下班以前把方案报我"):
        form = page(client_for(lake.secretary), f"/groups/{lake.group.pk}/tasks/new?text={words}")
        lead = re.search(r'<select id="lead".*?</select>', form, re.S)
        assert lead
        assert re.search(r"<option [^>]*selected>[^<]*周建国", lead[0]), words
    assert re.search(rf'name="helpers" value=":{lake.posts["director"].pk}" checked', form)


def test_nobody_who_is_not_concerned_has_a_number(lake: Lake, client_for: Any) -> None:
    lake.task(deadline=timezone.now() + timedelta(days=1))
    assert badge(client_for(a_person("旁人"))) == ""
