"""“Not yours” and “not there” are one answer: the same status, the same bytes, the same questions to the database.

Addresses hold plain numbers. Whoever counts them up learns nothing from it: not from the page, and not from how long it took, because
the same work was done. (Wall clocks prove nothing on a shared machine; the questions are counted.)
"""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from huiyin.groups.actions import add_people, add_source, make_invite, remove_member
from huiyin.groups.exporting.actions import ask_export
from huiyin.handover.actions import open_handover
from huiyin.hooks.actions import make_hook, subscribe
from huiyin.media.actions import keep_upload
from huiyin.people.actions.administrators import appoint_administrator
from huiyin.people.actions.tokens import make_token
from huiyin.people.extension_points import token_scopes
from huiyin.tasks.actions import Named, Repeats, TaskDraft, issue_task, start_repetition
from huiyin.worktime.recurrence import Rhythm
from tests.api.test_scopes import operations
from tests.factories import a_group, a_holding, a_person, a_post, a_unit, say
from tests.permissions.places import places

NOBODYS = 987_654
OUTSIDERS = ("resident", "official", "removed", "system", "security", "audit")


@pytest.fixture
def house() -> Any:
    """What is hidden, and those from whom."""
    owner = a_person()
    a_holding(owner, post := a_post())
    people = {"resident": a_person(kind="resident"), "official": a_holding(a_person()).person, "removed": a_person()}
    for role in ("system", "security", "audit"):
        people[role] = a_person()
        appoint_administrator(people[role], role)
    group = a_group(owner=owner, members=[doer := a_person(), people["removed"]])
    remove_member(group, people["removed"], by=owner)
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "seagreen").save(picture, "JPEG")
    upload = keep_upload(owner, SimpleUploadedFile("塘.jpg", picture.getvalue()), "塘.jpg", "image/jpeg")
    say(group, owner, "", uploads=[upload.key])
    add_source(group, by=owner, unit=a_unit())
    task = issue_task(group, owner, TaskDraft("看看路灯", Named(doer.pk)))
    a_holding(leaver := a_person(), left := a_post())
    issue_task(group, owner, TaskDraft("修路灯", Named(leaver.pk, left.pk))) if add_people(group, [leaver], by=owner) else None
    handover = open_handover(left, leaver, by=leaver)
    assert handover is not None and post is not None
    again = start_repetition(group, owner, TaskDraft("查路灯", Named(doer.pk)), Repeats(Rhythm("workday"))).repetition
    assert again is not None
    return people, {
        "group": group.pk, "task": task.pk, "handover": handover.pk, "repetition": again.pk,
        "key": upload.key, "invite": make_invite(group, owner).pk,
        "source": group.sources.get().pk, "export": ask_export(group, owner).pk, "hook": make_hook(group, owner, "水位站")[0].pk,
        "subscription": subscribe(group, owner, "https://tasks.example/told", ["message.posted"])[0].pk,
        "resident": a_person(kind="resident").pk, "minor": a_person(kind="resident", is_minor=True, guardian=owner).pk,
    }  # fmt: skip


#: Where an address begins → the thing whose existence is a secret.
SECRETS = {"groups/<int:pk>": "group", "tasks/<int:pk>": "task", "handovers/<int:pk>": "handover", "repetitions/<int:pk>": "repetition"}


def addresses(things: dict[str, Any]) -> list[tuple[str, str]]:
    """(the address of what is there, the same of what is not)."""
    found = []
    for place in places():
        thing = next((thing for begin, thing in SECRETS.items() if place.pattern.startswith(begin)), None)
        if thing is None:
            continue
        rest = place.pattern
        known = {"int:n": 1, "slug:do": "pin", "slug:variant": "thumb", "slug:name": "acknowledge", "str:key": things["key"],
                 "int:person": 1, "slug:channel": "wecom", "int:robot": 1, "int:delivery": 1} | {
                     f"int:{name}": things[name] for name in ("source", "invite", "export", "hook", "subscription")}  # fmt: skip
        for name, value in known.items():
            rest = rest.replace(f"<{name}>", str(value))
        found.append((f"/{rest.replace('<int:pk>', str(things[thing]))}", f"/{rest.replace('<int:pk>', str(NOBODYS))}"))
    return found


def warmed(client: Any, **more: Any) -> Any:
    """The first who asks has the reporting lines read, for all who ask later: that tells nobody anything."""
    for path in (f"/tasks/{NOBODYS}", f"/api/v1/tasks/{NOBODYS}"):
        client.get(path, **more)
    return client


def asked(client: Any, method: str, path: str, **more: Any) -> tuple[int, bytes, int]:
    """Gives status, body without what is fresh in each page, and how many questions it took."""
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        answer = getattr(client, method)(path, **more)
        transaction.set_rollback(True)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    body = re.sub(rb'((?:csrfmiddlewaretoken" value|"csrf" content)=")[^"]+', rb"\1", body).replace(path.encode(), b"/here")
    return answer.status_code, body, len(queries)


@pytest.mark.parametrize("role", OUTSIDERS)
def test_an_outsider_cannot_tell_what_is_there_from_what_is_not(role: str, house: Any, client_for: Any) -> None:
    people, things = house
    client: Client = warmed(client_for(people[role]))
    pairs = addresses(things)
    assert len(pairs) > 40
    if role == "system":  # sees all handovers: arranges who holds what
        pairs = [pair for pair in pairs if not pair[0].startswith("/handovers/")]
    for there, nowhere in pairs:
        for method in ("get", "post"):
            for headers in ({}, {"accept": "application/json"}):
                one, other = asked(client, method, there, headers=headers), asked(client, method, nowhere, headers=headers)
                assert one == other, f"{role} {method} {there}: {one[0]} in {one[2]} questions, {other[0]} in {other[2]}"
                assert one[0] in (404, 405), f"{role} {method} {there}: {one[0]}"


@pytest.mark.parametrize(("role", "hidden"), [("resident", "resident"), ("resident", "minor"), ("official", "minor")])
def test_a_person_who_may_not_be_seen_is_not_there(role: str, hidden: str, house: Any, client_for: Any) -> None:
    people, things = house
    client: Client = client_for(people[role])
    one, other = asked(client, "get", f"/people/{things[hidden]}"), asked(client, "get", f"/people/{NOBODYS}")
    assert one == other
    assert one[0] == 404


def test_programs_cannot_tell_either(house: Any) -> None:
    people, things = house
    shown = make_token(people["official"], "数数的", list(token_scopes()))[1]
    headers = {"authorization": f"Bearer {shown}"}
    values = {"n": 1, "invite_id": things["invite"], "key": things["key"], "variant": "thumb", "move": "withdraw", "person_id": 1}
    bodies: dict[str, Any] = {
        "post /groups/{group_id}/tasks": {"title": "看看", "lead": {"person": 1}}, "post /groups/{group_id}/messages": {"text": "看看"},
        "post /groups/{group_id}/read": {"n": 1}, "post /groups/{group_id}/members": {"people": [1]},
        "patch /groups/{group_id}/members/{person_id}": {"role": "manager"}, "put /groups/{group_id}/owner": {"person": 1},
        "post /groups/{group_id}/messages/{n}/forward": {"group": 1},
    }  # fmt: skip
    warmed(Client(), headers=headers)
    asked_for = 0
    for method, path, _scope in operations():
        thing = "group" if "{group_id}" in path else "task" if "{task_id}" in path else "minor" if path == "/people/{person_id}" else ""
        if not thing:
            continue
        more: dict[str, Any] = {"headers": headers}
        if method != "get":
            more |= {"data": bodies.get(f"{method} {path}", {}), "content_type": "application/json"}
        one, other = (
            asked(Client(), method, "/api/v1" + path.format(**values | dict.fromkeys(("group_id", "task_id"), pk) | own), **more)
            for pk in (things[thing], NOBODYS) for own in [{"person_id": pk} if thing == "minor" else {}]
        )  # fmt: skip
        assert one == other, f"{method} {path}: {one[:1]}{one[2:]} {other[:1]}{other[2:]}"
        assert one[0] in (404, 422), f"{method} {path}: {one}"
        asked_for += one[0] == 404
    assert asked_for > 20, "most were asked in a shape that reaches the rule"


def test_what_opens_without_signing_in_cannot_be_counted(house: Any, client_for: Any) -> None:
    """An invitation's key, a calendar's and a webhook's secret: 128 bits of chance and more, and two of them have nothing in common."""
    owner = a_person()
    group = a_group(owner=owner)
    keys = [make_invite(group, owner).key for _ in range(3)]
    secrets = [make_hook(group, owner, "站")[1] for _ in range(3)]
    secrets += [re.findall(r"/calendar/([^\"<.]+)", client_for(owner).post("/me/calendar/make").content.decode())[0]]
    assert all(len(key) >= 22 for key in keys) and all(len(secret) >= 32 for secret in secrets)
    assert len({key[:6] for key in [*keys, *secrets]}) == 7
