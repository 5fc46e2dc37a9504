"""A request to study: who is asked, who has read to the end, what they note for who asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, KeyUsed, NotAllowed, NotThere, WrongState
from huiyin.core.throttle import throttle
from huiyin.feed import rules
from huiyin.feed.actions.drafts import line_in, people_by_number, words_in
from huiyin.feed.models import Moment, Study, StudyReader
from huiyin.journal.recording import record
from huiyin.people.models import Person

PEOPLE_LIMIT = 50
REQUESTS_AN_HOUR, NOTES_AN_HOUR = 20, 60  # of one person
NOTES_LIMIT = 5000  # characters
WORDS_LIMIT = 200


@dataclass(slots=True)
class Asked:
    """A request that is stored. `again`: the same key came before."""

    study: Study
    again: bool = False


def ask_to_study(moment: Moment, by: Person, people: Sequence[int], notes_by: datetime, *, words: str = "", key: str = "") -> Asked:
    """Asks named people to read a moment to the end and to say by a day what they make of it. Gives the request.

    Raises NotThere, NotAllowed for who is no official, WrongState where it is gone, Invalid where somebody may not see the moment or
    the day is past, KeyUsed.
    """
    with transaction.atomic():
        moment = Moment.locked(moment.pk)
        if not rules.may_see(by, moment):
            raise NotThere
        if moment.gone:
            raise WrongState
        if not rules.may_ask_to_study(by, moment):
            raise NotAllowed
        first = Study.objects.filter(by=by, key=key).first() if key else None
        if first is not None:
            same = set(first.readers.values_list("person", flat=True)) == set(people)
            if first.moment_id != moment.pk or first.notes_by != notes_by or not same or first.words != line_in(words, WORDS_LIMIT):
                raise KeyUsed(field="key")
            return Asked(first, again=True)
        throttle(f"pace:study:{by.pk}", REQUESTS_AN_HOUR, 3600)
        readers = _readers(moment, by, people)
        if notes_by <= timezone.now():
            raise Invalid(_("Choose a day that is still to come."), field="notes_by")
        study = Study.objects.create(
            moment=moment, by=by, version=moment.version, notes_by=notes_by, words=line_in(words, WORDS_LIMIT), key=key
        )
        StudyReader.objects.bulk_create([StudyReader(study=study, person=person) for person in readers])
        data = {"moment": moment.pk, "study": study.pk}
        record(moment.stream_id, "study.asked", by=by, data=data, about=moment)
    return Asked(study)


def _readers(moment: Moment, by: Person, people: Sequence[int]) -> list[Person]:
    ids = set(people)
    if not ids or len(ids) > PEOPLE_LIMIT or by.pk in ids:
        raise Invalid(_("Name between one and %(limit)s others.") % {"limit": PEOPLE_LIMIT}, field="people")
    found = people_by_number(by, ids)
    barred = [person.name for person in found if not rules.may_see(person, moment)]
    if barred:
        raise Invalid(_("%(names)s may not see this moment.") % {"names": "、".join(barred)}, field="people")
    return found


def _part(study: Study, by: Person) -> StudyReader:
    part = StudyReader.objects.select_for_update().filter(study=study, person=by).first()
    if part is None or not rules.may_see(by, study.moment):
        raise NotThere
    if study.withdrawn_at is not None or study.moment.gone:
        raise WrongState
    return part


def study_opened(study: Study, by: Person) -> StudyReader:
    """Somebody who was asked has opened it. Raises NotThere for anybody else."""
    with transaction.atomic():
        part = _part(study, by)
        if part.opened_at is None:
            part.opened_at = timezone.now()
            part.save(update_fields=["opened_at"])
    return part


def say_read(study: Study, by: Person) -> StudyReader:
    """Somebody who was asked says that they have read it to the end, in the version it has now. Raises NotThere, WrongState."""
    with transaction.atomic():
        moment = Moment.locked(study.moment_id)
        part = _part(study, by)
        if part.read_at is None or part.read_version != moment.version:
            part.opened_at = part.opened_at or timezone.now()
            part.read_at, part.read_version = timezone.now(), moment.version
            part.save(update_fields=["opened_at", "read_at", "read_version"])
            record(moment.stream_id, "study.read", by=by, data={"moment": moment.pk, "study": study.pk}, about=moment)
    return part


def hand_in_notes(study: Study, by: Person, notes: str) -> StudyReader:
    """Somebody who was asked says what they make of it, for who asked alone. Until the day they may write it anew; later it is late.

    Raises NotThere, WrongState, Invalid for no words.
    """
    words = words_in(notes, "notes", NOTES_LIMIT)
    if not words:
        raise Invalid(_("Write something."), field="notes")
    throttle(f"pace:notes:{by.pk}", NOTES_AN_HOUR, 3600)
    with transaction.atomic():
        moment = Moment.locked(study.moment_id)
        part = _part(study, by)
        anew = part.notes_at is not None
        part.notes, part.notes_at = words, timezone.now()
        part.opened_at = part.opened_at or part.notes_at
        part.save(update_fields=["notes", "notes_at", "opened_at"])
        if not anew:  # who asked is told once; what is written anew they find there
            record(moment.stream_id, "study.noted", by=by, data={"moment": moment.pk, "study": study.pk}, about=moment)
    return part
