"""A county with a desk, two bureaus and somebody who asks."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from huiyin.cases.actions import CaseDraft, accept_case, answer_case, dispatch_case, register_case
from huiyin.cases.models import Case
from huiyin.cases.rules import Speaker, speaker_of
from huiyin.people.actions.tokens import make_token
from huiyin.people.models import Person, Unit
from tests.api.conftest import Program
from tests.factories import a_holding, a_person, a_post, a_unit

_offices = itertools.count(1)  # the browser's tests share one database


@dataclass
class County:
    """The county's office receives; under it the bureaus of water and of roads, each with a head and a clerk; a resident asks."""

    office: Unit
    water: Unit
    roads: Unit
    desk: Person
    second: Person
    head: Person
    clerk: Person
    road_head: Person
    resident: Person

    def who(self, name: str) -> Speaker:
        """Gives one of them as they speak now."""
        return speaker_of(getattr(self, name))

    def case(self, text: str = "村口的水管漏了三天，路上都是水", **more: object) -> Case:
        """Gives a case the resident registered."""
        return register_case(CaseDraft(text, **more), self.who("resident")).case  # type: ignore[arg-type]

    def given(self, **more: object) -> Case:
        """Gives a case that was accepted and given to the bureau of water."""
        case = self.case(**more)  # type: ignore[arg-type]
        accept_case(case, self.who("desk"))
        return dispatch_case(case, self.who("desk"), self.water.pk)

    def answered(self, **more: object) -> Case:
        """Gives a case that the bureau of water answered."""
        return answer_case(self.given(**more), self.who("head"), "solved", "水管已于今天上午换好，再漏请回复本件。")


@pytest.fixture
def program(db: None) -> Callable[..., Program]:
    """Makes a program of a person's, with these scopes."""
    return lambda person, *scopes: Program(make_token(person, "试验", list(scopes))[1])


@pytest.fixture
def programs(county: County, program: Callable[..., Program]) -> Callable[[str], Program]:
    """Makes a program of somebody of the county's."""
    return lambda name: program(getattr(county, name), "cases:read", "cases:write")


@pytest.fixture
def county(db: None) -> County:
    return a_county()


def a_county() -> County:
    """Gives the people and units."""
    office = a_unit(f"云河县政府{next(_offices)}")
    water, roads = a_unit("县水务局", office), a_unit("县交通局", office)
    mayor = a_post("县长", office)
    desk, second = a_holding(post=a_post("信访办主任", office, mayor)).person, a_holding(post=a_post("信访办科员", office, mayor)).person
    top = a_post("局长", water, mayor)
    head, clerk = a_holding(post=top).person, a_holding(post=a_post("科员", water, top)).person
    road_head = a_holding(post=a_post("局长", roads, mayor)).person
    return County(office, water, roads, desk, second, head, clerk, road_head, a_person(kind="resident"))
