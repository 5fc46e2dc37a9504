"""What a process remembers: bounded, the oldest goes first, and one call forgets all of it; limits that are counted in one process."""

from __future__ import annotations

import pytest

from huiyin.core.errors import TooOften
from huiyin.core.memory import Memory, forget_everything
from huiyin.core.throttle import ProcessThrottle, first_within

pytestmark = pytest.mark.sqlite_only


def test_what_was_not_asked_for_longest_goes_first() -> None:
    memory: Memory[str, int] = Memory(2)
    memory.put("a", 1)
    memory.put("b", 2)
    assert memory.get("a") == 1 and memory.put("c", 3) == 3
    assert (memory.get("a"), memory.get("b"), memory.get("c"), len(memory)) == (1, None, 3, 2)
    memory.drop_where(lambda made: made == 3)
    memory.drop("nobody")
    assert memory.get("c") is None and memory.get("a") == 1


def test_what_weighs_more_than_there_is_room_is_not_kept() -> None:
    memory: Memory[str, bytes] = Memory(10, len)
    memory.put("a", b"12345")
    memory.put("a", b"123456")
    assert memory.put("b", b"12345678901") == b"12345678901"
    assert memory.get("b") is None and len(memory) == 0
    memory.put("c", b"1234567890")
    assert memory.get("c") is not None


def test_one_call_forgets_all_that_is_remembered() -> None:
    one: Memory[int, str] = Memory(9)
    one.put(1, "x")
    assert first_within("once", 60) and not first_within("once", 60)
    forget_everything()
    assert one.get(1) is None and first_within("once", 60)


def test_a_limit_of_one_process_is_of_each_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("huiyin.core.throttle.time.monotonic", lambda: now[0])
    limit = ProcessThrottle(2)
    limit("a"), limit("a"), limit("b")
    with pytest.raises(TooOften):
        limit("a")
    now[0] += 60
    limit("a")
