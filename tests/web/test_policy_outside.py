"""What browsers are told where the house is reached by https; and that a fault of ours tells nobody how the house is built."""

from __future__ import annotations

import pytest
from django.test import Client

from huiyin.people.views import people
from tests.factories import a_person


def test_https_is_for_good(settings) -> None:
    settings.SECURE_HSTS_SECONDS, settings.SECURE_PROXY_SSL_HEADER = 31536000, ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE = True
    answer = Client().get("/", headers={"x-forwarded-proto": "https"})
    assert answer["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "upgrade-insecure-requests" in answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"] and answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin" and answer["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_fault_of_ours_tells_no_path_no_query_no_name_of_a_function(client_for, monkeypatch, accept, settings) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError("SELECT phone FROM people_person WHERE secret")

    monkeypatch.setattr(people, "unit_tree", broken)
    client = client_for(a_person())
    client.raise_request_exception = False
    answer = client.get("/people", headers={"accept": accept})
    said = answer.content.decode()
    assert answer.status_code == 500
    for inside in ("Traceback", "SELECT", "RuntimeError", ".py", "people_person", "unit_tree", "site-packages"):
        assert inside not in said
