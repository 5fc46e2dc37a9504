"""The journal: numbered without gaps, chained, and found out when somebody changed it behind its back."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from huiyin.groups.actions import erase_message
from huiyin.groups.models import Message
from huiyin.journal.models import Entry, Sealed, Stream
from huiyin.journal.recording import PendingEntry, open_stream, record, record_all
from huiyin.journal.verifying import verify
from tests.factories import a_group, a_person, say
from tests.journal.tampering import the_guard_is_away


def test_a_whole_journal_verifies_and_progress_reaches_its_end():
    group = a_group()
    for words in ("早上好", "水位降了半米", "收到的人不用回"):
        say(group, group.made_by, words)
    steps = []
    verdict = verify(lambda done, total: steps.append((done, total)))
    assert verdict.broken is None
    assert verdict.entries == Entry.objects.count() == steps[-1][0] == steps[-1][1]


def test_a_changed_entry_is_found_and_named():
    group = a_group()
    for words in ("一", "二", "三"):
        say(group, group.made_by, words)
    second = Entry.objects.filter(kind="message.posted", stream=group.stream).order_by("seq")[1]
    with the_guard_is_away():
        Entry.objects.filter(pk=second.pk).update(data={**second.data, "n": 99})
    broken = verify().broken
    assert broken is not None
    assert (broken.stream, broken.seq) == (f"group:{group.pk}", second.seq)


def test_changed_words_are_found_although_the_entry_was_not_touched():
    group = a_group()
    message = say(group, group.made_by, "明天下班以前把去处落实")
    Message.objects.filter(pk=message.pk).update(text="后天再说")
    broken = verify().broken
    assert broken is not None
    assert (broken.stream, broken.seq) == (f"group:{group.pk}", message.seq)


def test_a_removed_entry_is_missed():
    group = a_group()
    for words in ("一", "二", "三"):
        say(group, group.made_by, words)
    last = Entry.objects.filter(stream=group.stream).order_by("-seq").first()
    with the_guard_is_away():
        Entry.objects.filter(stream=group.stream, seq=last.seq - 1).delete()
    broken = verify().broken
    assert broken is not None
    assert broken.stream == f"group:{group.pk}"


def test_the_last_entry_cannot_be_cut_off_unnoticed():
    group = a_group()
    say(group, group.made_by, "只此一句")
    with the_guard_is_away():
        Entry.objects.filter(stream=group.stream).order_by("-seq").first().delete()
    assert verify().broken is not None


def test_erased_words_are_gone_and_the_chain_still_verifies():
    group = a_group()
    message = say(group, group.made_by, "我的身份证号写在这里了，请删掉")
    say(group, group.made_by, "好的")
    erase_message(message, by=None)
    assert not Message.objects.filter(text__contains="身份证").exists()
    verdict = verify()
    assert verdict.broken is None
    assert verdict.erased == 1


def test_a_digest_alone_does_not_tell_two_equal_messages_apart_or_together():
    group = a_group()
    say(group, group.made_by, "是")
    say(group, group.made_by, "是")
    digests = Entry.objects.filter(kind="message.posted").values_list("sealed_digest", flat=True)
    assert len(set(digests)) == 2


def test_sealed_names_are_checked_too():
    person = a_person()
    entry = Entry.objects.exclude(sealed_digest="").filter(sealed__isnull=False).first()
    assert entry is not None, person
    Sealed.objects.filter(pk=entry.pk).update(body={"name": "别人"})
    assert verify().broken is not None


def test_an_undeclared_kind_or_other_data_is_refused():
    stream = open_stream("person:1")
    with transaction.atomic():
        with pytest.raises(ValueError, match="not as declared"):
            record(stream, "group.danced", data={})
        with pytest.raises(ValueError, match="not as declared"):
            record(stream, "group.opened", data={"group": 1, "extra": 2})


@pytest.mark.django_db(transaction=True)
def test_many_writers_number_one_stream_without_gap_or_repeat():
    group = a_group()
    start = Stream.objects.get(pk=group.stream_id).seq

    def write() -> None:
        for _ in range(10):
            with transaction.atomic():
                record(group.stream_id, "group.quiet_over", data={"group": group.pk, "count": 1})
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = list(Entry.objects.filter(stream=group.stream, seq__gt=start).order_by("seq").values_list("seq", flat=True))
    assert numbers == list(range(start + 1, start + 41))
    assert verify().broken is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer")
def test_a_cursor_never_skips_although_transactions_commit_against_their_start():
    """The first to begin commits last. A follower that reads `seq > cursor` after each commit sees all, once, in order."""
    group = a_group()
    cursor = Stream.objects.get(pk=group.stream_id).seq
    began, go_on = threading.Event(), threading.Event()

    def first_to_begin() -> None:
        with transaction.atomic():
            Entry.objects.count()  # its snapshot is older than the other's commit
            began.set()
            go_on.wait(10)
            record_all(group.stream_id, [PendingEntry("group.quiet_over", data={"group": group.pk, "count": 1})])
        connection.close()

    thread = threading.Thread(target=first_to_begin)
    thread.start()
    began.wait(10)
    with transaction.atomic():
        record_all(group.stream_id, [PendingEntry("group.quiet_over", data={"group": group.pk, "count": 2})])
    seen = list(Entry.objects.filter(stream=group.stream, seq__gt=cursor).order_by("seq"))
    cursor = seen[-1].seq
    go_on.set()
    thread.join()
    seen += Entry.objects.filter(stream=group.stream, seq__gt=cursor).order_by("seq")
    assert [entry.data["count"] for entry in seen] == [2, 1]
