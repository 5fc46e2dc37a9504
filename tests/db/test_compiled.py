"""Questions compiled once give what the ORM gives, whatever values they are asked with."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import Count, F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huiyin.db.compiled import Compiled
from huiyin.groups.models import Member, Message
from huiyin.people.models import Holding, Person
from tests.factories import a_group, a_holding, a_person, a_post, say


def test_models_come_as_the_orm_makes_them_with_what_stands_beside_them() -> None:
    one, two = a_person(), a_person()
    first, second = a_group(owner=one, members=[two]), a_group(owner=two)
    say(first, one, "三组从昨晚起没有水")
    say(second, two, "收到")

    def asked(group, n):
        return Message.objects.filter(group=group, n__gte=n).select_related("author").annotate(called=F("author__name")).order_by("n")

    compiled = Compiled(asked)
    for group in (first, second, first):
        found, expected = compiled(group.pk, 1), list(asked(group.pk, 1))
        assert found == expected and [m.text for m in found] == [m.text for m in expected]
        assert [(m.at, m.extra, m.called) for m in found] == [(m.at, m.extra, m.called) for m in expected]
        with CaptureQueriesContext(connection) as queries:
            assert [m.author for m in found] == [m.author for m in expected]
        assert not len(queries) and not found[0]._state.adding
    assert compiled(first.pk, 99) == [] and compiled.first(first.pk, 99) is None


def test_values_days_and_moments_are_read_and_given_as_the_database_has_them() -> None:
    person = a_person()
    group = a_group(owner=person)
    message = say(group, person, "收到")
    holding = a_holding(person, a_post())
    since = Compiled(lambda moment: Message.objects.filter(at__gte=moment).values("n", "at"))
    assert since(message.at) == [{"n": 1, "at": message.at}]
    assert since(message.at + timedelta(microseconds=1)) == []
    held = Compiled(lambda day: Holding.objects.filter(since__lte=day).values_list("pk", "since", "acting"))
    assert held(timezone.localdate()) == [(holding.pk, holding.since, False)] and held(date(1990, 1, 1)) == []
    counted = Compiled(lambda group: Member.objects.filter(group=group).values_list("role").annotate(c=Count("pk")))
    assert counted(group.pk) == [("owner", 1)]
    named = Compiled(lambda name: Person.objects.filter(name=name).values_list("pk", flat=True))
    assert named(person.name) == [person.pk] and named("' OR 1=1 --") == []


def test_only_values_that_do_not_change_the_question_are_taken() -> None:
    for value in (None, True):
        with pytest.raises(AssertionError):
            Compiled(lambda it: Member.objects.filter(muted=it))(value)
    with pytest.raises(AssertionError, match="do not stand in the question"):
        Compiled(lambda name: Person.objects.filter(name__contains=name))("周")
