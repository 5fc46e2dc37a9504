"""Views on their way in: counted in memory, written about once a second by `actions.flush`, and once more at a clean stop.

What a crash takes is at most the last second. Who viewed is in memory for that second, for the sketch of the day; it is never written.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from datetime import date, datetime

from django.http import HttpRequest
from django.utils import timezone

from huiyin.feed.reach.robots import is_robot
from huiyin.people.devices import address_of

WAITING_LIMIT = 100_000  # viewers kept in memory while the database is away; views are counted whatever happens
ViewKey = tuple[int, datetime, str]
DayKey = tuple[int, date]


class Counter:
    """One process's views that are not written yet. All methods may be called from any thread."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._views: defaultdict[ViewKey, int] = defaultdict(int)
        self._viewers: defaultdict[DayKey, set[str]] = defaultdict(set)
        self._waiting = 0

    def count(self, moment: int, who: str, code: str, at: datetime) -> None:
        """Counts a view. Takes the moment's id, a name for who views (good for this process's memory only), a share's code or "", and when
        in the house's own zone."""
        with self._guard:
            self._views[moment, at.replace(minute=0, second=0, microsecond=0), code] += 1
            viewers = self._viewers[moment, at.date()]
            if self._waiting < WAITING_LIMIT and who not in viewers:
                viewers.add(who)
                self._waiting += 1

    def take(self) -> tuple[dict[ViewKey, int], dict[DayKey, set[str]]]:
        """Gives what waits, and begins anew."""
        with self._guard:
            taken = self._views, self._viewers
            self._views, self._viewers, self._waiting = defaultdict(int), defaultdict(set), 0
        return taken

    def give_back(self, views: dict[ViewKey, int], viewers: dict[DayKey, set[str]]) -> None:
        """Takes what could not be written; it waits for the next time, together with what came meanwhile."""
        with self._guard:
            for key, count in views.items():
                self._views[key] += count
            for day, who in viewers.items():
                self._viewers[day] |= who
            self._waiting = sum(map(len, self._viewers.values()))

    def __bool__(self) -> bool:
        return bool(self._views)


counter = Counter()


def seen(request: HttpRequest, moment: int, code: str = "") -> None:
    """Counts that a moment was opened: by somebody signed in, or by a stranger whose program is no robot.

    Takes the moment's id, and the code of the share by which they came, known to be one of it. A page fetched ahead of time, or asked for
    its headers alone, was not looked at.
    """
    if request.method != "GET" or "prefetch" in request.META.get("HTTP_SEC_PURPOSE", ""):
        return
    person = request.user.pk
    if person is not None:
        who = f"m{person}"
    else:
        program = request.META.get("HTTP_USER_AGENT", "")
        if is_robot(program):
            return
        who = f"{address_of(request)} {program[:200]}"
    counter.count(moment, who, code, timezone.localtime())
