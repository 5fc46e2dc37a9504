"""A program with a token, asking as programs do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from huiyin.people.actions.tokens import make_token
from huiyin.people.extension_points import token_scopes


class Program:
    """Asks /api/v1 with a token."""

    def __init__(self, shown: str) -> None:
        self.client, self.shown = Client(), shown

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Gives the answer. Takes a method, a path below /api/v1, and what to send as JSON."""
        more: dict[str, Any] = {"content_type": "application/json", "data": body} if body is not None else {}
        return getattr(self.client, method)(f"/api/v1{path}", headers={"authorization": f"Bearer {self.shown}"} | headers, **more)


@pytest.fixture
def program(db: None) -> Callable[..., Program]:
    """Makes a program of a person's, with all scopes or those named."""
    return lambda person, *scopes: Program(make_token(person, "试验", scopes or list(token_scopes()))[1])
