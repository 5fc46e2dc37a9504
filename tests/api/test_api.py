"""Programs do what their people may, within what they were allowed."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from huiyin.core.errors import Invalid
from huiyin.people.actions.devices import end_other_devices
from huiyin.people.actions.locking import lock_person
from huiyin.people.actions.tokens import make_token, revoke_token
from huiyin.people.extension_points import token_scopes
from huiyin.people.models import ApiToken
from tests.factories import a_group, a_person, say
from tests.tasks.conftest import a_lake

pytestmark = pytest.mark.django_db


@pytest.fixture
def pond():
    fisher, deputy = a_person("孟渔生", kind="resident"), a_person("周建国")
    return a_group("网箱清拆工作群", owner=deputy, members=[fisher]), fisher, deputy


def test_a_program_talks_in_its_persons_name(program, pond):
    group, fisher, deputy = pond
    ask = program(fisher)
    assert ask("get", "/me").json()["name"] == "孟渔生"
    said = ask("post", f"/groups/{group.pk}/messages", {"text": "鱼还没卖完", "key": "k-1"})
    assert said.status_code == 201 and said.json()["author"]["name"] == "孟渔生"
    again = ask("post", f"/groups/{group.pk}/messages", {"text": "鱼还没卖完", "key": "k-1"})
    assert again.json()["n"] == said.json()["n"], "the same key says it once"
    say(group, deputy, "明天来收")
    page = ask("get", f"/groups/{group.pk}/messages?limit=1").json()
    assert [m["text"] for m in page["messages"]] == ["明天来收"] and page["before"] == 2
    earlier = ask("get", f"/groups/{group.pk}/messages?before={page['before']}").json()
    assert [m["text"] for m in earlier["messages"]] == ["鱼还没卖完"] and earlier["before"] is None
    assert ask("get", "/unread").json() == {"unread": 1}
    assert ask("post", f"/groups/{group.pk}/read", {"n": 2}).status_code == 204
    assert ask("get", "/groups").json()[0]["unread"] == 0


def test_what_is_refused_says_why_in_the_programs_language(program, pond):
    group, fisher, _deputy = pond
    ask = program(fisher)
    refusal = ask("post", f"/groups/{group.pk}/messages", {"text": ""}, **{"accept-language": "en"})
    assert refusal.status_code == 422 and refusal.json() == {"error": "invalid", "words": "There is nothing to send yet.", "field": "text"}
    assert "没有" in ask("post", f"/groups/{group.pk}/messages", {"text": ""}).json()["words"]
    assert ask("post", f"/groups/{group.pk}/messages", {"text": "x", "key": "有字"}).json()["field"] == "key"
    assert ask("get", f"/groups/{a_group().pk}").status_code == 404
    assert ask("post", "/groups", {"name": "渔民自己的群"}).status_code == 403


def test_only_living_tokens_open_the_door(program, pond):
    group, fisher, deputy = pond
    assert Client().get("/api/v1/me").status_code == 401
    assert Client().get("/api/v1/me", headers={"authorization": "Bearer hy_" + "x" * 43}).status_code == 401
    ask = program(fisher)
    assert ask("get", "/me").status_code == 200
    revoke_token(fisher, ApiToken.objects.get().pk)
    assert ask("get", "/me").status_code == 401
    locked = program(deputy)
    lock_person(deputy, by=None)
    assert locked("get", "/me").status_code == 401
    old = program(fisher)
    ApiToken.objects.filter(revoked_at=None).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert old("get", "/me").status_code == 401
    assert group.pk


def test_who_signs_out_everywhere_has_no_programs_left(program, pond):
    _group, fisher, _deputy = pond
    ask = program(fisher)
    end_other_devices(fisher, None)
    assert ask("get", "/me").status_code == 401


def test_a_cookie_opens_nothing(client_for, pond):
    assert client_for(pond[1]).get("/api/v1/me").status_code == 401


def test_a_photo_goes_up_and_into_a_message(program, pond):
    group, fisher, _deputy = pond
    ask = program(fisher)
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30)).save(drawn, "PNG")
    drawn.seek(0)
    drawn.name = "鱼.png"
    up = ask.client.post(f"/api/v1/groups/{group.pk}/uploads", {"file": drawn}, headers={"authorization": f"Bearer {ask.shown}"})
    assert up.status_code == 201
    said = ask("post", f"/groups/{group.pk}/messages", {"uploads": [up.json()["key"]]}).json()
    assert said["kind"] == "photo" and said["files"][0]["width"] == 40
    where = f"/groups/{group.pk}/files/{said['files'][0]['key']}/large"
    assert ask("get", where).headers["Content-Type"].startswith("image/")
    assert program(a_person())("get", where).status_code == 404


def test_a_group_is_led_by_a_program(program, pond):
    _group, fisher, deputy = pond
    ask = program(deputy)
    made = ask("post", "/groups", {"name": "防汛值班"}).json()
    where = f"/groups/{made['id']}"
    assert ask("post", f"{where}/members", {"people": [fisher.pk]}).json()[0]["person"]["name"] == "孟渔生"
    assert ask("patch", f"{where}/members/{fisher.pk}", {"silenced": True}).json()["silenced"]
    assert ask("patch", where, {"name": "防汛", "quiet": False}).json()["name"] == "防汛"
    invite = ask("post", f"{where}/invites", {"met": "码头"}).json()
    assert [i["id"] for i in ask("get", f"{where}/invites").json()] == [invite["id"]]
    assert ask("delete", f"{where}/invites/{invite['id']}").status_code == 204
    assert ask("delete", f"{where}/members/{fisher.pk}").status_code == 204
    assert ask("patch", where, {"archived": True}).json()["archived"]


def test_a_task_is_issued_and_settled_by_programs(program):
    lake = a_lake()
    issuer, lead = program(lake.secretary), program(lake.deputy)
    deadline = (timezone.now() + timedelta(days=1)).isoformat()
    body = {"title": "查清排口", "lead": {"post": lake.posts["deputy"].pk}, "deadline": deadline, "key": "t-1"}
    made = issuer("post", f"/groups/{lake.group.pk}/tasks", body).json()
    assert issuer("post", f"/groups/{lake.group.pk}/tasks", body).json()["id"] == made["id"]
    where = f"/tasks/{made['id']}"
    assert "report" in lead("get", where).json()["may"]
    assert lead("post", f"{where}/accept", {}).status_code == 409
    assert lead("post", f"{where}/report", {"words": "查清了"}).json()["state"] == "reported"
    assert issuer("post", f"{where}/accept", {}).json()["light"] == "done"
    assert [s["kind"] for s in issuer("get", where).json()["steps"]] == ["task.issued", "task.reported", "task.accepted"]
    assert program(a_person())("get", where).status_code == 404


def test_search_and_people(program, pond):
    group, fisher, deputy = pond
    say(group, deputy, "冷库腾出两万斤")
    ask = program(fisher)
    assert ask("get", "/search?q=冷库").json()["hits"][0]["message"]["text"] == "冷库腾出两万斤"
    assert ask("get", "/people?q=周建国").json()[0]["id"] == deputy.pk
    assert "phone" not in ask("get", f"/people/{deputy.pk}").json()


def test_a_program_that_asks_too_often_waits(program, pond, monkeypatch):
    monkeypatch.setattr("huiyin.api.door.REQUESTS_A_MINUTE", 3)
    ask = program(pond[1])
    assert [ask("get", "/me").status_code for _ in range(4)] == [200, 200, 200, 429]
    refusal = ask("get", "/me")
    assert refusal.json()["error"] == "too_often" and int(refusal.headers["Retry-After"]) > 0
    assert program(pond[2])("get", "/me").status_code == 200, "each token is counted by itself"


def test_the_page_shows_a_token_once_and_revokes_it(client_for, pond):
    _group, fisher, deputy = pond
    client = client_for(fisher)
    made = client.post("/me/tokens", {"name": "水位站", "scopes": ["messages:read"], "days": "30"}).content.decode()
    shown = made[made.index("hy_") : made.index("hy_") + 46]
    assert Client().get("/api/v1/groups", headers={"authorization": f"Bearer {shown}"}).status_code == 403
    page = client.get("/me/tokens").content.decode()
    assert "水位站" in page and shown not in page
    token = ApiToken.objects.get()
    assert client_for(deputy).post(f"/me/tokens/{token.pk}/revoke").status_code == 404
    client.post(f"/me/tokens/{token.pk}/revoke")
    assert "水位站" not in client.get("/me/tokens").content.decode()


@pytest.mark.parametrize(("name", "scopes", "days", "field"), [
    ("", ["search:read"], 9, "name"), ("x", [], 9, "scopes"), ("x", ["root"], 9, "scopes"), ("x", ["search:read"], 366, "days"),
    ("x", ["search:read"], 0, "days"), ("x" * 41, ["search:read"], 9, "name"),
])  # fmt: skip
def test_what_no_token_can_be(pond, name, scopes, days, field):
    with pytest.raises(Invalid) as refusal:
        make_token(pond[1], name, scopes, days)
    assert refusal.value.field == field
    assert set(token_scopes()) == {s for s in token_scopes() if ":" in s}
