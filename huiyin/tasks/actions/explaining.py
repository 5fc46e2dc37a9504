"""The note a rung of the ladder writes: what happened, beside the fact that the deadline passed. No score, no count per person."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import NotAllowed, NotThere
from huiyin.journal.recording import record
from huiyin.people.models import Person
from huiyin.tasks import rules
from huiyin.tasks.actions.group_lines import say, show, tell
from huiyin.tasks.actions.moves import written
from huiyin.tasks.models import Rung, Task
from huiyin.tasks.moves import MOVES


@MOVES.makes("explain")
def explain_rung(rung: Rung | int, by: Person, words: str) -> Rung:
    """Who was told writes what happened and what is being done. Written once, it stands; more is said in the group."""
    pk = rung if isinstance(rung, int) else rung.pk
    task_id = Rung.objects.filter(pk=pk, fired_at__isnull=False).values_list("task", flat=True).first()
    if task_id is None:
        raise NotThere
    with transaction.atomic():
        task = Task.locked(task_id)
        rung = Rung.objects.select_related("post__unit").get(pk=pk)
        if not rules.may_explain(by, rung.person_id, task):
            raise NotThere
        if rung.explained_at is not None:
            raise NotAllowed(_("Your explanation is in the record already. What is new belongs into the group."))
        rung.words, rung.explained_at, rung.explained_by = (
            written(words, needed=_("Say in a few words what happened and what is being done.")), timezone.now(), by,
        )  # fmt: skip
        rung.save(update_fields=["words", "explained_at", "explained_by"])
        data = {"task": task.pk, "rung": rung.pk}
        record(task.stream_id, "rung.explained", by=by, data=data, sealed={"words": rung.words}, about=rung)
        if say(task, by, rung.words, "explained") is None:
            tell(task, "explained", post=str(rung.post), person=by.name)
        show(task)
    return rung
