"""What of the journal is about a person: entries stay with the digests; what they held of a person is sealed apart and goes."""

from __future__ import annotations

from huiyin.core.personal_data import Fate, PersonalData, Row, at
from huiyin.journal.event_types import EVENT_TYPES
from huiyin.journal.models import Entry

_RECORD = "the record of what was done, which the Archives Law and the Cybersecurity Law want kept; a number without a name"

PERSONAL_DATA = [
    PersonalData("journal.entry", _RECORD, {"by": Fate.KEPT}),
    PersonalData("journal.sealed", "names, numbers and words in it go piece by piece: people/personal_data.py"),
    PersonalData("journal.stream", "a key and a number; one named after a person holds their number in the house only"),
    PersonalData("journal.clock", "what falls due, by numbers"),
]


def row_of_entry(entry: Entry) -> Row:
    """Gives an entry as a row of a copy: when, and what in words."""
    known = EVENT_TYPES.get(entry.kind)
    return {"at": at(entry.at), "what": str(known.words) if known else entry.kind, "kind": entry.kind}
