"""What of answers is about a person: those in office who wrote, released and sent them."""

from __future__ import annotations

from django.db.models import Q

from huiyin.answers.models import AnswerTemplate, DraftFile, Sending
from huiyin.core.personal_data import Fate, Office, PersonalData, Stays
from huiyin.people.models import Person

_OFFICE = "the record of an office: under the office or a neutral word"

PERSONAL_DATA = [
    PersonalData("answers.answertemplate", _OFFICE, {"by": Fate.KEPT}),
    PersonalData("answers.secondeyes", _OFFICE, {"by": Fate.KEPT}),
    PersonalData("answers.draft", "an answer in the making; released, its words are the answer's alone",
                 {"by": Fate.KEPT, "decided_by": Fate.KEPT}),
    PersonalData("answers.draftfile", "the files themselves go with the uploads"),
    PersonalData("answers.sending", "that the person was told, when and by whom, is theirs to know", {"by": Fate.KEPT}),
]  # fmt: skip


def _files(person: Person) -> Q:
    return Q(pk__in=DraftFile.objects.filter(draft__by=person).values("upload"))


STAYS = [Stays("answer_drafts", "media.upload", _files)]
HELD_OFFICE = [
    Office("answer_templates", lambda person: AnswerTemplate.objects.filter(by=person).exists()),
    Office("answer_sendings", lambda person: Sending.objects.filter(by=person).exists()),
]
