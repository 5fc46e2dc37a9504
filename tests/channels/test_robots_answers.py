"""What another chat program answers was written by others: whatever it is, the delivery has an outcome."""

from __future__ import annotations

from huiyin.channels.registry import ROBOTS


def test_an_answer_nested_without_end_leaves_the_outcome_unclear() -> None:
    assert ROBOTS
    for robot in ROBOTS.values():
        assert robot.judge(200, b"[" * 100_000).result == "unclear"
