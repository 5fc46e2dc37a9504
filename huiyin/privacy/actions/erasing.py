"""Erasing a person, in two parts.

First, in one transaction: the person is gone. Name, number, keys, sessions, mailboxes, links, notices are removed, they are out of every
group, their live streams end. Then, in short transactions beside what others do: what they said and sent goes, group by group, and their
name out of what others wrote. Whatever stops in the middle is taken up again; nothing of it can be undone. docs/decisions/009.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.background import BackgroundWorker
from huiyin.core.errors import Invalid, WrongState
from huiyin.core.personal_data import OFFICES
from huiyin.groups.actions.erasing import leave_all, lock_groups_of
from huiyin.journal.models import Stream
from huiyin.journal.recording import open_stream, record
from huiyin.people.actions.devices import end_all_devices
from huiyin.people.book import organisation
from huiyin.people.erased_name import kept_name
from huiyin.people.models import Holding, Person
from huiyin.people.rules import require_by
from huiyin.privacy.actions.erased_rows import forget_rows, read_before
from huiyin.privacy.actions.words import remove_some
from huiyin.privacy.erasure_blockers import what_hangs_on
from huiyin.privacy.errors import StillHanging
from huiyin.privacy.models import Erasure
from huiyin.privacy.rules import may_erase_person

STALLED = timedelta(minutes=5)
REST_SECONDS = 0.3  # at the most, between two batches: people who talk meanwhile come first
Progress = Callable[[int, int], None]
_beside = BackgroundWorker(
    "huiyin-erasing", "an erasure stumbled; it is taken up again",
    waits=lambda: _to_finish(timezone.now()).exists(), make_next=lambda: finish_next() is not None,
)  # fmt: skip


def erase_person(person: Person, by: Person | None, typed: str, reason: str = "") -> Erasure:
    """Erases a person, from this moment and for good; what they said goes right after it, beside requests (`finish_erasure`).

    Takes who does it (None: the server's own command line), the person's name as typed by them, and on whose word it is done where the
    person did not ask by a page. Gives the erasure. Raises NotAllowed, Invalid (field "name"), WrongState, StillHanging (what, by name).
    """
    require_by(by, may_erase_person, person)
    if typed.strip() != person.name:
        raise Invalid(_("Type the person's name exactly as it stands there: this cannot be undone."), field="name")
    before = read_before(person)
    with organisation() as book:
        # The locks in the order in which everybody takes them: the organisation, groups, the person. From here on nobody can give
        # this person a post, a task or a group.
        members = lock_groups_of(person)
        stream = Stream.locked(open_stream(f"person:{person.pk}").pk)
        person = Person.objects.select_for_update().get(pk=person.pk)
        if person.erased_at is not None:
            raise WrongState(_("This person's data was erased."))
        if hanging := what_hangs_on(person, named=by is None):
            raise StillHanging(hanging)
        erasure = _running(person, by, reason)
        leave_all(person, members, by)
        end_all_devices(person, by)
        forget_rows(person, before)
        _forget_person(person)
        record(stream, "person.erased", by=by, data={"person": person.pk})
        book.note("person.erased", by, {"person": person.pk})
    return erasure


def _running(person: Person, by: Person | None, reason: str) -> Erasure:
    erasure = Erasure.objects.filter(person=person, state=Erasure.State.ASKED).first() or Erasure(person=person)
    erasure.state, erasure.decided_at, erasure.decided_by = Erasure.State.RUNNING, timezone.now(), by
    erasure.reason = reason.strip()[:500]
    erasure.was_official = _held_office(person)
    erasure.known_as = {"name": person.name, "phone": person.phone or ""}
    erasure.save()
    return erasure


def _held_office(person: Person) -> bool:
    """Whether anything they did may have been done in office, whatever they are by now."""
    return any(office.held(person) for office in OFFICES)


def _forget_person(person: Person) -> None:
    """What is left of the person's own row: that there was somebody, of which kind; of an official, the last office."""
    last = Holding.objects.filter(person=person).select_related("post__unit").order_by("-since", "-pk").first()
    office = str(last.post) if last is not None else ""
    Person.objects.filter(pk=person.pk).update(
        name=kept_name(office), name_keys="", phone=None, home=None, about="", language="zh-hans", text_size="normal", theme="auto",
        is_minor=False, guardian=None, last_login=None, erased_at=timezone.now(),
    )  # fmt: skip
    person.refresh_from_db()


def step() -> None:
    """Called about once a second by the clockwork: where an erasure is to be finished and none is here, a thread begins."""
    _beside.begin()


def _to_finish(now: datetime) -> QuerySet[Erasure]:
    return Erasure.objects.filter(Q(beat_at=None) | Q(beat_at__lt=now - STALLED), state=Erasure.State.RUNNING)


def finish_next() -> Erasure | None:
    """Finishes the erasure that has waited longest, in this thread. Gives it; None when none waits."""
    now = timezone.now()
    erasure = _to_finish(now).order_by("decided_at", "pk").first()
    if erasure is None or not _to_finish(now).filter(pk=erasure.pk).update(beat_at=now):
        return None
    return finish_erasure(erasure)


def finish_erasure(erasure: Erasure, progress: Progress = lambda done, total: None) -> Erasure:
    """Removes what an erased person said and sent, until nothing is left. Gives it. Tells (done, 0): nobody knows how much."""
    while (removed := _removed(erasure)) is not None:
        messages, files, seconds = removed
        erasure.messages, erasure.files = erasure.messages + messages, erasure.files + files
        counted = {"messages": erasure.messages, "files": erasure.files, "beat_at": timezone.now()}
        with transaction.atomic():
            Erasure.objects.filter(pk=erasure.pk).update(**counted)
        progress(erasure.messages, 0)
        time.sleep(min(REST_SECONDS, seconds))
    with organisation() as book:
        done = Erasure.objects.filter(pk=erasure.pk, state=Erasure.State.RUNNING)
        if done.update(state=Erasure.State.DONE, done_at=timezone.now(), known_as=None):
            counts = {"person": erasure.person_id, "messages": erasure.messages, "files": erasure.files}
            book.note("erasure.finished", erasure.decided_by, counts)
    erasure.refresh_from_db()
    return erasure


def _removed(erasure: Erasure) -> tuple[int, int, float] | None:
    began = time.monotonic()
    removed = remove_some(erasure)
    return None if removed is None else (*removed, time.monotonic() - began)
