"""What no browser of ours sends: halves of characters, NUL, depth without end, numbers beyond measure. Refused or cleaned, never a 500."""

from __future__ import annotations

import json

import httpx
import pytest

from huiyin.groups.models import Message
from huiyin.hooks.actions import make_hook
from huiyin.people.actions.tokens import make_token
from tests.factories import a_group, a_person, a_session
from tests.live.conftest import PATIENCE, running  # noqa: F401

ODD = ["\ud800", "a\0b", "\u202eexe.gpj", "zero\u200bwidth", "\x1b[31m", "\ufeff", "a\u2028b"]
DEEP = b"[" * 200_000
pytestmark = pytest.mark.django_db(transaction=True)


def test_whatever_a_program_sends_as_json_is_refused_or_cleaned(running):  # noqa: F811
    server = running()
    chen = a_person()
    group = a_group(owner=chen)
    _hook, secret = make_hook(group, chen, "水位站")
    _token, shown = make_token(chen, "程序", ["messages:write", "messages:read", "groups:read", "groups:write", "tasks:write"])
    wrong = []
    with httpx.Client(base_url=server.url, timeout=PATIENCE, cookies={"huiyin": a_session(chen)}) as http:
        json_ = {"content-type": "application/json", "accept": "application/json"}
        bearer = json_ | {"authorization": f"Bearer {shown}"}
        doors = {
            f"/groups/{group.pk}/messages": json_, f"/hooks/{secret}": json_, f"/api/v1/groups/{group.pk}/messages": bearer,
            f"/groups/{group.pk}/read": json_, f"/api/v1/groups/{group.pk}/tasks": bearer,
        }  # fmt: skip
        bodies = [
            DEEP, b'{"text":' + DEEP, b"{}", b"null", b"1e999", b'{"n": 1e400, "text": 5}', b"\xff\xfe", b'{"text": "a", "key": {}}',
            b'{"n": ' + b"9" * 5000 + b"}", b'{"text": "a", "place": {"lat": ' + b"9" * 400 + b', "lon": 1}, "key": "far-away"}',
        ]  # fmt: skip
        for n, odd in enumerate(ODD):
            text = {"text": f"水位 {odd}", "key": f"odd-{n}-key", "urgent_reason": odd, "place": None}
            bodies += [json.dumps(text).encode(), json.dumps(text | {"key": f"key-{odd}-{n}"}).encode()]
            place = {"lat": 30, "lon": 106, "name": f"闸 {odd}"}
            bodies += [json.dumps(text | {"urgent_reason": "", "place": place, "key": f"place-key-{n}"}).encode(),
                       json.dumps(text | {"urgent_reason": "", "uploads": [odd], "key": f"upload-key-{n}"}).encode(),
                       json.dumps(text | {"text": "@a", "urgent_reason": "", "mentions": [{"label": odd}]}).encode()]  # fmt: skip
        for path, headers in doors.items():
            for body in bodies:
                answer = http.post(path, content=body, headers=headers)
                if answer.status_code >= 500:
                    wrong.append(f"{path} {body[:80]!r}: {answer.status_code} {answer.text[:80]}")
    assert not wrong, "\n".join(wrong)
    messages = Message.objects.filter(group=group)
    kept = "".join(m.text + m.urgent_reason + m.key + json.dumps(m.extra, ensure_ascii=False) for m in messages)
    assert "水位" in kept and "闸" in kept
    for hidden in ("\ud800", "\0", "\u202e", "\u200b", "\x1b", "\ufeff", "\u2028"):
        assert hidden not in kept, repr(hidden)
