"""What the group hears of a case that sprang from one of its messages: under that message, in words that are theirs to read."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.cases.models import Answer, Case
from huiyin.core.errors import Refused
from huiyin.groups.actions.drafts import Draft
from huiyin.groups.actions.posting import post_messages
from huiyin.groups.models import Group, Member, Message
from huiyin.people.models import Person

LONGEST = 1500  # characters of an answer in a conversation; the whole stands on the page of the case


def tell_group(case: Case, answer: Answer, by: Person) -> Message | None:
    """Says the answer under the message that the case sprang from; what is private, only that it was answered.

    In the name of who answered, where they are in the group; else of who brought it there, under the unit's name. None where the message
    or the group is gone, and for what is sealed.
    """
    message = case.source
    if message is None or case.is_confidential or message.recalled_at is not None or message.erased_at is not None:
        return None
    speaker = _speaker(message.group, by, case.by)
    if speaker is None:
        return None
    private = case.private or not answer.public
    with override("zh-hans"):  # what is kept of it; the line is said to each in their language
        unit = answer.unit.name if answer.unit else ""
        text = _("№ %(number)s was answered to whoever asked.") % {"number": case.number}
        if not private:
            told = {"unit": unit, "words": answer.words[:LONGEST], "number": case.number}
            text = _("%(unit)s answers № %(number)s: %(words)s") % told
    uploads: list[str] = []
    return _say(message, speaker, text, {"case": {"id": case.pk, "as": "answered"}}, uploads, f"case-answer-{answer.pk}")


def tell_registered(case: Case, by: Person) -> Message | None:
    """Says under the message that it has become a case, so that its author and the group see what becomes of it."""
    message = case.source
    if message is None or not Member.objects.filter(group=message.group_id, person=by, left_at=None).exists():
        return None
    with override("zh-hans"):
        private = _("This is taken down as request № %(number)s. Whoever said it is answered alone; here it is said that they were.")
        told = private if case.private else _("This is taken down as request № %(number)s. What becomes of it is said here.")
        text = told % {"number": case.number}
    return _say(message, by, text, {"case": {"id": case.pk, "as": "registered"}}, [], f"case-{case.pk}")


def _speaker(group: Group, *wanted: Person | None) -> Person | None:
    inside = set(Member.objects.filter(group=group, left_at=None, person__in=[p.pk for p in wanted if p]).values_list("person", flat=True))
    for person in wanted:
        if person is not None and person.pk in inside:
            return person
    owner = Member.objects.filter(group=group, left_at=None, role=Member.Role.OWNER).select_related("person").first()
    return owner.person if owner else None


def _say(message: Message, by: Person, text: str, bears: dict[str, Any], uploads: list[str], key: str) -> Message | None:
    """A group that has ended, or in which the speaker may not write, hears nothing; the record of the case holds it all the same."""
    if message.group.archived_at is not None:
        return None
    said = post_messages([Draft(message.group_id, by.pk, text, key, message.n, uploads, bears=bears)])[0]
    return None if isinstance(said, Refused) else said.message
