"""Who may do what with answers before and after they are given. Deny unless one says yes; what a case allows is asked of cases."""

from __future__ import annotations

from django.db.models import Q

from huiyin.answers.models import AnswerTemplate, Draft, SecondEyes
from huiyin.cases.models import Case
from huiyin.cases.rules import ASKED, INSIDE, Speaker, roles

ANSWERING = frozenset({"lead", "desk", "reviewer", "addressee"})


def templates_of(who: Speaker) -> Q:
    """Narrows templates to those of the units somebody holds a post in: these they use and may change."""
    return Q(unit__in=who.units, ended_at=None)


def may_edit(who: Speaker, template: AnswerTemplate) -> bool:
    """Whoever holds a post in the unit it belongs to."""
    return template.ended_at is None and template.unit_id in who.units


def may_set_second_eyes(who: Speaker, unit: int) -> bool:
    """Whoever stands at the top of the unit."""
    return unit in who.heads


def needs_second_eyes(unit: int | None) -> bool:
    """Whether nobody of this unit answers alone."""
    return unit is not None and SecondEyes.objects.filter(unit=unit).exists()


def nobody_answers_alone(case: Case, unit: int | None) -> bool:
    """Whether another person must release an answer to this case. To a private word its addressee answers alone: nobody else reads it."""
    return not case.is_word and needs_second_eyes(unit)


def may_release(who: Speaker, draft: Draft, case: Case) -> bool:
    """Another than who wrote it, of the same unit, who may answer this case themselves."""
    return who.person is not None and who.person.pk != draft.by_id and draft.unit_id in who.units and bool(roles(who, case) & ANSWERING)


def may_take_back(who: Speaker, draft: Draft, case: Case) -> bool:
    """Whoever wrote it."""
    return who.person is not None and who.person.pk == draft.by_id and bool(roles(who, case) & ANSWERING)


def may_read_letter(who: Speaker, case: Case) -> bool:
    """Whoever asked, and those who have it in hand. Who joined does not: a letter names its reader."""
    return bool(roles(who, case) & (INSIDE | ASKED))


def may_record_sending(who: Speaker, case: Case) -> bool:
    """Those who may answer it; also after it was answered."""
    return bool(roles(who, case) & (ANSWERING | {"helping"}))
