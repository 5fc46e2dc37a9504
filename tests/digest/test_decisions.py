"""What is decided covers what was shown, no more, and is taken back as it was done."""

from __future__ import annotations

import re
from typing import Any

import pytest

from huiyin.cases.actions import case_from_message, make_matter
from huiyin.cases.actions.matters import add_to_matter
from huiyin.cases.models import Case
from huiyin.digest.models import Decided
from huiyin.digest.queries.cards import digest_of
from huiyin.groups.actions import add_people
from huiyin.groups.models import Message
from huiyin.tasks.models import Task
from tests.cases.conftest import County
from tests.digest.test_digest import LAMP, a_talk, shown, sort, sorter
from tests.factories import a_group, a_person, say

__all__ = ["sorter"]
pytestmark = pytest.mark.django_db


def test_what_was_said_after_the_page_was_drawn_is_not_decided_with_it(county: County, client_for: Any) -> None:
    group, people = a_talk(county.head)
    said = say(group, people[0], LAMP[0])
    sort()
    head = client_for(county.head)
    page = head.get("/digest").content.decode()
    (card,) = digest_of(county.head).cards
    later = say(group, people[1], LAMP[1])
    sort()
    form = dict(re.findall(r'name="(first|upto)" value="(\d+)"', page))
    assert head.post(f"/digest/cards/{card.alike}/answered", form | {"words": "明天去修", "key": "k"}).status_code == 302
    assert Message.objects.get(text="明天去修").reply_to_id == said.pk
    (left,) = digest_of(county.head).cards
    assert [line.of for line in left.lines] == [later.pk]


def test_what_was_read_and_decided_before_is_not_answered_again(county: County, client_for: Any) -> None:
    group, people = a_talk(county.head)
    other, theirs = a_talk(county.head)
    say(other, theirs[0], LAMP[0])
    sort()
    head = client_for(county.head)
    head.post("/digest/read", {"upto": digest_of(county.head).upto})
    say(group, people[0], LAMP[1])
    sort()
    (card,) = digest_of(county.head).cards
    head.post(f"/digest/cards/{card.alike}/answered", shown(card) | {"words": "去看过了"})
    assert Message.objects.get(text="去看过了").group_id == group.pk


def test_a_page_from_before_and_a_card_decided_in_another_window_are_told_so(county: County, client_for: Any) -> None:
    group, people = a_talk(county.head)
    say(group, people[0], LAMP[0])
    sort()
    head, card = client_for(county.head), digest_of(county.head).cards[0]
    assert head.post(f"/digest/cards/{card.alike}/thanked", {"key": "k"}).status_code == 422
    too_long = shown(card) | {"words": "长" * 20_001}
    assert head.post(f"/digest/cards/{card.alike}/answered", too_long).status_code == 413  # and not the first part of it
    assert head.post(f"/digest/cards/{card.alike}/thanked", shown(card) | {"key": "k1"}).status_code == 302
    assert head.post(f"/digest/cards/{card.alike}/thanked", shown(card) | {"key": "k2"}).status_code == 409
    assert Message.objects.filter(author=county.head).count() == 1


def test_it_is_handed_on_in_the_group_whose_members_were_shown(county: County, client_for: Any) -> None:
    work, people = a_talk(county.head)
    add_people(work, [county.clerk], county.head)
    listening = a_group(owner=county.head, kind="listening", members=[listener := a_person(kind="resident")])
    add_people(listening, [county.clerk], county.head)
    say(work, people[0], LAMP[0])
    say(listening, listener, LAMP[1])
    sort()
    head, (card,) = client_for(county.head), digest_of(county.head).cards
    page = head.get("/digest").content.decode()
    assert f'name="group" value="{work.pk}"' in page
    form = shown(card) | {"group": work.pk, "lead": county.clerk.pk, "key": "k"}
    assert head.post(f"/digest/cards/{card.alike}/assigned", form | {"group": listening.pk + 99}).status_code == 422
    assert head.post(f"/digest/cards/{card.alike}/assigned", form | {"key": "k2"}).status_code == 302
    assert Task.objects.get().group_id == work.pk


def test_taking_back_takes_out_what_this_decision_hung_there_and_gives_back_what_hung_elsewhere(county: County, client_for: Any) -> None:
    group, people = a_talk(county.desk)
    add_people(group, [county.clerk], county.desk)
    first, second = say(group, people[0], LAMP[0]), say(group, people[1], LAMP[1])
    sort()
    who, desk, (card,) = county.who("desk"), client_for(county.desk), digest_of(county.desk).cards
    elsewhere = case_from_message(first, who).case
    former = make_matter(who, [elsewhere.pk], "路灯")
    assert desk.post(f"/digest/cards/{card.alike}/merged", shown(card) | {"key": "k"}).status_code == 302
    hung = Case.objects.get(source=second)
    added = county.case()
    assert hung.matter is not None and hung.matter != former
    add_to_matter(hung.matter, who, added)
    desk.post(f"/digest/decided/{Decided.objects.get().pk}/undo")
    kept = {case.pk: case.matter_id for case in Case.objects.all()}
    assert kept == {elsewhere.pk: former.pk, hung.pk: None, added.pk: hung.matter_id}


def test_words_stand_again_where_the_card_or_the_choice_was_refused(county: County, client_for: Any) -> None:
    group, people = a_talk(county.head)
    say(group, people[0], LAMP[0])
    sort()
    head, card = client_for(county.head), digest_of(county.head).cards[0]
    refused = head.post(f"/digest/cards/{card.alike}/answered", shown(card) | {"upto": "", "words": "明天一早派人去换灯泡，换好再告诉您。"})
    assert refused.status_code == 422 and "明天一早派人去换灯泡" in refused.content.decode()
    head.post("/digest/read", {"upto": digest_of(county.head).upto})
    refused = head.post(f"/digest/cards/{card.alike}/answered", shown(card) | {"upto": "", "words": "明天一早派人去换灯泡，换好再告诉您。"})
    page = refused.content.decode()
    assert refused.status_code == 422 and 'id="what-was-typed"' in page and "明天一早派人去换灯泡" in page and 'role="alert"' in page
