"""No operation succeeds without its scope; a new one fails here until it stands in the table."""

from __future__ import annotations

import pytest

from huiyin.api.door import api
from huiyin.people.extension_points import token_scopes
from tests.factories import a_group, a_person, say
from tests.tasks.conftest import a_lake

TABLE = {
    "people:read": {"get /me", "get /people", "get /people/{person_id}", "get /units", "get /units/{unit_id}"},
    "groups:read": {
        "get /groups", "get /unread", "get /groups/{group_id}", "get /groups/{group_id}/members",
    },
    "groups:write": {
        "post /groups", "patch /groups/{group_id}", "post /groups/{group_id}/members", "patch /groups/{group_id}/members/{person_id}",
        "delete /groups/{group_id}/members/{person_id}", "put /groups/{group_id}/owner", "post /groups/{group_id}/invites",
        "get /groups/{group_id}/invites", "delete /groups/{group_id}/invites/{invite_id}",
    },
    "messages:read": {
        "get /groups/{group_id}/messages", "get /groups/{group_id}/messages/{n}", "get /groups/{group_id}/messages/{n}/receipts",
        "get /groups/{group_id}/pins", "get /groups/{group_id}/files/{key}/{variant}",
    },
    "messages:write": {
        "post /groups/{group_id}/messages", "post /groups/{group_id}/uploads", "post /groups/{group_id}/read",
        "post /groups/{group_id}/messages/{n}/recall", "put /groups/{group_id}/messages/{n}/pin",
        "delete /groups/{group_id}/messages/{n}/pin", "post /groups/{group_id}/messages/{n}/forward",
    },
    "search:read": {"get /search"},
    "tasks:read": {"get /tasks", "get /tasks/{task_id}", "get /repetitions", "get /repetitions/{repetition_id}"},
    "tasks:write": {
        "post /groups/{group_id}/tasks", "post /tasks/{task_id}/{move}", "post /groups/{group_id}/repetitions",
        "patch /repetitions/{repetition_id}", "post /repetitions/{repetition_id}/{turn}",
    },
    "moments:read": {
        "get /moments", "get /moments/{moment_id}", "get /moments/{moment_id}/comments", "get /moments/{moment_id}/files/{key}/{variant}",
        "get /moments/{moment_id}/cascade", "get /moments/{moment_id}/reach", "get /accounts", "get /accounts/{account_id}",
    },
    "moments:write": {
        "post /moments", "patch /moments/{moment_id}", "put /moments/{moment_id}/audience", "delete /moments/{moment_id}", "post /uploads",
        "post /moments/{moment_id}/comments", "delete /moments/{moment_id}/comments/{comment_id}", "post /moments/{moment_id}/like",
        "delete /moments/{moment_id}/like", "post /moments/{moment_id}/share", "post /moments/{moment_id}/study",
        "post /moments/{moment_id}/report", "post /accounts/{account_id}/follow", "delete /accounts/{account_id}/follow",
        "post /accounts/{account_id}/articles",
    },
    "orders:read": {"get /listings/{listing_id}", "get /listings/{listing_id}/orders", "get /orders/{order_id}"},
    "orders:write": {
        "post /listings", "post /listings/{listing_id}/orders", "post /listings/{listing_id}/stock", "post /orders/{order_id}/confirm",
        "post /orders/{order_id}/accept", "post /orders/{order_id}/cancel", "post /orders/{order_id}/deliver",
    },
    "cases:read": {"get /cases", "post /cases/look-up", "get /cases/{case_id}", "get /matters/{matter_id}"},
    "cases:write": {
        "post /cases", "post /cases/uploads", "post /groups/{group_id}/messages/{n}/case", "post /matters",
        "post /matters/{matter_id}/answer",
        "delete /matters/{matter_id}/cases/{case_id}", "post /cases/{case_id}/objection/{decision}",
        "post /cases/{case_id}/extension/{decision}",
        *(f"post /cases/{{case_id}}/{move}" for move in (
            "accept", "decline", "dispatch", "object", "begin", "answer", "follow-up", "reopen", "extension", "review", "recuse", "split",
            "note", "publish", "join",
        )),
    },
}  # fmt: skip


def operations() -> list[tuple[str, str, str]]:
    """Every operation below /api/v1: method, path, scope."""
    paths = {path: ones for path, ones in api.get_openapi_schema()["paths"].items() if path.startswith("/api/v1/")}
    return [(method, path.removeprefix("/api/v1"), one["x-scope"]) for path, ones in paths.items() for method, one in ones.items()]


def test_every_operation_stands_in_the_table():
    told = {scope: {f"{method} {path}" for method, path, needs in operations() if needs == scope} for scope in token_scopes()}
    assert told == TABLE


@pytest.mark.django_db
def test_no_operation_succeeds_without_its_scope(program):
    lake = a_lake()
    task = lake.task(deadline=None)
    group = a_group(owner=lake.secretary, members=[a_person()])
    say(group, lake.secretary, "在吗")
    values = {"person_id": lake.deputy.pk, "unit_id": lake.posts["deputy"].unit_id, "group_id": group.pk, "n": 1, "invite_id": 1,
              "task_id": task.pk, "move": "withdraw", "repetition_id": 1, "turn": "end", "key": "x", "variant": "thumb",
              "moment_id": 1, "comment_id": 1, "account_id": 1,
              "listing_id": 1, "order_id": 1, "case_id": 1, "matter_id": 1, "decision": "approve"}  # fmt: skip
    others = {scope: program(lake.secretary, *(token_scopes().keys() - {scope})) for scope in token_scopes()}
    for method, path, scope in operations():
        answer = others[scope](method, path.format(**values), None if method == "get" else {})
        # 422 is said before anybody looks at the token's reach only where nothing was read or done.
        assert answer.status_code == 403, f"{method} {path}: {answer.status_code}"
        assert scope in answer.json()["words"]


def test_every_status_is_declared():
    for path, ones in api.get_openapi_schema()["paths"].items():
        for method, one in ones.items() if path.startswith("/api/v1/") else ():
            assert {401, 403, 404, 409, 413, 422, 429} <= {int(status) for status in one["responses"]}, f"{method} {path}"
