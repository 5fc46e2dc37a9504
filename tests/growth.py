"""Whether a piece of work grows no faster than what it is given, in the processor's time and in memory, tried by doubling.

Whoever can send something chooses its size and its shape: what costs more than its size holds everybody else up.
"""

from __future__ import annotations

import os
import pickle
import resource
import time
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")

_UNNOTICED = 0.002  # seconds: below this a machine measures itself


def grows_with_its_input(call: Callable[[T], Any], make: Callable[[int], T], size: int, doublings: int = 3) -> bool:
    """Gives whether input `doublings` times doubled costs at most three times what its size says; what is quadratic costs eight times.

    Takes what is tried, what makes its input of a size, and the smallest size. The processor's time is counted, the best of three.
    """
    times = 2**doublings
    small, large = _seconds(call, make(size)), _seconds(call, make(size * times))
    return large < 3 * times * max(small, _UNNOTICED)


def _seconds(call: Callable[[T], Any], given: T) -> float:
    best = float("inf")
    for _ in range(3):
        begun = time.thread_time()
        call(given)
        best = min(best, time.thread_time() - begun)
    return best


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
