"""Every operation of /api/v1 about a group or a task × who asks, with a token of every scope: a token is no more than its owner.

Who is outside (of the group's own unit or of another, removed, the three administrators) gets nothing and makes nothing happen; members
and the owner do what the table says. Which scope an operation needs is in tests/api/test_scopes.py.
"""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from PIL import Image

from huiyin.groups.actions import add_people, make_invite, remove_member
from huiyin.journal.models import Entry
from huiyin.media.actions import keep_upload
from huiyin.people.actions.administrators import appoint_administrator
from huiyin.people.actions.tokens import make_token
from huiyin.people.extension_points import token_scopes
from huiyin.tasks.actions import Named, Repeats, TaskDraft, issue_task, start_repetition
from huiyin.worktime.recurrence import Rhythm
from tests.api.test_scopes import operations
from tests.factories import a_group, a_holding, a_person, a_post, a_unit, say

OUTSIDE = ("resident", "colleague", "other", "removed", "system", "security", "audit")
#: What a member who leads nothing may do; everything else about a group is its owner's.
MEMBERS = {
    "get /groups/{group_id}", "get /groups/{group_id}/members", "get /groups/{group_id}/messages", "get /groups/{group_id}/messages/{n}",
    "get /groups/{group_id}/messages/{n}/receipts", "get /groups/{group_id}/pins", "get /groups/{group_id}/files/{key}/{variant}",
    "post /groups/{group_id}/messages", "post /groups/{group_id}/read", "post /groups/{group_id}/messages/{n}/recall",
    "post /groups/{group_id}/messages/{n}/forward", "get /tasks/{task_id}", "patch /groups/{group_id}",
    "get /repetitions/{repetition_id}", "post /groups/{group_id}/messages/{n}/case",
}  # fmt: skip
#: What even the owner cannot here: the message is the member's own, no file was sent, the owner cannot leave.
NOT_HERE = {"post /groups/{group_id}/messages/{n}/recall", "post /groups/{group_id}/uploads"}


@pytest.fixture
def house() -> Any:
    unit = a_unit()
    owner, member, removed, doer = a_person(), a_person(kind="resident"), a_person(), a_person()
    a_holding(owner, a_post("局长", unit))
    people = {"owner": owner, "member": member, "removed": removed, "resident": a_person(kind="resident"), "other": a_holding().person,
              "colleague": a_holding(post=a_post("副局长", unit)).person}  # fmt: skip
    for role in ("system", "security", "audit"):
        people[role] = a_person()
        appoint_administrator(people[role], role)
    group = a_group(owner=owner, members=[removed, doer], unit=unit)
    add_people(group, [member], by=owner)
    say(group, member, "在吗")
    remove_member(group, removed, by=owner)
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "seagreen").save(picture, "JPEG")
    upload = keep_upload(owner, SimpleUploadedFile("塘.jpg", picture.getvalue()), "塘.jpg", "image/jpeg")
    say(group, owner, "", uploads=[upload.key])
    task = issue_task(group, owner, TaskDraft("看看路灯", Named(doer.pk)))
    again = start_repetition(group, owner, TaskDraft("看看水位", Named(doer.pk)), Repeats(Rhythm("workday")))
    values = {"repetition_id": again.repetition_id, "turn": "pause"}
    values |= {"group_id": group.pk, "n": 1, "invite_id": make_invite(group, owner).pk, "key": upload.key, "variant": "thumb",
              "task_id": task.pk, "move": "withdraw", "person_id": doer.pk}  # fmt: skip
    return {role: make_token(person, role, list(token_scopes()))[1] for role, person in people.items()}, values, group, doer


def body_of(operation: str, group: Any, doer: Any) -> dict[str, Any]:
    """What is sent, in the shape that is described."""
    return {
        "post /groups/{group_id}/tasks": {"title": "看看", "lead": {"person": doer.pk}},
        "post /groups/{group_id}/repetitions": {"title": "看看", "lead": {"person": doer.pk}, "rhythm": {"unit": "workday"}},
        "patch /repetitions/{repetition_id}": {"title": "看看井"},
        "post /groups/{group_id}/messages": {"text": "看看", "key": "matrix-1"}, "post /groups/{group_id}/read": {"n": 1},
        "post /groups/{group_id}/members": {"people": [doer.pk]}, "patch /groups/{group_id}/members/{person_id}": {"silenced": True},
        "put /groups/{group_id}/owner": {"person": doer.pk}, "post /groups/{group_id}/messages/{n}/forward": {"groups": [group.pk]},
        "patch /groups/{group_id}": {"muted": True}, "post /tasks/{task_id}/{move}": {"words": "不用了"},
    }.get(operation, {})  # fmt: skip


def test_a_token_is_no_more_than_its_owner(house: Any) -> None:
    tokens, values, group, doer = house
    wrong = []
    for method, path, _scope in operations():
        if not any(name in path for name in ("{group_id}", "{task_id}", "{repetition_id}")):
            continue
        operation = f"{method} {path}"
        more = {} if method == "get" else {"data": body_of(operation, group, doer), "content_type": "application/json"}
        for role, shown in tokens.items():
            with transaction.atomic():
                before = Entry.objects.count()
                answer = getattr(Client(), method)("/api/v1" + path.format(**values), headers={"authorization": f"Bearer {shown}"}, **more)
                happened = Entry.objects.count() != before
                transaction.set_rollback(True)
            done = answer.status_code < 300
            may = (role == "owner" and operation not in NOT_HERE) or (role == "member" and operation in MEMBERS)
            if done != may or (happened and not may):
                wrong.append(f"{operation} as {role}: {answer.status_code} {answer.content[:200].decode(errors='replace')}")
            if role in OUTSIDE and answer.status_code not in (404, 422):
                wrong.append(f"{operation} tells {role} something: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_no_scope_opens_anothers_lists(house: Any) -> None:
    tokens, _values, group, _doer = house
    for role in OUTSIDE:
        paths = ["/groups", "/tasks", "/repetitions", "/search?q=在吗", "/unread"]
        for path in (*paths, f"/search?q=在吗&group={group.pk}", f"/tasks?group={group.pk}", f"/repetitions?group={group.pk}"):
            answer = Client().get(f"/api/v1{path}", headers={"authorization": f"Bearer {tokens[role]}"})
            assert answer.status_code in (200, 404)
            assert "在吗" not in answer.content.decode() and group.name not in answer.content.decode(), f"{path} as {role}"
