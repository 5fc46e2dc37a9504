"""Story S3: by the end of work tomorrow; if not, accountability from the deputy director upward, level by level."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from huiyin.groups.models import Message
from huiyin.journal.models import Entry
from huiyin.journal.verifying import verify
from huiyin.tasks.actions import accept_report, acknowledge_task, explain_rung, report_done, send_back
from huiyin.tasks.models import Rung, State, Task
from tests.tasks.conftest import COUNTY, TUESDAY_CLOSING, climb

WEDNESDAY_NOON = datetime(2026, 11, 25, 12, 0, tzinfo=COUNTY)


def kinds(task: Task) -> list[str]:
    """What the task's record says happened, in order."""
    return list(Entry.objects.filter(stream=task.stream_id).order_by("seq").values_list("kind", flat=True))


def test_the_task_is_done_in_time_and_nobody_is_told(lake, monday):
    task = lake.task()
    assert [r.post for r in task.rungs.order_by("n")] == [lake.posts["director"], lake.posts["county_deputy"]]
    acknowledge_task(task, lake.deputy)
    monday.move_to(TUESDAY_CLOSING - timedelta(hours=6))
    report = report_done(task, lake.deputy, "冷库腾出两万斤，其余由合作社收，已经运完。")
    monday.move_to(TUESDAY_CLOSING + timedelta(days=3))
    climb()  # the report holds the ladder, although nobody has read it for three days
    assert accept_report(task, lake.secretary).state == State.SETTLED
    climb()
    assert not Rung.objects.filter(fired_at__isnull=False).exists()
    assert kinds(task) == ["task.issued", "task.acknowledged", "task.reported", "task.accepted"]
    assert report.message.text.startswith("冷库")
    assert verify().broken is None


def test_the_ladder_climbs_one_rung_at_a_time_up_to_below_the_issuer(lake, monday):
    task = lake.task()
    monday.move_to(TUESDAY_CLOSING - timedelta(seconds=1))
    assert climb() == 0
    monday.move_to(TUESDAY_CLOSING)
    assert climb() == 1
    assert climb() == 0
    first = Rung.objects.get(fired_at__isnull=False)
    assert (first.person, first.late_seconds) == (lake.director, 0)
    said = Message.objects.filter(group=lake.group).latest("n")
    assert "方敏" in said.text and task.number in said.text and said.speaker == "回音"
    explain_rung(first, lake.director, "冷库钥匙昨晚才找到，今晚运完。")
    monday.move_to(WEDNESDAY_NOON)  # four working hours later: 17:30 → Wednesday 8:30 to 12:00 is 3.5
    assert climb() == 0
    monday.move_to(WEDNESDAY_NOON + timedelta(hours=2, minutes=30))
    assert climb() == 1
    assert Rung.objects.filter(fired_at__isnull=False).latest("n").person == lake.county_deputy
    monday.shift(timedelta(days=20))
    assert climb() == 0, "the secretary issued it: nobody above the deputy county head is told"


def test_a_report_sent_back_begins_anew_with_a_new_deadline(lake, monday):
    task = lake.task()
    report_done(task, lake.deputy, "差不多了")
    send_back(task, lake.secretary, "差不多不算，说清楚三万斤去了哪里。", WEDNESDAY_NOON)
    task.refresh_from_db()
    assert (task.state, task.deadline_at) == (State.RETURNED, WEDNESDAY_NOON)
    monday.move_to(TUESDAY_CLOSING + timedelta(hours=1))
    assert climb() == 0
    monday.move_to(WEDNESDAY_NOON)
    assert climb() == 1
    assert Rung.objects.get(fired_at__isnull=False).round == 2


@pytest.mark.parametrize("who", ["fisherman", "deputy"])
def test_only_the_issuer_judges(lake, who):
    from huiyin.core.errors import NotAllowed

    task = lake.task()
    report_done(task, lake.deputy, "运完了")
    with pytest.raises(NotAllowed):
        accept_report(task, getattr(lake, who))
