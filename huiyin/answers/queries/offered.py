"""Templates offered for a case, and those a person may change."""

from __future__ import annotations

from django.db.models import QuerySet

from huiyin.answers.models import AnswerTemplate, SecondEyes
from huiyin.answers.rules import may_edit, templates_of
from huiyin.cases.models import Case
from huiyin.cases.rules import Speaker
from huiyin.core.errors import NotThere
from huiyin.people.models import Unit

MOST = 40


def offered(case: Case, who: Speaker) -> list[AnswerTemplate]:
    """Gives the templates of the person's units for this case: those of its topic first."""
    found = AnswerTemplate.objects.filter(templates_of(who), topic__in={case.topic, ""}).select_related("unit").order_by("-topic", "name")
    return list(found[:MOST])


def own_templates(who: Speaker) -> list[AnswerTemplate]:
    """Gives the templates of the person's units, by topic."""
    found = AnswerTemplate.objects.filter(templates_of(who)).select_related("unit", "by").order_by("unit__name", "topic", "name")
    return list(found[:400])


def template_for(who: Speaker, pk: int) -> AnswerTemplate:
    """Gives a template this person may change. Raises NotThere."""
    found = AnswerTemplate.objects.filter(pk=pk).first()
    if found is None or not may_edit(who, found):
        raise NotThere
    return found


def own_units(who: Speaker) -> QuerySet[Unit]:
    """Gives the units in which the person holds a post, by name."""
    return Unit.objects.filter(pk__in=who.units).order_by("name")


def own_unit(who: Speaker, pk: int | None) -> Unit | None:
    """Gives one of these units by its id, or None."""
    return own_units(who).filter(pk=pk or 0).first()


def units_with_second_eyes(who: Speaker) -> set[int]:
    """Gives in which of these units nobody answers alone."""
    return set(SecondEyes.objects.filter(unit__in=who.units).values_list("unit", flat=True))
