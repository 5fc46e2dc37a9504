"""Whoever asks too often waits, and the limit is counted where two at once cannot pass it together."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from huiyin.core.errors import TooMuch, TooOften
from huiyin.groups.actions import Draft, make_invite, post_messages, revoke_invite
from huiyin.groups.actions.inviting import MADE_AN_HOUR
from huiyin.groups.actions.posting_checks import EVERYONE_AN_HOUR, MENTIONED_AN_HOUR, URGENT_AN_HOUR
from huiyin.groups.models import Message
from huiyin.media import actions as media
from huiyin.people.throttles import LOOK_UPS_A_MINUTE, SEARCHES_A_MINUTE, TABLES_A_MINUTE
from tests.factories import a_group, a_person, say


def test_thirty_invitations_an_hour_are_made_in_a_group_and_revoking_gives_none_back() -> None:
    owner = a_person()
    group, other = a_group(owner=owner), a_group(owner=owner)
    made = [make_invite(group, owner) for _ in range(MADE_AN_HOUR)]
    revoke_invite(made[0], owner)
    with pytest.raises(TooOften):
        make_invite(group, owner)
    make_invite(other, owner)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        make_invite(group, owner)


def test_urgent_messages_sent_in_one_moment_are_counted_too() -> None:
    owner = a_person()
    groups = [a_group(owner=owner) for _ in range(3)]
    told = post_messages([Draft(groups[n % 3].pk, owner.pk, f"水位 {n}", key=f"urgent-{n:02}", urgent_reason="水位") for n in range(12)])
    assert sum(isinstance(one, TooOften) for one in told) == 12 - URGENT_AN_HOUR
    assert Message.objects.exclude(urgent_reason="").count() == URGENT_AN_HOUR


def test_one_sender_calls_so_many_people_an_hour_in_all_groups() -> None:
    owner, names = a_person(), [f"成员{n:02}" for n in range(30)]
    group = a_group(owner=owner, members=[a_person(name) for name in names])
    everybody = " ".join(f"@{name}" for name in names)
    for n in range(MENTIONED_AN_HOUR // 30):
        say(group, owner, f"{everybody} {n}")
    with pytest.raises(TooOften) as refusal:
        say(group, owner, f"@{names[0]}")
    assert "@" in str(refusal.value)
    say(group, owner, "没有点名的话照发")
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        say(group, owner, f"@{names[0]}")


def test_everyone_is_called_ten_times_an_hour() -> None:
    owner = a_person()
    group = a_group(owner=owner, members=[a_person()])
    for n in range(EVERYONE_AN_HOUR):
        say(group, owner, f"@所有人 {n}")
    with pytest.raises(TooOften):
        say(group, owner, "@所有人")


@pytest.mark.parametrize(
    ("path", "limit"), [("/search?q=鱼", SEARCHES_A_MINUTE), ("/people/suggest?q=陈", LOOK_UPS_A_MINUTE), ("/board.xlsx", TABLES_A_MINUTE)]
)
def test_who_looks_for_too_much_waits_and_others_do_not(path, limit, client_for, monkeypatch) -> None:
    from huiyin.people import throttles

    for name in ("SEARCHES_A_MINUTE", "LOOK_UPS_A_MINUTE", "TABLES_A_MINUTE"):
        monkeypatch.setattr(throttles, name, 3)
    hasty, other = client_for(a_person()), client_for(a_person())
    assert [hasty.get(path).status_code for _ in range(4)] == [200, 200, 200, 429] and limit > 3
    refused = hasty.get(path, headers={"accept": "application/json"})
    assert refused.headers["Retry-After"] == "60" and refused.json()["words"]
    assert other.get(path).status_code == 200


def test_sentences_are_read_as_fast_as_anybody_types_and_no_faster(client_for, monkeypatch) -> None:
    from huiyin.people import throttles

    monkeypatch.setattr(throttles, "SENTENCES_A_MINUTE", 2)
    hasty, other = a_person(), a_person()
    group = a_group(owner=hasty, members=[other])

    def read(person) -> int:
        said = {"text": "@周建国 明天"}
        return client_for(person).post(f"/groups/{group.pk}/tasks/sentence", said, content_type="application/json").status_code

    assert [read(hasty) for _ in range(3)] == [200, 200, 429]
    assert read(other) == 200


def test_what_waits_to_be_sent_has_its_room(monkeypatch) -> None:
    monkeypatch.setattr(media, "WAITING_LIMIT", 3)
    chen, zhou = a_person(), a_person()
    for _ in range(3):
        media.keep_upload(chen, b"%PDF", "a.pdf")
    with pytest.raises(TooMuch):
        media.keep_upload(chen, b"%PDF", "a.pdf")
    media.keep_upload(zhou, b"%PDF", "a.pdf")
