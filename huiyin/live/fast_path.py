"""The lean path: live streams, posting and read marks, in front of Django. Everything else is not its business."""

from __future__ import annotations

import json
import logging
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from huiyin.core.bounded_json import Unreadable, read_object
from huiyin.core.errors import Invalid, NotAllowed, Refused, TooMuch, TooOften, as_json
from huiyin.core.throttle import ProcessThrottle
from huiyin.db.availability import note
from huiyin.groups import rendering
from huiyin.groups.actions import Draft
from huiyin.live.connection_limits import Crowded, most_listeners
from huiyin.live.connections import Connection
from huiyin.live.hosts import OtherHost, ours
from huiyin.live.hub import Hub
from huiyin.live.replay import resume
from huiyin.live.sessions import Principal, Sessions
from huiyin.live.subscriptions import parse_cursors
from huiyin.live.watching import Watching, topics_in
from huiyin.live.writer import Unavailable, Writer
from huiyin.people.auth import SignedOut
from huiyin.people.devices import neighbourhood

log = logging.getLogger(__name__)
BODY_LIMIT = 64 * 1024
CONNECTIONS_A_PERSON = 12
POSTS_UNDER_WAY = 32  # of one author
_POST = re.compile(r"^/groups/([0-9]{1,15})/(messages|read)$")
_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]


class FastPath:
    """Answers what it knows; `takes` says whether a request is one of those."""

    def __init__(self, hub: Hub, writer: Writer, sessions: Sessions, watching: Watching, run: Callable[..., Any]) -> None:
        self.hub, self.writer, self.sessions, self.watching, self.run = hub, writer, sessions, watching, run
        self.listeners: Counter[str] = Counter()  # live connections by network address
        self.most = most_listeners()
        self.posting: Counter[int] = Counter()  # what each author waits for

    def takes(self, scope: dict[str, Any]) -> bool:
        """True for GET /live and for JSON to /groups/<id>/messages and …/read."""
        path = scope["path"]
        if path == "/live":
            return True
        if scope["method"] != "POST" or not path.startswith("/groups/") or not _POST.match(path):
            return False
        return any(name == b"content-type" and value.startswith(b"application/json") for name, value in scope["headers"])

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        language, address = "zh-hans", neighbourhood((scope.get("client") or ("",))[0])
        try:
            if not ours(scope, tuple(settings.ALLOWED_HOSTS)):
                raise OtherHost
            who = await self.sessions.who(headers, address)
            if who is None:
                raise SignedOut
            language = _language(scope, who)
            _within(who, scope["path"])
            if scope["path"] == "/live":
                if scope["method"] != "GET":
                    raise Invalid
                await self._live(address, who, language, scope, receive, send)
                return
            if who.scopes is None:  # a program shows its token with every request; no page can make a browser do that for it
                _same_site(headers)
            match = _POST.match(scope["path"])
            assert match is not None
            body = _read(await _body(receive))
            if await self.sessions.who(headers, address) is None:  # it may have taken its time: who signed out meanwhile says no more
                raise SignedOut
            if match[2] == "read":
                await self._mark_read(int(match[1]), who, body, send)
            else:
                await self._post(int(match[1]), who, language, body, send)
        except Refused as refusal:
            await _refuse(send, refusal, language)
        except DatabaseError as error:
            note(log, "the database did not answer", error)
            await _refuse(send, Unavailable(), language)

    async def _post(self, group: int, who: Principal, language: str, body: dict[str, Any], send: Send) -> None:
        if self.posting[who.person] >= POSTS_UNDER_WAY:
            raise TooOften(wait_seconds=1)  # one who sends without waiting for answers takes no more than a share of each commit
        self.posting[who.person] += 1
        try:
            posted = await self.writer.post(draft_of(group, who.person, body))
        finally:
            self.posting[who.person] -= 1
            if not self.posting[who.person]:
                del self.posting[who.person]
        message = posted.message
        answer = {
            "n": message.n, "seq": message.seq, "stream": message.group.stream_id, "at": message.at.isoformat(timespec="seconds"),
            "key": message.key, # As the others get it: what is mine is dressed in the browser.
            "html": rendering.message_html(message, language),
        }  # fmt: skip
        await _answer(send, 200 if posted.again else 201, answer)

    async def _mark_read(self, group: int, who: Principal, body: dict[str, Any], send: Send) -> None:
        n = body.get("n")
        if not isinstance(n, int) or not 0 <= n < 2**53:
            raise Invalid(field="n")
        await self.writer.mark_read(group, who.person, n)
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    async def _live(self, address: str, who: Principal, language: str, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if len(self.hub.connections_by_person.get(who.person, ())) >= CONNECTIONS_A_PERSON:
            raise TooOften(_("You have many pages open at once. Close some; this one goes on without news until then."), wait_seconds=30)
        if self.listeners.total() >= self.most or self.listeners[address] >= self.most // 2:
            raise Crowded
        reader = Connection(who.person, who.device, language, who.until)
        # No await between the look at the ceilings and this: whoever comes at the same time is counted.
        self.listeners[address] += 1
        self.hub.expect(reader)
        try:
            await self._listen(reader, who, scope, receive, send)
        finally:
            reader.closed = True
            self.hub.part(reader)
            self.watching.end(reader)
            self.listeners[address] -= 1
            if not self.listeners[address]:
                del self.listeners[address]

    async def _listen(self, reader: Connection, who: Principal, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        await self.hub.admit(reader)
        if reader.closed:  # ended while it came: it is told so as if it had come later
            raise SignedOut if reader.farewell == "signed-out" else Unavailable
        await send({"type": "http.response.start", "status": 200, "headers": _LIVE_HEADERS})
        await send({"type": "http.response.body", "body": b"retry: 2000\n\n", "more_body": True})
        reader.connect(send)
        try:
            await resume(self.hub, reader, parse_cursors(dict(scope["headers"]).get(b"last-event-id", b"")))
            await self.watching.begin(reader, topics_in(scope.get("query_string", b"")), who.scopes)
        except DatabaseError as error:
            note(log, "what a browser missed could not be read, it comes again", error)
            reader.dismiss("restart")
        if reader.queue is None:
            while (await receive())["type"] != "http.disconnect":
                pass
        else:
            await _drain(reader, send)


def _within(who: Principal, path: str) -> None:
    """Raises NotAllowed where a program's token does not reach so far."""
    if who.scopes is not None:
        _within_token_limit(who.device)
    needed = "messages:read" if path == "/live" else "messages:write"
    if who.scopes is not None and needed not in who.scopes:
        raise NotAllowed(_("The token does not allow this: it needs %(scope)s.") % {"scope": needed})


#: Of a program: ten times a second over a minute.
_within_token_limit = ProcessThrottle(600)


async def _drain(reader: Connection, send: Send) -> None:
    assert reader.queue is not None
    while (piece := await reader.queue.get()) is not None:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


_LIVE_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


def draft_of(group: int, author: int, body: dict[str, Any]) -> Draft:
    """Gives the draft a browser sent. Takes named fields only; raises Invalid for a wrong shape."""
    text, key, reply_to = body.get("text", ""), body.get("key", ""), body.get("reply_to")
    uploads, mentions, place = body.get("uploads") or [], body.get("mentions") or [], body.get("place")
    urgent = body.get("urgent_reason") or ""
    right = (
        isinstance(text, str)
        and isinstance(key, str)
        and 8 <= len(key) <= 40
        and key.isprintable()
        and (reply_to is None or (isinstance(reply_to, int) and not isinstance(reply_to, bool) and 0 < reply_to < 2**53))
        and isinstance(uploads, list)
        and all(isinstance(u, str) and len(u) <= 64 and u.isascii() and u.isprintable() for u in uploads)
        and isinstance(mentions, list)
        and all(isinstance(m, dict) for m in mentions)
        and (place is None or isinstance(place, dict))
        and isinstance(urgent, str)
    )
    if not right:
        raise Invalid
    return Draft(group, author, text, key, reply_to, uploads, mentions, place, urgent)


def _language(scope: dict[str, Any], who: Principal) -> str:
    """The language of the page that asks (?lang=en), which knows of a change sooner than the session that is remembered."""
    asked = scope.get("query_string", b"")
    return "en" if b"lang=en" in asked else "zh-hans" if b"lang=zh" in asked else who.language


def _same_site(headers: dict[bytes, bytes]) -> None:
    """A page elsewhere cannot post in a person's name: JSON asks the browser's leave first, and its origin is looked at besides."""
    site = headers.get(b"sec-fetch-site", b"same-origin")
    origin = headers.get(b"origin")
    if site not in (b"same-origin", b"none") or (origin is not None and origin.partition(b"://")[2] != headers.get(b"host", b"")):
        raise NotAllowed


async def _body(receive: Receive) -> bytes:
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Invalid
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > BODY_LIMIT:
            raise TooMuch
        if not message.get("more_body"):
            return b"".join(parts)


def _read(body: bytes) -> dict[str, Any]:
    try:
        return read_object(body, BODY_LIMIT)
    except Unreadable as error:
        raise Invalid from error


async def _refuse(send: Send, refusal: Refused, language: str) -> None:
    with translation.override(language):
        told = as_json(refusal)
    await _answer(send, refusal.status, told, told.get("wait_seconds", 0))


async def _answer(send: Send, status: int, data: dict[str, Any], wait: int = 0) -> None:
    body = _dumps(data).encode()
    headers = [
        (b"content-type", b"application/json"), (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"),
    ]  # fmt: skip
    if wait:
        headers.append((b"retry-after", str(wait).encode()))
    if status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
