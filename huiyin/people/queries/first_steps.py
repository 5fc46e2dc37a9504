"""How far an office has come in its first hour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from huiyin.core.declarations import in_order
from huiyin.people.extension_points import FIRST_STEPS
from huiyin.people.models import Administrator, Person, Post
from huiyin.people.rules import role_of


@dataclass(frozen=True)
class Shown:
    """A step as the page shows it."""

    words: Any
    why: Any
    action: Any
    href: str
    also: list[tuple[str, Any]]
    done: bool
    next: bool = False  # the first that is not done


def first_hour(person: Person) -> bool:
    """Whether this is the system administrator of a house in which nobody holds a post yet: they begin with the list."""
    return role_of(person) == Administrator.Role.SYSTEM and not Post.objects.exists()


def first_steps(person: Person) -> list[Shown]:
    """Gives the steps in their order, each with whether it is done."""
    shown: list[Shown] = []
    for step in in_order(FIRST_STEPS):
        done = step.done(person)
        first = not done and all(one.done for one in shown)
        shown.append(Shown(step.words, step.why, step.action, step.href(person), step.also(person), done, first))
    return shown
