"""Which household a case is of, and which cases are a household's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from huiyin.cases.models import Case, Party, Series
from huiyin.households.models import Household, Member
from huiyin.people.models import Person


@dataclass(frozen=True)
class Who:
    """People, by their accounts and by the numbers they gave."""

    people: frozenset[int]
    phones: frozenset[str]


def of_case(case: Case) -> Who:
    """Gives whose a case is: who asked, who asked with them, for whom it was asked. Nobody, where it came without a name."""
    people, phones = {case.author_id}, {case.phone}
    if case.with_others:
        for person, phone in case.parties.values_list("person", "phone"):
            people.add(person)
            phones.add(phone)
    return Who(frozenset(pk for pk in people if pk is not None), frozenset(phone for phone in phones if phone))


def household_of(case: Case) -> Household | None:
    """Gives the household of whoever asked; else of those who asked with them, or for whom it was asked."""
    for person, phone in ((case.author_id, case.phone), *_parties(case)):
        if member := member_of(person, phone):
            return member.household
    return None


def _parties(case: Case) -> Iterable[tuple[int | None, str]]:
    return case.parties.order_by("pk").values_list("person", "phone") if case.with_others else ()


def member_of(person: int | None, phone: str) -> Member | None:
    """Gives as whom somebody is known, with their household. By the account first: a number may have been somebody else's."""
    rows = Member.objects.select_related("household")
    found = rows.filter(person=person).first() if person is not None else None
    return found or (rows.filter(phone=phone).first() if phone else None)


def everybody(case: Case, household: Household | None) -> Who:
    """Gives whose a case is, with all of their household."""
    return _with_all(of_case(case), household)


def _with_all(who: Who, household: Household | None) -> Who:
    if household is None:
        return who
    rows = list(household.members.values_list("person", "phone"))
    return Who(who.people | {pk for pk, _phone in rows if pk is not None}, who.phones | {phone for _pk, phone in rows if phone})


def cases_of(who: Who) -> QuerySet[Case]:
    """Narrows to what these people asked for, or was asked for them. What is confidential is not looked at."""
    named = Q(person__in=who.people) | Q(phone__in=who.phones)
    parties = list(Party.objects.filter(named).values_list("case", flat=True)[:500]) if who.people or who.phones else []
    theirs = Q(author__in=who.people) | Q(phone__in=who.phones) | Q(pk__in=parties)
    return Case.objects.filter(theirs, series=Series.PUBLIC)


def cases_about(person: Person) -> QuerySet[Case]:
    """Narrows to the cases of somebody and of all who live with them: whoever looked at one of these looked at them too."""
    member = Member.objects.filter(person=person).select_related("household").first()
    alone = Who(frozenset({person.pk}), frozenset({person.phone} if person.phone else ()))
    return cases_of(_with_all(alone, member.household if member is not None else None))
