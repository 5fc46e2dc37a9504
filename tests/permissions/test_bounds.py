"""Days at the ends of the calendar, numbers no database holds, places in lists that are none: every address answers, whatever stands in its
fields. Which fields an address reads is seen by asking it: nobody keeps a list."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

import huiyin
from huiyin.worktime.bounds import FIRST_DAY, LAST_DAY, day_in, is_known, whole_in
from tests.permissions.county import County
from tests.permissions.places import TABLE, Place, places

DAYS = ("0001-01-01", "9999-12-31", "9999-12-31T23:59")
NUMBERS = ("²", "9" * 15, "9" * 40)
PLACES = ("99999999999999999.1", f"1.{'9' * 15}", "0:99999999999999999999")
ODD_WORDS = ("\0水\ue863\U000f0000\u202e\ufeff", "水" * 10_000)
#: Asked for by the frame of every page, and never a day, number or place.
FRAME = {"lang", "csrfmiddlewaretoken", "next", "back", "name", "text", "words", "title", "about", "code", "phone"}
#: Ends the session that asks, or asks another server.
LEFT = {"sign_out", "device_end", "devices_end_others", "group-uploads"}
ROLES = ("owner", "system", "security", "audit", "visitor")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of fields that were asked for, of the address or the form, or of the dict a view made of either."""
    names: set[str] = set()

    class Copied(dict[str, Any]):
        pass

    def noted(kind: type, method: str) -> None:
        before = getattr(kind, method)

        def looked(self: Any, name: str, *more: Any) -> Any:
            names.add(name)
            return before(self, name, *more)

        monkeypatch.setattr(kind, method, looked)

    for method in ("__getitem__", "__contains__", "getlist"):
        noted(QueryDict, method)
    for method in ("__getitem__", "__contains__", "get"):
        noted(Copied, method)
    whole = QueryDict.dict
    monkeypatch.setattr(QueryDict, "dict", lambda self: Copied(whole(self)))
    return names


def fields_in(asked: set[str]) -> set[str]:
    """Gives those names that an address reads itself."""
    return {name for name in asked - FRAME if isinstance(name, str) and not name.startswith("item-")}


@pytest.mark.parametrize("place", [pytest.param(p, id=p.name or p.pattern) for p in places() if p.name not in LEFT])
def test_no_day_number_or_place_breaks_an_address(place: Place, county: County, asked: set[str]) -> None:
    role = next((role for role in ROLES if role in TABLE.get(place.name, ())), "owner")
    client = Client(raise_request_exception=False)
    if session := county.sessions[role][1]:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    path = county.address(place)
    # How words are read is the same on both; on PostgreSQL it is about what a column cannot hold.
    together, alone = ((*DAYS[:2], NUMBERS[1]), (NUMBERS[1],)) if connection.vendor == "postgresql" else (
        (*DAYS, *NUMBERS, *PLACES), (DAYS[0], NUMBERS[0], DAYS[1]))  # fmt: skip

    def ask(method: str, told: Any, **more: str) -> None:
        asked.clear()
        with transaction.atomic():
            answer = getattr(client, method)(path, told, **more)
            for _part in answer.streaming_content if answer.streaming else ():
                pass
            transaction.set_rollback(True)
        cache.clear()
        assert answer.status_code < 500 or answer.status_code in (501, 503), f"{method} {path} {told!s:.200}: {answer.status_code}"

    for method in ("get", "post"):
        ask(method, {})
        tried: set[str] = set()
        while fresh := sorted(fields_in(asked) - tried):
            tried |= set(fresh)
            known: set[str] = set()
            for value in together:
                ask(method, dict.fromkeys(sorted(tried), value))
                known |= asked
                if fields_in(asked) - tried:  # more are read: the next round asks all of them with every value
                    break
            for name in fresh:
                for value in alone:
                    ask(method, {name: value})
            asked |= known
    for word in ODD_WORDS:  # what no page shows a form for; the forms of pages are in test_odd_words
        named = dict.fromkeys(sorted(tried | FRAME), word)
        ask("post", named)
        ask("post", json.dumps(named), content_type="application/json")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_copy_and_a_group_with_such_a_day_are_refused_at_once(day: str, county: County) -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = county.sessions["owner"][1]
    for field in ("since", "until"):
        assert client.post(f"/groups/{county.group.pk}/exports", {"format": "json", field: day}).status_code == 422
    assert client.post("/groups/new", {"name": "临时群", "kind": "work", "ends_on": day}).status_code == 422


@given(st.dates() | st.just(FIRST_DAY) | st.just(LAST_DAY))
def test_of_a_day_that_is_taken_the_days_around_it_are_there(day: date):
    taken = day_in(day.isoformat())
    assert taken == (day if is_known(day) else None)
    assert taken is None or ((taken - timedelta(366)).year and (taken + timedelta(366)).year)


@given(st.text(max_size=40) | st.from_regex(r"[0-9²٣]{0,20}", fullmatch=True))
def test_a_number_is_taken_or_left_and_never_breaks(text: str):
    taken = whole_in(text)
    assert taken is None or (str(taken).lstrip("0") == text.lstrip("0") or taken == 0)


#: Codes of units, offsets of cameras' clocks, cursors in bytes and what other servers say are no numbers of this kind.
ELSEWHERE = {
    "hooks/actions/lifecycle.py", "channels/backoff.py", "media/facts.py", "live/subscriptions.py", "people/actions/units.py",
    "people/staff_list/planning_units.py", "worktime/bounds.py",
}  # fmt: skip


@pytest.mark.no_database
def test_days_and_numbers_from_outside_are_read_at_one_place():
    root = Path(huiyin.__file__).parent
    reads = re.compile(r"\.isdigit\(\)|\.isnumeric\(\)|date\.fromisoformat\(|datetime\.fromisoformat\(")
    found = {
        str(path.relative_to(root)) for path in root.rglob("*.py")
        if path.relative_to(root).parts[0] not in ("language", "demo") and reads.search(path.read_text())
    }  # fmt: skip
    assert found == ELSEWHERE, "read days and numbers with huiyin/worktime/bounds.py"
