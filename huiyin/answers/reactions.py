"""What becomes of an answer that waits for release when the case goes on without it."""

from __future__ import annotations

from huiyin.answers.actions.drafting import no_longer_waits
from huiyin.cases.models import Case
from huiyin.journal.models import Entry
from huiyin.journal.recording import reacts_to


@reacts_to("case.dispatched", "case.objection_upheld", "case.answered", "case.declined")
def goes_on_without_it(entry: Entry) -> None:
    """Somebody else has the case now, or it was answered otherwise."""
    no_longer_waits(entry.about.pk if isinstance(entry.about, Case) else entry.data["case"])
