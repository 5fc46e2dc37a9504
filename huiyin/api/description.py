"""The description of the API as it is given away: what ninja draws from the code, with what only words can say. The sentences are in
`sentences.py`; here they are put to their places, and what ninja does not know is added: addresses, headers, files' content, the live
stream, incoming hooks and outgoing webhooks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from threading import Lock
from typing import Any

from django.conf import settings
from django.utils.translation import override
from ninja import NinjaAPI
from ninja.operation import Operation
from pydantic import BaseModel

from huiyin.api.sentences import FIELDS
from huiyin.core.api import ApiPart
from huiyin.core.declarations import Registry
from huiyin.hooks.payload import webhook_events, webhook_parts

Said = dict[str, Any]
API_PARTS: Registry[ApiPart] = Registry("api", "API", ApiPart, lambda one: one.name)
TAGS = {"live": "What happens, while it happens.", "hooks": "Programs that speak into a group."}
ANSWERS = {
    "200": "As asked; of what bears a key also: it was done before, this is the first answer.", "201": "Made.", "204": "Done.",
    "400": "The request could not be read.", "401": "No living token was shown.", "403": "The token or its person may not.",
    "404": "Not there, or not for this person to see.", "409": "It has changed meanwhile.", "413": "More than can be taken at once.",
    "422": "Something in it cannot be taken; a key that came with something else is key_used.", "429": "Too much in a short time.",
}  # fmt: skip
_LINK = {"description": "Where the list goes on (RFC 8288): <…?after=…>; rel=\"next\". Without it the list is at its end.",
         "schema": {"type": "string"}}  # fmt: skip
_BEARER = {"description": "How to show who one is (RFC 6750).", "schema": {"type": "string", "const": "Bearer"}}
_WAIT = {"description": "Seconds to wait.", "schema": {"type": "integer"}}


class DescribedAPI(NinjaAPI):
    """Ninja's API with the whole description."""

    _drawn: Any = None
    _drawing = Lock()

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Gives the name a generated client calls the operation by: module and function, as `messages_post`."""
        return f"{operation.view_func.__module__.rpartition('.')[2]}_{operation.view_func.__name__}"

    def get_openapi_schema(self, **more: Any) -> Any:
        """Gives the description, as OpenAPI 3.1. Drawn once a process, by one thread while others wait: it takes 1.7 s, anybody may ask,
        and who shows the first token needs it. Not to be changed."""
        if self._drawn is None:
            with self._drawing:
                if self._drawn is None:
                    with override("en"):
                        self._drawn = self._whole(super().get_openapi_schema(**more))
        return self._drawn

    def _whole(self, drawn: Any) -> Any:
        drawn["servers"] = [{"url": settings.ORIGIN or "/", "description": "This house."}]
        drawn["tags"] = [{"name": name, "description": words} for name, words in said("tags").items()]
        drawn["info"]["license"] = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
        for name, schema in drawn["components"]["schemas"].items():
            _tell_fields(name, schema)
        for methods in drawn["paths"].values():
            for operation in methods.values():
                _tell_operation(operation)
        drawn["paths"] |= _outside()
        drawn["webhooks"] = {event: {"post": _webhook(event, str(words))} for event, words in webhook_events().items()}
        return drawn


@cache
def said(what: str) -> dict[str, Any]:
    """Gives what all apps say of their parts, and what belongs to none: `what` is tags, operations, families or examples."""
    found: dict[str, Any] = {}
    for part in API_PARTS:
        found |= getattr(part, what)
    return found | (TAGS if what == "tags" else {})


@cache
def fields_of(app: str) -> dict[str, str]:
    """Gives the sentences for the fields of an app's shapes and operations. What it says of a bare name is of its own alone: `reason` is
    one thing on a moment that was reported, another in a case. What stands with its place, as "CaseIn.reason", is said wherever."""
    found = dict(FIELDS)
    for part in API_PARTS:
        found |= {name: words for name, words in part.fields.items() if part.name == app or "." in name}
    return found


def sentence(place: str, name: str) -> str:
    """Gives the sentence for a field. Takes its schema or operation, and its name; empty where there is none."""
    fields = fields_of(app_of(place))
    own = fields.get(f"{place}.{name}") or fields.get(f"{said('families').get(place, '')}.{name}")
    return own or fields.get(name, "")


@cache
def app_of(place: str) -> str:
    """Gives the app that a schema or operation belongs to, by its name; empty where it is of none."""
    of_operation = next((part.name for part in API_PARTS if place in part.operations), "")
    return of_operation or next((shape.__module__.split(".")[1] for shape in _below(BaseModel) if shape.__name__ == place
                                 and shape.__module__.startswith("huiyin.")), "")  # fmt: skip


def _below(shape: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for one in shape.__subclasses__():
        yield one
        yield from _below(one)


def _tell_fields(name: str, schema: Said) -> None:
    schema.setdefault("description", f"{schema.get('title', name)}, as programs {'send' if name.endswith('In') else 'get'} it.")
    for field, told in schema.get("properties", {}).items():
        told["description"] = sentence(name, field)
    if example := said("examples").get(name):
        schema["examples"] = [example]


def _tell_operation(operation: Said) -> None:
    name = operation["operationId"]
    operation["description"] = said("operations").get(name, "")
    pages = any(one["name"] == "after" and "pattern" in one["schema"] for one in operation.get("parameters", ()))
    for one in operation.get("parameters", ()):
        place = "List" if one["name"] == "after" and f"{name}.after" not in fields_of(app_of(name)) else name
        one["description"] = sentence(place, one["name"])
    form = operation.get("requestBody", {}).get("content", {}).get("multipart/form-data")
    if form:
        form["schema"]["properties"]["file"]["description"] = "The file itself, with its name."
        form["example"] = {"file": "(the bytes of 塘口.jpg)"}
    for status, answer in operation["responses"].items():
        status = str(status)
        answer["description"] = ANSWERS.get(status, answer.get("description", ""))
        headers = {"401": {"WWW-Authenticate": _BEARER}, "429": {"Retry-After": _WAIT}}.get(status, {})
        if status == "200" and pages:
            headers = {"Link": _LINK}
        if headers:
            answer["headers"] = headers
    if name.endswith("_content"):
        octets = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in ("application/octet-stream", "image/*", "video/*")}
        operation["responses"] = {
            200: {"description": "What the file holds.", "content": octets},
            206: {"description": "The part that Range asked for.", "content": octets},
            304: {"description": "As the browser has it (If-None-Match)."},
            416: {"description": "There is no such part."},
        } | operation["responses"]  # fmt: skip


def _text(words: str, **more: Any) -> Said:
    return {"type": "string", "description": words, **more}


def _outside() -> Said:
    """What programs use beside /api/v1: the stream of what happens, and the address at which they speak."""
    live = {
        "operationId": "live_stream", "tags": ["live"], "summary": "What happens, while it happens",
        "description": "Server-sent events of all groups the person is in; needs messages:read. It stays open; come back with the last id.",
        "security": [{"Token": []}], "x-scope": "messages:read",
        "parameters": [{"name": "watch", "in": "query", "required": False,
                        "schema": {"type": "string", "example": "moment:12,listing:3,square"},
                        "description": "What else to hear of: an event watch says how each stands, at once and when it moved. "
                                       "moment, reach, square need moments:read, listing orders:read."},
                       {"name": "Last-Event-ID", "in": "header", "required": False, "schema": {"type": "string"},
                        "description": "The last id that came; what happened since is sent first, or an event reset says to begin anew."}],
        "responses": {"200": {"description": "Events without end, each with id, event and data as JSON.",
                              "content": {"text/event-stream": {"schema": {"type": "string"}}}},
                      "401": {"description": ANSWERS["401"]}, "429": {"description": ANSWERS["429"]}},
    }  # fmt: skip
    said = {
        "type": "object", "required": ["text"], "description": "What a program says.",
        "properties": {
            "text": _text("The words.", minLength=1, maxLength=5000), "key": _text(FIELDS["key"], maxLength=100),
            "urgent_reason": _text(FIELDS["urgent_reason"], maxLength=200),
        },
        "examples": [{"text": "31.2 m, 0.2 m above the warning line", "key": "gauge-2026-11-28T15:00"}],
    }  # fmt: skip
    stored = {"type": "object", "properties": {"n": {"type": "integer", "description": FIELDS["n"]},
                                               "at": _text(FIELDS["at"], format="date-time")}}  # fmt: skip
    why = {"$ref": "#/components/schemas/Refusal"}
    speak = {
        "operationId": "hooks_speak", "tags": ["hooks"], "summary": "A program speaks into a group",
        "description": "Posts in the name of an incoming webhook; the address itself is the secret, no token is shown.", "security": [],
        "parameters": [{"name": "secret", "in": "path", "required": True, "schema": {"type": "string"},
                        "description": "The secret, as it was shown once when the webhook was made."}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": said}}},
        "responses": {status: {"description": ANSWERS[status], "content": {"application/json": {"schema": stored}}}
                      for status in ("200", "201")}
        | {status: {"description": ANSWERS[status], "content": {"application/json": {"schema": why}}}
           for status in ("403", "404", "413", "422", "429")},
    }  # fmt: skip
    return {"/live": {"get": live}, "/hooks/{secret}": {"post": speak}}


def _part(name: str, what: Any) -> Said:
    """A part of a webhook's body: a value, or an object of values. Any of them may be null: what it was told of may be gone by then."""
    if isinstance(what, tuple):
        return {"type": [what[0], "null"], "description": what[1]}
    fields = {field: _part(field, of) for field, of in what.items()}
    return {"type": ["object", "null"], "description": f"The {name}, as it is now; null where it is gone.", "properties": fields}


def _webhook(event: str, words: str) -> Said:
    group = {"type": "object", "description": "The group it happened in.", "properties": {
        "id": {"type": "integer", "description": FIELDS["id"]}, "name": _text(FIELDS["name"]), "kind": _text(FIELDS["kind"])}}  # fmt: skip
    told: Said = {
        "delivery": {"type": "integer", "description": "The number of the delivery: the same at each attempt."},
        "event": _text("What happened.", const=event), "group": group,
        "seq": {"type": "integer", "description": "Its place in the group's record."},
        "kind": _text("The kind of the entry in the record."), "at": _text(FIELDS["at"], format="date-time"),
    }  # fmt: skip
    parts = {name: _part(name, what) for name, what in webhook_parts(event).items()}
    headers = {
        "webhook-id": "The number of the delivery (Standard Webhooks).", "webhook-timestamp": "Seconds since 1970, of this attempt.",
        "webhook-signature": "v1, and HMAC-SHA256 in Base64 over id, timestamp and body.", "X-Huiyin-Event": "The event.",
        "X-Huiyin-Delivery": "The number of the delivery.", "X-Huiyin-Timestamp": "Seconds since 1970, of this attempt.",
        "X-Huiyin-Signature": "v1= and HMAC-SHA256 in hexadecimal digits over timestamp and body.",
    }  # fmt: skip
    return {
        "operationId": f"webhook_{event.replace('.', '_')}", "tags": ["hooks"], "summary": words, "security": [],
        "description": f"{words}: told to the address that the group's owner named, at least once and in order.",
        "parameters": [{"name": name, "in": "header", "required": True, "schema": {"type": "string"}, "description": about}
                       for name, about in headers.items()],
        "requestBody": {"required": True, "content": {"application/json": {"schema": {
            "type": "object", "description": words, "properties": told | parts, "required": sorted(told)}}}},
        "responses": {"2XX": {"description": "Received: it is never sent again."},
                      "410": {"description": "Never again: the subscription stops."},
                      "default": {"description": "Not received: it is tried again, later and later; Retry-After is honoured."}},
    }  # fmt: skip
