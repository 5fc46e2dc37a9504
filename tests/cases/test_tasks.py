"""What is to be done for a case is given out as a task: it hangs on the case with its ladder, and nobody else learns of the case by it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from huiyin.cases.actions import accept_case, answer_case, hang_task
from huiyin.cases.models import CaseTask
from huiyin.core.errors import NotAllowed, NotThere, WrongState
from huiyin.groups.models import Group
from huiyin.tasks.actions import Named, TaskDraft, issue_task, withdraw_task
from huiyin.tasks.models import Task
from tests.cases.conftest import County
from tests.factories import a_group
from tests.markup import markup


@pytest.fixture
def group(county: County) -> Group:
    """The head of the bureau of water owns it, the clerk is in it, and so is a resident."""
    return a_group(owner=county.head, members=[county.clerk, county.resident])


def a_task(county: County, group: Group, **more: Any) -> Task:
    return issue_task(group, county.head, TaskDraft("换村口的水管", Named(county.clerk.pk), **more))


def test_from_the_case_to_the_form_and_back(county: County, group: Group, client_for: Any) -> None:
    case, head = county.given(text="村口的水管漏了三天"), client_for(county.head)
    at = f"/cases/{case.pk}"
    page = markup(head.get(at))
    assert f'action="{at}/task"' in page and f'<option value="{group.pk}">' in page
    to = head.get(f"{at}/task?group={group.pk}").headers["Location"]
    form = markup(head.get(to))
    assert f"为诉求 № {case.number}" in form and f'name="for" value="case:{case.pk}"' in form
    assert 'name="repeat"' not in form and 'name="repeat"' in markup(head.get(to.partition("?")[0]))
    assert 'name="visibility" value="line" checked' in form and f'value="{case.title}"' in form
    due = case.clocks.get(kind="handle").due_at
    assert f"{timezone.localtime(due):%Y-%m-%dT%H:%M}" in form, "by when it is to be answered"
    told = {"title": "换村口的水管", "visibility": "line", "key": "k1", "for": f"case:{case.pk}"}
    lead = next(v for v in _values(form) if v.startswith(str(county.clerk.pk)))
    made = head.post(to.partition("?")[0], told | {"lead": lead})
    task = Task.objects.get()
    assert made.headers["Location"] == f"/tasks/{task.pk}" and task.visibility == "line"
    assert f"为诉求 № {case.number}" in markup(head.get(f"/tasks/{task.pk}"))
    assert f"№ {task.number}" in markup(head.get(at)), "it stands on the case, with its ladder"
    assert head.post(to.partition("?")[0], told | {"lead": lead}).headers["Location"] == f"/tasks/{task.pk}"
    assert CaseTask.objects.count() == 1 and case.stream.entries.filter(kind="case.task_hung").count() == 1
    seen = markup(client_for(county.resident).get(at))
    assert "已交办具体任务" in seen and task.title not in seen, "who asked reads that something is done, not by whom"


def _values(form: str) -> list[str]:
    return [part.split('"')[0] for part in form.partition('id="lead"')[2].partition("</select>")[0].split('value="')[1:]]


def test_nothing_is_lost_where_it_was_answered_meanwhile(county: County, group: Group, client_for: Any) -> None:
    case, head = county.given(), client_for(county.head)
    to = f"/groups/{group.pk}/tasks/new"
    lead = next(v for v in _values(markup(head.get(f"{to}?for=case:{case.pk}"))) if v.startswith(str(county.clerk.pk)))
    answer_case(case, county.who("head"), "solved", "水管已换好，再漏请回复本件。")
    refused = head.post(to, {"title": "换村口的水管", "lead": lead, "key": "k", "for": f"case:{case.pk}"})
    assert refused.status_code == 409 and "换村口的水管" in refused.content.decode() and not Task.objects.exists()


def test_programs_hang_what_stands_and_read_what_they_may(county: County, group: Group, programs: Any) -> None:
    case, head = county.given(), programs("head")
    at, task = f"/cases/{case.pk}", a_task(county, group, visibility="line")
    hung = head("post", f"{at}/task", {"task": task.pk, "key": "a"})
    assert hung.status_code == 200 and [one["id"] for one in hung.json()["tasks"]] == [task.pk]
    assert head("post", f"{at}/task", {"task": task.pk, "key": "b"}).status_code == 200 and CaseTask.objects.count() == 1
    assert programs("resident")("get", at).json()["tasks"] == []
    assert programs("desk")("get", at).json()["tasks"] == [], "the desk is in no line of that task"
    assert head("post", f"{at}/task", {"task": 999_999}).status_code == 404
    assert programs("resident")("post", f"{at}/task", {"task": task.pk}).json()["error"] in ("not_allowed", "not_there")


def test_who_may_not_and_what_may_not(county: County, group: Group) -> None:
    task, case = a_task(county, group), county.given()
    for name in ("road_head", "resident"):
        with pytest.raises((NotAllowed, NotThere)):
            hang_task(case, county.who(name), lambda: task)
    accusation = county.case(accused=(county.roads.pk,))
    accept_case(accusation, county.who("desk"))
    with pytest.raises(WrongState):
        hang_task(accusation, county.who("desk"), lambda: task)
    answered = county.answered()
    with pytest.raises(WrongState):
        hang_task(answered, county.who("head"), lambda: task)
    assert not CaseTask.objects.exists()


def test_the_form_names_nothing_that_is_none(county: County, group: Group, client_for: Any) -> None:
    head, to = client_for(county.head), f"/groups/{group.pk}/tasks/new"
    for odd in ("case:", "case:x", "case:9999999999999999999999", "pebble:1", "case", ":1"):
        assert head.get(to, {"for": odd}).status_code == 404, odd
    other = county.case()
    assert head.get(to, {"for": f"case:{other.pk}"}).status_code in (403, 404), "not in their hands"


def test_what_ended_says_that_the_answer_is_waited_for(county: County, group: Group, client_for: Any) -> None:
    case, task = county.given(), a_task(county, group, deadline=timezone.now() + timedelta(days=2))
    hang_task(case, county.who("head"), lambda: task)
    head = client_for(county.head)
    assert "来件人在等答复" not in head.get(f"/cases/{case.pk}").content.decode()
    withdraw_task(task, county.head, "不必了")
    assert "来件人在等答复" in head.get(f"/cases/{case.pk}").content.decode()
