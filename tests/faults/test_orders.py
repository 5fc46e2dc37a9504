"""kill -9 while two hundred order the last of a stock: never a gram over it, each acknowledged order there once, the list in its order."""

from __future__ import annotations

import asyncio
import json
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.buyers import Answered, Buyers, mixed
from tests.faults.processes import Served, environment, huiyin, serving, with_tables
from tests.postgres import address_in, new_database

pytestmark = [pytest.mark.sqlite_only]  # they bring their own databases

CLIENTS, STOCK_KG, LAST = 200, 1000, 50
#: Through twenty kills each client orders sixteen times, and of one buyer at most twenty wait for a listing.
PEOPLE = 200
MAKING = """
import json
from django.db import transaction
from huiyin.people.actions.tokens import make_token
from tests.factories import a_person
from tests.market.conftest import KG, a_market
with transaction.atomic():
    market, last = a_market(STOCK * KG), a_market(LAST * KG)
    people = [a_person(kind="resident") for _ in range(PEOPLE)]
    tokens = [make_token(one, "试验", ["orders:read", "orders:write"])[1] for one in people]
clients = dict(people=[people[n % PEOPLE].pk for n in range(CLIENTS)], tokens=[tokens[n % PEOPLE] for n in range(CLIENTS)])
print(json.dumps(dict(listing=market.listing.pk, last=last.listing.pk, **clients)))
"""
KEPT = """
import json
from django.db import connection
from huiyin.journal.models import Entry
from huiyin.journal.verifying import verify
from huiyin.market.models import Listing, Order
from tests.market.conftest import sums_hold
listing = Listing.objects.get(pk=LISTING)
sums_hold(listing.pk)
whole = "ok"
if connection.vendor == "sqlite":
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        whole = cursor.fetchone()[0]
columns = "pk", "placed_by", "key", "line_place", "state", "waiting_grams", "passed_at"
orders = [dict(zip(columns, row), held=held) for *row, held in (
    (*[getattr(one, name + "_id" if name == "placed_by" else name) for name in columns], one.held_grams)
    for one in Order.objects.filter(listing=listing).order_by("pk")
)]
told = list(Entry.objects.filter(stream=listing.stream_id, kind="order.placed").values_list("data__order", flat=True))
print(json.dumps(dict(
    broken=str(verify().broken or ""), whole=whole, orders=orders, told=told, free=listing.free_grams, offered=listing.offered_grams,
    held=listing.reserved_grams + listing.confirmed_grams + listing.delivered_grams, count=listing.orders_count,
), default=str))
"""


class Sale(Served):
    """Two listings in a database, with two hundred who have tokens. Takes what `MAKING` told."""

    def __init__(self, env: dict[str, str], told: dict[str, Any]) -> None:
        super().__init__(env)
        self.listing, self.last, self.people, self.tokens = told["listing"], told["last"], told["people"], told["tokens"]

    def ports(self) -> list[int]:
        return [self.process.port] if self.process is not None else []

    def kept(self, listing: int) -> dict[str, Any]:
        """What is stored, added up and looked at by a process of its own."""
        found: dict[str, Any] = json.loads(huiyin(self.env, code=KEPT.replace("LISTING", str(listing))).splitlines()[-1])
        return found


def made(env: dict[str, str]) -> dict[str, Any]:
    with_tables(env)
    counts = f"STOCK, LAST, CLIENTS, PEOPLE = {STOCK_KG}, {LAST}, {CLIENTS}, {PEOPLE}"
    told: dict[str, Any] = json.loads(huiyin(env, code=counts + MAKING).splitlines()[-1])
    return told


@pytest.fixture(scope="module")
def made_sqlite(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    data = tmp_path_factory.mktemp("sale")
    return data, made(environment(data, "", ""))


@pytest.fixture(scope="module")
def made_postgres(cluster_of_faults: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path, dict[str, Any]]:
    data = tmp_path_factory.mktemp("sale")
    return cluster_of_faults, data, made(environment(data, address_in(cluster_of_faults, "sale"), ""))


def a_sale(kind: str, data: Path, request: pytest.FixtureRequest) -> Sale:
    if kind == "sqlite":
        before, told = request.getfixturevalue("made_sqlite")
        database = ""
    else:
        address, before, told = request.getfixturevalue("made_postgres")
        database = new_database(address, data.parent.name, "sale")
    shutil.copytree(before, data, dirs_exist_ok=True)
    return Sale(environment(data, database, ""), told)


@pytest.fixture(params=["sqlite", "postgresql"])
def sale(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Sale]:
    """A new database of each kind; the server, if one was started, is killed at the end."""
    found = a_sale(request.param, tmp_path / "data", request)
    yield found
    found.kill()


def the_book_is_right(sale: Sale, listing: int, answered: Answered) -> None:
    """Never over stock; what was acknowledged is there once, what was refused is not; who waits stands in line; the ledger adds up."""
    kept = sale.kept(listing)  # with the ledger's sums, of the listing, each producer, order and part
    assert (kept["broken"], kept["whole"]) == ("", "ok")
    assert 0 <= kept["held"] <= kept["offered"] and kept["free"] >= 0
    by_key = Counter((one["placed_by"], one["key"]) for one in kept["orders"])
    assert set(by_key.values()) <= {1}, "an order is there twice"
    ids = {(one["placed_by"], one["key"]): one["pk"] for one in kept["orders"]}
    assert {who: ids.get((sale.people[who[0]], who[1])) for who in answered.orders} == answered.orders
    assert not [who for who in answered.full if (sale.people[who[0]], who[1]) in ids], "it was told that nothing was ordered"
    assert len(ids) == len(answered.orders) == kept["count"], "everybody asked until they were answered"
    assert sorted(kept["told"]) == sorted(ids.values()), "one entry each"
    states = {one["pk"]: one["state"] for one in kept["orders"]}
    assert {states[pk] for pk in answered.cancelled} <= {"cancelled"}
    in_line(kept["orders"])


def in_line(orders: list[dict[str, Any]]) -> None:
    """Places are given as orders came, each once; while somebody waits whom nobody passed over, nobody behind them holds anything."""
    places = [one["line_place"] for one in sorted(orders, key=lambda one: one["pk"])]
    assert places == sorted(set(places))
    waiting = [one["line_place"] for one in orders if one["waiting_grams"] and one["passed_at"] is None]
    holding = [one["line_place"] for one in orders if one["held"]]
    assert waiting and holding, "more was ordered than there is"
    assert max(holding) <= min(waiting)


def killed(sale: Sale, kills: int, each: int) -> Answered:
    """Two hundred order `each` while the server is killed so often. Gives what they were told."""
    chance = random.Random(20261129)
    sale.serve()
    buyers = Buyers(sale.listing, sale.tokens, sale.ports)

    async def kill(buying: asyncio.Task[None]) -> None:
        every = CLIENTS * each // (kills + 1)
        for n in range(kills):
            wanted = every * n + chance.randint(every // 4, every)
            while buyers.answered.count < wanted:
                assert not buying.done(), f"all were answered before kill {n + 1}: {buyers.answered.statuses} {buyers.answered.odd[:3]}"
                await asyncio.sleep(0.005)
            await asyncio.to_thread(sale.kill)
            await asyncio.to_thread(sale.serve)

    async def together() -> None:
        buying = asyncio.create_task(buyers.all(mixed(each, 1)))
        await asyncio.gather(buying, kill(buying))

    asyncio.run(asyncio.wait_for(together(), 900))
    sale.kill()
    assert buyers.answered.odd == []
    the_book_is_right(sale, sale.listing, buyers.answered)
    return buyers.answered


def test_orders_outlive_kills(sale: Sale) -> None:
    killed(sale, 2, 1)


@pytest.mark.long
def test_orders_outlive_twenty_kills(sale: Sale) -> None:
    answered = killed(sale, 20, 16)
    print(f"\n{len(answered.orders)} orders acknowledged through 20 kills, {sale.env['HUIYIN_DATABASE'] or 'SQLite'}: {answered.statuses}")


def test_the_last_fifty_are_sold_exactly_over_http(sale: Sale) -> None:
    sale.serve()
    buyers = Buyers(sale.last, sale.tokens, sale.ports)
    asyncio.run(buyers.all(lambda n: iter([{"grams": 1000, "take": "all", "wait": False, "key": f"last-{n}"}])))
    assert buyers.answered.statuses == {201: LAST, 409: CLIENTS - LAST}, buyers.answered.odd[:3]
    assert len(buyers.answered.full) == CLIENTS - LAST
    kept = sale.kept(sale.last)
    assert (kept["free"], kept["count"], len(set(buyers.answered.orders.values()))) == (0, LAST, LAST)


def test_two_processes_on_postgresql_sell_a_stock_exactly_although_one_is_killed(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    sale = a_sale("postgresql", tmp_path / "data", request)
    with serving(sale.env, 2) as two:
        there = list(two)
        last = Buyers(sale.last, sale.tokens, lambda: [one.port for one in there])
        asyncio.run(last.all(lambda n: iter([{"grams": 1000, "take": "all", "wait": False, "key": f"last-{n}"}])))
        assert last.answered.statuses == {201: LAST, 409: CLIENTS - LAST}, last.answered.odd[:3]
        buyers = Buyers(sale.listing, sale.tokens, lambda: [one.port for one in there])

        async def kill() -> None:
            while buyers.answered.count < CLIENTS // 2:
                await asyncio.sleep(0.005)
            there.pop(0).kill()

        async def together() -> None:
            await asyncio.gather(buyers.all(mixed(1, 3)), kill())

        asyncio.run(together())
    assert buyers.answered.odd == []
    the_book_is_right(sale, sale.listing, buyers.answered)
