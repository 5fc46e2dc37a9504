"""What is written down of a household: entitlements and their end, earlier work of other offices, that somebody does not belong to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.transition import said, unit_for
from huiyin.cases.models import Case
from huiyin.cases.rules import Speaker, roles
from huiyin.core.errors import Invalid, NotThere, TooMuch
from huiyin.households.actions.members import household_for, member_for, told
from huiyin.households.models import EarlierWork, Entitlement, Member
from huiyin.language.clean import one_line
from huiyin.people.models import Person

PROOF, OFFICE, WORDS = 200, 80, 2000
EACH = 50


@dataclass(frozen=True, slots=True)
class Entitled:
    """What somebody is entitled to be seen as, as it is entered. `proof`: which paper, seen where."""

    kind: str
    proof: str
    since: date | None = None
    until: date | None = None


def entitle(case: Case, who: Speaker, member: int, draft: Entitled) -> Entitlement:
    """Who has a case in hand enters what somebody of the household is entitled to be seen as. Gives it; entered before, it stays.

    Raises NotThere, WrongState for who has not said why they look, Invalid (`field`) for no kind, no paper, days that do not fit, TooMuch.
    """
    proof = one_line(draft.proof)
    if draft.kind not in Entitlement.Kind.values:
        raise Invalid(field="kind")
    if not proof or len(proof) > PROOF:
        raise Invalid(_("Say which paper shows it, and where you saw it."), field="proof")
    if (draft.since and draft.since > timezone.localdate()) or (draft.since and draft.until and draft.until < draft.since):
        raise Invalid(_("The first day is today or before, and the last one is not before it."), field="since")
    with transaction.atomic():
        household = household_for(case, who)
        whose = member_for(household, case, member)
        _room(whose)
        same = whose.entitlements.filter(kind=draft.kind, ended_at=None, since=draft.since, proof=proof).first()
        if same is not None:
            return same
        made = Entitlement.objects.create(
            member=whose, kind=draft.kind, since=draft.since, until=draft.until, proof=proof, by=_person(who),
            unit_id=unit_for(case, who, roles(who, case)),
        )  # fmt: skip
        told(household, "household.entitled", case, who, member=whose.pk, kind=made.kind)
    return made


def end_entitlement(case: Case, who: Speaker, number: int) -> Entitlement:
    """It holds no longer; that it did stays written down. Done before, it stays. Raises NotThere, WrongState."""
    with transaction.atomic():
        household = household_for(case, who)
        one = Entitlement.objects.select_for_update(of=("self",)).filter(pk=number, member__household=household).first()
        if one is None:
            raise NotThere
        if one.ended_at is None:
            one.ended_at = timezone.now()
            one.save(update_fields=["ended_at"])
            told(household, "household.entitlement_ended", case, who, member=one.member_id, kind=one.kind)
    return one


def note_work(case: Case, who: Speaker, member: int, office: str, words: str, on: date | None = None) -> EarlierWork:
    """What another office did for somebody of the household before. Gives it; the same again is the same.

    Raises NotThere, WrongState, Invalid (`field`) for no office, no words, a day to come, TooMuch.
    """
    office, words = one_line(office)[:OFFICE], said(words, "words", WORDS)
    if not office:
        raise Invalid(_("Say which office it was."), field="office")
    if on is not None and on > timezone.localdate():
        raise Invalid(_("The day is today or before."), field="on")
    with transaction.atomic():
        household = household_for(case, who)
        whose = member_for(household, case, member)
        _room(whose)
        if same := whose.earlier_work.filter(office=office, on=on, words=words).first():
            return same
        made = EarlierWork.objects.create(
            member=whose, office=office, on=on, words=words, by=_person(who), unit_id=unit_for(case, who, roles(who, case))
        )
        told(household, "household.work_noted", case, who, member=whose.pk)
    return made


def remove_member(case: Case, who: Speaker, number: int) -> None:
    """Somebody does not belong to the household: what was written down of them goes with them. Gone before, nothing happens. Raises
    NotThere, WrongState."""
    with transaction.atomic():
        household = household_for(case, who)
        gone = Member.objects.filter(pk=number, household=household).first()
        if gone is not None:
            gone.delete()
            told(household, "household.member_removed", case, who, member=number)


def _person(who: Speaker) -> Person:
    """Who writes it down: `household_for` lets nobody through who is nobody."""
    assert who.person is not None
    return who.person


def _room(member: Member) -> None:
    if member.entitlements.count() >= EACH or member.earlier_work.count() >= EACH:
        raise TooMuch(_("At most %(limit)s are written down of one person.") % {"limit": EACH}, field="words")
