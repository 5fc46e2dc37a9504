"""Moments as programs see them, by the interface held fixed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.api.conftest import program  # noqa: F401
from tests.factories import a_group, a_holding, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(program):  # noqa: F811
    chen, zhou = a_person(), a_person()
    a_holding(chen)
    return chen, zhou, program(chen), program(zhou)


def test_publish_read_repost_comment_like_share_and_delete(two):
    _chen, _zhou, hers, his = two
    made = hers("post", "/moments", {"text": "两百万斤鱼", "audience": "public", "key": "k-1"})
    assert made.status_code == 201
    moment = made.json()
    assert moment["root"] is None and moment["parent"] is None and moment["audience"] == "public" and moment["code"]
    again = hers("post", "/moments", {"text": "两百万斤鱼", "audience": "public", "key": "k-1"})
    assert again.status_code == 200 and again.json()["id"] == moment["id"]
    other = hers("post", "/moments", {"text": "三百万斤鱼", "audience": "public", "key": "k-1"})
    assert other.status_code == 422 and other.json()["error"] == "key_used"
    repost = his("post", "/moments", {"text": "帮一把", "repost_of": moment["id"], "via": moment["code"], "key": "k-2"}).json()
    assert repost["root"] == repost["parent"] == moment["id"] and repost["audience"] == "everyone"
    third = hers("post", "/moments", {"text": "谢谢", "repost_of": repost["id"]}).json()
    assert (third["root"], third["parent"]) == (moment["id"], repost["id"])
    said = his("post", f"/moments/{moment['id']}/comments", {"text": "订两百斤", "key": "c-1"})
    assert said.status_code == 201
    assert his("post", f"/moments/{moment['id']}/comments", {"text": "订两百斤", "key": "c-1"}).status_code == 200
    for _twice in (1, 2):
        assert his("post", f"/moments/{moment['id']}/like").status_code == 204
    seen = his("get", f"/moments/{moment['id']}").json()
    assert (seen["likes"], seen["comments"], seen["reposts"], seen["liked"]) == (1, 1, 1, True)
    assert his("delete", f"/moments/{moment['id']}/like").status_code == 204
    shared = his("post", f"/moments/{moment['id']}/share").json()
    assert shared == his("post", f"/moments/{moment['id']}/share").json() and shared["code"] != moment["code"]
    assert shared["url"].startswith("http") and shared["url"].endswith(f"/m/{shared['code']}"), "it can be sent on as it is"
    assert his("delete", f"/moments/{moment['id']}").status_code == 403
    assert hers("delete", f"/moments/{moment['id']}").status_code == 204
    gone = his("get", f"/moments/{moment['id']}").json()
    assert gone["deleted"] and gone["text"] == ""
    assert his("post", f"/moments/{moment['id']}/like").status_code == 409


def test_the_square_goes_on_by_link_and_shows_each_once(two):
    _chen, _zhou, hers, his = two
    made = [hers("post", "/moments", {"text": f"第{n}条"}).json()["id"] for n in range(7)]
    found, path = [], "/moments?tab=all&limit=3"
    while path:
        answer = his("get", path)
        found += [one["id"] for one in answer.json()]
        link = answer.headers.get("Link", "")
        path = link.split("<")[1].split(">")[0].removeprefix("/api/v1") if link else ""
    assert found == made[::-1]


def test_tabs_followed_and_official_show_what_they_say(two):
    from huiyin.feed import actions

    chen, zhou, hers, his = two
    mine = hers("post", "/moments", {"text": "关注我"}).json()["id"]
    assert mine not in [one["id"] for one in his("get", "/moments?tab=followed").json()]
    actions.follow(zhou, person=chen)
    assert mine in [one["id"] for one in his("get", "/moments?tab=followed").json()]
    assert his("get", "/moments?tab=official").json() == []


@pytest.mark.parametrize(("body", "field"), [
    ({"text": ""}, "text"), ({"text": "x", "audience": "group"}, "group"), ({"text": "x", "audience": "people"}, "people"),
    ({"text": "x", "uploads": ["nothere"]}, "uploads"), ({"text": "x", "link": "javascript:alert(1)"}, "link"),
    ({"text": "x", "audience": "unit", "unit": 999999}, "unit"), ({"text": "x", "audience": "the-world"}, "audience"),
    ({"text": "x", "place": {"name": "a", "lat": 95, "lon": 1}}, "lat"),
])  # fmt: skip
def test_what_cannot_be_taken_is_refused_by_its_field(two, body, field):
    refused = two[2]("post", "/moments", body)
    assert refused.status_code == 422
    assert field in refused.json()["field"]


def test_what_one_may_not_see_is_not_there(two, program):  # noqa: F811
    chen, _zhou, hers, his = two
    group = a_group(owner=chen)
    secret = hers("post", "/moments", {"text": "群里的", "audience": "group", "group": group.pk}).json()["id"]
    for method, path, body in [
        ("get", "", None), ("post", "/comments", {"text": "?"}), ("get", "/comments", None), ("post", "/like", None),
        ("post", "/share", None), ("delete", "", None), ("post", "/report", {"reason": "false"}),
        ("post", "/study", {"people": [chen.pk], "notes_by": (timezone.now() + timedelta(days=3)).isoformat()}),
    ]:  # fmt: skip
        assert his(method, f"/moments/{secret}{path}", body).status_code == 404, path
    assert his("post", "/moments", {"repost_of": secret}).status_code == 404


def test_named_people_are_asked_to_study_and_only_who_asked_reads_the_notes(two):
    from huiyin.feed import actions
    from huiyin.feed.models import Study

    _chen, zhou, hers, his = two
    moment = hers("post", "/moments", {"text": "乡村教师支持计划"}).json()["id"]
    until = (timezone.now() + timedelta(days=3)).isoformat()
    asked = hers("post", f"/moments/{moment}/study", {"people": [zhou.pk], "notes_by": until, "key": "s-1"})
    assert asked.status_code == 201 and asked.json()["readers"][0]["opened_at"] is None
    assert hers("post", f"/moments/{moment}/study", {"people": [zhou.pk], "notes_by": until, "key": "s-1"}).status_code == 200
    study = Study.objects.get(pk=asked.json()["id"])
    actions.say_read(study, zhou)
    actions.hand_in_notes(study, zhou, "留得住人才办得好学")
    part = study.readers.get()
    assert part.read_version == 1 and part.notes_at is not None
    hers("patch", f"/moments/{moment}", {"text": "乡村教师支持计划（修订）"})
    assert study.readers.get().read_version == 1
    assert his("post", f"/moments/{moment}/study", {"people": [zhou.pk], "notes_by": until}).status_code == 422
