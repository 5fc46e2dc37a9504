"""The county's sixty requests, and `huiyin demo desk`: story S2 from the first call to the work that was found."""

from __future__ import annotations

import pytest
from django.utils import timezone

from huiyin.cases.models import OPEN, Case, Extension, Look, Matter, Objection, State
from huiyin.core.errors import WrongState
from huiyin.demo import desk
from huiyin.demo.cases import told
from huiyin.demo.county import load as county
from huiyin.demo.loading import load
from huiyin.households.models import Household
from huiyin.journal.verifying import verify
from huiyin.language.triage import TOPICS


@pytest.mark.no_database
def test_sixty_requests_are_told_of_every_topic_and_of_units_that_are():
    lines, units = told(), {unit.name for unit in county().units}
    assert len(lines) == 60 and {line.state for line in lines} == set(State.values)
    assert {line.topic for line in lines} == {topic.key for topic in TOPICS}
    assert {line.unit for line in lines} - units == {""} and len({line.text for line in lines}) == 60
    assert all(line.answer for line in lines if line.state in ("declined", "answered", "settled", "reopened", "under_review"))


@pytest.mark.django_db
def test_the_desks_day_is_played_to_its_end_and_the_same_seed_is_the_same_day():
    load()
    open_ones = Case.objects.filter(state__in=OPEN)
    assert set(Case.objects.values_list("state", flat=True)) == set(State.values)
    assert open_ones.filter(deadline_at__lt=timezone.now()).count() == 1, "one is late"
    assert Case.objects.filter(published_at__isnull=False).count() >= 6 and Matter.objects.count() == 2
    assert set(Extension.objects.values_list("verdict", flat=True)) == {"approved", "waiting"} and Objection.objects.count() == 1
    assert Case.objects.filter(reviews=1).count() == 3
    heard: list[str] = []
    case = desk.play(0, heard.append, wait=lambda seconds: None, seed=4)
    assert case.state == "settled" and case.is_petition and case.answers.get().unit == case.unit
    assert Look.objects.filter(case=case).count() == 1
    assert case.parts.count() == 3 and heard[-1].endswith("办结") and verify().broken is None
    family = Household.objects.get()
    assert sorted(family.members.values_list("entitlements__kind", flat=True)) == ["ill", "veteran", "veteran"]
    again: list[str] = []
    desk.play(0, again.append, wait=lambda seconds: None, seed=4)
    assert [line.split("№")[0] for line in again] == [line.split("№")[0] for line in heard]


@pytest.mark.django_db
def test_without_the_county_the_desk_says_so():
    with pytest.raises(WrongState):
        desk.play(0, lambda what: None)
