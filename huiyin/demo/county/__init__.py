"""岚湖县, which lies nowhere: its units, posts, people and conversations, read from the files beside this one.

`load()` gives the County. Nothing here knows Django; huiyin.demo puts it into a database through the apps' actions.
A conversation is a script (groups/*.txt) of a header and then lines:

    ## -3d                              three days ago (-3w weeks, -3b workdays; now: minutes before the loading)
    16:20 孟渔生 #ask: 网箱里还有鱼      time, author, a name to refer to it by, the words
      > ask                             a reply · [photo: a, b] [file: x.csv] [place: name | lat | lon]
      [urgent: reason]                  [link: url | title | site | summary] [pinned] [recalled]
      [forwarded: author | group]
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from itertools import count
from pathlib import Path

from .histories import HISTORIES
from .names import drawn_names
from .nouns import (
    County,
    DemoDelegation,
    DemoGroup,
    DemoHolding,
    DemoLink,
    DemoMessage,
    DemoPerson,
    DemoPlace,
    DemoPost,
    DemoUnit,
    DemoVisitor,
)
from .reading import plain_lines, read_group, read_messages, read_posts

__all__ = [
    "FILES",
    "County",
    "DemoDelegation",
    "DemoGroup",
    "DemoHolding",
    "DemoLink",
    "DemoMessage",
    "DemoPerson",
    "DemoPlace",
    "DemoPost",
    "DemoUnit",
    "DemoVisitor",
    "load",
]

HERE = Path(__file__).parent
FILES = HERE / "files"  # what a message's `file` names
PEOPLE = 300


@cache
def load() -> County:
    """Reads and assembles the county; the same every time."""
    units = tuple(DemoUnit(**row) for row in _toml("units.toml")["unit"])
    more = _toml("visitors.toml")
    outline = read_posts(HERE / "posts.txt", {unit.slug: unit for unit in units})
    people, holdings = _people(units, outline)
    holder = {h.post: h.person for h in holdings if not h.acting}
    delegations = tuple(DemoDelegation(by=holder[row["post"]], **row) for row in more["delegation"])
    county = County(
        units, tuple(post for post, _ in outline), people, holdings, delegations, (),
        tuple(DemoVisitor(**row) for row in more["visitor"]), more["administrators"],
    )  # fmt: skip
    groups = tuple(_group(path, county) for path in sorted((HERE / "groups").glob("*.txt")))
    return County(**{**county.__dict__, "groups": groups})


def _toml(name: str) -> dict:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def _people(units: tuple[DemoUnit, ...], outline: list[tuple[DemoPost, str]]) -> tuple[tuple[DemoPerson, ...], tuple[DemoHolding, ...]]:
    """Everybody: holders of posts first, then those who speak, then drawn residents up to PEOPLE."""
    speakers = [[part.strip() for part in line.split("|")] for _, line in plain_lines(HERE / "people.txt")]
    named = {row[0] for row in speakers} | {holder.split()[-1] for _, holder in outline}
    names = drawn_names(named)
    numbers = (f"+999{n:08}" for n in count(1))
    people: dict[str, DemoPerson] = {}
    holdings: list[DemoHolding] = []
    titles = {unit.slug: unit for unit in units}
    for post, holder in outline:
        acting = holder.startswith("-")
        name = next(names) if holder == "*" else holder.split()[-1]
        holdings.append(DemoHolding(post.slug, name, acting, -120 - len(holdings) * 37 % 1400))
        if name not in people and not acting:
            people[name] = DemoPerson(name, next(numbers), "official", post.unit, post.label)
    for name, kind, home, about, *guardian in speakers:
        people[name] = DemoPerson(name, next(numbers), kind, home, about, guardian[0] if guardian else "")
    homes = [slug for slug in titles if titles[slug].kind in ("village", "town")]
    abouts = ("", "", "", "种茶", "养鱼", "在外务工", "开小店", "种核桃", "种大蒜", "村医", "跑运输", "退休", "带孙子", "种桃", "护林员")
    for n in count():
        if len(people) >= PEOPLE:
            break
        name = next(names)
        people[name] = DemoPerson(name, next(numbers), "resident", homes[n * 5 % len(homes)], abouts[n * 7 % len(abouts)])
    return tuple(people.values()), tuple(holdings)


def _group(path: Path, county: County) -> DemoGroup:
    header, messages = read_group(path)
    messages = [*_history(header.get("history"), path.stem), *messages, *_history(header.get("history-after"), f"{path.stem}-after")]
    managers = _names(header.get("managers", ""))
    members = dict.fromkeys([header["owner"], *managers])
    for token in _names(header.get("members", "")):
        members.update(dict.fromkeys(_meant(token, county)))
    pairs = (pair.partition("=") for pair in _names(header.get("met", "")))
    met = {name.strip(): where.strip() for name, _, where in pairs}
    return DemoGroup(
        path.stem, header["name"], header["kind"], header.get("about", ""), header["unit"], header["owner"],
        tuple(managers), tuple(members), tuple(messages), met,
    )  # fmt: skip


def _history(name: str | None, stem: str) -> list[DemoMessage]:
    return read_messages(list(enumerate(HISTORIES[name](), 1)), f"{stem}-past.txt") if name else []


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split("、") if name.strip()]


def _meant(token: str, county: County) -> Iterable[str]:
    """Who a member's line means: a name; @unit, its holders and residents; @heads; @everybody but children."""
    if not token.startswith("@"):
        return [token]
    what = token[1:]
    if what == "everybody":
        return [person.name for person in county.people if not person.guardian]
    if what == "heads":
        slugs = {post.slug for post in county.posts if post.slug.endswith(("-head", "-secretary")) or post.slug.startswith("deputy-")}
        return [h.person for h in county.holdings if h.post in slugs]
    if what not in {unit.slug for unit in county.units}:
        raise KeyError(f"no unit {what!r}")
    return [person.name for person in county.people if person.home == what and not person.guardian]
