"""What of the journal is about a person: entries stay with the digests; what they held of a person is sealed apart and goes."""

from __future__ import annotations

from huiyin.core.personal_data import Fate, PersonalData

_RECORD = "the record of what was done, which the Archives Law and the Cybersecurity Law want kept; a number without a name"

PERSONAL_DATA = [
    PersonalData("journal.entry", _RECORD, {"by": Fate.KEPT}),
    PersonalData("journal.sealed", "names, numbers and words in it go piece by piece: people/personal_data.py"),
    PersonalData("journal.stream", "a key and a number; one named after a person holds their number in the house only"),
    PersonalData("journal.clock", "what falls due, by numbers"),
]
