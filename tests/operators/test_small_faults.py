"""What operators met and nobody had tried: copies for reading only, places without a right, secrets in the server's log."""

from __future__ import annotations

import io
import json
import logging
import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils.module_loading import import_string

from huiyin.journal import recording
from huiyin.media.errors import MEGABYTE
from huiyin.media.kinds import LIMITS
from huiyin.people.actions.sign_in import note_refusal
from huiyin.people.audit_log import AuditLog
from huiyin.people.views.forms import PersonForm
from tests.operators.machine import ROOT, install_program, machine, put_house
from tests.operators.quick import install_quick_program, loaded
from tests.tables import put_tables
from tests.test_cli import huiyin

pytestmark = pytest.mark.sqlite_only
SECRET = "s3cretaddress0123456789"


def test_a_copy_for_reading_only_can_be_verified_and_a_place_without_a_right_is_said(tmp_path: Path) -> None:
    with machine() as on, loaded(on):
        on.done("adduser --system --group --home /srv/huiyin huiyin")
        install_program(on)
        install_quick_program(on)
        user = "runuser -u huiyin -- env HUIYIN_DATA=/srv/huiyin/data /srv/huiyin/venv/bin/huiyin"
        on.done("install -d -o huiyin /srv/huiyin/data /copies && install -d -m 700 /roots && install -m 600 /dev/null /roots/b.tar.gz")
        put_house(on)
        on.done(f"{user} migrate && {user} backup /copies/b.tar.gz", at="/srv/huiyin")
        on.done("mount --bind /copies /copies && mount -o remount,ro,bind /copies")
        assert "A whole backup" in on.done(f"{user} backup --verify /copies/b.tar.gz", at="/srv/huiyin")
        refused = ("/copies/c.tar.gz", "/roots/c.tar.gz", "/no/such/place/c.tar.gz", "--verify /roots/b.tar.gz")
        for words in (f"backup {one}" for one in refused):
            said = on.run(f"{user} {words}", at="/srv/huiyin")
            assert said.returncode == 2, words
            assert "Error" not in said.stderr and "tar.gz" in said.stderr, said.stderr


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the server's log says, as the settings have it written."""
    from django.conf import settings

    written = io.StringIO()
    handler = logging.StreamHandler(written)
    for name in settings.LOGGING["handlers"]["console"]["filters"]:
        handler.addFilter(import_string(settings.LOGGING["filters"][name]["()"])())
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    return written


@pytest.mark.parametrize("path", ["/calendar/{}.ics", "/join/{}", "/hooks/{}", "/mail/stop/{}"])
@pytest.mark.parametrize("method", ["POST", "PROPFIND", "PUT"])
def test_no_request_writes_a_secret_address_into_the_log(log: io.StringIO, path: str, method: str) -> None:
    logger = logging.getLogger("django.request")
    before, logger.level = logger.level, logging.DEBUG  # whatever an operator lets through
    try:
        Client(enforce_csrf_checks=True).generic(method, path.format(SECRET), b"x=1", content_type="application/x-www-form-urlencoded")
        logging.getLogger("django.security").warning("Forbidden: %s", path.format(SECRET))
    finally:
        logger.level = before
    assert "…" in log.getvalue()
    assert SECRET not in log.getvalue()


def test_the_proxys_log_holds_no_secret_either() -> None:
    filters = (ROOT / "deploy/Caddyfile").read_text().partition("fields {")[2].split("}")[0]
    assert all(f"{name} delete" in filters for name in ("request>headers>Referer", "resp_headers>Location", "request>headers>Cookie"))


def test_a_proxy_without_its_server_shows_a_page_of_ours_that_needs_nothing_else() -> None:
    caddy, nginx = (ROOT / "deploy/Caddyfile").read_text(), (ROOT / "deploy/nginx.conf").read_text()
    errors = caddy.partition("handle_errors {")[2].partition("\n\t}")[0]
    assert "[502, 503, 504]" in errors and "rewrite * /away.html" in errors and "file_server" in errors
    assert "method GET" in errors, "a form that was sent is answered too"
    assert "error_page 502 503 504 /away.html;" in nginx and "proxy_intercept_errors on" not in nginx
    page = (ROOT / "deploy/away.html").read_text()
    assert "服务器正在重新启动或升级" in page and "cannot be reached just now" in page and "没有丢" in page
    assert not re.search(r"(src|url|@import)[=( ]", page) and re.findall(r'href="([^"]*)"', page) == [""], "it is all there is"
    guide = (ROOT / "docs/operators/install.md").read_text()
    assert "cp deploy/Caddyfile deploy/away.html /etc/caddy/" in guide and "./away.html:" in (ROOT / "deploy/compose.yaml").read_text()


def test_no_example_of_a_proxy_writes_secret_addresses_and_each_takes_what_people_may_send() -> None:
    named = re.search(r"\^/\(([a-z|]+)\)", (ROOT / "deploy/Caddyfile").read_text())
    nginx = (ROOT / "deploy/nginx.conf").read_text()
    assert named is not None and f"~^/(?<place>{named[1]})/ " in nginx
    logged = nginx.partition("log_format")[2].partition(";")[0]
    assert "$request_method $huiyin_path" in logged and not re.search(r"\$(request|request_uri|http_referer|args)\b", logged)


def test_the_limits_of_files_stand_where_operators_and_programmers_read_and_are_those_of_the_code(client) -> None:
    photo, video, other = (LIMITS[kind] // MEGABYTE for kind in ("photo", "video", "file"))
    stands = {
        "docs/operators/install.md": f"A photo may have {photo} MB, a video {video} MB, any other file {other} MB",
        "docs/developers/api.md": f"has at most {photo} MB, a video {video} MB, any other file {other} MB",
    }
    for page, words in stands.items():
        assert words in " ".join((ROOT / page).read_text().split()), page
    described = client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/groups/{group_id}/uploads"]["post"]["description"]
    assert f"photo (at most {photo} MB), video ({video} MB) or other file ({other} MB)" in described
    largest = max(LIMITS.values()) // MEGABYTE
    for proxy, pattern in {"deploy/Caddyfile": r"max_size (\d+)MB", "deploy/nginx.conf": r"client_max_body_size (\d+)m"}.items():
        found = re.search(pattern, (ROOT / proxy).read_text())
        assert found is not None and int(found[1]) >= largest, proxy


def test_a_refused_sign_in_is_told_with_number_and_address(tmp_path, rf, monkeypatch, django_capture_on_commit_callbacks) -> None:
    told = AuditLog(str(tmp_path / "audit.jsonl"))
    monkeypatch.setattr(recording, "followers", [told.follow])
    with django_capture_on_commit_callbacks(execute=True):
        note_refusal(rf.get("/", REMOTE_ADDR="203.0.113.7"), "wrong_code", "13800001234")
    told.close()
    (line,) = [json.loads(words) for words in (tmp_path / "audit.jsonl").read_text().splitlines()]
    assert line["sealed"] == {"phone": "13800001234", "address": "203.0.113.7"}


def test_a_persons_form_asks_for_a_persons_name() -> None:
    assert str(PersonForm().fields["name"].label) == "姓名"


def test_check_says_no_issues_only_where_there_are_none(tmp_path: Path) -> None:
    put_tables(tmp_path)
    assert huiyin("migrate", data=tmp_path).returncode == 0
    done = huiyin("check", "--deploy", data=tmp_path)
    assert done.returncode == 1 and "no issues" not in done.stdout + done.stderr
