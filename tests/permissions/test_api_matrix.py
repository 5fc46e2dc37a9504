"""Every operation of /api/v1 × who asks, with a token of every scope: a token is no more than its owner.

Each app's `access.py` says whose token does it, and its tests what is asked about and what is sent (`tests/<app>/matrix_objects.py`). All
others' tokens do nothing; who is outside a group (of its own unit or of another, removed, the three administrators) learns nothing of it.
Which scope an operation needs is in tests/api/test_scopes.py.
"""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from huiyin.core.access import SIGNED_IN
from huiyin.journal.models import Entry
from huiyin.people.actions.tokens import make_token
from huiyin.people.extension_points import token_scopes
from tests.permissions.county import County
from tests.permissions.places import NUMBERS, TABLE, Operation, operations

OUTSIDE = ("resident", "colleague", "other", "removed", "system", "security", "audit")
#: What is a secret to them.
SECRET = ("{group_id}", "{task_id}", "{repetition_id}")


@pytest.fixture(scope="module")
def tokens(county: County, django_db_blocker: pytest.FixtureRequest) -> dict[str, str]:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        return tokens_of(county)


def tokens_of(county: County) -> dict[str, str]:
    """Gives everybody in the county a token of every scope, by role."""
    return {role: make_token(county.people[role], role, list(token_scopes()))[1] for role in sorted(SIGNED_IN)}


def test_a_token_is_no_more_than_its_owner(county: County, tokens: dict[str, str]) -> None:
    """In one run, as a program asks: beginning each operation with everything forgotten takes four times as long."""
    wrong = [found for operation in operations() for found in wrongly_done(operation, county, tokens)]
    assert not wrong, "\n".join(wrong)


def wrongly_done(operation: Operation, county: County, tokens: dict[str, str]) -> list[str]:
    """Gives what is wrong: whose token did it and may not, or may and did not; what happened, or was told, all the same."""
    path, allowed = county.address(operation), TABLE.get(operation.name, frozenset())
    form = county.forms.get(operation.name, {})
    more = {} if operation.method == "get" else {"data": form}
    if more and "file" not in form:
        more["content_type"] = "application/json"
    wrong = []
    for role, shown in tokens.items():
        cache.clear()  # limits count what is asked, whoever asks
        if "file" in form:
            form["file"].seek(0)
        with transaction.atomic():
            before = Entry.objects.count()
            answer = getattr(Client(), operation.method)(path, headers={"authorization": f"Bearer {shown}"}, **more)
            happened = Entry.objects.count() != before
            transaction.set_rollback(True)
        said = b"" if answer.streaming else answer.content
        done, may = answer.status_code < 300, role in allowed
        if done != may or (happened and not may):
            wrong.append(f"{operation.name} as {role}: {answer.status_code} {said[:200].decode(errors='replace')}")
        if role != "member" and role not in NUMBERS.get(operation.name, ()) and county.has_number(said):
            wrong.append(f"{role} reads a resident's number by {operation.name}")
        secret = role in OUTSIDE and any(name in operation.plain for name in SECRET)
        if secret and answer.status_code not in (404, 422):
            wrong.append(f"{operation.name} tells {role} something: {answer.status_code}")
    return wrong


def test_no_scope_opens_anothers_lists(county: County, tokens: dict[str, str]) -> None:
    for role in OUTSIDE:
        paths = ["/groups", "/tasks", "/repetitions", "/search?q=在吗", "/unread"]
        group = county.group
        for path in (*paths, f"/search?q=在吗&group={group.pk}", f"/tasks?group={group.pk}", f"/repetitions?group={group.pk}"):
            answer = Client().get(f"/api/v1{path}", headers={"authorization": f"Bearer {tokens[role]}"})
            assert answer.status_code in (200, 404)
            assert "在吗" not in answer.content.decode() and group.name not in answer.content.decode(), f"{path} as {role}"
