"""What the robots of other chat programs have in common: how they take an address, what they are sent, how their answer is read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, parse_qs, urlsplit

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.channels.backoff import asked_wait
from huiyin.channels.models import Delivery
from huiyin.channels.outbound_http import ANSWER_LIMIT, Errand, allowed
from huiyin.channels.transport import Card, Outcome, Result, shown, unlinked
from huiyin.core.bounded_json import Unreadable, read_json
from huiyin.core.errors import Invalid
from huiyin.media.errors import NoCard
from huiyin.media.outbound_http import normal


@dataclass(frozen=True)
class Robot:
    """A group robot: a POST of JSON, answered with a code in a body of status 200. `codes` → what the answer means."""

    name: str
    words: Any
    hosts: tuple[str, ...]
    path: str  # how the address's path begins
    key: str  # the query's name of the key; empty: the last part of the path is the key
    order: int
    a_minute: int  # what the other side takes, and a little less
    signs: bool
    code: str  # the answer's field
    codes: Mapping[int, Result]
    body: Callable[[Card], dict[str, Any]]
    sign: Callable[[str, str, dict[str, Any]], tuple[str, dict[str, Any]]] | None = None  # (address, secret, body) → signed ones
    wait: int = 60  # seconds to hold back when it says: too often
    judged: Callable[[dict[str, Any]], Result | None] = field(default=lambda answer: None)  # what codes alone do not tell

    def address(self, typed: str) -> tuple[str, str]:
        """Gives the address in its one form and what may be shown of it. Raises Invalid.

        Only the channel's own host is spoken to; an installation in the own network is one the operator lists in HUIYIN_HOOK_ALLOW.
        """
        try:
            url = normal(typed.strip())
        except NoCard as error:
            raise Invalid(_("Paste the robot's whole address. It begins with https://"), field="address") from error
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or {"http": 80, "https": 443}[parts.scheme]
        ours = parts.scheme == "https" and port == 443 and host in self.hosts
        key = self._key(parts)
        if not (ours or allowed(host, port)) or not parts.path.startswith(self.path) or not 8 <= len(key) <= 200:
            words = _("This is not the address of a %(channel)s robot. It looks like https://%(host)s%(path)s…")
            raise Invalid(words % {"channel": self.words, "host": self.hosts[0], "path": self.path}, field="address")
        return url, f"{host} … {key[-4:]}"

    def _key(self, parts: SplitResult) -> str:
        if self.key:
            return (parse_qs(parts.query).get(self.key) or [""])[0]
        return parts.path[len(self.path) :].strip("/")

    def send(self, secrets: Mapping[str, str], said: Card, delivery: Delivery) -> Outcome:
        """Sends a card."""
        address, body = secrets["address"], self.body(unlinked(said))
        if self.sign is not None and secrets.get("secret"):
            address, body = self.sign(address, secrets["secret"], body)
        errand = Errand()
        try:
            reply = errand.post(address, json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(), {})
        except NoCard as error:
            # The whole request was on its way and no answer came: sending it again could tell people twice.
            return Outcome("unclear" if errand.sent else "later", error.reason_code)
        return self.judge(reply.status, reply.body, int(asked_wait(reply.retry_after, timezone.now()).total_seconds()))

    def judge(self, status: int, body: bytes, asked: int = 0) -> Outcome:
        """Reads an answer. These programs answer 200 to everything: what counts is the code in the body. `asked`: seconds to wait."""
        said = shown(body)
        if status == 429:
            return Outcome("limited", said, max(self.wait, asked))
        if status in (401, 403, 404, 410):
            return Outcome("wrong", said)
        try:
            answer = read_json(body, ANSWER_LIMIT)
            code = answer.get(self.code, answer.get("StatusCode")) if isinstance(answer, dict) else None
        except Unreadable:
            answer, code = {}, None
        if not 200 <= status < 300 and not (status == 400 and isinstance(code, int)):
            return Outcome("later", f"{status} {said}", asked)
        if not isinstance(code, int):  # a page of a proxy, perhaps: nobody knows what became of it
            return Outcome("unclear", said)
        result = self.judged(answer) or self.codes.get(code, "later")
        return Outcome(result, "" if code == 0 else said, max(self.wait, asked) if result == "limited" else asked, coded=True)
