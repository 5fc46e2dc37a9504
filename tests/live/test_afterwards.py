"""What a page leaves to be done when it has been sent: behind it, and nobody waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from django.conf import settings

from huiyin.tasks.views import board
from tests.factories import a_person, a_session

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_is_done_behind_the_page_also_when_something_before_it_fails(running: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    offered, begun, sent, done = board.choices, threading.Event(), threading.Event(), threading.Event()

    def fails() -> None:
        begun.set()
        assert sent.wait(10), "the page waited for what was to be done behind it"
        raise ValueError("nobody sees this")

    def choices(sight: Any, later: list[Callable[[], object]]) -> Any:
        later.extend([fails, done.set])
        return offered(sight)

    monkeypatch.setattr(board, "choices", choices)
    cookies = {settings.SESSION_COOKIE_NAME: a_session(a_person())}
    answer = httpx.get(f"{running().url}/board", cookies=cookies, headers={"accept": "text/html"}, timeout=20)
    sent.set()
    assert answer.status_code == 200 and begun.wait(10) and done.wait(10)
