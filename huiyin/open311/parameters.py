"""What programs ask for and send, read within bounds. What is empty is as if it were not said."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid
from huiyin.worktime.bounds import moment_in, whole_in

DAYS = timedelta(days=90)  # the standard's longest span, and the one where none is asked for
MOST = 1000  # requests of one answer, by the standard
MOST_PAGES = 1000
LISTED = 200  # members of a list with commas
STATES = ("open", "closed")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_ATTRIBUTE = re.compile(r"attribute\[([^\[\]]{1,60})\](\[\])?")


@dataclass(frozen=True)
class Wanted:
    """Which requests a list is narrowed to. `ids` None: not by their ids; `begin`, `end`: of when they came in, None: whenever;
    `changed_since`, `changed_until`: of when something was last told of them."""

    ids: tuple[int, ...] | None = None
    codes: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    begin: datetime | None = None
    end: datetime | None = None
    changed_since: datetime | None = None
    changed_until: datetime | None = None
    page: int = 1
    size: int = MOST


def wanted_in(asked: QueryDict, now: datetime) -> Wanted:
    """Gives what GET requests asks for. Raises Invalid with the argument's name."""
    page = _number(asked, "page", 1, MOST_PAGES)
    size = _number(asked, "page_size", MOST, MOST)
    if said(asked, "service_request_id"):  # the standard: it overrides all others
        return Wanted(ids=ids_in(said(asked, "service_request_id")), page=page, size=size)
    states = _listed(asked, "status")
    if wrong := [state for state in states if state not in STATES]:
        raise Invalid(_("A status is open or closed, not “%(said)s”.") % {"said": wrong[0][:40]}, field="status")
    since = moment(asked, "updated_since") or moment(asked, "updated_after")
    until = moment(asked, "updated_before")
    begin, end = span(asked, now) if not (since or until) or said(asked, "start_date") or said(asked, "end_date") else (None, None)
    return Wanted(None, _listed(asked, "service_code"), states, begin, end, since, until, page, size)


def span(asked: QueryDict, now: datetime) -> tuple[datetime, datetime]:
    """Gives from when until when, both inclusive: the last ninety days where nothing is said, ninety from or up to the one that is."""
    begin, end = moment(asked, "start_date"), moment(asked, "end_date")
    if begin is None and end is None:
        return now - DAYS, now
    try:
        begin, end = begin or (end - DAYS if end else now), end or (begin + DAYS if begin else now)
    except OverflowError as error:
        raise Invalid(_("This date is too far away."), field="start_date") from error
    if end - begin > DAYS:
        raise Invalid(_("From start_date to end_date there are at most 90 days. Ask several times."), field="end_date")
    return begin, end


def moment(asked: QueryDict, field: str) -> datetime | None:
    """Gives the moment of an argument; None where none is said. Raises Invalid for what is none."""
    text = said(asked, field)
    return moment_named(text, field) if text else None


def moment_named(text: str, field: str) -> datetime:
    """Gives a moment that is named with its zone. Raises Invalid for anything else.

    The plus of a zone reads as a space where it was not written %2B: it is taken for what it was.
    """
    text = re.sub(r" (?=\d\d:\d\d$)", "+", text)
    found = moment_in(re.sub(r"\.\d+", "", text)) if len(text) <= 40 and _MOMENT.fullmatch(text) else None
    if found is None or found.tzinfo is None:
        raise Invalid(_("A moment is written with its zone, like 2026-11-29T08:00:00Z or 2026-11-29T16:00:00+08:00."), field=field)
    return found


def said(asked: QueryDict, field: str, limit: int = 4000) -> str:
    """Gives one value. Raises Invalid where it is longer than fits, and where several are said."""
    values = [value for value in asked.getlist(field) if isinstance(value, str) and value.strip()]
    if len(set(values)) > 1:
        raise Invalid(_("Only one is taken."), field=field)
    value = values[0].strip() if values else ""
    if len(value) > limit:
        raise Invalid(_("At most %(limit)s characters.") % {"limit": limit}, field=field)
    return value


def ids_in(text: str) -> tuple[int, ...]:
    """Gives the ids of a list with commas; what no id can be is none."""
    members = _members(text, "service_request_id")
    return tuple(number for one in members if (number := whole_in(one)) is not None)


def place_in(form: QueryDict) -> str:
    """Gives where it is, as a request keeps it: an address, a position, or both. Raises Invalid where neither is said."""
    address = " ".join(said(form, "address_string", 500).split())
    lat, lon = _degrees(form, "lat", 90), _degrees(form, "long", 180)
    if (lat is None) != (lon is None):
        raise Invalid(_("lat and long go together."), field="lat" if lat is None else "long")
    if lat is None or lon is None:
        if address:
            return address[:200]
        raise Invalid(_("Say where it is: lat and long, or address_string. An address_id is not known here."), field="address_string")
    position = f"{lat:.5f}, {lon:.5f}"  # a metre: no phone knows better
    return f"{address[:160]} ({position})" if address else position


def attributes_in(form: QueryDict) -> Mapping[str, list[str]]:
    """Gives what was said as attribute[CODE] or attribute[CODE][]; at most fifty. Codes nobody defined are among them."""
    found: dict[str, list[str]] = {}
    for name in list(form.keys())[:200]:
        if match := _ATTRIBUTE.fullmatch(name):
            values = [value.strip() for value in form.getlist(name) if isinstance(value, str) and value.strip()]
            if values and len(found) < 50:
                found.setdefault(match[1], []).extend(values[:50])
    return found


def one_of(attributes: Mapping[str, list[str]], code: str) -> str:
    """Gives the one value of an attribute, "" where it is not said. Raises Invalid for several."""
    values = sorted(set(attributes.get(code, ())))
    if len(values) > 1:
        raise Invalid(_("Only one is taken."), field=f"attribute[{code}]")
    return values[0] if values else ""


def _degrees(form: QueryDict, field: str, most: int) -> float | None:
    text = said(form, field, 60)
    if not text:
        return None
    try:
        value = float(text) if text.isascii() and re.fullmatch(r"[+-]?\d{1,3}(\.\d{1,40})?", text) else math.nan
    except ValueError:
        value = math.nan
    if not -most <= value <= most:
        raise Invalid(_("A position is in degrees (WGS 84), like 30.65983."), field=field)
    return value


def _number(asked: QueryDict, field: str, usual: int, most: int) -> int:
    text = said(asked, field, 60)
    number = whole_in(text) if text else usual
    if number is None or not 1 <= number <= most:
        raise Invalid(_("A whole number from 1 to %(most)s.") % {"most": most}, field=field)
    return number


def _listed(asked: QueryDict, field: str) -> tuple[str, ...]:
    """The members of a list with commas, which may also be said several times."""
    return _members(",".join(value for value in asked.getlist(field)[: LISTED + 1] if isinstance(value, str)), field)


def _members(text: str, field: str) -> tuple[str, ...]:
    if len(text) > 8000:
        raise Invalid(_("At most %(limit)s at once.") % {"limit": LISTED}, field=field)
    members = tuple(dict.fromkeys(one for part in text.split(",") if (one := part.strip())))
    if len(members) > LISTED:
        raise Invalid(_("At most %(limit)s at once.") % {"limit": LISTED}, field=field)
    return members
