"""Keys are made and end in the administration and on the server; whoever has none, a wrong one or too many tries is told so."""

from __future__ import annotations

import re
from io import StringIO

import pytest

from huiyin.cli import main
from huiyin.journal.models import Entry
from huiyin.open311.actions.keys import WRONG
from huiyin.open311.models import SendingKey
from huiyin.people.actions.administrators import appoint_administrator
from tests.factories import a_person
from tests.open311.conftest import Program, xml

KEY = re.compile(r"hy311_[A-Za-z0-9_-]{43}")


def administrator(role: str = "system"):
    person = a_person()
    appoint_administrator(person, role)
    return person


def test_an_administrator_makes_a_key_that_is_shown_once_and_ends_it(client_for):
    client = client_for(administrator())
    assert "还没有外部程序提交诉求" in client.get("/manage/open311").content.decode()
    page = client.post("/manage/open311", {"name": "市民热线小程序", "per_hour": "2"})
    shown = KEY.search(page.content.decode())
    assert shown is not None and "no-store" in page.headers["Cache-Control"]
    assert not KEY.search(client.get("/manage/open311").content.decode())
    assert not SendingKey.objects.filter(digest__contains="hy311").exists()
    program = Program(shown[0])
    program.send()
    assert "1 件" in client.get("/manage/open311").content.decode()
    pk = SendingKey.objects.get().pk
    assert "停用" in client.get(f"/manage/open311/{pk}/end").content.decode()
    assert client.post(f"/manage/open311/{pk}/end").status_code == 302
    assert program.post(service_code="water", lat="1", long="1").status_code == 403
    assert program.get("requests.json").status_code == 403
    assert "停用" in client.get("/manage/open311").content.decode() and client.get(f"/manage/open311/{pk}/end").status_code == 404
    assert list(Entry.objects.filter(kind__startswith="sending_key.").order_by("pk").values_list("kind", flat=True)) == [
        "sending_key.made", "sending_key.ended",
    ]  # fmt: skip


def test_what_was_typed_wrong_comes_back(client_for):
    client = client_for(administrator())
    for form, words in (({"name": "", "per_hour": "5"}, "写明给哪个程序用"), ({"name": "小程序", "per_hour": "0"}, "每小时 1 到")):
        page = client.post("/manage/open311", form)
        assert page.status_code in (413, 422) and words in page.content.decode()
        assert f'value="{form["per_hour"]}"' in page.content.decode()
    assert SendingKey.objects.count() == 0


@pytest.mark.parametrize("role", ["security", "audit"])
def test_the_other_administrators_make_none(client_for, role):
    client = client_for(administrator(role))
    assert client.get("/manage/open311").status_code == 403
    assert client.post("/manage/open311", {"name": "小程序", "per_hour": "5"}).status_code == 403


def test_the_administration_leads_there(client_for):
    assert 'href="/manage/open311"' in client_for(administrator()).get("/manage").content.decode()
    assert 'href="/manage/open311"' not in client_for(administrator("audit")).get("/manage").content.decode()


def test_without_a_key_nothing_comes_in(nobody):
    form = {"service_code": "water", "lat": "1", "long": "1"}
    for key in ({}, {"api_key": ""}, {"api_key": "hy311_" + "a" * 43}, {"api_key": "x" * 5000}):
        answer = nobody.post("requests.xml", **form, **key)
        assert answer.status_code == 403
        error = xml(answer).find("error")
        assert error is not None and error.findtext("code") == "403" and "api_key" in (error.findtext("description") or "")


def test_wrong_keys_are_counted_and_a_right_one_goes_through(nobody, program):
    for _n in range(WRONG):
        assert nobody.get("requests.json", api_key="hy311_wrong").status_code == 403
    answer = nobody.get("requests.json", api_key="hy311_wrong")
    assert answer.status_code == 429 and int(answer.headers["Retry-After"]) > 0 and answer.json()[0]["code"] == 429
    program.send()


def test_a_key_sends_so_much_within_an_hour(another):
    program = another(per_hour=2)
    program.send(), program.send()
    answer = program.post(service_code="water", lat="1", long="1")
    assert answer.status_code == 429 and "Retry-After" in answer.headers


def test_a_key_may_stand_in_a_header(nobody, program):
    pk = program.send()["service_request_id"]
    answer = nobody.client.get(f"/open311/v2/requests/{pk}.json", headers={"X-Api-Key": program.key})
    assert answer.status_code == 200


def test_keys_are_made_and_end_on_the_server(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO())
    assert main(["open311", "make", "--name", "桥", "--per-hour", "9"]) == 0
    shown = KEY.search(capsys.readouterr().out)
    assert shown is not None
    Program(shown[0]).send()
    assert main(["open311", "list"]) == 0
    number, name, requests, _day = capsys.readouterr().out.strip().split("\t")
    assert (name, requests) == ("桥", "1")
    assert main(["open311", "end", number]) == 0 and main(["open311", "end", number]) == 2
    assert Program(shown[0]).get("requests.json").status_code == 403
