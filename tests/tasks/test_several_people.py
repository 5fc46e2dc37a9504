"""One sentence asks several people, each by a day of their own: a task for each, with their words and their deadline."""

from __future__ import annotations

from huiyin.tasks.models import Task
from tests.tasks.test_recurrence_pages import read

BOTH = "清拆的事：@周建国 周三前报方案，@水产局局长 周五前报预算"


def test_a_sentence_for_two_is_offered_as_two_tasks(lake, monday, client_for):
    client = client_for(lake.secretary)
    found = read(client, lake, BOTH)
    assert found["task"]
    told = [
        (one["lead"]["name"], one["title"], next(r["words"] for r in one["readings"] if r["chosen"]), one["asked"], one["text"])
        for one in found["parts"]
    ]
    assert told == [
        ("周建国", "清拆的事：报方案", "周三前", False, "清拆的事：@周建国 周三前报方案"),
        ("方敏", "清拆的事：报预算", "周五前", False, "清拆的事：@水产局局长 周五前报预算"),
    ]
    for one in found["parts"]:
        due = next(r for r in one["readings"] if r["chosen"])
        answer = composed_as(client, lake, one, due)
        assert answer.status_code == 201
    assert [(t.title, f"{t.deadline_at:%m-%d}", t.message.text) for t in Task.objects.order_by("pk")] == [
        ("清拆的事：报方案", "11-25", "清拆的事：@周建国 周三前报方案"),
        ("清拆的事：报预算", "11-27", "清拆的事：@水产局局长 周五前报预算"),
    ]


def composed_as(client, lake, one, due):
    lead, key = one["lead"]["value"], one["lead"]["name"]
    body = {"lead": lead, "title": one["title"], "deadline": due["at"], "deadline_words": due["words"]}
    return client.post(
        f"/groups/{lake.group.pk}/tasks/issue", {"text": one["text"], "key": key, "task": body}, content_type="application/json"
    )


def test_of_two_the_one_without_a_moment_is_asked_for(lake, monday, client_for):
    first, second = read(client_for(lake.secretary), lake, "@周建国 尽快报方案，@方敏 周五前报预算")["parts"]
    assert (first["lead"]["name"], first["asked"]) == ("周建国", True)
    assert (second["lead"]["name"], second["asked"]) == ("方敏", False)


def test_whoever_only_receives_or_is_no_official_has_no_task(lake, monday, client_for):
    client = client_for(lake.secretary)
    for text in ("@周建国 周三前把方案报 @方敏，周五前开会", "@周建国 周三前报方案，@孟渔生 周五前来签字", "@周建国 @方敏 周三前报方案"):
        found = read(client, lake, text)
        assert found["task"] and found["parts"] == []


def test_the_form_takes_the_first_and_leads_to_the_others(lake, monday, client_for):
    client = client_for(lake.secretary)
    page = client.get(f"/groups/{lake.group.pk}/tasks/new", {"text": BOTH}).content.decode()
    assert 'value="清拆的事：报方案"' in page and "2026-11-25T17:30" in page
    address = page.split('<li><a href="')[1].split('"')[0].replace("&amp;", "&")
    other = client.get(address).content.decode()
    assert 'value="清拆的事：报预算"' in other and "2026-11-27T17:30" in other


def test_a_long_text_is_never_cut(lake, monday, client_for):
    found = read(client_for(lake.secretary), lake, BOTH + "。" + "说明" * 1200)
    assert found["task"] and found["parts"] == []
