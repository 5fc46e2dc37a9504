"""The description is fit to generate from: the rules that linters of OpenAPI (spectral's oas ruleset) ask for, and those of this house."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pydantic import BaseModel

from huiyin.api.description import API_PARTS, app_of, fields_of, said
from huiyin.api.door import api
from huiyin.core.declarations import modules_of_apps
from huiyin.hooks.payload import webhook_events

pytestmark = pytest.mark.no_database


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    return Client().get("/api/v1/openapi.json").json()


def operations(told: dict[str, Any], webhooks: bool = True) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in (told["paths"] | (told["webhooks"] if webhooks else {})).items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


def is_sentence(words: str) -> bool:
    return bool(re.fullmatch(r"[A-Z0-9v].{3,}\.?", words, re.DOTALL))


def test_whoever_asks_for_the_description_again_costs_nothing(told, monkeypatch):
    """Drawing it takes almost two seconds of the processor, and no token is needed to ask."""
    def drawn_again(*_args: Any, **_more: Any) -> None:
        raise AssertionError("drawn a second time")

    monkeypatch.setattr("ninja.openapi.schema.OpenAPISchema.get_paths", drawn_again)
    assert Client().get("/api/v1/openapi.json").json() == told


def test_every_operation_has_a_name_a_tag_a_sentence_and_its_answers(told):
    known = {tag["name"] for tag in told["tags"]}
    names = Counter(operation["operationId"] for _where, operation in operations(told))
    assert max(names.values()) == 1 and all(re.fullmatch(r"[a-z][a-z_]+", name) for name in names)
    for where, operation in operations(told):
        assert is_sentence(operation["description"]) and operation["summary"], where
        assert set(operation["tags"]) <= known, where
        assert any(re.fullmatch(r"2..|2XX", status) for status in operation["responses"]), where
        assert all(answer["description"] for answer in operation["responses"].values()), where
        in_path = set(re.findall(r"\{(\w+)\}", where))
        assert in_path == {one["name"] for one in operation.get("parameters", ()) if one["in"] == "path"}, where
        assert all(is_sentence(one["description"]) for one in operation.get("parameters", ())), where


def test_every_field_has_a_sentence_and_every_sentence_a_field(told):
    missing = [
        f"{name}.{field}" for name, schema in told["components"]["schemas"].items() for field, one in schema.get("properties", {}).items()
        if not is_sentence(one.get("description", ""))
    ]  # fmt: skip
    assert not missing
    assert all(schema["description"] for schema in told["components"]["schemas"].values())
    names = {field for schema in told["components"]["schemas"].values() for field in schema.get("properties", {})}
    names |= {one["name"] for _where, operation in operations(told) for one in operation.get("parameters", ())}
    sentences = {name for part in API_PARTS for name in fields_of(part.name)}
    assert {name.rpartition(".")[2] for name in sentences} <= names
    ids = {operation["operationId"] for _where, operation in operations(told)}
    places = {*told["components"]["schemas"], *said("families").values(), *ids, "List"}
    assert {name.rpartition(".")[0] for name in sentences if "." in name} <= places
    assert set(said("operations")) <= ids


def test_no_app_describes_the_fields_of_another(told):
    """`name` was "the name of whoever comes" in every group, `people` "how many said it" where people are added."""
    def strange(place: str, name: str, words: str) -> bool:
        here = {place, said("families").get(place, ""), "List"}
        return not any(words == one and (said_of in here or not at) for full, one in fields_of(app_of(place)).items()
                       for said_of, at, field in [full.rpartition(".")] if field == name)  # fmt: skip

    wrong = [f"{name}.{field}" for name, schema in told["components"]["schemas"].items()
             for field, one in schema.get("properties", {}).items() if strange(name, field, one["description"])]  # fmt: skip
    assert not wrong
    shapes = told["components"]["schemas"]
    assert all(app_of(name) for name in shapes)
    assert shapes["GroupChange"]["properties"]["name"]["description"] == "The name it is shown under."
    assert shapes["PeopleIn"]["properties"]["people"]["description"] == "The numbers of the people to add."


def test_whatever_takes_a_body_shows_one_that_is_taken(told):
    shapes, without = told["components"]["schemas"], []
    for where, operation in operations(told, webhooks=False):
        for content in operation.get("requestBody", {}).get("content", {}).values():
            of = content["schema"]
            named = re.search(r"schemas/(\w+)", str(of))
            if not (content.get("example") or (shapes[named[1]] if named else of).get("examples")):
                without.append(where)
    assert not without


def test_everything_referred_to_is_there_and_used(told):
    spelled = Client().get("/api/v1/openapi.json").content.decode()
    referred = set(re.findall(r'"#/components/schemas/(\w+)"', spelled))
    assert referred == set(told["components"]["schemas"])


def test_it_says_where_it_is_what_lists_bear_and_what_refusals_bear(told):
    assert told["openapi"].startswith("3.1") and told["servers"][0]["url"]
    for where, operation in operations({"paths": {p: m for p, m in told["paths"].items() if p.startswith("/api/")}}, webhooks=False):
        assert "WWW-Authenticate" in operation["responses"]["401"]["headers"], where
        assert "Retry-After" in operation["responses"]["429"]["headers"], where
        assert operation["security"] and operation["x-scope"], where
    lists = [o for _w, o in operations(told) if "Link" in o["responses"].get("200", {}).get("headers", {})]
    assert {o["operationId"] for o in lists} >= {"groups_groups", "groups_members", "tasks_tasks", "repetitions_repetitions"}
    content = told["paths"]["/api/v1/groups/{group_id}/files/{key}/{variant}"]["get"]["responses"]["200"]["content"]
    assert content["application/octet-stream"]["schema"]["format"] == "binary"


def test_states_kinds_roles_and_moves_are_enumerations(told):
    schemas = told["components"]["schemas"]
    for schema, field in (("TaskOut", "state"), ("TaskOut", "light"), ("GroupIn", "kind"), ("MemberOut", "role"), ("MessageOut", "kind")):
        assert len(schemas[schema]["properties"][field]["enum"]) > 1
    move = next(one for one in told["paths"]["/api/v1/tasks/{task_id}/{move}"]["post"]["parameters"] if one["name"] == "move")
    assert "report" in move["schema"]["enum"]
    assert all(schemas[name].get("additionalProperties") is False for name in schemas if name.endswith(("In", "Change")))


def test_examples_are_what_would_be_taken(told):
    for name, example in said("examples").items():
        shape = next(getattr(module, name) for where in ("api.shapes", "api") for module in modules_of_apps(where) if hasattr(module, name))
        shape.model_validate(example)
        assert told["components"]["schemas"][name]["examples"] == [example]


def test_the_live_stream_hooks_and_webhooks_are_described(told):
    assert "text/event-stream" in told["paths"]["/live"]["get"]["responses"]["200"]["content"]
    assert told["paths"]["/hooks/{secret}"]["post"]["requestBody"]["required"]
    assert set(told["webhooks"]) == set(webhook_events())
    assert api.get_openapi_schema()["info"]["license"]["identifier"] == "Apache-2.0"


def test_no_two_shapes_bear_one_name():
    """The description knows a shape by its name alone: of two, one would be described and both sent."""
    shapes = {one for one in _below(BaseModel) if one.__module__.startswith("huiyin.") and ".api" in one.__module__}
    names = Counter(one.__name__ for one in shapes)
    assert [name for name, times in names.items() if times > 1] == []


def _below(of):
    for one in of.__subclasses__():
        yield one
        yield from _below(one)
