"""What the description promises holds, whatever is sent: schemathesis tries every operation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from zlib import crc32

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.utils import timezone
from django.utils.translation import override
from hypothesis import HealthCheck, settings
from schemathesis.pytest.lazy import get_all_tests
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ensure_resource_availability,
    response_schema_conformance,
    status_code_conformance,
    use_after_free,
)

from huiyin.people.actions.tokens import make_token
from huiyin.people.extension_points import token_scopes
from tests.factories import say
from tests.tasks.conftest import a_lake

pytestmark = pytest.mark.django_db
PROMISED = (
    schemathesis.checks.not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
)  # fmt: skip
SHARES = 4  # of all operations: one after another they would take a minute and a half
EXAMPLES = 3  # of each operation, beside the cases thought out of its description; a deep run takes thousands (docs/developers/tests.md)


@pytest.fixture(scope="module", autouse=True)
def one_connection() -> Iterator[None]:
    """The tests' one connection is not closed between two requests."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def shown(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A token with every scope, of somebody who leads a group with messages and a task: built once, each test is taken back by itself."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic(), override("zh-hans"):
        patch.setattr("huiyin.api.door.REQUESTS_A_MINUTE", 1_000_000)
        lake = a_lake()
        say(lake.group, lake.secretary, "在吗")
        lake.task(deadline=timezone.now() + timedelta(days=2))  # the real clock runs here
        yield make_token(lake.secretary, "schemathesis", list(token_scopes()))[1]
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def described(one_connection: None) -> Any:
    """The description as a program reads it. Drawn here, not while tests are collected: there each process would draw it."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    return schema.exclude(path=["/live", "/hooks/{secret}"])  # the lean path's; a secret that nobody guesses


@pytest.mark.parametrize("share", range(SHARES))
def test_every_operation_answers_as_described(described: Any, shown: str, subtests: pytest.Subtests, share: int) -> None:
    # pytest-parametrized, as schemathesis would have it, every process would think out the cases of every operation before its first test.
    def holds(case: Any) -> None:
        with transaction.atomic():  # each answer is of the same house
            answer = case.call(headers={"Authorization": f"Bearer {shown}"})
            transaction.set_rollback(True)
        case.validate_response(answer, checks=PROMISED)

    few = settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    tried = 0
    mine = described.include(lambda context: crc32(context.operation.label.encode()) % SHARES == share)
    for found in get_all_tests(schema=mine, test_func=holds, settings=few, given_kwargs=None):
        operation, tries = found.ok()
        with subtests.test(operation=operation.label):
            tries()
            tried += 1
    assert tried > 20


def test_what_was_made_can_be_asked_for_and_what_was_taken_away_cannot(described: Any, shown: str) -> None:
    class Conversations(described.as_state_machine()):  # type: ignore[misc]
        """What was made is asked for, changed and taken away, in any order that the description allows."""

        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            return {"headers": {"Authorization": f"Bearer {shown}"}}

        def validate_response(self, response: Any, case: Any, additional_checks: Any = (), **more: Any) -> None:
            case.validate_response(response, checks=[*PROMISED, use_after_free, ensure_resource_availability])

    few = settings(max_examples=6, stateful_step_count=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    Conversations.run(settings=few)
