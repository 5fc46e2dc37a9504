"""What a piece of work costs: whether it grows no faster than its input, tried by doubling, and stays within a time and a memory.

Whoever can send something chooses its size and its shape: what costs more than its size holds everybody else up.
"""

from __future__ import annotations

import os
import pickle
import re
import resource
import time
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")

_UNNOTICED = 0.002  # seconds: below this a machine measures itself


_MEASURE = "".join(chr(0x4E00 + at * 37 % 20000) for at in range(4000))
_MEASURE_WORDS = re.compile(r"[一-龥]{2,4}(?:前|后)|\d+")
_MEASURE_MS = 1.4  # what `_measure` takes where nothing else runs (measured, two cores of a rented machine, Python 3.11)
_TRIES = 12
CROWDED = 2


def _measure(_given: None) -> None:
    """A piece of work of a known length, of the kind that reads texts: it takes longer where the machine is slow or shared."""
    seen: dict[str, int] = {}
    for letter in _MEASURE:
        seen[letter] = seen.get(letter, 0) + 1
    _MEASURE_WORDS.findall(_MEASURE)
    sorted(seen)


def stays_within(milliseconds: float, work: Callable[[], Any]) -> bool:
    """Gives whether `work` takes at most so many milliseconds of the processor of a quiet machine.

    Where it does not, how much slower this machine is at the moment is measured beside it, and one good try of twelve is enough, within
    twice the time: what others do here comes and goes, and slows work that goes through much memory more than what it is measured by (a
    crowded run took 2.4 times as long, twelve times, where the measure took no longer). What hangs takes many times as long.
    """
    slower = 1.0
    for _ in range(_TRIES):
        begun = time.thread_time()
        work()
        if (time.thread_time() - begun) * 1000 <= milliseconds * slower:
            return True
        slower = max(min(_seconds(_measure, None) for _ in range(3)) * 1000 / _MEASURE_MS, 1.0) * CROWDED
    return False


def grows_with_its_input(call: Callable[[T], Any], make: Callable[[int], T], size: int, doublings: int = 3) -> bool:
    """Gives whether input `doublings` times doubled costs at most three times what its size says; what is quadratic costs eight times.

    Takes what is tried, what makes its input of a size, and the smallest size. The processor's time is counted: the small one's best of
    three, and one of three of the large one is enough (usually the first).
    """
    times = 2**doublings
    small, much = min(_seconds(call, make(size)) for _ in range(3)), make(size * times)
    return any(_seconds(call, much) < 3 * times * max(small, _UNNOTICED) for _ in range(3))


def _seconds(call: Callable[[T], Any], given: T) -> float:
    begun = time.thread_time()
    call(given)
    return time.thread_time() - begun


def within_megabytes(most: int, call: Callable[[], T], seconds: int = 60) -> T:
    """Gives what `call` gives when it may take so much memory more than the process has, and so many seconds of the processor.

    It runs in a process of its own, which may not ask the database. Raises MemoryError where the memory is not enough.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            with open("/proc/self/statm", encoding="ascii") as told:
                has = int(told.read().split()[0]) * resource.getpagesize()
            resource.setrlimit(resource.RLIMIT_AS, (has + most * 2**20,) * 2)
            used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
            resource.setrlimit(resource.RLIMIT_CPU, (int(used) + seconds,) * 2)
            with open(writing, "wb") as out:
                out.write(pickle.dumps(call()))
            os._exit(0)
        except BaseException:
            os._exit(1)
    os.close(writing)
    with open(reading, "rb") as given:
        answer = given.read()
    _pid, status = os.waitpid(child, 0)
    if status or not answer:
        raise MemoryError(f"more than {most} MB or {seconds} s")
    result: T = pickle.loads(answer)
    return result
