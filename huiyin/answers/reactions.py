"""What becomes of an answer that waits for release when the case goes on without it."""

from __future__ import annotations

from huiyin.answers.actions.drafting import no_longer_waits
from huiyin.answers.actions.together import waits_for_nobody
from huiyin.cases.models import Case
from huiyin.journal.models import Entry
from huiyin.journal.recording import reacts_to


@reacts_to("case.dispatched", "case.objection_upheld", "case.answered", "case.declined")
def goes_on_without_it(entry: Entry) -> None:
    """Somebody else has the case now, or it was answered otherwise."""
    case = entry.about.pk if isinstance(entry.about, Case) else entry.data["case"]
    no_longer_waits(case)
    waits_for_nobody(case)


@reacts_to("case.taken_out")
def hangs_elsewhere(entry: Entry) -> None:
    """What hangs under its matter no more is not answered by the matter's text."""
    waits_for_nobody(entry.data["case"])
