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
from huiyin.tasks.models import Rung, State, Task

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
