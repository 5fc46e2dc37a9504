"""A city: units, posts, people, and who is in which group. The same for the same seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bench.size_words import BUREAUS, DEALS, PLACES, TITLES, a_name

BEGINS = datetime(2025, 11, 1, tzinfo=UTC)
DAYS = 365
OFFICIALS_IN_100 = 15
MOST_GROUPS = 300
LARGEST = 5000
A_UNIT = len(TITLES)
KINDS = ("work", "work", "work", "listening", "work", "work", "listening", "notice", "listening", "work")


@dataclass(slots=True)
class Place:
    """A group: who is in it in the order they came, the first its owner."""

    pk: int
    name: str
    kind: str
    members: list[int]
    weight: float  # how much is said in it, beside the others


@dataclass(slots=True)
class City:
    people: int
    officials: int
    units: list[tuple[int, str, str, int | None]] = field(default_factory=list)  # id, name, kind, above
    names: list[str] = field(default_factory=lambda: [""])
    places: list[Place] = field(default_factory=list)


def a_city(people: int, groups: int, seed: int) -> City:
    """Gives the city. Takes how many people and groups, and the seed."""
    chance = random.Random(seed)
    city = City(people, max(20, people * OFFICIALS_IN_100 // 100))
    city.units = _units(-(-city.officials // A_UNIT))
    city.names += [a_name(chance) for _ in range(people)]
    city.places = _places(city, groups, chance)
    return city


def _units(count: int) -> list[tuple[int, str, str, int | None]]:
    """The city, its districts, their bureaus, towns and villages: as many as the officials need."""
    units: list[tuple[int, str, str, int | None]] = [(1, "云梦泽市", "county", None)]
    districts = max(1, min(12, count // 40))
    for n in range(districts):
        units.append((len(units) + 1, f"{PLACES[n]}区", "county", 1))
    towns: list[int] = []
    while len(units) < count:
        n = len(units)
        above = 2 + n % districts
        round_ = (n - districts) // districts
        if round_ < len(BUREAUS):
            units.append((n + 1, f"{BUREAUS[round_]}局", "bureau", above))
        elif round_ % 10 == 0 or not towns:
            towns.append(n + 1)
            units.append((n + 1, f"{PLACES[len(towns) % len(PLACES)]}镇{len(towns)}", "town", above))
        else:
            units.append((n + 1, f"{PLACES[n % len(PLACES)]}村{n}", "village", towns[n % len(towns)]))
    return units


def _places(city: City, count: int, chance: random.Random) -> list[Place]:
    """The groups: few of thousands, most of 20 to 200. Some officials are in hundreds, one in 300, most people in a few."""
    joined = [0] * (city.people + 1)
    largest = min(LARGEST, city.people // 3)
    places = []
    for rank in range(1, count + 1):
        kind = KINDS[rank % len(KINDS)] if rank > 3 else ("notice", "work", "listening")[rank - 1]
        size = max(8, int(largest * rank**-0.45 * (1 if rank <= 3 else chance.uniform(0.4, 1.3))))
        official = 0.95 if kind == "work" and size < 1500 else 0.1 if kind == "listening" else 0.5
        members: dict[int, None] = {}
        if rank <= MOST_GROUPS and count >= MOST_GROUPS * 2:
            members[1] = None  # the busiest official
        tries = 0
        while len(members) < size and tries < size * 5:
            tries += 1
            if chance.random() < official or not members:
                one = 1 + int(city.officials * chance.random() ** 1.4)
            else:
                one = city.officials + 1 + int((city.people - city.officials) * chance.random())
            if joined[one] < MOST_GROUPS - 1 and (one != 1 or count < MOST_GROUPS * 2):
                members[one] = None
        for one in members:
            joined[one] += 1
        people = list(members)
        owner = next(n for n, one in enumerate(people) if one <= city.officials)
        people[0], people[owner] = people[owner], people[0]
        name = f"{PLACES[rank % len(PLACES)]}{DEALS[rank % len(DEALS)]}群{rank}"
        places.append(Place(rank, name, kind, people, len(people) ** 0.5 * chance.lognormvariate(0, 1.1)))
    return places


def a_day(chance: random.Random, day: int) -> float:
    """Gives how much is said on a day beside the others: working days most, holidays little."""
    weekday = (BEGINS + timedelta(days=day)).weekday()
    return (1.0 if weekday < 5 else 0.45) * chance.uniform(0.85, 1.15) * (0.3 if 108 <= day <= 115 else 1.0)


#: How much is said in each hour of a day in the city: office hours, a pause at noon, the evening; the night is quiet.
HOURS = (2, 1, 1, 1, 1, 3, 10, 30, 85, 100, 95, 75, 45, 50, 85, 95, 90, 75, 50, 45, 50, 40, 20, 8)
ZONE_HOURS = 8


def stamp(at: datetime) -> str:
    """Gives a moment as both databases take it, in UTC."""
    return at.strftime("%Y-%m-%d %H:%M:%S.") + f"{at.microsecond or 1:06d}"
