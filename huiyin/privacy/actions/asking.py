"""Somebody asks for their data to be erased, takes it back, is told why not."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, NotThere, WrongState
from huiyin.journal.models import Stream
from huiyin.journal.recording import open_stream, record
from huiyin.language.clean import clean_words
from huiyin.people.models import Person
from huiyin.people.rules import require
from huiyin.privacy.models import Erasure
from huiyin.privacy.rules import may_ask_for_own, may_erase_person

#: What is typed so that nobody asks for it by a slip of the finger, in whichever language.
WORDS = ("注销", "erase")


def ask_erasure(person: Person, typed: str) -> Erasure:
    """A person asks for all their data to be erased. Takes the word they typed. Raises Invalid (field "word"); asked once is enough."""
    require(may_ask_for_own(person))
    if typed.strip().lower() not in WORDS:
        raise Invalid(_("Type the word as it stands there, so that it does not happen by mistake."), field="word")
    with transaction.atomic():
        stream = Stream.locked(open_stream(f"person:{person.pk}").pk)
        asked = Erasure.objects.filter(person=person, state__in=(Erasure.State.ASKED, Erasure.State.RUNNING)).first()
        if asked is None:
            asked = Erasure.objects.create(person=person, asked_at=timezone.now())
            record(stream, "erasure.asked", by=person, data={"person": person.pk})
    return asked


def withdraw_erasure(person: Person) -> None:
    """Who asked takes it back, as long as nothing was erased. Raises NotThere."""
    with transaction.atomic():
        stream = Stream.locked(open_stream(f"person:{person.pk}").pk)
        open_ones = Erasure.objects.filter(person=person, state=Erasure.State.ASKED)
        if not open_ones.update(state=Erasure.State.WITHDRAWN, decided_at=timezone.now()):
            raise NotThere
        record(stream, "erasure.withdrawn", by=person, data={"person": person.pk})


def decline_erasure(erasure: Erasure, by: Person, reason: str) -> None:
    """The administrator does not do it, and says why: the person reads it on their page. Raises NotAllowed, Invalid, WrongState."""
    require(may_erase_person(by, erasure.person))
    try:
        why = clean_words(reason, 500)
    except ValueError as error:
        raise Invalid(_("At most %(limit)s characters.") % {"limit": 500}, field="reason") from error
    if not why:
        raise Invalid(_("Say why: the person has a right to know."), field="reason")
    with transaction.atomic():
        stream = Stream.locked(open_stream(f"person:{erasure.person_id}").pk)
        asked = Erasure.objects.filter(pk=erasure.pk, state=Erasure.State.ASKED)
        if not asked.update(state=Erasure.State.DECLINED, decided_at=timezone.now(), decided_by=by, reason=why):
            raise WrongState(_("This is no longer open."))
        record(stream, "erasure.declined", by=by, data={"person": erasure.person_id}, sealed={"reason": why})
