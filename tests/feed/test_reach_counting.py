"""Views: counted in memory, written in batches, viewers of a day without knowing who they are."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from huiyin.feed.actions.publishing import publish
from huiyin.feed.models import DaySalt, DayViewers, Moment, Views
from huiyin.feed.reach import actions
from huiyin.feed.reach.counting import counter, seen
from huiyin.feed.reach.robots import is_robot
from huiyin.feed.reach.sketch import EXACT, Sketch
from huiyin.journal.extension_points import PERIODIC_JOBS
from huiyin.live.clockwork import Clockwork
from tests.factories import a_person
from tests.growth import stays_within

PHONE = "Mozilla/5.0 (Linux; Android 9; CPH1809) AppleWebKit/537.36 Chrome/86.0 Mobile Safari/537.36 MicroMessenger/8.0.30"


@pytest.fixture
def monday() -> Any:
    """Monday, 23 November 2026, 16:42 in the county."""
    with time_machine.travel(datetime.fromisoformat("2026-11-23T16:42:00+08:00"), tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def nothing_waits() -> Any:
    counter.take()
    yield
    counter.take()


@pytest.fixture
def moment() -> Moment:
    return publish(a_person(), "鱼熟了")


def opened(moment: Moment, person: Any = None, *, address: str = "10.1.2.3", program: str = PHONE, code: str = "", **headers: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR=address, HTTP_USER_AGENT=program, **headers)
    request.user = person or AnonymousUser()
    seen(request, moment.pk, code)


def views(moment: Moment) -> int:
    return sum(Views.objects.filter(moment=moment).values_list("count", flat=True))


def viewers(moment: Moment) -> int:
    return sum(DayViewers.objects.filter(moment=moment).values_list("count", flat=True))


def test_views_are_written_together_by_hour_and_code(moment: Moment) -> None:
    reader = a_person()
    for _time in range(3):
        opened(moment, reader)
    opened(moment, code="k7m2p9qx")
    assert not Views.objects.exists()
    actions.flush()
    opened(moment, reader)
    actions.flush()
    assert dict(Views.objects.values_list("code", "count")) == {"": 4, "k7m2p9qx": 1}
    assert viewers(moment) == 2


def test_a_stranger_is_one_viewer_a_day_by_address_and_program(moment: Moment) -> None:
    for address, program in (("10.1.2.3", PHONE), ("10.1.2.3", PHONE), ("10.1.2.3", PHONE + " Edg"), ("10.9.9.9", PHONE)):
        opened(moment, address=address, program=program)
    actions.flush()
    assert (views(moment), viewers(moment)) == (4, 3)


def test_two_processes_add_their_views_and_count_nobody_twice(moment: Moment) -> None:
    """Each process has counts of its own; what they write meets in the database."""
    reader, other = a_person(), a_person()
    for people in ([reader, other], [other, None]):
        for person in people:
            opened(moment, person)
        actions.flush()  # as the other process does, which has forgotten nothing and knows nothing of the first
    assert (views(moment), viewers(moment)) == (4, 3)


def test_at_the_end_of_the_day_the_salt_and_the_hashes_are_forgotten_and_the_number_stays(moment: Moment, monday: Any) -> None:
    opened(moment, a_person())
    actions.step()
    assert DaySalt.objects.count() == 1 and bytes(DayViewers.objects.get().sketch)
    monday.shift(timedelta(days=1))
    actions.step()
    row = DayViewers.objects.get()
    assert not DaySalt.objects.exists() and not bytes(row.sketch) and (row.count, row.closed) == (1, True)


def test_the_same_person_on_two_days_is_two_viewers_and_their_hashes_do_not_meet(moment: Moment, monday: Any) -> None:
    reader = a_person()
    opened(moment, reader)
    actions.step()
    first = bytes(DayViewers.objects.get().sketch)
    monday.shift(timedelta(days=1))
    opened(moment, reader)
    actions.step()
    assert viewers(moment) == 2
    assert bytes(DayViewers.objects.get(closed=False).sketch) != first


def test_what_could_not_be_written_waits_for_the_next_time(moment: Moment, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(moment)
    with monkeypatch.context() as broken:
        broken.setattr(actions, "add_sums", lambda *_: (_ for _ in ()).throw(DatabaseError("away")))
        with pytest.raises(DatabaseError):
            actions.flush()
    opened(moment)
    actions.flush()
    assert (views(moment), viewers(moment)) == (2, 1)


def test_views_of_what_is_gone_hold_up_no_others(moment: Moment) -> None:
    counter.count(moment.pk + 999, "m1", "", timezone.localtime())
    opened(moment)
    actions.flush()
    assert views(moment) == 1 and not counter


def test_a_clean_stop_writes_what_was_counted_in_its_last_second(moment: Moment, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clockwork's own work is run in this thread, told to stop before its first step."""
    clockwork = Clockwork()
    clockwork.stopping.set()
    monkeypatch.setattr("huiyin.live.clockwork.connection.close", lambda: None)
    opened(moment)
    clockwork._work()
    assert views(moment) == 1
    assert PERIODIC_JOBS["reach"].run is actions.step


@pytest.mark.no_database
@pytest.mark.parametrize(
    "program",
    ["", "curl/8.5.0", "python-httpx/0.28", "Mozilla/5.0 (compatible; Baiduspider/2.0)", "Sogou web spider/4.0", "Bytespider",
     "Mozilla/5.0 (compatible; bingbot/2.0)", "facebookexternalhit/1.1", "Mozilla/5.0 HeadlessChrome/120.0"],
)  # fmt: skip
def test_robots_are_left_out(program: str) -> None:
    assert is_robot(program)


@pytest.mark.no_database
@pytest.mark.parametrize(
    "program",
    [PHONE, "Mozilla/5.0 (Linux; Android 10; CUBOT X20) Chrome/100", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0",
     "Mozilla/5.0 (iPhone; CPU iPhone OS 15_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0"],
)  # fmt: skip
def test_people_with_phones_are_not(program: str) -> None:
    assert not is_robot(program)


def test_a_robot_a_page_fetched_ahead_and_a_question_for_headers_are_no_views(moment: Moment) -> None:
    opened(moment, program="curl/8.5.0")
    opened(moment, HTTP_SEC_PURPOSE="prefetch")
    request = RequestFactory().head("/", HTTP_USER_AGENT=PHONE)
    request.user = a_person()
    seen(request, moment.pk)
    assert not counter
    opened(moment, a_person(), program="python-httpx/0.28")  # signed in: a person's own program is theirs
    assert counter


def test_a_view_costs_some_arithmetic_and_no_question(moment: Moment) -> None:
    """The goal of 20 µs is measured where nothing else runs; here a question or a second pass would show."""
    requests = [RequestFactory().get("/", REMOTE_ADDR=f"10.0.{n // 250}.{n % 250}", HTTP_USER_AGENT=PHONE) for n in range(1000)]
    for request in requests:
        request.user = AnonymousUser()

    def all_seen() -> None:
        counter.take()
        for request in requests:
            seen(request, moment.pk, "k7m2p9qx")

    assert stays_within(100, all_seen)  # 100 µs each


@pytest.mark.no_database
@given(st.sets(st.integers(0, 2**64 - 1), max_size=40), st.sets(st.integers(0, 2**64 - 1), max_size=40))
def test_few_are_counted_exactly_wherever_they_were_seen(some: set[int], others: set[int]) -> None:
    sketch = Sketch()
    sketch.add(some)
    again = Sketch(sketch.stored())
    again.add(others)
    assert again.count() == len(some | others)


@pytest.mark.no_database
@pytest.mark.parametrize("many", [EXACT, EXACT + 1, 3_000, 20_000, 100_000])
def test_many_are_counted_within_five_in_a_hundred_in_four_kilobytes(many: int) -> None:
    hashes = [int.from_bytes(blake2b(str(n).encode(), digest_size=8).digest()) for n in range(many)]
    sketch = Sketch()
    sketch.add(hashes[: many // 2])
    sketch = Sketch(sketch.stored())
    sketch.add(hashes[many // 3 :])
    assert abs(sketch.count() - many) <= (0 if many <= EXACT else many * 0.05)
    assert len(sketch.stored()) <= 4_097
