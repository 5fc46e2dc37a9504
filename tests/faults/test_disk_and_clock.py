"""A full disk, a clock that jumps, a member who was removed."""

from __future__ import annotations

import datetime as dt
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from huiyin.groups.actions import remove_member
from huiyin.journal import clocks
from huiyin.journal.models import Clock
from huiyin.people.actions.devices import end_all_devices
from tests.factories import a_group, a_person
from tests.faults.processes import until
from tests.faults.storm import Storm, Talk, nothing_lost
from tests.media import corpus

DISK_MB = 48


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 48 MB, in memory."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", place], capture_output=True)
    if mounted.returncode:
        pytest.skip("no small disk without being root")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def fill(place: Path) -> Path:
    """Leaves not one byte."""
    filler = place / "filler"
    with filler.open("ab", buffering=0) as file:
        size = 1 << 20
        while size:
            try:
                file.write(bytes(size))
            except OSError:
                size //= 2
    return filler


@pytest.mark.sqlite_only
def test_a_full_disk_refuses_in_words_and_loses_nothing(talk_on: Callable[..., Talk], small_disk: Path):
    talk = talk_on("sqlite", small_disk / "data")
    process = talk.serve()
    storm = Storm(talk, writers=3)
    photo = corpus.photo_from_a_phone()
    with talk.browser(9) as http:
        try:
            storm.wait_for(30)
            page = f"{process.url}/groups/{talk.group}"
            http.get(page, headers={"accept": "text/html"})
            filler = fill(small_disk)
            until(lambda: fill(small_disk) and len(storm.refusals) > 5, 30)
            assert set(storm.refusals) <= {503, 507}
            refused = http.post(f"{page}/messages", json={"text": "还在吗", "key": "full-disk-1"})
            assert refused.status_code in (503, 507) and refused.json()["words"]
            token = {"x-csrftoken": http.cookies["huiyin_csrf"]}
            upload = http.post(f"{page}/uploads", files={"file": ("塘.jpg", photo, "image/jpeg")}, headers=token)
            assert upload.status_code in (503, 507), upload.text[:300]
            assert upload.json()["words"]
            assert http.get(page, headers={"accept": "text/html"}).status_code == 200, "reading goes on"
            assert http.get(f"{process.url}/messages", headers={"accept": "text/html"}).status_code == 200
            filler.unlink()
            storm.wait_for(10, 20)
            assert http.post(f"{page}/messages", json={"text": "还在吗", "key": "full-disk-1"}).status_code == 201
            assert http.post(f"{page}/uploads", files={"file": ("塘.jpg", photo, "image/jpeg")}, headers=token).status_code in (200, 201)
        finally:
            storm.stop()
            talk.kill()
    nothing_lost(storm, talk.kept())


@pytest.fixture
def rang() -> Iterator[list[str]]:
    """What rang, in order."""
    heard: list[str] = []
    before = dict(clocks._handlers)
    clocks.on_due("test.jump")(lambda clock: heard.append(clock.subject))
    yield heard
    clocks._handlers.clear()
    clocks._handlers.update(before)


def test_a_clock_that_jumps_rings_nothing_twice_and_misses_nothing(rang):
    noon = dt.datetime(2026, 12, 31, 15, 59, 0, tzinfo=dt.UTC)  # a minute before midnight of the year's end in Shanghai
    for minute in range(-60, 61, 10):
        clocks.schedule("test.jump", f"m{minute}", noon + dt.timedelta(minutes=minute))
    due = lambda now: {f"m{m}" for m in range(-60, 61, 10) if noon + dt.timedelta(minutes=m) <= now}  # noqa: E731
    furthest = noon
    for jump in (0, 60, -60, 1, 2, -30, 59, 61, 0):  # minutes: forward an hour, back, over the year's end, back again
        now = noon + dt.timedelta(minutes=jump)
        furthest = max(furthest, now)
        with time_machine.travel(now, tick=False):
            clocks.fire_due()
        assert set(rang) == due(furthest), "all that was due by the latest moment seen"
        assert len(rang) == len(set(rang)), "none twice"
    assert not Clock.objects.filter(kind="test.jump", fired_at=None).exists()


def test_another_zone_changes_no_moment(rang, settings):
    moment = dt.datetime(2027, 3, 28, 1, 0, tzinfo=dt.UTC)  # Europe's clocks go forward at this moment
    clocks.schedule("test.jump", "spring", moment)
    for zone in ("Asia/Shanghai", "Europe/Berlin", "Pacific/Kiritimati", "UTC"):
        settings.TIME_ZONE = zone
        with timezone.override(zone), time_machine.travel(moment - dt.timedelta(seconds=1), tick=False):
            clocks.fire_due()
        assert rang == []
    with timezone.override("Europe/Berlin"), time_machine.travel(moment, tick=False):
        clocks.fire_due()
        clocks.fire_due()
    assert rang == ["spring"]


def test_who_is_removed_or_signed_out_hears_nothing_after_a_second(phone):
    owner, leaving, ended = a_person(), a_person(), a_person()
    group = a_group(owner=owner, members=[leaving, ended])
    speaker, one, other = phone(owner), phone(leaving), phone(ended)
    watching, removed, signed_out = speaker.listen(), one.listen(), other.listen()
    speaker.say(group, "大家都在")
    for listener in (watching, removed, signed_out):
        assert listener.next_of("message.posted")
    began = time.monotonic()
    remove_member(group, leaving, by=owner)
    end_all_devices(ended, by=owner)
    assert signed_out.next_of("message.posted") is None, "the stream ended"
    took = time.monotonic() - began
    assert took < 1.0, "within a second"
    speaker.say(group, "只说给还在的人")
    assert watching.next_of("message.posted")["data"]
    assert one.say(group, "我还能说吗").status_code in (403, 404)
    assert other.say(group, "我也能吗").status_code == 401
    removed.close()
    assert removed.next_of("message.posted") is None, "what was said afterwards never came"
