"""Slow and dead readers, and everybody coming back at once: memory stays, the others hear, nobody misses anything."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.crowd import Crowd, Ear
from tests.faults.processes import environment
from tests.faults.storm import Talk, memory_kb, settle

pytestmark = [pytest.mark.sqlite_only]  # they bring their own databases
LONG_WORDS = "𠀋𠂢𡈽𡌛𡑮𡢽𠮟𡚴"  # four bytes each
MEMORY_MORE_KB = 32 * 1024


class Speaker:
    """One who posts in a thread of their own. `sent`: place in the stream → when it was sent; `took`: seconds each."""

    def __init__(self, talk: Talk, count: int, words: str, pause: float, begin: int = 0) -> None:
        self.talk, self.count, self.words, self.pause, self.begin = talk, count, words, pause, begin
        self.sent: dict[int, float] = {}
        self.took: list[float] = []
        self.thread = threading.Thread(target=self._speak, daemon=True)
        self.thread.start()

    def _speak(self) -> None:
        assert self.talk.process is not None
        address = f"{self.talk.process.url}/groups/{self.talk.group}/messages"
        with self.talk.browser(0) as http:
            for place in range(self.begin, self.begin + self.count):
                began = time.monotonic()
                answer = http.post(address, json={"text": f"{place} {self.words}", "key": f"speaker-{place}"})
                assert answer.status_code == 201, answer.text
                self.took.append(time.monotonic() - began)
                self.sent[answer.json()["seq"]] = began
                if self.pause:
                    time.sleep(self.pause)


def p99(values: list[float]) -> float:
    return sorted(values)[max(0, -(-len(values) * 99 // 100) - 1)]


def to_the_ears(speaker: Speaker, ears: list[Ear]) -> list[float]:
    """Seconds from sending to hearing, of every message at every ear."""
    return [at - speaker.sent[seq] for ear in ears for seq, at in zip(ear.heard, ear.at, strict=True) if seq in speaker.sent]


def slow_and_dead(talk: Talk, size: int, posts: int, pause: float, speakers: int = 1) -> tuple[int, float, float]:
    """Gives kB of memory more, p99 to the others before and with a quarter that does not read and a tenth gone without a word."""
    process = talk.serve()
    crowd = Crowd(talk, size)
    deaf, gone, others = crowd.ears[: size // 4], crowd.ears[size // 4 : size * 35 // 100], crowd.ears[size * 35 // 100 :]
    try:
        crowd.connect(process, deaf, narrow=True)
        crowd.connect(process, gone + others)
        words = LONG_WORDS * 600  # 19 kB each: more than the kernel takes in for who does not read
        # As much is said before, to all: what the database and the allocator keep for themselves is no reader's doing.
        first = Speaker(talk, posts, words, pause)
        crowd.read_until(lambda ear: len(ear.heard) >= posts)
        before, memory = p99(to_the_ears(first, others)), memory_kb(process)
        for ear in gone:
            ear.close(silently=True)
        spoken = [Speaker(talk, posts // speakers, words, pause, begin=10_000 * (place + 1)) for place in range(speakers)]
        crowd.read_until(lambda ear: len(ear.heard) >= 2 * posts, others, 240)
        for speaker in spoken:
            speaker.thread.join()
        more, after = memory_kb(process) - memory, p99([s for speaker in spoken for s in to_the_ears(speaker, others)])
        everything = sorted(seq for speaker in (first, *spoken) for seq in speaker.sent)
        assert all(ear.heard == everything for ear in others), "an ear that reads heard each message once, in order"
        # Those who did not read find out that they were let go, and come back by their cursors.
        crowd.read_until(lambda ear: ear.ended or len(ear.heard) >= len(everything), deaf)
        assert any(ear.ended for ear in deaf), "who does not read is let go"
        back = [ear for ear in deaf if ear.ended] + gone
        for ear in back:
            ear.close()
        crowd.connect(process, back)
        crowd.read_until(lambda ear: len(ear.heard) >= len(everything), back)
        assert all(ear.heard == everything for ear in crowd.ears)
        return more, before, after
    finally:
        crowd.close()
        talk.kill()


def test_who_does_not_read_costs_nobody_anything(talk_on: Callable[..., Talk], tmp_path: Path):
    more, _before, _after = slow_and_dead(talk_on("sqlite", tmp_path / "data"), 60, 120, 0.0)
    assert more <= MEMORY_MORE_KB, f"{more} kB more"


@pytest.mark.long
def test_who_does_not_read_delays_nobody(talk_on: Callable[..., Talk], tmp_path: Path):
    more, before, after = slow_and_dead(talk_on("sqlite", tmp_path / "data"), 200, 450, 0.05)
    print(f"\n{more / 1024:.1f} MB more; p99 to the others {before * 1e3:.1f} ms before, {after * 1e3:.1f} ms with 70 of 200 deaf or gone")
    assert more <= MEMORY_MORE_KB
    assert after <= before * 1.2 + 0.005


def all_back_at_once(talk: Talk, size: int) -> tuple[float, float]:
    """Gives the seconds until everybody was back, and p99 of posting meanwhile."""
    process = talk.serve()
    crowd = Crowd(talk, size)
    try:
        crowd.connect(process)
        speaker = Speaker(talk, 100, "水来了", 0.02)
        crowd.read_until(lambda ear: len(ear.heard) >= 5)
        for ear in crowd.ears:
            ear.close()
        began = time.monotonic()
        crowd.connect(process)
        seconds = time.monotonic() - began
        crowd.read_until(lambda ear: len(ear.heard) >= 100, seconds=60)
        speaker.thread.join()
        assert all(ear.heard == list(speaker.sent) for ear in crowd.ears), "no loss and no repeat"
        return seconds, p99(speaker.took)
    finally:
        crowd.close()
        talk.kill()


def test_two_hundred_come_back_at_once(talk_on: Callable[..., Talk], tmp_path: Path):
    all_back_at_once(talk_on("sqlite", tmp_path / "data"), 200)


@pytest.mark.long
def test_a_thousand_come_back_at_once(tmp_path: Path):
    env = environment(tmp_path, "", "")
    seconds, slowest = all_back_at_once(Talk(env, settle(env, 210)), 1000)
    print(f"\n1,000 back in {seconds:.2f} s, p99 of posting {slowest * 1e3:.0f} ms")
    assert slowest <= 0.5
