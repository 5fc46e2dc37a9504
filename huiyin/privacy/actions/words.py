"""What goes right after a person: messages and files, copies of them that others passed on, their name in others' words, sealed content.

`remove_some` does one short piece of it. Each piece looks for what is left, so it can be begun anew at any time, by anybody.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from huiyin.groups.actions.erasing import copies_of, erase_some, take_name_out, take_out_of_line, words_of
from huiyin.groups.exporting.actions import EXPIRE_CLOCK
from huiyin.groups.models import Export, Member, Message, MessageFile
from huiyin.journal import clocks
from huiyin.journal.models import Sealed
from huiyin.media.actions import erase_upload
from huiyin.media.models import Upload
from huiyin.people.models import Person, StaffImport
from huiyin.privacy.actions.rows import drop
from huiyin.privacy.models import Erasure
from huiyin.tasks.models import Assignee, Extension, Proof, Report, Rung, Task

BATCH = 200
FILES_AT_ONCE = 20


def remove_some(erasure: Erasure) -> tuple[int, int] | None:
    """Removes a piece of what is left. Gives how many messages and files went with it; None when nothing is left."""
    person, by = erasure.person, erasure.decided_by_id
    known = erasure.known_as or {"name": "", "phone": ""}
    gone = erase_some(words_of(person, acts_in_office(person) if erasure.was_official else None), by)
    if gone != (0, 0):
        return gone
    if known["name"] and (passed_on := copies_of(person, known["name"])):
        return erase_some(Q(pk__in=passed_on[:BATCH]), by)
    if take_name_out(person, known["name"], by):
        return 0, 0
    for message in _lines_about(person, known["name"]):
        take_out_of_line(message, by)
        return 0, 0
    if files := _erase_files(person, erasure.was_official):
        return 0, files
    if _unseal(person, known["phone"], erasure.was_official) or _forget_lists(known["phone"]):
        return 0, 0
    if _remove_copies_of_groups(person):
        return 0, 0
    return None


def _remove_copies_of_groups(person: Person) -> int:
    """Copies of their groups that others had made and that lie here still hold the words: they go, and can be asked for anew."""
    groups = Member.objects.filter(person=person).values("group")
    with transaction.atomic():
        lying = Export.objects.filter(group__in=groups, state__in=(Export.State.READY, Export.State.RUNNING))
        copies = list(lying.order_by("pk")[:BATCH])
        Export.objects.filter(pk__in=[copy.pk for copy in copies]).update(state=Export.State.GONE)
        for copy in copies:
            clocks.cancel(EXPIRE_CLOCK, f"export:{copy.pk}")
        paths = [copy.path for copy in copies if copy.state == Export.State.READY]
        transaction.on_commit(lambda: drop(paths))
    return len(copies)


def _lines_about(person: Person, name: str) -> Iterator[Message]:
    """Lines in which the house said what this person did: under their name, about a task in which they had a part."""
    if not name:
        return
    lines = Message.objects.filter(erased_at=None, extra__event__person=name).select_related("group", "author")
    for message in lines:
        task = (message.extra.get("task") or {}).get("id")
        if task is not None and had_a_part(person, task):
            yield message


def had_a_part(person: Person, task: int) -> bool:
    """Whether a person issued a task, did it, was told of it or decided about it."""
    return (
        Task.objects.filter(pk=task, issuer=person).exists()
        or Assignee.objects.filter(task=task, person=person).exists()
        or Rung.objects.filter(Q(person=person) | Q(explained_by=person), task=task).exists()
        or Report.objects.filter(Q(by=person) | Q(verdict_by=person), task=task).exists()
        or Extension.objects.filter(Q(by=person) | Q(verdict_by=person), task=task).exists()
        or Task.objects.filter(pk=task, stream__entries__by=person).exists()
    )


def acts_in_office(person: Person) -> Q:
    """Messages that are acts of an office: what they said as tasks, reports and verdicts, and what proves one."""
    return Q(extra__has_key="task") | Q(pk__in=Proof.objects.filter(by=person, message__isnull=False).values("message"))


def _files_of(person: Person, official: bool) -> QuerySet[Upload]:
    """What they sent and nothing that stays shows any more. Proof of an official's act stays with the task."""
    mine = Upload.objects.filter(owner=person, erased_at=None)
    mine = mine.exclude(pk__in=MessageFile.objects.filter(upload__owner=person, message__erased_at=None).values("upload"))
    return mine.exclude(pk__in=Proof.objects.filter(by=person).values("upload")) if official else mine


def _erase_files(person: Person, official: bool) -> int:
    some = list(_files_of(person, official).order_by("pk")[:FILES_AT_ONCE])
    with transaction.atomic():
        for upload in some:
            erase_upload(upload)
    return len(some)


def _unseal(person: Person, phone: str, official: bool) -> int:
    """Sealed content about the person: names and numbers as they were kept, devices' and keys' names, and what they wrote in tasks
    unless it was an act in office. The entries stay with the digests."""
    about = Q(entry__stream__key=f"person:{person.pk}") | Q(
        entry__stream__key="organisation", entry__kind__in=("person.added", "person.changed"), entry__data__person=person.pk
    )
    if phone:
        about |= Q(entry__kind="session.refused", body__phone=phone)
    if not official:
        about |= Q(entry__by=person) & ~Q(entry__stream__key="organisation")
    with transaction.atomic():
        pks = list(Sealed.objects.filter(about, erased_at=None).order_by("pk").values_list("pk", flat=True)[:BATCH])
        return Sealed.objects.filter(pk__in=pks).update(body=None, salt="", erased_at=timezone.now())


def _forget_lists(phone: str) -> int:
    """Staff lists that were brought in and hold the number: the whole table goes, it stands with the persons by now."""
    digits = phone.removeprefix("+86")
    if not digits:
        return 0
    with transaction.atomic():
        pks = [pk for pk, rows in StaffImport.objects.exclude(rows={}).values_list("pk", "rows") if digits in str(rows)]
        return StaffImport.objects.filter(pk__in=pks).update(rows={})
