"""A task's timeline can be read, and its number finds it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from huiyin.tasks.actions import accept_report, acknowledge_task, report_done
from tests.factories import a_person
from tests.tasks.conftest import Lake


def test_a_task_done_in_minutes_shows_each_step_in_its_order(lake: Lake, client_for: Any, monday: Any) -> None:
    task = lake.task(deadline=None)
    other = lake.task()
    for one in (task, other):
        acknowledge_task(one, lake.deputy)
        monday.shift(timedelta(seconds=40))
        report_done(one, lake.deputy, "办好了。")
        monday.shift(timedelta(seconds=40))
        accept_report(one, lake.secretary)
    for one in (task, other):
        page = client_for(lake.secretary).get(f"/tasks/{one.pk}").content.decode()
        at = [float(x) for x in re.findall(r'<circle class="mark [^"]*" cx="([0-9.]+)"', page)]
        assert len(at) == 4
        assert all(later - before >= 12 for before, later in zip(at, at[1:], strict=False)), at
        assert at[0] >= 16
        assert at[-1] <= 624


@pytest.mark.parametrize("typed", ["{whole}", "№ {whole}", "№{whole}", "{short}", "#{short}"])
def test_a_number_finds_its_task(lake: Lake, client_for: Any, typed: str) -> None:
    task = lake.task(title="清点网箱", visibility="line")
    words = typed.format(whole=task.number, short=int(task.number.partition("-")[2]))
    found = client_for(lake.secretary).get("/search", {"q": words}).content.decode()
    assert f'href="/tasks/{task.pk}"' in found
    stranger = client_for(a_person("旁人")).get("/search", {"q": words}).content.decode()
    assert f'href="/tasks/{task.pk}"' not in stranger
