"""A script or a style that slipped into a page does not run; and none of ours stands in one."""

import re
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client

pytestmark = pytest.mark.urls("tests.web.urls")

HUIYIN = Path(__file__).resolve().parents[2] / "huiyin"
TEMPLATES = sorted(p for place in ("templates", "jinja2") for p in HUIYIN.glob(f"*/{place}/**/*.*"))
INLINE_STYLE = re.compile(r"\sstyle\s*=|<style\b", re.I)
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\b(?:src=|type=\"application/json\"))", re.I)
HANDLER = re.compile(r"<[^>{%]*\son[a-z]+\s*=\s*[\"']|href=[\"']javascript:|\bhx-on\b", re.I)


PAGES = "/ /offline /healthz /sw.js /manifest.webmanifest /no-such-page /try/not-for-you /sign-in /static/web/icons/icon.svg"
RULES = "default-src 'self'|script-src 'self'|frame-ancestors 'none'|base-uri 'none'|object-src 'none'|form-action 'self'"


@pytest.mark.parametrize("path", PAGES.split())
def test_every_answer_carries_the_policy(client: Client, path: str) -> None:
    policy = client.get(path)["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert set(RULES.split("|")) <= set(policy.split("; "))


def test_other_sites_learn_nothing_and_features_are_closed(client: Client) -> None:
    answer = client.get("/")
    assert answer["Referrer-Policy"] == "same-origin"
    assert "payment=()" in answer["Permissions-Policy"]
    assert answer["X-Frame-Options"] == "DENY"


@pytest.mark.no_database
def test_no_template_holds_a_style_a_script_or_a_handler() -> None:
    found = [(str(template.relative_to(HUIYIN)), bad.pattern) for template in TEMPLATES for bad in (INLINE_STYLE, INLINE_SCRIPT, HANDLER)
             if bad.search(template.read_text("utf-8"))]  # fmt: skip
    assert len(TEMPLATES) > 250 and not found


@pytest.mark.parametrize("path", ["/", "/offline", "/look", "/no-such-page"])
def test_no_page_as_sent_holds_one_either(client: Client, path: str) -> None:
    page = client.get(path).content.decode()
    assert not INLINE_STYLE.search(page)
    assert not INLINE_SCRIPT.search(page)


def test_a_page_says_whose_it_is_so_that_nobody_elses_is_kept(client: Client) -> None:
    assert client.get("/")["X-Whose"] == ""
    assert "data-everybodys" in client.get("/offline").content.decode()


def test_a_database_that_is_away_does_not_say_that_nobody_is_signed_in(client_for, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was kept for reading without network is deleted when it is nobody's; a minute without the database must not do that."""
    from tests.factories import a_person

    client = client_for(a_person())

    def away(key: str) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr("huiyin.people.auth.session_of", away)
    client.raise_request_exception = False
    answer = client.get("/messages")
    assert answer.status_code == 503
    assert "X-Whose" not in answer
