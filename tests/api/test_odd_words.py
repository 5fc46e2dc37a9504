"""What no keyboard types, in every text of every body, address and query that programs send: taken without it, or refused, never a 500.

The bodies are the description's own examples, sent by whoever of a small county may do most with them; so an operation or a field that
comes tomorrow is tried too.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from datetime import timedelta
from functools import reduce
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from huiyin.api.door import api
from huiyin.cases.rules import speaker_of
from huiyin.circles.actions import answer_ask, ask_in
from huiyin.feed.actions import open_account, publish
from huiyin.groups.actions import add_people
from huiyin.market.actions import ListingDraft, OrderDraft, PlaceDraft, open_listing, place_order
from huiyin.people.actions.tokens import make_token
from huiyin.people.extension_points import token_scopes
from huiyin.reception.actions import DayDraft, VisitDraft, announce_day, book
from huiyin.reception.models import Day
from huiyin.tasks.actions import Named, TaskDraft, issue_task
from tests.cases.conftest import a_county
from tests.factories import a_group, say

LONG = "水" * 10_000
REFUSED = ("水\0位", "水\ud800位", LONG)  # each alone: the first that is refused hides the others
TAKEN = "\ue863\U000f0000\u202e\ufeff\x1b[31m\u2028"  # kept, or cleaned
MONTH = timedelta(days=30)


class House:
    """People with their tokens, and the numbers that stand in addresses: of each several that may fit."""

    def __init__(self) -> None:
        county = a_county()
        group = a_group(owner=county.head, members=[county.resident, county.clerk, county.desk])
        add_people(group, [county.second], by=county.head)
        say(group, county.resident, "村口的水管漏了三天")
        moment = publish(county.head, "鱼上来了").pk
        offer = ListingDraft("鮰鱼", 10**9, timezone.now() + MONTH, county.head.pk, places=[PlaceDraft("南门码头")])
        listing = open_listing(moment, county.head, offer).listing.pk
        order = place_order(listing, county.resident, OrderDraft(1000)).order.pk
        sits = DayDraft(county.office.pk, "接待室", timezone.now(), timezone.now() + timedelta(hours=3), 9, sits="县长")
        day = announce_day(sits, speaker_of(county.desk)).pk
        visit = book(Day.objects.get(pk=day), VisitDraft("来访人", "13900001111"), speaker_of(county.resident)).visit.pk
        task = issue_task(group, county.head, TaskDraft("看看闸", Named(county.clerk.pk))).pk
        tie = ask_in(county.clerk, county.resident, "group")
        answer_ask(tie.pk, county.resident, True)
        post = county.clerk.holdings.get().post_id
        self.numbers: dict[str, list[Any]] = {
            "group_id": [group.pk], "moment_id": [moment], "listing_id": [listing], "order_id": [order], "day_id": [day],
            "visit_id": [visit], "account_id": [open_account(county.water, county.head, "水务局").pk], "n": [1],
            "task_id": [task], "tie_id": [tie.pk], "unit_id": [county.water.pk], "person_id": [county.clerk.pk],
            "case_id": [county.case().pk, county.given().pk, county.answered(topic="labour").pk],
            "decision": ["uphold", "approve"], "move": ["report"], "turn": ["pause"], "variant": ["large"], "key": ["none"],
        }  # fmt: skip
        self.water = county.water.pk
        people = {one: getattr(county, one) for one in ("head", "desk", "clerk", "resident")}
        self.tokens = {one: make_token(who, "试验", list(token_scopes()))[1] for one, who in people.items()}
        #: The numbers that the examples name, by those that are there.
        self.named = {
            "group": group.pk, "groups": [group.pk], "people": [county.second.pk], "person": county.second.pk, "unit": county.office.pk,
            "moment": moment, "answers_for": county.head.pk, "lead": {"post": post}, "helping": [county.roads.pk],
            "cases": self.numbers["case_id"][1:], "reply_to": 1, "n": 1, "joint": [], "accused": [], "producers": [],
        }  # fmt: skip

    def addresses(self, path: str) -> Iterator[str]:
        """Gives the address with each of its numbers that may fit."""
        names = [part.partition("}")[0] for part in path.split("{")[1:]]
        for values in itertools.product(*(self.numbers.get(name, [1]) for name in names)):
            yield path.format(**dict(zip(names, values, strict=True)))

    def filled(self, body: Any) -> Any:
        """Gives an example that speaks of what is here."""
        told = {name: self.named.get(name, value) for name, value in body.items()}
        return told | ({"lead": self.water} if "helping" in body else {})


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr("huiyin.api.door.REQUESTS_A_MINUTE", 1_000_000)
        yield House()
        transaction.set_rollback(True)


def ask(house: House, who: str, method: str, path: str, body: Any = None) -> int:
    """Gives the status of the answer; what it did is undone."""
    more = {"data": json.dumps(body).encode(), "content_type": "application/json"} if body is not None else {}
    with transaction.atomic():
        answer = getattr(Client(raise_request_exception=False), method)(
            path, headers={"authorization": f"Bearer {house.tokens[who]}"}, **more)  # fmt: skip
        transaction.set_rollback(True)
    return int(answer.status_code)


def texts(body: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Gives where in a body a text stands."""
    if isinstance(body, str):
        yield path
    for name, value in body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ():
        yield from texts(value, (*path, name))


def put(body: Any, path: tuple[Any, ...], word: Any) -> Any:
    """Gives the body with the word at that place."""
    if not path:
        return word
    name, *rest = path
    copy = dict(body) if isinstance(body, dict) else list(body)
    copy[name] = put(body[name], tuple(rest), word)
    return copy


def _plain(name: str, of: dict[str, Any]) -> str:
    """Something plain for a text that the example leaves out: a number for what is one, nothing for a key."""
    return "13800001234" if "phone" in name else "" if "A-Z" in of.get("pattern", "") else "水"


def bodies(method: str) -> Iterator[tuple[str, str, Any]]:
    """Every operation with a body: its name, its address, an example with a text in each field that takes one."""
    told = api.get_openapi_schema()
    for path, methods in told["paths"].items():
        form = methods.get(method, {}).get("requestBody", {}).get("content", {}).get("application/json")
        if form and path.startswith("/api/"):
            ref = str(form["schema"]).partition("schemas/")[2].partition("'")[0]
            shape = told["components"]["schemas"][ref]
            silent = {name: _plain(name, of) for name, of in shape["properties"].items() if of.get("type") == "string" and "enum" not in of}
            yield methods[method]["operationId"], path, silent | shape["examples"][0]


def best(house: House, method: str, path: str, body: Any) -> tuple[str, str, int]:
    """Gives who gets farthest with it, at which address, and what is answered."""
    found: dict[int, tuple[str, str, int]] = {}
    for at in house.addresses(path):
        for who in house.tokens:
            status = ask(house, who, method, at, body)
            found.setdefault(0 if status < 300 else 1 if status in (409, 422) else 2, (who, at, status))
            if status < 300:
                break
    return found[min(found)]


def test_every_text_of_every_body_may_be_odd(house: House) -> None:
    wrong, done, tried = [], set(), 0
    for method in ("post", "patch", "put"):
        for name, path, example in bodies(method):
            plain = house.filled(example)
            who, at, status = best(house, method, path, plain)
            done |= {name} if status < 300 else set()
            tried += 1
            places = list(texts(plain))
            odd = reduce(lambda body, place: put(body, place, TAKEN), places, plain)
            tries = [((), odd), *((place, put(plain, place, word)) for place in places for word in REFUSED)]
            for place, body in tries:
                if (status := ask(house, who, method, at, body)) >= 500:
                    wrong.append(f"{name} {place} {json.dumps(body)[:200]}: {status}")
    assert not wrong, "\n".join(wrong)
    assert len(done) > 0.6 * tried, f"too few get as far as to be done: {sorted(done)}"


def test_every_text_of_every_query_and_address_may_be_odd(house: House) -> None:
    wrong = []
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, told in methods.items() if path.startswith("/api/") else ():
            names = [one["name"] for one in told.get("parameters", ()) if one["in"] == "query"]
            for name in names:
                for word in ("%00", "%ED%A0%80", "%EE%A1%A3%E2%80%AE", "%E6%B0%B4" * 3000):
                    address = f"{next(house.addresses(path))}?{name}={word}"
                    if (status := ask(house, "head", method, address)) >= 500:
                        wrong.append(f"{method} {address[:90]}: {status}")
            for word in ("%00", "%ED%A0%80", "x" * 10_000) if "{" in path else ():
                address = path.partition("{")[0] + word + path.partition("}")[2].replace("{", "").replace("}", "")
                if (status := ask(house, "head", method, address)) >= 500:
                    wrong.append(f"{method} {address[:90]}: {status}")
    assert not wrong, "\n".join(wrong)
