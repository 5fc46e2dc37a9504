"""Who belongs to a household."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.transition import unit_for
from huiyin.cases.models import Case
from huiyin.cases.rules import Speaker, roles
from huiyin.core.errors import Invalid, NotThere, TooMuch, WrongState
from huiyin.households.models import Household, Member
from huiyin.households.queries.belonging import household_of, member_of
from huiyin.households.rules import has_looked, may_open
from huiyin.journal.recording import open_stream, record
from huiyin.language.clean import one_line
from huiyin.people.phones import clean_phone
from huiyin.people.queries import person_with_number

NAME, RELATION = 40, 40
MOST = 30
ASKER = 0  # the number under which whoever asked is meant, while there is no household yet


def add_member(case: Case, who: Speaker, name: str, phone: str = "", relation: str = "") -> Member:
    """Who has a case in hand writes down who lives with whoever asked; who is known by their number is told. The same again is the same.

    Raises NotThere, WrongState for who has not said today why they look, Invalid (`field`) for no name, a number that is none or that
    stands in another household, TooMuch.
    """
    name, relation = one_line(name)[:NAME], one_line(relation)[:RELATION]
    if not name:
        raise Invalid(_("Write down their name."), field="name")
    phone = clean_phone(phone) if phone.strip() else ""
    try:
        with transaction.atomic():
            household = household_for(case, who)
            if not phone and (same := household.members.filter(name=name, relation=relation, phone="").first()) is not None:
                return same
            if household.members.count() >= MOST:
                raise TooMuch(_("A household has at most %(limit)s people here.") % {"limit": MOST}, field="name")
            person = person_with_number(phone) if phone else None
            if known := member_of(person.pk if person is not None else None, phone):
                if known.household_id != household.pk:
                    raise Invalid(_("This number stands in another household. Let them be taken out there first."), field="phone")
                return known
            made = Member.objects.create(household=household, person=person, name=name, phone=phone, relation=relation)
            told(household, "household.member_added", case, who, member=made.pk, person=person.pk if person else None)
            return made
    except IntegrityError as error:  # somebody else wrote the same down at the same moment
        raise WrongState from error


def household_for(case: Case, who: Speaker) -> Household:
    """Gives the household of a case, locked; made with whoever asked where there is none. Call it inside a transaction. Raises NotThere,
    WrongState, Invalid where nobody knows who asked."""
    case = Case.locked(case.pk)
    if not may_open(who, case) or who.person is None:
        raise NotThere
    if not has_looked(who, case):
        raise WrongState(_("Say first why you look; then you may write something down."))
    found = household_of(case)
    if found is not None:
        return Household.locked(found.pk)
    name = case.name or (case.author.name if case.author else "")
    if not name and not case.phone:
        raise Invalid(_("Nobody knows who asked: there is no household to write down."), field="name")
    made = Household(unit_id=unit_for(case, who, roles(who, case)), by=who.person)
    made.stream = open_stream(f"household:{made.pk}")
    made.save(force_insert=True)
    told(made, "household.made", case, who)
    taken = case.author_id is not None and case.author is not None
    first = Member.objects.create(household=made, person=case.author if taken else None, name=name[:NAME] or case.phone, phone=case.phone)
    told(made, "household.member_added", case, who, member=first.pk, person=first.person_id)
    return made


def told(household: Household, event: str, case: Case, who: Speaker, **more: Any) -> None:
    """Records what was written down, by numbers only, and from when its term is reckoned."""
    Household.objects.filter(pk=household.pk).update(touched_at=timezone.now())
    data = {"household": household.pk, "case": case.pk, "unit": unit_for(case, who, roles(who, case)), **more}
    record(household.stream_id, event, by=who.person, data=data, about=household)


def member_for(household: Household, case: Case, number: int) -> Member:
    """Gives a member by number; `ASKER` is whoever asked. Raises Invalid."""
    rows = household.members.order_by("pk")
    if number == ASKER:
        found = rows.filter(person=case.author_id).first() if case.author_id else None
        found = found or (rows.filter(phone=case.phone).first() if case.phone else None) or rows.first()
    else:
        found = rows.filter(pk=number).first()
    if found is None:
        raise Invalid(_("This person is not of the household."), field="member")
    return found
