"""What the description promises holds, whatever is sent: schemathesis tries every operation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.utils import timezone
from django.utils.translation import override
from hypothesis import HealthCheck, settings
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
EXAMPLES = 12  # of each operation; a deep run takes thousands (docs/developers/tests.md)


#: The description as a program reads it; reading it asks no database.
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
schema = schema.exclude(path=["/live", "/hooks/{secret}"])  # the lean path's; a secret that nobody guesses


@pytest.fixture(autouse=True)
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
    from huiyin.api.door import api

    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic(), override("zh-hans"):
        for throttle in api.throttle if isinstance(api.throttle, list) else [api.throttle]:
            patch.setattr(throttle, "num_requests", 1_000_000)
        lake = a_lake()
        say(lake.group, lake.secretary, "在吗")
        lake.task(deadline=timezone.now() + timedelta(days=2))  # the real clock runs here
        yield make_token(lake.secretary, "schemathesis", list(token_scopes()))[1]
        transaction.set_rollback(True)


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_operation_answers_as_described(case: Any, shown: str) -> None:
    answer = case.call(headers={"Authorization": f"Bearer {shown}"})
    case.validate_response(
        answer,
        checks=[
            schemathesis.checks.not_a_server_error,
            status_code_conformance, content_type_conformance, response_schema_conformance,
        ],
    )


class Conversations(schema.as_state_machine()):  # type: ignore[misc]
    """What was made is asked for, changed and taken away, in any order that the description allows."""

    token = ""

    def get_call_kwargs(self, case: Any) -> dict[str, Any]:
        return {"headers": {"Authorization": f"Bearer {self.token}"}}

    def validate_response(self, response: Any, case: Any, additional_checks: Any = (), **more: Any) -> None:
        case.validate_response(response, checks=[
            schemathesis.checks.not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
            use_after_free, ensure_resource_availability,
        ])  # fmt: skip


def test_what_was_made_can_be_asked_for_and_what_was_taken_away_cannot(shown: str) -> None:
    Conversations.token = shown
    few = settings(max_examples=6, stateful_step_count=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    Conversations.run(settings=few)
