"""A client that nobody here wrote, generated from the description, does what people do: it finds its names, types and refusals there."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from openapi_python_client import generate
from openapi_python_client.config import Config, ConfigFile, MetaType

from huiyin.people.actions.tokens import make_token
from huiyin.people.extension_points import token_scopes
from tests.factories import say
from tests.tasks.conftest import a_lake

NAME = "huiyin_generated"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The package that is generated; without the tools that would dress it."""
    place = tmp_path_factory.mktemp("client")
    described = place / "openapi.json"
    described.write_text(json.dumps(Client().get("/api/v1/openapi.json").json()), encoding="utf-8")
    settings = ConfigFile(post_hooks=[], package_name_override=NAME)
    config = Config.from_sources(
        settings, MetaType.NONE, document_source=described, file_encoding="utf-8", overwrite=True, output_path=place / NAME
    )
    complaints = generate(config=config)
    assert not complaints, [f"{one.header} {one.detail}" for one in complaints]
    sys.path.insert(0, str(place))
    yield NAME
    sys.path.remove(str(place))
    for module in [name for name in sys.modules if name.split(".")[0] == NAME]:
        del sys.modules[module]


@pytest.fixture
def one_connection() -> Iterator[None]:
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.no_database
def test_every_operation_becomes_a_function(package: str) -> None:
    told = Client().get("/api/v1/openapi.json").json()
    for methods in told["paths"].values():
        for operation in methods.values():
            found = importlib.import_module(f"{package}.api.{operation['tags'][0]}.{operation['operationId']}")
            assert callable(found.sync_detailed)


def test_a_generated_client_talks_issues_and_reads(package: str, one_connection: None) -> None:
    lake = a_lake()
    say(lake.group, lake.deputy, "在吗")
    token = make_token(lake.secretary, "generated", list(token_scopes()))[1]
    made = importlib.import_module(package).AuthenticatedClient(
        base_url="http://testserver", token=token, httpx_args={"transport": httpx.WSGITransport(app=get_wsgi_application())}
    )
    models = importlib.import_module(f"{package}.models")

    def ask(tag: str, name: str, *values: Any, **more: Any) -> Any:
        return importlib.import_module(f"{package}.api.{tag}.{name}").sync_detailed(*values, client=made, **more)

    assert ask("people", "people_me").parsed.name == lake.secretary.name
    body = models.MessageIn(text="收到", key="generated-1")
    first, again = (ask("messages", "messages_post", lake.group.pk, body=body) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200) and first.parsed.n == again.parsed.n == 2
    refused = ask("messages", "messages_post", lake.group.pk, body=models.MessageIn(text="另一句", key="generated-1"))
    assert isinstance(refused.parsed, models.Refusal) and refused.parsed.error == "key_used"
    task = models.TaskIn(title="查清排口", lead=models.NamedIn(post=lake.posts["deputy"].pk))
    issued = ask("tasks", "tasks_issue", lake.group.pk, body=task).parsed
    listed = ask("tasks", "tasks_tasks").parsed
    assert [one.id for one in listed] == [issued.id] and listed[0].state == "issued"
    assert [hit.message.n for hit in ask("messages", "messages_search", q="收到").parsed.hits] == [2]


def test_what_the_generator_wrote_is_python(package: str) -> None:
    place = Path(importlib.import_module(package).__file__ or "").parent
    for module in place.rglob("*.py"):
        compile(module.read_text(encoding="utf-8"), str(module), "exec")
