"""What of answers is about a person: those in office who wrote, released and sent them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huiyin.answers.models import AnswerTemplate, Draft, DraftFile, MatterDraft, MatterDraftFile, Sending
from huiyin.core.personal_data import Erased, Fate, Office, PersonalData, PieceByPiece, RetentionKind, Stays
from huiyin.db.batches import update_some
from huiyin.people.models import Person

_OFFICE = "the record of an office: under the office or a neutral word"

PERSONAL_DATA = [
    PersonalData("answers.answertemplate", _OFFICE, {"by": Fate.KEPT}),
    PersonalData("answers.secondeyes", _OFFICE, {"by": Fate.KEPT}),
    PersonalData("answers.draft", "an answer in the making; released, its words are the answer's alone; sent back, they go after a season, "
                 "and with whoever asked",
                 {"by": Fate.KEPT, "decided_by": Fate.KEPT}),
    PersonalData("answers.draftfile", "the files themselves go with the uploads"),
    PersonalData("answers.matterdraft", "one text for many in the making, with a blank where each name will stand; released, its words "
                 "are the answers' alone; sent back, they go after a season", {"by": Fate.KEPT, "decided_by": Fate.KEPT}),
    PersonalData("answers.matterdraftcase", "which requests a text was to answer, by numbers"),
    PersonalData("answers.matterdraftfile", "the files themselves go with the uploads"),
    PersonalData("answers.sending", "that the person was told, when and by whom, is theirs to know", {"by": Fate.KEPT}),
]  # fmt: skip

#: What was sent back is begun anew from; when it was not for so long, it is not asked for again.
KEPT = timedelta(days=92)


def _given_back() -> QuerySet[Draft]:
    return Draft.objects.filter(state=Draft.State.RETURNED).exclude(words="", remark="")


def _empty(erased: Erased) -> tuple[int, int] | None:
    """What was meant to be answered to them, and was sent back; what waits for release goes back first, for nobody reads it any more."""
    theirs = Q(case__author=erased.person) | (Q(case__phone=erased.phone) if erased.phone else Q(pk__in=()))
    waiting = Draft.objects.filter(theirs, state=Draft.State.WAITING)
    gone = update_some(waiting, state=Draft.State.RETURNED) or update_some(_given_back().filter(theirs), words="", remark="")
    return (0, 0) if gone else None


ERASED_AFTER = [PieceByPiece("answer_drafts", 42, _empty)]


def _old(now: datetime) -> QuerySet[Draft]:
    return _given_back().filter(decided_at__lte=now - KEPT)


def _old_texts(now: datetime) -> QuerySet[MatterDraft]:
    return MatterDraft.objects.filter(state=Draft.State.RETURNED, decided_at__lte=now - KEPT).exclude(words="", remark="")


RETENTION = [
    RetentionKind("answer_drafts", "answers.draft", _("Answers that were sent back and not given"), 101,
                  lambda now: _old(now).count(), lambda now: update_some(_old(now), words="", remark="")),
    RetentionKind("answer_texts", "answers.matterdraft", _("Answers to like requests that were sent back and not given"), 102,
                  lambda now: _old_texts(now).count(), lambda now: update_some(_old_texts(now), words="", remark="")),
]  # fmt: skip


def _files(person: Person) -> Q:
    alone, together = DraftFile.objects.filter(draft__by=person), MatterDraftFile.objects.filter(draft__by=person)
    return Q(pk__in=alone.values("upload")) | Q(pk__in=together.values("upload"))


STAYS = [Stays("answer_drafts", "media.upload", _files)]
HELD_OFFICE = [
    Office("answer_templates", lambda person: AnswerTemplate.objects.filter(by=person).exists()),
    Office("answer_sendings", lambda person: Sending.objects.filter(by=person).exists()),
]
