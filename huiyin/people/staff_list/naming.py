"""Finding the unit or post that a cell names, among those that are there and those the list adds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from huiyin.language.names import close_up
from huiyin.people.staff_list.snapshot import P, U


class Unclear(Exception):
    """A cell names nothing, or several things; the words say which. `none` is True where nothing bears the name."""

    def __init__(self, words: str, none: bool = False) -> None:
        super().__init__(words)
        self.words, self.none = words, none


def parts_of(text: str) -> list[str]:
    """Gives the parts of "unit/unit/post", however the slash is written."""
    return [close_up(part.strip()) for part in text.replace("／", "/").split("/") if part.strip()]


class Names:
    """The units and posts by what they are called."""

    def __init__(self, units: Iterable[U], posts: Iterable[P]) -> None:
        self.units: dict[str, list[U]] = defaultdict(list)
        self.short: dict[str, list[U]] = defaultdict(list)
        self.children: dict[tuple[U | None, str], U] = {}
        self.posts: dict[tuple[U, str], P] = {}
        self.titles: dict[str, list[P]] = defaultdict(list)
        self._tails: dict[str, dict[int, dict[tuple[str, ...], list[U]]]] = defaultdict(dict)  # by the last parts of their paths
        for unit in units:
            self.add_unit(unit)
        for post in posts:
            self.add_post(post)

    def add_unit(self, unit: U) -> None:
        """Makes a unit known by its name, its short name and its path."""
        if unit.name not in self.units:
            self._tails.pop(unit.name, None)  # it may have been a short name until now
        self.units[unit.name].append(unit)
        for parts, ends in self._tails.get(unit.name, {}).items():
            ends[tuple(unit.path()[-parts:-1])].append(unit)
        if unit.short and unit.short != unit.name:
            self.short[unit.short].append(unit)
        self.children[unit.parent, unit.name] = unit

    def add_post(self, post: P) -> None:
        """Makes a post known by its title, alone and after its unit's name or short name."""
        self.posts[post.unit, post.title] = post
        self.titles[post.title].append(post)
        for full in {f"{post.unit.name}{post.title}", f"{post.unit.short}{post.title}"} - {post.title}:
            self.titles[full].append(post)

    def knows(self, name: str) -> bool:
        """Whether any unit bears this name, or this short name."""
        return name in self.units or name in self.short

    def unit(self, parts: list[str]) -> U:
        """Gives the one unit of this name, or of this path from somewhere above it. Raises Unclear."""
        exact: U | None = None
        for part in parts:
            exact = self.children.get((exact, part))
            if exact is None:
                break
        if exact is not None:
            return exact
        return _only(self._ending(parts), "/".join(parts))

    def _ending(self, parts: list[str]) -> list[U]:
        """The units whose path ends so. A list may give one name to all its units: each is looked at once, not once a row."""
        found = self.units.get(parts[-1]) or self.short.get(parts[-1]) or []
        if len(parts) == 1:
            return found
        tails = self._tails[parts[-1]]
        if len(parts) not in tails:
            ends = tails[len(parts)] = defaultdict(list)
            for unit in found:
                ends[tuple(unit.path()[-len(parts) : -1])].append(unit)
        return tails[len(parts)].get(tuple(parts[:-1]), [])

    def post(self, text: str, near: U) -> P:
        """Gives the post a cell names: "unit/title", a title in the same unit, or one that is unique. Raises Unclear."""
        parts = parts_of(text)
        if not parts:
            raise Unclear(_("This names no post."))
        if len(parts) > 1:
            unit = self.unit(parts[:-1])
            if (unit, parts[-1]) in self.posts:
                return self.posts[unit, parts[-1]]
            raise Unclear(_("There is no post “%(name)s”.") % {"name": "/".join(parts)}, none=True)
        if (near, parts[0]) in self.posts:
            return self.posts[near, parts[0]]
        found = self.titles.get(parts[0], [])
        if not found:
            raise Unclear(_("There is no post “%(name)s”.") % {"name": parts[0]}, none=True)
        if len(found) > 1:
            words = _("There are %(count)d posts “%(name)s”; write it as unit/post.")
            raise Unclear(words % {"count": len(found), "name": parts[0]})
        return found[0]


def _only(found: list[U], name: str) -> U:
    if not found:
        raise Unclear(_("There is no unit “%(name)s”, neither here nor in the list.") % {"name": name}, none=True)
    if len(found) > 1:
        words = _("There are %(count)d units “%(name)s”; name the unit above too.")
        raise Unclear(words % {"count": len(found), "name": name})
    return found[0]
