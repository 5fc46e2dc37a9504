"""What of Open311 is about a person: who made a key. What came in is a case, and goes as cases go."""

from huiyin.core.personal_data import Fate, PersonalData

PERSONAL_DATA = [
    PersonalData("open311.sendingkey", "the record of an office: which program was let in, and by whom", {"by": Fate.KEPT}),
    PersonalData("open311.sent", "which case came with which key, by digests; no words and no name"),
    PersonalData("open311.updatetaken", "which update came with which key, by digests; no words and no name"),
]
