"""Proof: what was sent with a report, or posted in the group as an answer to the task."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid
from huiyin.groups.models import Message, MessageFile
from huiyin.journal.recording import record
from huiyin.media.actions import claim
from huiyin.media.models import Upload
from huiyin.people.models import Person
from huiyin.tasks.models import Proof, Report, Task
from huiyin.tasks.participation import part_of


def keep_proof(task: Task, by: Person, uploads: Sequence[str], message: Message | None = None, report: Report | None = None) -> list[Proof]:
    """Attaches uploads to a task; call it in the transaction of the move they belong to. Gives what was attached.

    With a message the message has claimed them; without one (the group does not hear of it) they are claimed here, and must be the
    person's own. Raises Invalid for what is not here.
    """
    if not uploads:
        return []
    found = Upload.objects.filter(key__in=list(uploads), owner=by, erased_at=None)
    if message is None:
        found = found.filter(claimed_at=None)
    found_list = list(found)
    if len(found_list) != len(set(uploads)):
        raise Invalid(_("A photo or file is no longer here. Add it again; your words are kept."), field="uploads")
    if message is None:
        claim(found_list, timezone.now())
    return _attach(task, by, found_list, message, report)


def take_answer(message: Message, task_id: int) -> None:
    """Photos, videos and files that somebody concerned posts as an answer to a task's message belong to the task.

    Called within the posting transaction, for answers to messages of tasks only.
    """
    if message.kind == Message.Kind.TEXT or "task" in message.extra:
        return
    task = Task.objects.select_related("group", "lead_post", "issuer_post").get(pk=task_id)
    if task.is_open and part_of(message.author, task).does:
        files = MessageFile.objects.filter(message=message).select_related("upload")
        _attach(task, message.author, [file.upload for file in files], message, None)


def _attach(task: Task, by: Person, uploads: Sequence[Upload], message: Message | None, report: Report | None) -> list[Proof]:
    if not uploads:
        return []
    proofs = Proof.objects.bulk_create(
        [Proof(task=task, report=report, message=message, upload=upload, by=by, at=timezone.now()) for upload in uploads]
    )
    data = {"task": task.pk, "uploads": [upload.pk for upload in uploads], "message": message.pk if message else None}
    record(task.stream_id, "proof.added", by=by, data=data, about=task)
    return proofs
