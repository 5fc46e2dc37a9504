"""Under which tab of the frame an app's pages lie, so that the tab is lit there, and the places beside *Matters*.

Each app declares its own in `extensions.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from huiyin.core.declarations import Extension, Registry


@dataclass(frozen=True)
class TabPages(Extension):
    """Pages of an app that lie under a tab. `name`: the app's; `tab`: "messages", "square", "matters", "people" or "me",
    of residents "requests"; `paths`: their first parts ("/listings")."""

    tab: str
    paths: tuple[str, ...]


TAB_PAGES: Registry[TabPages] = Registry("extensions", "EXTENSIONS", TabPages, lambda one: one.name, only=True)


@dataclass(frozen=True)
class MattersPlace(Extension):
    """A place in the list beside the pages of *Matters*: the name of its address, an icon, words. Lower `order` stands higher; those of
    the first ten stand as buttons in the bar of a phone, the others as chips below it."""

    address: str
    icon: str
    words: Any
    order: int = 50


MATTERS_PLACES: Registry[MattersPlace] = Registry("extensions", "EXTENSIONS", MattersPlace, lambda one: one.name, only=True)


def paths_under(tab: str) -> tuple[str, ...]:
    """Gives the first parts of the pages that apps put under a tab."""
    return tuple(path for one in TAB_PAGES if one.tab == tab for path in one.paths)
