"""Whoever writes in several records locks them in one order: two who need the same ones wait, and never for each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection

from huiyin.cases.actions import accept_case, case_from_message, make_matter
from huiyin.cases.actions.matters import answer_matter
from huiyin.digest import actions as digest
from huiyin.digest.queries.cards import digest_of
from huiyin.groups.actions import add_people
from huiyin.journal.models import Entry, Stream
from huiyin.outlook import actions as outlook
from huiyin.outlook.actions import AnnouncementDraft
from huiyin.outlook.amounts import amount_in
from huiyin.people.models import Unit
from tests.cases.conftest import County, county
from tests.digest.test_digest import LAMP, a_talk, sort, sorter
from tests.factories import a_group, a_holding, a_person, a_post, a_unit, say

__all__ = ["county", "sorter"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def wrong(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, str]]]:
    """Gives what was locked after what has a higher number, within one transaction of an action."""
    one, several = Stream.locked.__func__, Stream.locked_all.__func__  # type: ignore[attr-defined]
    held: dict[Any, dict[int, str]] = {}
    found: list[tuple[str, str]] = []

    tests_own = len(connection.atomic_blocks)

    def took(streams: list[Stream]) -> None:
        of = held.setdefault(connection.atomic_blocks[tests_own], {})
        for stream in streams:
            found.extend((key, stream.key) for pk, key in of.items() if stream.pk not in of and pk > stream.pk)
            of[stream.pk] = stream.key

    def locked(cls: Any, pk: int) -> Stream:
        took([stream := one(cls, pk)])
        return stream

    def locked_all(cls: Any, pks: Any) -> dict[int, Stream]:
        took(list((streams := several(cls, pks)).values()))
        return streams

    monkeypatch.setattr(Stream, "locked", classmethod(locked))
    monkeypatch.setattr(Stream, "locked_all", classmethod(locked_all))
    yield found
    held.clear()


def test_cards_across_groups_are_answered_merged_and_taken_apart(county: County, wrong: list[Any]) -> None:
    groups = [a_talk(county.desk) for _ in range(3)]
    for group, people in reversed(groups):
        add_people(group, [county.clerk], county.desk)
        say(group, people[0], LAMP[0])
    sort()
    (card,) = digest_of(county.desk).cards
    for what in ("answered", "merged"):
        done = digest.decide(county.desk, card.alike, digest.Decision(what, card.first, card.upto, "明天去修")).decided
        digest.undo(county.desk, done.pk)
    assert wrong == []


def test_cases_of_several_groups_hang_together_and_are_answered(county: County, wrong: list[Any]) -> None:
    said = [say(a_group(owner=county.desk, members=[asks := a_person(kind="resident")]), asks, LAMP[0]) for _ in range(4)]
    cases = [case_from_message(one, county.who("desk")).case for one in reversed(said)]
    matter = make_matter(county.who("desk"), [case.pk for case in cases])
    for case in cases:
        accept_case(case, county.who("desk"))
    answer_matter(matter, county.who("desk"), "explained", "路灯下周统一更换，换好前请走大路。")
    assert wrong == []


def test_what_a_village_and_its_town_announce(wrong: list[Any]) -> None:
    top = a_unit("云溪县", kind=Unit.Kind.COUNTY)
    town = a_unit("石桥镇", top, kind=Unit.Kind.TOWN)
    village = a_unit("东庄", town, kind=Unit.Kind.VILLAGE)
    grower, head = a_person(kind="resident", home=village), a_holding(post=a_post("镇长", town)).person
    month = date(date.today().year + 1, 6, 1)
    outlook.announce(head, AnnouncementDraft("黄桃", month, amount_in("2吨"), town.pk, own=False))
    outlook.set_watch(head, town.pk, "黄桃", amount_in("3吨"))
    outlook.announce(grower, AnnouncementDraft("黄桃", month, amount_in("4吨")))
    assert Entry.objects.filter(kind="outlook.passed").count() == 1 and wrong == []
