"""The page of a conversation, without JavaScript: everything is read, everything can be sent, however long the history."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from huiyin.groups.actions import Draft, add_people, mark_read, pin_message, post_messages, recall_message, remove_member
from huiyin.groups.models import Member, Message
from huiyin.groups.queries import page_of, read_counts, receipts, seen_by
from tests.factories import a_group, a_holding, a_person, say
from tests.markup import markup


def numbers_on(html: str) -> list[int]:
    return [int(n) for n in re.findall(r'<article class="msg[^>]*data-n="(\d+)"', html)]


def a_long_group(count, **more):
    group = a_group(**more)
    began = datetime(2024, 1, 1, 1, tzinfo=UTC)
    drafts = [Draft(group.pk, group.made_by.pk, f"第{n}条", at=began + timedelta(hours=7 * n)) for n in range(1, count + 1)]
    for place in range(0, count, 250):
        post_messages(drafts[place : place + 250])
    group.refresh_from_db()
    return group


def test_a_page_of_fifty_messages_takes_a_dozen_queries(client_for, connection_queries):
    people = [a_person() for _ in range(30)]
    for person in people[:10]:
        a_holding(person)
    group = a_group(owner=people[0], members=people[1:])
    photo = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(photo, "PNG")
    from huiyin.media.actions import keep_upload

    for n in range(60):
        author = people[n % 30]
        uploads = [keep_upload(author, photo.getvalue(), "p.png").key] if n % 7 == 0 else []
        say(group, author, f"第{n}条 @{people[(n + 1) % 30].name} https://example.com/{n}", reply_to=n if n else None, uploads=uploads)
    pin_message(Message.objects.get(group=group, n=3), by=people[0])
    client = client_for(people[5])
    client.get(f"/groups/{group.pk}")
    with connection_queries(12):
        page = client.get(f"/groups/{group.pk}")
    assert len(numbers_on(markup(page))) == 50
    with connection_queries(8):
        assert client.get("/messages").status_code == 200


@pytest.fixture
def connection_queries():
    """``with connection_queries(12):`` at most that many."""
    from contextlib import contextmanager

    from django.db import connection

    @contextmanager
    def at_most(most):
        with CaptureQueriesContext(connection) as queries:
            yield
        assert len(queries) <= most, "\n".join(q["sql"][:150] for q in queries)

    return at_most


@settings(max_examples=30)
@given(count=st.integers(0, 130), start=st.integers(1, 130), limit=st.integers(1, 60))
def test_every_message_is_reached_both_ways_exactly_once(count, start, limit):
    group = a_long_group(count)
    page = page_of(group, around=start, limit=limit)
    seen = [m.n for m in page.messages]
    first, last, before, after = page.first_n, page.last_n, page.before, page.after
    while before:
        page = page_of(group, before=first, limit=limit)
        seen = [m.n for m in page.messages] + seen
        first, before = page.first_n, page.before
    while after:
        page = page_of(group, after=last, limit=limit)
        seen += [m.n for m in page.messages]
        last, after = page.last_n, page.after
    assert seen == list(range(1, count + 1))


def test_years_are_walked_by_plain_links_and_by_day(client_for):
    group = a_long_group(400)
    client = client_for(group.made_by)
    page = markup(client.get(f"/groups/{group.pk}"))
    shown = numbers_on(page)
    steps = 0
    while earlier := re.search(r'data-older href="(\?around=\d+)', page):
        page = markup(client.get(f"/groups/{group.pk}{earlier[1]}"))
        assert numbers_on(page)[-1] >= shown[0] - 1, "no gap between one page and the next"
        shown, steps = numbers_on(page), steps + 1
        assert steps < 40
    assert shown[0] == 1
    on_a_day = numbers_on(markup(client.get(f"/groups/{group.pk}?on=2024-03-01")))
    day = Message.objects.filter(group=group, at__gte=datetime(2024, 2, 29, 16, tzinfo=UTC)).order_by("n").first()
    assert day.n in on_a_day


def test_strangers_and_those_removed_get_what_is_not_there(client_for):
    member = a_person()
    group = a_group(members=[member])
    say(group, member, "不给外人看")
    remove_member(group, member, by=group.made_by)
    for person in (member, a_person()):
        for path in ("", "/messages?after=0", "/mentions", "/details"):
            answer = client_for(person).get(f"/groups/{group.pk}{path}")
            assert answer.status_code == 404
            assert "不给外人看" not in markup(answer)


def test_a_pinned_photo_without_words_is_called_a_photo_at_the_top(client_for):
    chen = a_person("陈望舒")
    group = a_group(owner=chen)
    photo = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(photo, "JPEG")
    sent = SimpleUploadedFile("p.jpg", photo.getvalue(), "image/jpeg")
    client_for(chen).post(f"/groups/{group.pk}/messages", {"text": "", "files": sent})
    pin_message(Message.objects.get(group=group), by=chen)
    html = markup(client_for(chen).get(f"/groups/{group.pk}"))
    assert "陈望舒：[照片]" in html.replace("</b>", "")


def test_a_form_posts_words_and_photos_and_twice_pressed_posts_once(client_for):
    group = a_group()
    client = client_for(group.made_by)
    photo = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(photo, "JPEG")
    for _ in range(2):
        files = [SimpleUploadedFile("a.jpg", photo.getvalue(), "image/jpeg")]
        sent = client.post(f"/groups/{group.pk}/messages", {"text": "现场", "files": files, "key": "pressed-twice-000"})
        assert sent.status_code == 302
    message = Message.objects.get(group=group)
    assert (message.text, message.kind, message.files.count()) == ("现场", "photo", 1)
    assert "现场" in markup(client.get(f"/groups/{group.pk}"))


def test_what_is_refused_comes_back_with_its_words_and_the_reason(client_for):
    group = a_group()
    words = "长" * 6000
    answer = client_for(group.made_by).post(f"/groups/{group.pk}/messages", {"text": words, "key": "too-long-0001"})
    assert answer.status_code == 413
    page = markup(answer)
    assert words in page
    assert "6000" in page
    assert not Message.objects.filter(group=group).exists()


def test_what_people_write_stays_words(client_for):
    group = a_group()
    say(group, group.made_by, "<script>alert(1)</script> <img src=x onerror=alert(2)> javascript:alert(3) https://x.example/\"onclick=alert(4)")
    page = markup(client_for(group.made_by).get(f"/groups/{group.pk}"))
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript:' not in page
    assert not re.search(r'<a [^>]*onclick=', page)


def test_a_recalled_message_leaves_its_trace_and_nothing_of_its_words(client_for):
    author = a_person("周建国")
    group = a_group(members=[author])
    recall_message(say(group, author, "说漏嘴了"), by=author)
    page = markup(client_for(group.made_by).get(f"/groups/{group.pk}"))
    assert "周建国撤回了一条消息" in page
    assert "说漏嘴了" not in page


def test_unread_are_counted_and_the_page_opens_where_reading_stopped(client_for):
    reader = a_person()
    group = a_group(members=[reader])
    for n in range(120):
        say(group, group.made_by, f"第{n + 1}条")
    mark_read(group, reader, 40)
    page = markup(client_for(reader).get(f"/groups/{group.pk}"))
    assert 41 in numbers_on(page)
    assert 'class="new-line"' in page
    assert "80" in markup(client_for(reader).get("/messages"))
    client_for(reader).post(f"/groups/{group.pk}/read", {"n": "120"})
    assert Member.objects.get(group=group, person=reader).read_n == 120


def test_receipts_name_those_mentioned_first_and_count_the_rest():
    members = [a_person(f"成员{n}") for n in range(6)]
    group = a_group(members=members)
    message = say(group, group.made_by, "@成员5 今天谁值班？")
    for member in members[:4]:
        mark_read(group, member, message.n)
    found = receipts(message)
    assert (found.read_count, found.unread_count) == (4, 2)
    assert found.unread[0].person.name == "成员5"
    assert seen_by(read_counts(group), message.n) == (5, 2), "the author stands among the readers of their own words"


def test_in_a_listening_group_nobody_learns_whether_a_resident_has_read(client_for):
    listener, resident = a_person("倾听者"), a_person("村民小雨", kind="resident")
    group = a_group(kind="listening", owner=listener, members=[resident, a_person("驻村干部")])
    message = say(group, listener, "路灯亮了吗？")
    mark_read(group, resident, message.n)
    found = receipts(message)
    assert {m.person.name for m in found.read + found.unread} == {"驻村干部"}
    assert sum(count for _n, count, _joined in read_counts(group)) == 2, "residents are in no count that leaves the server"


def test_in_a_listening_group_nobody_has_a_rank(client_for):
    mayor = a_person("县长")
    a_holding(mayor)
    work, listening = a_group(owner=mayor), a_group(kind="listening", owner=mayor)
    for group in (work, listening):
        say(group, mayor, "大家好")
    title = "主任"
    assert title in markup(client_for(mayor).get(f"/groups/{work.pk}"))
    talk = markup(client_for(mayor).get(f"/groups/{listening.pk}"))
    assert title not in talk[talk.index('id="talk"') :]


def test_pages_speak_both_languages(client_for):
    person = a_person(language="en")
    group = a_group(owner=person)
    say(group, person, "你好")
    page = markup(client_for(person).get(f"/groups/{group.pk}"))
    assert "Say something" in page
    assert "说点什么" not in page


def test_who_came_later_is_neither_a_reader_nor_missing():
    group = a_group(members=[a_person() for _ in range(2)])
    before = say(group, group.made_by, "明早八点现场会")
    add_people(group, [late := a_person("后来的人")], group.made_by)
    after = say(group, group.made_by, "欢迎")
    assert seen_by(read_counts(group), before.n) == (1, 2)
    assert seen_by(read_counts(group), after.n) == (1, 3)
    told = receipts(before)
    assert late.pk not in [m.person_id for m in [*told.read, *told.unread]]
    assert late.pk in [m.person_id for m in receipts(after).unread]
