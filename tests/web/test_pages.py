"""The first page, and what browsers ask of a site."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client

from huiyin.core.demonstration import county_mark

pytestmark = pytest.mark.urls("tests.web.urls")


def test_a_visitor_sees_what_this_is_and_how_to_come_in(client: Client) -> None:
    page = client.get("/", headers={"accept-language": "en"}).content.decode()
    assert "Every voice gets an answer" in page
    assert 'href="/sign-in"' in page


def test_whoever_is_signed_in_goes_to_the_messages(client_for) -> None:
    from tests.factories import a_person

    answer = client_for(a_person()).get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/messages")


def test_the_demo_says_that_it_is_one_and_only_the_demo_does(client: Client, settings) -> None:
    settings.DEMO = settings.DEMONSTRATION = True
    assert 'id="demo"' in client.get("/").content.decode()
    settings.DEMONSTRATION = False
    assert 'id="demo"' not in client.get("/").content.decode(), "in development an empty house is nobody's demonstration"
    county_mark().touch()
    try:
        assert 'id="demo"' in client.get("/").content.decode()
        settings.DEMO = False
        assert 'id="demo"' not in client.get("/").content.decode()
    finally:
        county_mark().unlink()


def test_a_visitors_large_text_and_colours_hold_without_an_account(client: Client) -> None:
    client.cookies["huiyin_text_size"], client.cookies["huiyin_theme"] = "large", "dark"
    page = client.get("/").content.decode()
    assert 'data-text="large"' in page
    assert 'data-theme="dark"' in page
    client.cookies["huiyin_theme"] = '"><script>'
    assert "data-theme" not in client.get("/").content.decode()


def test_the_frame_takes_no_query_from_a_visitor(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        client.get("/offline")


def test_health_is_the_databases(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/healthz").status_code == 200

    def gone(*args: object) -> None:
        raise OSError("gone")

    monkeypatch.setattr(connection, "cursor", gone)
    assert client.get("/healthz").status_code == 503


def test_a_phone_can_put_it_among_its_apps(client: Client) -> None:
    answer = client.get("/manifest.webmanifest")
    told = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json"
    assert told["display"] == "standalone"
    assert told["start_url"].startswith(told["scope"])
    assert {i["sizes"] for i in told["icons"]} >= {"192x192", "512x512"}
    assert any(i["purpose"] == "maskable" for i in told["icons"])
    for icon in told["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/")), icon


def test_the_worker_keeps_only_what_is_there(client: Client) -> None:
    answer = client.get("/sw.js")
    source = answer.content.decode()
    assert answer["Content-Type"].startswith("text/javascript")
    assert re.match(r'const VERSION = "[0-9a-f]{12}";', source)
    shell = json.loads(re.search(r"const SHELL = (\[.*\]);", source)[1])
    for url in shell:
        assert url == "/offline" or finders.find(url.removeprefix("/static/")), url


def test_the_worker_leaves_alone_what_is_not_to_be_kept() -> None:
    source = Path(finders.find("web/js/worker.js")).read_text("utf-8")
    readable = re.search(r"READABLE = /(.*)/;", source)[1].replace("\\/", "/")
    for path in ("/messages", "/groups/12", "/groups/12/gallery", "/people", "/people/3", "/units/4"):
        assert re.match(readable, path), path
    for path in ("/manage/staff", "/me", "/me/devices", "/sign-in", "/join/abc", "/groups/new", "/live", "/messagesx"):
        assert not re.match(readable, path), path


def test_the_page_of_all_components_is_for_development_only(client: Client, settings) -> None:
    assert client.get("/look").status_code == 200
    settings.MODE = "production"
    assert client.get("/look").status_code == 404


def test_pages_do_not_answer_what_they_are_not_asked(client: Client) -> None:
    for path in ("/", "/healthz", "/sw.js", "/offline"):
        assert client.post(path).status_code == 405


def test_without_javascript_a_page_asks_before_it_is_done(client: Client) -> None:
    typed = {"confirm_to": "/groups/3/leave", "confirm_question": "退出本群？", "why": "<b>"}
    page = client.post("/confirm", typed).content.decode()
    assert "<h1>退出本群？</h1>" in page
    assert 'action="/groups/3/leave"' in page
    assert 'name="why" value="&lt;b&gt;"' in page
    assert "confirm_to" not in page


def test_no_question_leads_to_another_site(client: Client) -> None:
    for to in ("https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"):
        assert 'action="/"' in client.post("/confirm", {"confirm_to": to, "confirm_question": "?"}).content.decode()
    assert Client(enforce_csrf_checks=True).post("/confirm", {"confirm_to": "/me"}).status_code == 403
