"""No operation succeeds without its scope, and each scope is of the kind that its operation is."""

from __future__ import annotations

import pytest

from huiyin.api.door import api
from huiyin.people.extension_points import token_scopes
from tests.factories import a_group, a_person, say
from tests.tasks.conftest import a_lake

#: What only asks, but by POST: a number and its code belong in no address.
ASKING = {"post /cases/look-up"}


def operations() -> list[tuple[str, str, str]]:
    """Every operation below /api/v1: method, path, scope."""
    paths = {path: ones for path, ones in api.get_openapi_schema()["paths"].items() if path.startswith("/api/v1/")}
    return [(method, path.removeprefix("/api/v1"), one["x-scope"]) for path, ones in paths.items() for method, one in ones.items()]


def test_whatever_acts_needs_a_scope_to_write():
    """Each scope is one a person can choose, and whoever gave a program only eyes gave it no hands."""
    for method, path, scope in operations():
        assert scope in token_scopes(), f"{method} {path}: no app declares {scope} in its scopes.py"
        assert scope.endswith((":read", ":write")), f"{method} {path}"
        assert method == "get" or f"{method} {path}" in ASKING or scope.endswith(":write"), f"{method} {path}"


def test_every_scope_opens_something():
    assert {scope for _method, _path, scope in operations()} == set(token_scopes())


class Values(dict[str, object]):
    """What stands in an address; whatever is not named is the first of its kind."""

    def __missing__(self, name: str) -> object:
        return 1


@pytest.mark.django_db
def test_no_operation_succeeds_without_its_scope(program, monkeypatch):
    monkeypatch.setattr("huiyin.people.actions.tokens.TOKENS_LIMIT", 100)  # a program for each scope there is
    lake = a_lake()
    task = lake.task(deadline=None)
    group = a_group(owner=lake.secretary, members=[a_person()])
    say(group, lake.secretary, "在吗")
    values = {"person_id": lake.deputy.pk, "unit_id": lake.posts["deputy"].unit_id, "group_id": group.pk, "task_id": task.pk,
              "move": "withdraw", "turn": "end", "decision": "approve", "variant": "thumb"}  # fmt: skip
    others = {scope: program(lake.secretary, *(token_scopes().keys() - {scope})) for scope in token_scopes()}
    for method, path, scope in operations():
        answer = others[scope](method, path.format_map(Values(values)), None if method == "get" else {})
        # 422 is said before anybody looks at the token's reach only where nothing was read or done.
        assert answer.status_code == 403, f"{method} {path}: {answer.status_code}"
        assert scope in answer.json()["words"]


def test_every_status_is_declared():
    for path, ones in api.get_openapi_schema()["paths"].items():
        for method, one in ones.items() if path.startswith("/api/v1/") else ():
            assert {401, 403, 404, 409, 413, 422, 429} <= {int(status) for status in one["responses"]}, f"{method} {path}"
