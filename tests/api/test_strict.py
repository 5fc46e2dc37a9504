"""What a program sends is what is described or is refused: nothing is guessed, nothing is dropped, and every refusal has one shape."""

from __future__ import annotations

from typing import get_args

import pytest
from django.test import Client

from huiyin.api.door import api
from huiyin.cases.api import shapes as cases
from huiyin.cases.limits import LIMITS
from huiyin.circles.api import shapes as circles
from huiyin.circles.models import Tie
from huiyin.groups.api import words as groups
from huiyin.groups.models import Group, Invite, Member, Message
from huiyin.media.models import Upload
from huiyin.people.api import words as people
from huiyin.people.models import Person, Unit
from huiyin.reception.api import shapes as reception
from huiyin.reception.models import DayState, VisitState
from huiyin.revisits import api as revisits
from huiyin.revisits.models import Revisit
from huiyin.tasks.api import words as tasks
from huiyin.tasks.lights import Light
from huiyin.tasks.models import RepetitionState, State, Task
from huiyin.tasks.moves import MOVES, REPETITION_MOVES
from huiyin.worktime.recurrence import MOVED, UNITS
from tests.factories import a_group, a_person

#: What grows with the house: kinds of entries in a record.
ANYTHING = {("StepOut", "kind")}


@pytest.fixture
def led():
    deputy = a_person("周建国")
    return a_group("网箱清拆", owner=deputy), deputy


@pytest.mark.parametrize("body", [[], '"x"', "5", "null", [{}]])
def test_a_body_of_the_wrong_shape_makes_nothing(program, led, body):
    group, deputy = led
    ask = program(deputy)
    sent = ask("post", f"/groups/{group.pk}/invites", body)
    assert sent.status_code == 422 and sent.json()["error"] == "invalid"
    assert not Invite.objects.exists()


def test_a_field_that_is_none_is_named_and_nothing_happens(program, led):
    group, deputy = led
    ask = program(deputy)
    refused = ask("post", f"/groups/{group.pk}/messages", {"text": "在", "urgent": "水位"})
    assert refused.status_code == 422 and refused.json()["field"] == "urgent" and "没有这一项" in refused.json()["words"]
    deep = ask("post", f"/groups/{group.pk}/messages", {"text": "@周", "mentions": [{"label": "周", "person": 1, "post": 2}]})
    assert deep.status_code == 422 and deep.json()["field"] == "post"
    assert not Message.objects.exists()


@pytest.mark.parametrize(("path", "field"), [
    ("/tasks?state=overdue", "state"), ("/tasks?status=settled", "status"), ("/search?q=鱼&kind=sound", "kind"),
    ("/search?q=鱼&order=oldest", "order"), ("/search?q=鱼&since=9999-12-31", "since"), ("/groups?archive=1", "archive"), ("/me?x=", "x"),
])  # fmt: skip
def test_a_filter_that_is_none_is_refused_instead_of_left_out(program, led, path, field):
    refused = program(led[1])("get", path)
    assert refused.status_code == 422 and refused.json()["field"] == field


def test_limits_are_those_of_pages(program, led):
    group, deputy = led
    ask = program(deputy)
    assert ask("post", f"/groups/{group.pk}/messages", {"text": "字" * 5000}).status_code == 201
    assert ask("post", f"/groups/{group.pk}/messages", {"text": "字" * 5001}).status_code == 422
    assert ask("post", "/groups", {"name": "群" * 40}).status_code == 201
    assert ask("post", "/groups", {"name": "群" * 41}).json()["field"] == "name"
    assert ask("post", "/groups", {"name": "群", "kind": "secret"}).json()["field"] == "kind"


@pytest.mark.parametrize(("method", "path", "status", "code"), [
    ("get", "/api/v1/nothing", 404, "not_there"), ("get", "/api/v2/me", 404, "not_there"), ("post", "/api/v1/me", 405, "wrong_way"),
    ("get", "/api/v1/groups/1/read", 405, "wrong_way"), ("get", "/api/v1/me", 401, "signed_out"),
])  # fmt: skip
def test_every_refusal_below_api_is_json_of_one_shape(method, path, status, code):
    refused = getattr(Client(), method)(path)
    assert refused.status_code == status and refused.headers["Content-Type"] == "application/json"
    assert refused.json()["error"] == code and set(refused.json()) == {"error", "words", "field"}
    assert bool(refused.headers.get("WWW-Authenticate")) == (status == 401)
    assert bool(refused.headers.get("Allow")) == (status == 405)


@pytest.mark.no_database
def test_the_words_of_the_api_are_those_of_the_house():
    for told, held in (
        (groups.GroupKind, Group.Kind.values), (groups.Role, Member.Role.values), (people.PersonKind, Person.Kind.values),
        (people.UnitKind, Unit.Kind.values), (groups.MessageKind, Message.Kind.values), (groups.FileKind, Upload.Kind.values),
        (tasks.Visibility, Task.Visibility.values), (tasks.TaskState, State.values), (tasks.TaskLight, Light.values),
        (tasks.TaskMove, {row.name for row in MOVES.rows}), (tasks.RepetitionState, RepetitionState.values),
        (tasks.RepetitionTurn, {row.name for row in REPETITION_MOVES.rows if row.to}),
        (tasks.RepetitionRight, {row.name for row in REPETITION_MOVES.rows}),
        (tasks.RhythmUnit, UNITS), (tasks.Moved, MOVED),
    ):  # fmt: skip
        assert set(get_args(told)) == set(held)


@pytest.mark.no_database
def test_the_words_of_the_newer_apps_are_those_of_the_house():
    for told, held in (
        (circles.TieState, Tie.State.values), (circles.TieWay, Tie.Way.values), (reception.DayState, DayState.values),
        (reception.VisitState, VisitState.values), (revisits.How, Revisit.How.values), (revisits.LookedIn, Revisit.Found.values),
        (cases.ClockKind, {kind for _procedure, kind in LIMITS}),
    ):  # fmt: skip
        assert set(get_args(told)) == set(held)


@pytest.mark.no_database
def test_a_choice_is_described_as_one_and_what_is_sent_has_its_limit():
    """No pattern that spells alternatives, no text, list or number without an end, no state or kind that could be anything."""
    open_ended, said = [], api.get_openapi_schema()["components"]["schemas"]
    for name, shape in said.items():
        for field, told in shape.get("properties", {}).items():
            ways = [told, *told.get("anyOf", ())]
            plain = any(one.get("type") == "string" and not {"enum", "const", "format"} & one.keys() for one in ways)
            endless = plain and name.endswith("In") and not any("maxLength" in one for one in ways)
            choice = plain and field in ("state", "kind", "way", "how", "found", "role", "closing", "channel", "language", "light")
            spelled = any("|" in one.get("pattern", "") for one in ways)
            if (endless or choice or spelled) and (name, field) not in ANYTHING:
                open_ended.append((name, field))
    assert not open_ended
