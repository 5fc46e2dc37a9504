"""A server answers to its own names only: links it sends cannot be made to lead elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client


@pytest.mark.parametrize("path", ["/", "/sign-in"])
def test_a_name_that_is_not_ours_is_refused(path: str, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["huiyin.example"]
    client = Client(raise_request_exception=False)
    assert client.get(path, headers={"host": "huiyin.example"}).status_code == 200
    assert client.get(path, headers={"host": "evil.example"}).status_code == 400
    assert client.get(path, headers={"host": "huiyin.example", "x-forwarded-host": "evil.example"}).status_code == 200
