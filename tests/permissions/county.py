"""The county that every address is asked in: a group of a unit, its people, officials around them, and what addresses are about."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.utils import timezone

from huiyin.groups.actions import add_people, remove_member
from huiyin.groups.models import Group
from huiyin.people.actions.administrators import appoint_administrator
from huiyin.people.actions.organisation import delegate, take_post
from huiyin.people.models import Delegation, Holding, Person, Post, Unit
from huiyin.people.phones import phone_for_reading
from tests.factories import a_group, a_holding, a_person, a_post, a_session, a_unit, say
from tests.permissions.places import Asked, Operation, Place


@dataclass
class County:
    """The people by role, as huiyin/core/access.py names them; the owner's group, unit and post. In the group the member has said one
    word; `doer` is one more in it, and nobody who asks."""

    people: dict[str, Person]
    group: Group
    unit: Unit
    post: Post
    holding: Holding
    delegation: Delegation
    doer: Person
    arguments: dict[str, Any] = field(default_factory=dict)
    forms: dict[str, Any] = field(default_factory=dict)
    sessions: dict[str, tuple[Person | None, str]] = field(default_factory=dict)

    @property
    def owner(self) -> Person:
        return self.people["owner"]

    @property
    def member(self) -> Person:
        return self.people["member"]

    def has_number(self, said: bytes) -> bool:
        """Whether the member's number stands in an answer, however it is written."""
        phone = self.member.phone or ""
        return phone[-11:].encode() in said or phone_for_reading(phone).encode() in said

    def address(self, place: Place | Operation) -> str:
        """Gives an address, about the county's things."""
        return place.path(self.arguments)


def a_county() -> County:
    """Gives the county with everything that the apps' tests make in it, and everybody signed in."""
    county = _people_and_group()
    for asked in _asked(county):
        for said, new in ((county.arguments, asked.arguments), (county.forms, asked.forms)):
            assert not said.keys() & new.keys(), f"said twice: {said.keys() & new.keys()}"
            said.update(new)
    county.sessions = {"visitor": (None, ""), **{role: (person, a_session(person)) for role, person in county.people.items()}}
    return county


def _asked(county: County) -> list[Asked]:
    """What each app's tests make, found where they live: huiyin/tasks has them in tests/tasks, the pebble in tests/house."""
    names = (app.name.split(".") for app in apps.get_app_configs())
    folders = dict.fromkeys(f"tests.{name[1]}" for name in names if name[0] in ("huiyin", "tests"))
    modules = [f"{folder}.matrix_objects" for folder in folders if find_spec(folder) and find_spec(f"{folder}.matrix_objects")]
    return [import_module(module).objects(county) for module in modules]


def _people_and_group() -> County:
    today, month = timezone.localdate(), timedelta(days=30)
    unit = a_unit("县水务局")
    boss = a_post("副县长", a_unit("县政府"))
    post = a_post("局长", unit, boss)
    owner, member, removed, doer = a_person(), a_person(kind="resident"), a_person(kind="resident"), a_person()
    former = a_holding(post=post, since=today - 2 * month).person
    holding = take_post(post, owner, today - month, replaces=True)
    people = {"resident": a_person(kind="resident"), "member": member, "owner": owner, "removed": removed, "former": former,
              "delegate": a_person(), "above": a_holding(post=boss).person, "other": a_holding().person,
              "colleague": a_holding(post=a_post("副局长", unit)).person}  # fmt: skip
    for role in ("system", "security", "audit"):
        people[role] = a_person()
        appoint_administrator(people[role], role)
    group = a_group(owner=owner, members=[removed], unit=unit)
    add_people(group, [member], by=owner)
    say(group, member, "在吗")
    remove_member(group, removed, by=owner)
    add_people(group, [doer], by=owner)
    return County(people, group, unit, post, holding, delegate(post, people["delegate"], None, today, by=owner), doer)
