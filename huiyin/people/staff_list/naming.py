"""Finding the unit or post that a cell names, among those that are there and those the list adds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from huiyin.people.staff_list.snapshot import P, U


class Unclear(Exception):
    """A cell names nothing, or several things; the words say which. `none` is True where nothing bears the name."""

    def __init__(self, words: str, none: bool = False) -> None:
        super().__init__(words)
        self.words, self.none = words, none


def parts_of(text: str) -> list[str]:
    """Gives the parts of "unit/unit/post", however the slash is written."""
    return [part.strip() for part in text.replace("／", "/").split("/") if part.strip()]


class Names:
    """The units and posts by what they are called."""

    def __init__(self, units: Iterable[U], posts: Iterable[P]) -> None:
        self.units: dict[str, list[U]] = defaultdict(list)
        self.short: dict[str, list[U]] = defaultdict(list)
        self.children: dict[tuple[U | None, str], U] = {}
        self.posts: dict[tuple[U, str], P] = {}
        self.titles: dict[str, list[P]] = defaultdict(list)
        for unit in units:
            self.add_unit(unit)
        for post in posts:
            self.add_post(post)

    def add_unit(self, unit: U) -> None:
        self.units[unit.name].append(unit)
        if unit.short and unit.short != unit.name:
            self.short[unit.short].append(unit)
        self.children[unit.parent, unit.name] = unit

    def add_post(self, post: P) -> None:
        self.posts[post.unit, post.title] = post
        self.titles[post.title].append(post)
        for full in {f"{post.unit.name}{post.title}", f"{post.unit.short}{post.title}"} - {post.title}:
            self.titles[full].append(post)

    def unit(self, parts: list[str]) -> U:
        """Gives the one unit of this name, or of this path from somewhere above it. Raises Unclear."""
        found = self.units.get(parts[-1]) or self.short.get(parts[-1]) or []
        if len(parts) > 1:
            found = [unit for unit in found if unit.path()[-len(parts) : -1] == parts[:-1]]
        exact = [unit for unit in found if unit.path() == parts]
        if len(exact) == 1:
            return exact[0]
        return _only(found, "/".join(parts))

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
