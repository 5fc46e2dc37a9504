"""What becomes of an answer that waits for release when the case goes on without it."""

from __future__ import annotations

from django.utils import timezone

from huiyin.answers.models import Draft
from huiyin.cases.models import Case
from huiyin.journal.models import Entry
from huiyin.journal.recording import reacts_to


@reacts_to("case.dispatched", "case.objection_upheld", "case.answered", "case.declined")
def no_longer_waits(entry: Entry) -> None:
    """Somebody else has the case now, or it was answered otherwise: what waited goes back to whoever wrote it."""
    pk = entry.about.pk if isinstance(entry.about, Case) else entry.data["case"]
    Draft.objects.filter(case=pk, state=Draft.State.WAITING).update(state=Draft.State.RETURNED, decided_at=timezone.now())
