"""Programs on the lean path: they post and listen with a token, as far as it reaches, and are cut off when it is revoked."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
import time_machine
from django.utils import timezone

from huiyin.journal.models import Entry
from huiyin.people.actions import tokens
from huiyin.people.actions.tokens import make_token, revoke_token
from huiyin.people.models import ApiToken
from tests.factories import a_group, a_person, say
from tests.faults.processes import until

pytestmark = pytest.mark.django_db(transaction=True)
CLIENT = Path(__file__).resolve().parents[2] / "docs" / "developers" / "examples" / "live_client.py"


@pytest.fixture
def pond():
    fisher, deputy = a_person("孟渔生", kind="resident"), a_person("周建国")
    return a_group("网箱清拆工作群", owner=deputy, members=[fisher]), fisher, deputy


def bearer(shown: str) -> dict[str, str]:
    return {"authorization": f"Bearer {shown}"}


def test_a_program_posts_as_far_as_its_token_reaches(running, pond):
    group, fisher, _deputy = pond
    where = f"{running().url}/groups/{group.pk}/messages"
    writes, reads = (make_token(fisher, scope, [scope])[1] for scope in ("messages:write", "messages:read"))
    assert httpx.post(where, json={"text": "水位三十七米", "key": "program-no-1"}, headers=bearer(writes)).status_code == 201
    assert httpx.post(where, json={"text": "不能说", "key": "program-no-2"}, headers=bearer(reads)).status_code == 403
    assert httpx.post(where, json={"text": "没有这个", "key": "program-no-3"}, headers=bearer("hy_" + "x" * 43)).status_code == 401
    assert httpx.post(where, json={"text": "不是令牌", "key": "program-no-4"}, headers={"authorization": "Basic eDp5"}).status_code == 401


def test_a_refusal_has_the_same_shape_on_the_fast_path_as_on_a_page(running, pond):
    group, fisher, _deputy = pond
    server = running()
    shown = make_token(fisher, "写", ["messages:write"])[1]
    fast = httpx.post(f"{server.url}/groups/{group.pk}/read", json={"n": "drei"}, headers=bearer(shown))
    page = httpx.get(f"{server.url}/no-such-page", headers={"accept": "application/json"})
    assert (fast.json()["error"], fast.json()["field"]) == ("invalid", "n")
    assert set(fast.json()) == set(page.json()) == {"error", "words", "field"}


def test_a_revoked_token_ends_its_stream_and_posts_no_more(running, pond):
    group, fisher, _deputy = pond
    server = running()
    where = f"{server.url}/groups/{group.pk}/messages"
    shown = make_token(fisher, "水位站", ["messages:read", "messages:write"])[1]
    with httpx.stream("GET", f"{server.url}/live", headers=bearer(shown), timeout=10) as answer:
        lines = answer.iter_lines()
        assert httpx.post(where, json={"text": "在", "key": "program-no-5"}, headers=bearer(shown)).status_code == 201
        revoke_token(fisher, ApiToken.objects.get().pk)
        assert any("event: bye" in line for line in lines)
    assert httpx.post(where, json={"text": "还在？", "key": "program-no-6"}, headers=bearer(shown)).status_code == 401


def test_the_example_in_the_documents_hears_what_is_said(running, pond):
    group, fisher, deputy = pond
    shown = make_token(fisher, "例子", ["messages:read"])[1]
    env = os.environ | {"HUIYIN_URL": running().url, "HUIYIN_TOKEN": shown, "PYTHONUNBUFFERED": "1"}
    program = subprocess.Popen([sys.executable, str(CLIENT)], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert program.stdout is not None
        heard: list[str] = []
        threading.Thread(target=lambda: heard.extend(iter(program.stdout.readline, "")), daemon=True).start()  # type: ignore[union-attr]
        numbers = iter(range(1, 1000))

        def said_and_heard() -> bool:
            say(group, deputy, f"第{next(numbers)}次说")
            return any("次说" in line for line in heard)

        until(said_and_heard, 20)
        assert f"group {group.pk}" in heard[0]
    finally:
        program.kill()
        program.wait()
        for pipe in (program.stdout, program.stderr):
            if pipe is not None:
                pipe.close()


def test_a_token_ends_to_the_second_although_it_is_remembered_and_listens(running, pond):
    group, fisher, _deputy = pond
    server = running()
    where = f"{server.url}/groups/{group.pk}/messages"
    with time_machine.travel(timezone.now() - timedelta(days=1, seconds=-4)):
        shown = make_token(fisher, "水位站", ["messages:read", "messages:write"], days=1)[1]
    with httpx.stream("GET", f"{server.url}/live", headers=bearer(shown), timeout=20) as answer:
        lines = answer.iter_lines()
        assert httpx.post(where, json={"text": "还在", "key": "program-no-7"}, headers=bearer(shown)).status_code == 201
        assert any("event: bye" in line for line in lines)
        ended = ApiToken.objects.get().expires_at
        assert timedelta(0) <= timezone.now() - ended < timedelta(seconds=1.5), "half a second's look, and some for a busy machine"
    assert httpx.post(where, json={"text": "还在？", "key": "program-no-8"}, headers=bearer(shown)).status_code == 401
    assert httpx.get(f"{server.url}/api/v1/me", headers=bearer(shown)).status_code == 401


def test_who_guesses_tokens_waits_and_who_had_the_right_one_does_not(running, pond, monkeypatch):
    _group, fisher, _deputy = pond
    monkeypatch.setattr(tokens, "WRONG_LIMIT", 5)
    url = running().url
    right, never_used = (make_token(fisher, name, ["people:read", "messages:write"])[1] for name in ("用过的", "没用过的"))
    assert httpx.get(f"{url}/api/v1/me", headers=bearer(right)).status_code == 200
    guesses = [bearer(f"hy_{n:043d}") for n in range(5)]
    said = [httpx.get(f"{url}/api/v1/me", headers=guess).status_code for guess in guesses[:3]]
    said += [httpx.post(f"{url}/groups/1/messages", json={}, headers=guess).status_code for guess in guesses[3:]]
    assert said == [401] * 5, "counted together, on the lean path and the other"
    assert httpx.get(f"{url}/api/v1/me", headers=bearer(never_used)).status_code == 429
    late = httpx.post(f"{url}/groups/1/messages", json={}, headers=guesses[0])
    assert (late.status_code, late.headers["retry-after"]) == (429, "600")
    assert httpx.get(f"{url}/api/v1/me", headers=bearer(right)).status_code == 200
    assert Entry.objects.filter(kind="session.refused", data={"reason": "token:limit"}).count() == 1
