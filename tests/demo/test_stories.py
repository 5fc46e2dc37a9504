"""The stories as scripts, played in the invented county: `huiyin demo night` (S3), `catfish` (S1) and `desk` (S2).

The county takes longer to load than any story to play: all of them are played in one, each taken back by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import override

from huiyin.cases.models import OPEN, Case, Extension, Look, Matter, Objection
from huiyin.cases.models import State as CaseState
from huiyin.core.errors import WrongState
from huiyin.demo import catfish, desk, night
from huiyin.demo.loading import load
from huiyin.feed.models import Moment, MomentFile, Study
from huiyin.feed.queries.square import square
from huiyin.feed.reach.queries import cascade_of
from huiyin.groups.models import Message
from huiyin.households.models import Household
from huiyin.journal.verifying import verify
from huiyin.market.models import LedgerRow, Listing, Order
from huiyin.people.actions.holdings import leave_post, take_post
from huiyin.people.models import Holding, Person, Post
from huiyin.tasks.models import Report, Rung, State, Task
from tests.factories import a_person

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The county, for all stories of this file."""
    with django_db_blocker.unblock(), transaction.atomic(), override("zh-hans"):
        load()
        yield
        transaction.set_rollback(True)


def test_the_night_is_played_to_its_end(loaded):
    told: list[str] = []
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        task = night.play(8, told.append, wait=lambda seconds: traveller.shift(timedelta(seconds=seconds)))
    task = Task.objects.get(pk=task.pk)
    assert task.state == State.SETTLED and told[-1].endswith("办结")
    rung = Rung.objects.get(task=task, fired_at__isnull=False)
    assert rung.person is not None and rung.person.name == "方敏" and rung.explained_at is not None
    assert Message.objects.filter(group=task.group, kind="video", text__startswith="现场会开完了，视频").exists()
    assert task.proofs.count() >= 4
    assert verify().broken is None


def test_after_a_handover_whoever_holds_the_post_plays_the_part(loaded):
    deputy = Post.objects.get(unit__short_name="水产局", title="副局长")
    take_post(deputy, a_person("秦望"), replaces=True)
    told: list[str] = []
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        task = night.play(8, told.append, wait=lambda seconds: traveller.shift(timedelta(seconds=seconds)))
    assert Task.objects.get(pk=task.pk).state == State.SETTLED and "秦望汇报" in told


def test_where_a_part_has_nobody_to_play_it_nothing_is_said(loaded):
    holding = Holding.objects.get(post__unit__short_name="水产局", post__title="副局长")
    leave_post(holding, timezone.localdate() - timedelta(days=1))
    before = Message.objects.count()
    with pytest.raises(WrongState, match="副局长"):
        night.play(0, lambda what: None)
    assert Message.objects.count() == before


def test_a_report_that_speaks_of_a_picture_has_one(loaded):
    assert all(report.proofs.exists() for report in Report.objects.all()) and Report.objects.count() >= 3


def test_the_fish_day_is_played_to_its_end_and_every_gram_stands_in_the_ledger(loaded):
    assert len(square(Person.objects.get(name="林知远"), limit=50)) >= 30
    assert MomentFile.objects.count() >= 20 and Study.objects.count() == 1
    told: list[str] = []
    listing = catfish.play(0, told.append, wait=lambda seconds: None)
    listing = Listing.objects.get(pk=listing.pk)
    figures = (listing.offered_grams, listing.reserved_grams, listing.confirmed_grams, listing.delivered_grams, listing.free_grams)
    assert figures[0] == sum(figures[1:]) == LedgerRow.objects.filter(listing=listing, kind="offered").aggregate(all=Sum("grams"))["all"]
    assert listing.delivered_grams > 0 and told[-1].endswith("过秤交货")
    assert {"page", "phone"} <= set(Order.objects.filter(listing=listing).values_list("channel", flat=True))
    assert not Order.objects.filter(listing=listing, share=None).exists()
    seen = cascade_of(Moment.objects.get(pk=listing.moment_id), Person.objects.get(name="林知远"))
    assert seen.size > 60
    assert verify().broken is None


def test_the_desks_day_is_played_to_its_end_and_the_same_seed_is_the_same_day(loaded):
    open_ones = Case.objects.filter(state__in=OPEN)
    assert set(Case.objects.values_list("state", flat=True)) == set(CaseState.values)
    assert open_ones.filter(deadline_at__lt=timezone.now()).count() == 1, "one is late"
    assert Case.objects.filter(published_at__isnull=False).count() >= 6 and Matter.objects.count() == 2
    assert set(Extension.objects.values_list("verdict", flat=True)) == {"approved", "waiting"} and Objection.objects.count() == 1
    assert Case.objects.filter(reviews=1).count() == 3
    heard: list[str] = []
    case = desk.play(0, heard.append, wait=lambda seconds: None, seed=4)
    assert case.state == "settled" and case.is_petition and case.answers.get().unit == case.unit
    assert Look.objects.filter(case=case).count() == 1
    assert case.parts.count() == 3 and heard[-1].endswith("办结") and verify().broken is None
    family = Household.objects.get()
    assert sorted(family.members.values_list("entitlements__kind", flat=True)) == ["ill", "veteran", "veteran"]
    again: list[str] = []
    desk.play(0, again.append, wait=lambda seconds: None, seed=4)
    assert [line.split("№")[0] for line in again] == [line.split("№")[0] for line in heard]
