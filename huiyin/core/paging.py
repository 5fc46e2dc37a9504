"""Reading on in long lists: a page says in its header `Link` (RFC 8288) where the next one begins.

Where it begins is a place in the order, not a count of what comes before: the thousandth page costs what the first does, and what is
added or removed meanwhile makes nothing come twice or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any, TypeVar

from django.http import HttpRequest, HttpResponse
from ninja import Query

from huiyin.core.errors import Invalid
from huiyin.worktime import bounds

T = TypeVar("T")
#: Where a page begins, as the page before it said; "" for the first.
After = Annotated[str, Query(max_length=60, pattern=r"^([0-9]{1,18}(\.[0-9]{1,18}){1,2})?$")]


def place_after(after: str, numbers: int) -> list[int]:
    """Gives the numbers of a place. Takes what was sent, not empty, and how many there must be. Raises Invalid."""
    found = [int(part) for part in after.split(".")]
    if len(found) != numbers:
        raise Invalid(field="after")
    return found


def moment_of(number: int) -> datetime:
    """Gives the moment of a number in a place. Raises Invalid where there is none."""
    moment = bounds.moment_of(number)
    if moment is None:
        raise Invalid(field="after")
    return moment


def number_of(moment: datetime) -> int:
    """Gives a moment as a number in a place: microseconds since 1970."""
    return (moment - bounds.EPOCH) // timedelta(microseconds=1)


def a_page(request: HttpRequest, response: HttpResponse, found: Sequence[T], limit: int, place: Callable[[T], Sequence[Any]]) -> list[T]:
    """Gives the first `limit` of what was found; where there is more, tells where to read on. Takes one more than a page, if there is."""
    page = list(found[:limit])
    read_on(request, response, place(page[-1]) if len(found) > limit else None)
    return page


def read_on(request: HttpRequest, response: HttpResponse, place: Sequence[Any] | None) -> None:
    """Tells where to read on: after this place; None: nowhere."""
    if place is not None:
        asked = request.GET.copy()
        asked["after"] = ".".join(str(part) for part in place)
        response.headers["Link"] = f'<{request.path}?{asked.urlencode()}>; rel="next"'
