"""Templates: written, changed and taken away by those who hold a post in the unit; each change is in the organisation's book."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.answers.models import AnswerTemplate
from huiyin.answers.rules import may_edit
from huiyin.cases.actions.transition import said
from huiyin.cases.models import Answer
from huiyin.cases.rules import Speaker
from huiyin.core.errors import Invalid, NotAllowed, NotThere, TooMuch
from huiyin.language.clean import one_line
from huiyin.people.actions.organisation import organisation

NAME, WORDS, TOPIC = 60, 4000, 60
MOST = 200  # of one unit


@dataclass(frozen=True, slots=True)
class TemplateDraft:
    """A template as it is written. `unit` holds for a new one only."""

    unit: int
    name: str
    words: str
    topic: str = ""
    closing: str = ""


def write_template(who: Speaker, draft: TemplateDraft, pk: int | None = None) -> AnswerTemplate:
    """Writes a new template, or changes one. Gives it. Raises NotAllowed, NotThere, Invalid, TooMuch with the field."""
    name, words = said(draft.name, "name", NAME), said(draft.words, "words", WORDS)
    if draft.closing and draft.closing not in Answer.Closing.values:
        raise Invalid(field="closing")
    with organisation() as book:
        template = AnswerTemplate(unit_id=draft.unit) if pk is None else AnswerTemplate.objects.filter(pk=pk).first()
        if template is None or template.ended_at is not None:
            raise NotThere
        if who.person is None or not may_edit(who, template):
            raise NotAllowed
        if pk is None and AnswerTemplate.objects.filter(unit=draft.unit, ended_at=None).count() >= MOST:
            raise TooMuch(_("A unit has at most %(limit)s templates. Take one away first.") % {"limit": MOST})
        template.name, template.words, template.closing = one_line(name), words, draft.closing
        template.topic, template.by, template.changed_at = one_line(draft.topic)[:TOPIC], who.person, timezone.now()
        template.save()
        book.note("answer_template.changed", who.person, {"unit": template.unit_id, "template": template.pk})
    return template


def end_template(who: Speaker, pk: int) -> None:
    """Takes a template away: it is offered no more. Answers written from it stay as they are. Raises NotThere, NotAllowed."""
    with organisation() as book:
        template = AnswerTemplate.objects.filter(pk=pk, ended_at=None).first()
        if template is None:
            raise NotThere
        if not may_edit(who, template):
            raise NotAllowed
        template.ended_at = timezone.now()
        template.save(update_fields=["ended_at"])
        book.note("answer_template.ended", who.person, {"unit": template.unit_id, "template": template.pk})
