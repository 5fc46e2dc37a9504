"""A key is of its author, its place and its content: the same again is answered, anything else under it is said to be so and never lost."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from huiyin.core.errors import KeyUsed
from huiyin.groups.actions import Draft, Posted, WriterCache, add_people, post_messages, recall_message
from huiyin.groups.models import Message
from huiyin.tasks.actions import report_done
from huiyin.tasks.models import State, Task
from tests.factories import a_group, a_person, say
from tests.tasks.conftest import a_lake

KEY = "k-20261128"
AS_SCRIPT = {"X-Fragment": "1", "Accept": "application/json"}


@pytest.fixture
def pair():
    deputy, fisher = a_person("周建国"), a_person("孟渔生", kind="resident")
    return a_group("网箱清拆", owner=deputy, members=[fisher]), a_group("防汛", owner=deputy, members=[fisher]), deputy


def test_the_same_key_in_another_group_is_another_message(program, pair):
    one, other, deputy = pair
    ask = program(deputy)
    first = ask("post", f"/groups/{one.pk}/messages", {"text": "开闸", "key": KEY})
    second = ask("post", f"/groups/{other.pk}/messages", {"text": "开闸", "key": KEY})
    assert (first.status_code, second.status_code) == (201, 201)
    assert (first.json()["group"], second.json()["group"]) == (one.pk, other.pk)
    again = ask("post", f"/groups/{other.pk}/messages", {"text": "开闸", "key": KEY})
    assert again.status_code == 200 and again.json() == second.json()


@pytest.mark.parametrize("other", [
    {"text": "关闸"}, {"urgent_reason": "水位"}, {"reply_to": 1}, {"uploads": ["x" * 24]}, {"text": ""},
])  # fmt: skip
def test_other_content_under_a_key_is_refused_and_what_came_first_stands(program, pair, other):
    group, _other, deputy = pair
    say(group, deputy, "在")
    ask, where = program(deputy), f"/groups/{group.pk}/messages"
    ask("post", where, {"text": "开闸", "key": KEY})
    refused = ask("post", where, {"text": "开闸", "key": KEY} | other)
    assert refused.status_code == 422 and (refused.json()["error"], refused.json()["field"]) == ("key_used", "key")
    assert list(Message.objects.filter(group=group).values_list("text", flat=True)) == ["在", "开闸"]


def test_another_person_of_one_name_is_other_content(pair):
    group, _other, deputy = pair
    namesakes = [a_person("王伟"), a_person("王伟")]
    add_people(group, namesakes, by=deputy)
    picks = [[{"label": "王伟", "person": one.pk}] for one in namesakes]
    drafts = [Draft(group.pk, deputy.pk, "@王伟 来一下", KEY, mentions=pick) for pick in (picks[0], picks[0], picks[1])]
    (first,), (same,), (another,) = (post_messages([draft]) for draft in drafts)
    assert same == Posted(first.message, again=True) and isinstance(another, KeyUsed)


def test_twins_in_one_batch_are_told_apart(pair):
    one, other, deputy = pair
    told = post_messages([Draft(g.pk, deputy.pk, text, KEY) for g, text in ((one, "开"), (one, "关"), (one, "开"), (other, "关"))])
    assert [r.again if isinstance(r, Posted) else r.code for r in told] == [False, "key_used", True, False]


@pytest.mark.django_db(transaction=True)
@time_machine.travel("2026-11-26 10:00 +08:00")
def test_the_writer_knows_a_key_by_its_group(pair):
    one, other, deputy = pair
    known = WriterCache()
    post_messages([Draft(one.pk, deputy.pk, "一", "key-00001"), Draft(other.pk, deputy.pk, "一", "key-00002")], known)
    assert [p.message.n for p in post_messages([Draft(g.pk, deputy.pk, "二", KEY) for g in (one, other)], known)] == [2, 2]
    refused, said = post_messages([Draft(one.pk, deputy.pk, "三", KEY), Draft(one.pk, deputy.pk, "三", "key-00003")], known)
    assert isinstance(refused, KeyUsed) and said.message.n == 3


def test_what_was_taken_back_is_answered_as_it_stands(program, pair):
    group, _other, deputy = pair
    ask, body = program(deputy), {"text": "发错了", "key": KEY}
    ask("post", f"/groups/{group.pk}/messages", body)
    recall_message(Message.objects.get(key=KEY), deputy)
    again = ask("post", f"/groups/{group.pk}/messages", body)
    assert again.status_code == 200 and again.json()["recalled"]


def test_a_form_sent_twice_with_its_photo_says_it_once_and_a_changed_one_comes_back(client_for, pair):
    group, _other, deputy = pair
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30)).save(drawn, "PNG")
    client, path = client_for(deputy), f"/groups/{group.pk}/messages"
    for _twice in range(2):
        photo = SimpleUploadedFile("闸.png", drawn.getvalue(), "image/png")
        assert client.post(path, {"text": "闸口", "key": KEY, "files": photo}).status_code == 302
    back = client.post(path, {"text": "改过的话", "key": KEY})
    page = back.content.decode()
    assert "改过的话" in page and f'value="{KEY}"' not in page, "what was written is there to be sent, under a key of its own"
    assert list(Message.objects.filter(group=group).values_list("text", flat=True)) == ["闸口"]


def test_forwarding_again_is_said_to_be_so(program, pair):
    one, other, deputy = pair
    said = say(one, deputy, "明天八点清拆")
    ask, where, body = program(deputy), f"/groups/{one.pk}/messages/{said.n}/forward", {"groups": [other.pk], "key": "k" * 40}
    assert [ask("post", where, body).status_code for _ in range(2)] == [201, 200]
    changed = say(one, deputy, "改到九点")
    assert ask("post", f"/groups/{one.pk}/messages/{changed.n}/forward", body).json()["error"] == "key_used"
    assert Message.objects.filter(group=other).count() == 1


def a_task(lake, **more):
    deadline = (timezone.now() + timedelta(days=1)).isoformat()
    return {"title": "查清排口", "lead": {"post": lake.posts["deputy"].pk}, "deadline": deadline, "key": KEY} | more


def test_a_task_is_issued_once_by_its_key_in_each_group_and_another_one_is_refused(program):
    lake = a_lake()
    ask, body, where = program(lake.secretary), a_task(lake), f"/groups/{lake.group.pk}/tasks"
    first, again = ask("post", where, body), ask("post", where, body)
    assert (first.status_code, again.status_code) == (201, 200) and first.json()["id"] == again.json()["id"]
    assert ask("post", where, body | {"title": "另一件"}).json()["error"] == "key_used"
    other = a_group(owner=lake.secretary, members=[lake.deputy])
    elsewhere = ask("post", f"/groups/{other.pk}/tasks", body)
    assert elsewhere.status_code == 201 and elsewhere.json()["id"] != first.json()["id"]
    assert ask("post", f"/groups/{lake.group.pk}/messages", {"text": "另一句", "key": KEY}).json()["error"] == "key_used"
    weekly = {name: value for name, value in body.items() if name != "deadline"} | {"rhythm": {"unit": "week", "weekdays": [0]}}
    assert ask("post", f"/groups/{lake.group.pk}/repetitions", weekly).json()["error"] == "key_used"
    assert Task.objects.count() == 2


def test_a_message_is_no_task_though_it_bears_its_key(program):
    lake = a_lake()
    ask = program(lake.secretary)
    assert ask("post", f"/groups/{lake.group.pk}/messages", {"text": "查清排口", "key": KEY}).status_code == 201
    assert ask("post", f"/groups/{lake.group.pk}/tasks", a_task(lake)).json()["error"] == "key_used"
    assert not Task.objects.exists()


def test_a_program_makes_a_move_once_and_what_it_says_besides_is_refused(program):
    lake = a_lake()
    soon = timezone.now() + timedelta(days=2)
    task, another = lake.task(deadline=soon), lake.task(deadline=soon)
    ask, body = program(lake.deputy), {"words": "查清了", "key": KEY}
    assert [ask("post", f"/tasks/{task.pk}/report", body).status_code for _ in range(2)] == [200, 200]
    assert ask("post", f"/tasks/{task.pk}/report", body | {"words": "没查清"}).json()["error"] == "key_used"
    assert ask("post", f"/tasks/{another.pk}/report", body).json()["state"] == "reported", "the same key on another task is another move"
    assert Message.objects.filter(group=lake.group, text="查清了").count() == 2


def test_a_decision_on_a_page_with_other_words_is_refused_and_can_be_sent_anew(client_for):
    lake = a_lake()
    task = lake.task(deadline=timezone.now() + timedelta(days=2))
    report_done(task, lake.deputy, "办好了")
    client, path = client_for(lake.secretary), f"/tasks/{task.pk}/accept"
    assert client.post(path, {"key": "k1", "words": "好"}, headers=AS_SCRIPT).status_code == 200
    refused = client.post(path, {"key": "k1", "words": "不好"}, headers=AS_SCRIPT)
    assert refused.status_code == 422 and refused.json()["error"] == "key_used"
    assert Task.objects.get(pk=task.pk).state == State.SETTLED


def test_a_hook_says_other_words_under_a_new_key_only(client, pair):
    from huiyin.hooks.actions import make_hook

    group, _other, deputy = pair
    secret = make_hook(group, deputy, "水位站", 30)[1]
    send = lambda text: client.post(f"/hooks/{secret}", {"text": text, "key": KEY}, content_type="application/json")  # noqa: E731
    assert [send("4.2 米").status_code for _ in range(2)] == [201, 200]
    assert send("4.5 米").json()["error"] == "key_used"
