"""`huiyin demo night`: story S3 from the fisherman's word to the settled task."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from huiyin.core.errors import WrongState
from huiyin.demo import night
from huiyin.demo.loading import load
from huiyin.groups.models import Message
from huiyin.journal.verifying import verify
from huiyin.people.actions.holdings import leave_post, take_post
from huiyin.people.models import Holding, Post
from huiyin.tasks.models import Report, Rung, State, Task
from tests.factories import a_person

pytestmark = pytest.mark.django_db


def test_the_night_is_played_to_its_end():
    load()
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


def test_without_the_county_it_says_so():
    with pytest.raises(WrongState):
        night.play(0, lambda what: None)


def test_after_a_handover_whoever_holds_the_post_plays_the_part():
    load()
    deputy = Post.objects.get(unit__short_name="水产局", title="副局长")
    take_post(deputy, a_person("秦望"), replaces=True)
    told: list[str] = []
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        task = night.play(8, told.append, wait=lambda seconds: traveller.shift(timedelta(seconds=seconds)))
    assert Task.objects.get(pk=task.pk).state == State.SETTLED and "秦望汇报" in told


def test_where_a_part_has_nobody_to_play_it_nothing_is_said():
    load()
    holding = Holding.objects.get(post__unit__short_name="水产局", post__title="副局长")
    leave_post(holding, timezone.localdate() - timedelta(days=1))
    before = Message.objects.count()
    with pytest.raises(WrongState, match="副局长"):
        night.play(0, lambda what: None)
    assert Message.objects.count() == before


def test_a_report_that_speaks_of_a_picture_has_one():
    load()
    assert all(report.proofs.exists() for report in Report.objects.all()) and Report.objects.count() >= 3
