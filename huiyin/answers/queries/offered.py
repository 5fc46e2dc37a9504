"""Templates offered for a case, and those a person may change."""

from __future__ import annotations

from huiyin.answers.models import AnswerTemplate
from huiyin.answers.rules import templates_of
from huiyin.cases.models import Case
from huiyin.cases.rules import Speaker

MOST = 40


def offered(case: Case, who: Speaker) -> list[AnswerTemplate]:
    """Gives the templates of the person's units for this case: those of its topic first. One query."""
    found = AnswerTemplate.objects.filter(templates_of(who), topic__in={case.topic, ""}).select_related("unit").order_by("-topic", "name")
    return list(found[:MOST])


def own_templates(who: Speaker) -> list[AnswerTemplate]:
    """Gives the templates of the person's units, by topic."""
    found = AnswerTemplate.objects.filter(templates_of(who)).select_related("unit", "by").order_by("unit__name", "topic", "name")
    return list(found[:400])
