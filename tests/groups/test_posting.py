"""What is said: to whom it is addressed, what it carries, how it is taken back."""

from __future__ import annotations

import io
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from huiyin.core.errors import Invalid, NotAllowed, NotThere, Refused, TooOften
from huiyin.groups.actions import (
    Draft,
    Posted,
    forward_message,
    forward_to_all,
    pin_message,
    post_messages,
    recall_message,
    set_quiet,
    unpin_message,
)
from huiyin.groups.models import Mention, Message, MessageFile
from huiyin.journal import clocks
from huiyin.journal.models import Entry
from huiyin.media.actions import keep_upload
from huiyin.people.actions.organisation import delegate, take_post
from tests.factories import a_group, a_holding, a_person, a_post, a_unit, say

SHANGHAI = ZoneInfo("Asia/Shanghai")


def mentioned(message: Message) -> set[str]:
    return set(Mention.objects.filter(message=message).values_list("person__name", flat=True))


def a_photo(owner, name="码头.jpg"):
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(out, "JPEG")
    return keep_upload(owner, SimpleUploadedFile(name, out.getvalue(), "image/jpeg"), name)


def test_a_name_after_the_at_sign_reaches_the_member():
    zhou, chen = a_person("周建国"), a_person("陈望")
    group = a_group(owner=chen, members=[zhou])
    assert mentioned(say(group, chen, "@周建国 冷库的钥匙在谁手上？")) == {"周建国"}
    assert mentioned(say(group, chen, "＠周建国，请看")) == {"周建国"}
    assert mentioned(say(group, chen, "写信到 zhou@example.com")) == set()


def test_a_post_reaches_its_holder_an_acting_one_and_a_delegate():
    bureau = a_unit("县水产局", short_name="水产局")
    post = a_post("副局长", bureau)
    secretary, acting, holder, delegatee = a_person("书记员"), a_person("代理人"), a_person("正式人"), a_person("受托人")
    group = a_group(owner=secretary, members=[acting, holder, delegatee])
    take_post(post, acting, acting=True)
    assert mentioned(say(group, secretary, "@水产局副局长 明天下班以前")) == {"代理人"}
    take_post(post, holder, replaces=True)
    assert mentioned(say(group, secretary, "@县水产局副局长 明天下班以前")) == {"正式人"}
    today = timezone.localdate()
    delegate(post, delegatee, today, today + timedelta(days=3), "出差")
    message = say(group, secretary, "@副局长 明天下班以前")
    assert mentioned(message) == {"受托人"}
    assert message.extra["mentions"][0]["post"] == post.pk


def test_a_mention_tells_nobody_outside_of_the_group():
    outsider = a_person("局外人")
    a_holding(outsider, a_post("局长", a_unit("县教育局")))
    group = a_group()
    message = say(group, group.made_by, "@局外人 @县教育局局长 看看这个")
    assert mentioned(message) == set()


def test_everyone_is_for_managers():
    plain = a_person()
    group = a_group(members=[plain])
    with pytest.raises(NotAllowed):
        say(group, plain, "@所有人 出来聊聊")
    assert say(group, group.made_by, "@所有人 明早八点开会").extra["mentions"] == [{"label": "所有人", "all": True}]


def test_two_of_one_name_are_told_apart_by_the_picker():
    first, second = a_person("李娜"), a_person("李娜")
    group = a_group(members=[first, second])
    both = say(group, group.made_by, "@李娜 在吗")
    assert Mention.objects.filter(message=both).count() == 2
    one = say(group, group.made_by, "@李娜 在吗", mentions=[{"label": "李娜", "person": second.pk}])
    assert list(Mention.objects.filter(message=one).values_list("person", flat=True)) == [second.pk]


def test_photos_go_with_the_words_and_belong_to_one_message_only():
    group = a_group()
    photos = [a_photo(group.made_by) for _ in range(3)]
    message = say(group, group.made_by, "现场", uploads=[p.key for p in photos])
    assert message.kind == "photo"
    assert list(MessageFile.objects.filter(message=message).values_list("upload__key", flat=True)) == [p.key for p in photos]
    with pytest.raises(Invalid):
        say(group, group.made_by, "再用一次", uploads=[photos[0].key])


def test_nobody_sends_another_persons_upload():
    thief = a_person()
    group = a_group(members=[thief])
    with pytest.raises(Invalid):
        say(group, thief, "看", uploads=[a_photo(group.made_by).key])


def test_a_message_is_taken_back_within_two_minutes_and_leaves_a_trace():
    group = a_group()
    message = say(group, group.made_by, "发错群了", uploads=[a_photo(group.made_by).key])
    recalled = recall_message(message, by=group.made_by)
    assert recalled.text == ""
    assert recalled.recalled_at is not None
    assert not MessageFile.objects.filter(message=message).exists()
    assert Entry.objects.filter(kind="message.recalled", stream=group.stream).count() == 1
    late = say(group, group.made_by, "这句收不回")
    with time_machine.travel(timezone.now() + timedelta(minutes=2, seconds=1)), pytest.raises(NotAllowed):
        recall_message(late, by=group.made_by)


def test_only_the_author_takes_a_message_back():
    other = a_person()
    group = a_group(members=[other])
    with pytest.raises(NotAllowed):
        recall_message(say(group, other, "我说的"), by=group.made_by)


def test_a_forwarded_message_names_where_it_comes_from_and_needs_both_groups():
    reader = a_person()
    source, target = a_group("甲群", members=[reader]), a_group("乙群", owner=reader)
    message = say(source, source.made_by, "冷库腾出两万斤", uploads=[a_photo(source.made_by).key])
    copy = forward_message(message, target, by=reader)
    assert copy.text == message.text
    assert copy.extra["forwarded"]["author"] == source.made_by.name
    assert MessageFile.objects.filter(message=copy).count() == 1
    with pytest.raises(NotThere):
        forward_message(message, target, by=a_person())
    with pytest.raises(NotThere):
        forward_message(message, a_group("丙群"), by=reader)


def test_a_message_is_forwarded_to_several_groups_or_to_none():
    chen = a_person()
    here, near, far, foreign = a_group(owner=chen), a_group(owner=chen), a_group(owner=chen), a_group()
    said = say(here, chen, "冷库腾出来了")
    with pytest.raises(NotThere):
        forward_to_all(said, [near, foreign], chen)
    assert not Message.objects.exclude(group=here).exists()
    went = forward_to_all(said, [far, near], chen, key="k" * 12)
    assert [one.message.group_id for one in went] == [near.pk, far.pk], "by number: that is how groups are locked"
    assert all(one.again for one in forward_to_all(said, [near, far], chen, key="k" * 12))


def test_pins_are_for_managers():
    plain = a_person()
    group = a_group(members=[plain])
    message = say(group, plain, "排班表")
    with pytest.raises(NotAllowed):
        pin_message(message, by=plain)
    assert pin_message(message, by=group.made_by).pinned_at is not None
    assert unpin_message(message, by=group.made_by).pinned_at is None


def test_urgent_needs_a_reason_to_be_given_and_is_counted():
    resident = a_person(kind="resident")
    group = a_group(members=[resident])
    with pytest.raises(NotAllowed):
        say(group, resident, "快", urgent_reason="我急")
    for number in range(5):
        say(group, group.made_by, f"水位到了{number}", urgent_reason="防汛")
    with pytest.raises(TooOften):
        say(group, group.made_by, "还有", urgent_reason="防汛")


@pytest.fixture
def sunday_night():
    """23:10 on a Sunday in the county."""
    with time_machine.travel(datetime(2026, 11, 22, 23, 10, tzinfo=SHANGHAI), tick=False) as now:
        yield now


def test_what_is_said_at_night_waits_for_the_morning_and_is_told_once(sunday_night):
    group = a_group()
    for words in ("睡了吗", "明天再说"):
        say(group, group.made_by, words)
    assert clocks.fire_due(datetime(2026, 11, 23, 7, 0, tzinfo=SHANGHAI)) == 0
    clocks.fire_due(datetime(2026, 11, 23, 12, 0, tzinfo=SHANGHAI))
    told = Entry.objects.filter(kind="group.quiet_over", stream=group.stream)
    assert [entry.data["count"] for entry in told] == [2]


def test_urgent_passes_the_night_and_a_group_without_quiet_hours_knows_none(sunday_night):
    urgent, open_all_night = a_group(), a_group()
    say(urgent, urgent.made_by, "大坝巡查马上到位", urgent_reason="防汛")
    set_quiet(open_all_night, False, by=open_all_night.made_by)
    say(open_all_night, open_all_night.made_by, "夜班的都在")
    clocks.fire_due(datetime(2026, 11, 23, 12, 0, tzinfo=SHANGHAI))
    assert not Entry.objects.filter(kind="group.quiet_over").exists()


def test_a_batch_stores_what_is_right_and_refuses_what_is_not():
    stranger, group, other = a_person(), a_group(), a_group()
    results = post_messages(
        [
            Draft(group.pk, group.made_by.pk, "一", key="key-0001"),
            Draft(group.pk, stranger.pk, "二", key="key-0002"),
            Draft(group.pk, group.made_by.pk, "", key="key-0003"),
            Draft(other.pk, other.made_by.pk, "三", key="key-0004"),
            Draft(group.pk, group.made_by.pk, "四", key="key-0005"),
            Draft(group.pk, group.made_by.pk, "四", key="key-0005"),
            Draft(999_999, group.made_by.pk, "五", key="key-0006"),
        ]
    )
    shown = [(r.message.group_id, r.message.n, r.again) if isinstance(r, Posted) else type(r).__name__ for r in results]
    assert shown == [
        (group.pk, 1, False), "NotThere", "Invalid", (other.pk, 1, False), (group.pk, 2, False), (group.pk, 2, True), "NotThere",
    ]  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, 1), st.text(max_size=30), st.integers(0, 4)), max_size=25))
def test_numbers_in_a_group_are_dense_whatever_is_posted_again_or_refused(attempts):
    """Whatever mixture of words, keys and batches: the messages of a group are numbered 1, 2, 3 … and each key stands once."""
    groups = [a_group(), a_group()]
    drafts = [Draft(groups[g].pk, groups[g].made_by.pk, text, key=f"key-{key:08d}-{g}") for g, text, key in attempts]
    for place in range(0, len(drafts), 7):
        for result in post_messages(drafts[place : place + 7]):
            assert isinstance(result, Posted | Refused)
    for group in groups:
        numbers = list(Message.objects.filter(group=group).order_by("n").values_list("n", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        group.refresh_from_db()
        assert group.last_n == len(numbers)


@pytest.mark.sqlite_only
def test_answers_posted_together_look_up_what_they_answer_and_never_go_through_all_messages():
    chen = a_person()
    group = a_group(owner=chen)
    first, second = say(group, chen, "三组停水"), say(group, chen, "四组也停了")
    asked: list[str] = []
    connection.ensure_connection()
    connection.connection.set_trace_callback(asked.append)
    try:
        posted = post_messages([Draft(group.pk, chen.pk, f"收到 {m.n}", reply_to=m.n) for m in (first, second)])
    finally:
        connection.connection.set_trace_callback(None)
    assert [one.message.reply_to_id for one in posted] == [first.pk, second.pk]
    questions = [sql for sql in asked if sql.lstrip().upper().startswith("SELECT") and "groups_message" in sql]
    with connection.cursor() as cursor:
        plans = [row[3] for sql in questions for row in cursor.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()]
    assert plans and not [plan for plan in plans if re.match(r"SCAN (groups_message|m)\b", plan)]
