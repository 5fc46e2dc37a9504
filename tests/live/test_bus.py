"""What goes over the bus comes out as it went in; what is no hint is passed over; and its absence is known."""

from __future__ import annotations

from typing import Any

from django.core.cache import caches
from hypothesis import given
from hypothesis import strategies as st

from huiyin.live.bus import Bus, decode, encode
from huiyin.live.frames import LANGUAGES, Frame, RemoteEntry

words = st.text(max_size=40)
plain = st.dictionaries(words, st.one_of(st.integers(-(2**53), 2**53), words, st.booleans(), st.none()), max_size=4)
wires = st.fixed_dictionaries({language: st.binary(max_size=200) for language in LANGUAGES})
entries = st.builds(RemoteEntry, st.integers(1, 2**60), st.integers(1, 2**60), words, plain)
frames = st.lists(st.builds(Frame.told, entries, wires), max_size=5)


@given(frames, st.lists(st.integers(1, 2**60), max_size=5))
def test_what_goes_over_the_bus_comes_out_as_it_went_in(sent: list[Frame], groups: list[int]) -> None:
    came, moved, stirred = decode(encode(b"someone", sent, groups, groups))
    assert moved == stirred == groups
    assert [(f.entry, [f.wire(language) for language in LANGUAGES]) for f in came] == [
        (f.entry, [f.wire(language) for language in LANGUAGES]) for f in sent
    ]


@given(st.binary(max_size=300))
def test_what_is_no_hint_is_passed_over(noise: bytes) -> None:
    heard: list[Any] = []
    bus = Bus("redis://127.0.0.1:1", lambda frames, moved, stirred: heard.append(frames), lambda: None)
    bus._take(b"another\n" + noise)
    assert heard == []


def test_nothing_waits_for_a_bus_that_is_not_there() -> None:
    bus = Bus("redis://127.0.0.1:1", lambda frames, moved, stirred: None, lambda: None)
    bus.tell([Frame.told(RemoteEntry(1, 1, "message.posted", {}), dict.fromkeys(LANGUAGES, b"x"))])
    bus.moved([1])
    assert not bus.up
    assert not bus.waiting


def test_limits_are_counted_here_while_the_shared_cache_is_away(settings: Any) -> None:
    away = {"BACKEND": "huiyin.core.shared_cache.SharedCache", "LOCATION": "redis://127.0.0.1:1"}
    settings.CACHES = {**settings.CACHES, "shared": away}
    cache = caches["shared"]
    cache.clear()
    assert cache.add("tries:1", 1)
    assert not cache.add("tries:1", 1)
    assert cache.incr("tries:1") == 2
    assert cache.get("tries:1") == 2
    assert cache.get_many(["tries:1", "tries:2"]) == {"tries:1": 2}
