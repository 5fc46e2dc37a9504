"""What of cases is about a person: what becomes of it, what goes into a copy, how long it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy, pgettext_lazy

from huiyin.cases.actions.word_index import reworded
from huiyin.cases.models import Answer, Case, CaseFile, CaseMade, FollowUp, Look, Party, Publication
from huiyin.core.personal_data import CopyPart, Erased, Fate, Office, PersonalData, PieceByPiece, RetentionKind, Row, Stays, at
from huiyin.db.batches import BATCH, delete_some, update_some
from huiyin.people.models import Person

KEPT = timedelta(days=3 * 366)  # after a case has ended: as long as a review or a court may ask for it
MOVES_KEPT = timedelta(days=92)  # nobody sends the same once more after a season
_OFFICE = "the record of an office, which the Archives Law wants kept: under the office or a neutral word"
_ASKED = "that something was asked for and what was answered stays under its number; who asked, and in which words, goes"

PERSONAL_DATA = [
    PersonalData("cases.case", _ASKED, {"author": Fate.EMPTIED, "by": Fate.KEPT}),
    PersonalData("cases.casemade", "so that what is sent twice is done once; nobody sends any more", {"person": Fate.REMOVED}),
    PersonalData("cases.joiner", "that they asked for the same is theirs", {"person": Fate.REMOVED}),
    PersonalData("cases.publication", "a town, and a picture that goes with the uploads; it goes when its author is erased"),
    PersonalData("cases.shownanswer", "an answer in masked words; it goes with the publication, when its author is erased"),
    PersonalData("cases.townplace", "where towns lie"),
    PersonalData("cases.recusal", "that they stayed out; they see no case any more", {"person": Fate.REMOVED}),
    PersonalData("cases.answer", _OFFICE, {"by": Fate.KEPT}),
    PersonalData("cases.followup", "counted in the figures, without a name", {"by": Fate.KEPT}),
    PersonalData("cases.internalnote", _OFFICE, {"by": Fate.KEPT}),
    PersonalData("cases.look", "that an office looked is for the person looked at to know", {"by": Fate.KEPT}),
    PersonalData("cases.objection", _OFFICE, {"by": Fate.KEPT, "decided_by": Fate.KEPT}),
    PersonalData("cases.extension", _OFFICE, {"by": Fate.KEPT, "decided_by": Fate.KEPT}),
    PersonalData("cases.matter", _OFFICE, {"by": Fate.KEPT}),
    PersonalData("cases.part", "units, not persons"),
    PersonalData("cases.party", "who asked with somebody, or for whom; it goes with the one it is about", {"person": Fate.REMOVED}),
    PersonalData("cases.shownto", "that they were let read a word; they read none any more", {"person": Fate.REMOVED, "by": Fate.KEPT}),
    PersonalData("cases.accused", "units, not persons"),
    PersonalData("cases.desk", "units, not persons"),
    PersonalData("cases.caseclock", "time limits, by numbers"),
    PersonalData("cases.wait", "how long a word was waited for, by numbers; what was said goes with the record"),
    PersonalData("cases.casetask", "which task hangs on which case, by numbers"),
    PersonalData("cases.casefile", "the files themselves go with the uploads"),
    PersonalData("cases.learned", "weights of hashed words that several cases had in common; no sentence, no name"),
    PersonalData("cases.numbering", "numbers of cases"),
]
_EMPTY = {"name": "", "phone": "", "title": "", "text": "", "place": "", "public_title": "", "public_text": "", "published_at": None,
          "wished_at": None}


def _empty(erased: Erased) -> tuple[int, int] | None:
    """What they asked for in their own name, and what somebody took down under their number."""
    theirs = Q(author=erased.person) | (Q(phone=erased.phone) if erased.phone else Q(pk__in=()))
    rows = Case.objects.filter(theirs).exclude(name="", phone="", title="", text="").order_by("pk")
    with transaction.atomic():
        some = list(rows.values_list("pk", flat=True)[:BATCH])
        Publication.objects.filter(case__in=some).delete()
        with reworded(some):
            return (0, 0) if update_some(Case.objects.filter(pk__in=some), **_EMPTY) else None


def _parties(erased: Erased) -> tuple[int, int] | None:
    """Where they stand by their number only, without an account."""
    rows = Party.objects.filter(phone=erased.phone) if erased.phone else Party.objects.none()
    return (0, 0) if delete_some(rows) else None


ERASED_AFTER = [PieceByPiece("cases", 45, _empty), PieceByPiece("case_parties", 46, _parties)]


def _answers(person: Person) -> Q:
    return Q(pk__in=CaseFile.objects.filter(answer__by=person).values("upload"))


STAYS = [Stays("answers", "media.upload", _answers)]
HELD_OFFICE = [Office("cases", lambda person: Answer.objects.filter(by=person).exists())]


def _asked(person: Person) -> Iterator[Row]:
    """What they asked for, what was answered, what they thought of it."""
    mine = Q(author=person) | Q(pk__in=Party.objects.filter(person=person).values("case"))
    for case in Case.objects.filter(mine).select_related("unit").order_by("registered_at"):
        thought = FollowUp.objects.filter(case=case, by=person).order_by("-at").first()
        yield {
            "number": case.number, "title": case.title, "words": case.text, "place": case.place, "state": str(case.get_state_display()),
            "since": at(case.registered_at), "unit": case.unit.name if case.unit else "",
            "answer": "\n".join(answer.words for answer in case.answers.order_by("at")), "solved": thought.solved if thought else None,
        }  # fmt: skip


def _looked_at(person: Person) -> Iterator[Row]:
    """Which unit looked at what they had asked before, when, and why. Of sealed matters nothing is told."""
    looks = Look.objects.filter(case__author=person, case__series="public").select_related("unit").order_by("at")
    for look in looks:
        yield {"at": at(look.at), "unit": look.unit.name if look.unit else "", "reason": look.reason}


COPY = [
    CopyPart("cases", "cases", pgettext_lazy("part of my data", "Requests"), 72, _asked,
             {"answer": pgettext_lazy("part of my data", "Answer"), "solved": pgettext_lazy("part of my data", "Solved"),
              "unit": gettext_lazy("Unit")}),
    CopyPart("case_looks", "looks", pgettext_lazy("part of my data", "Who looked at my earlier requests"), 73, _looked_at,
             {"reason": pgettext_lazy("part of my data", "Reason"), "unit": gettext_lazy("Unit")}),
]  # fmt: skip


def _old_parties(now: datetime) -> QuerySet[Party]:
    return Party.objects.filter(case__ended_at__lte=now - KEPT)


def _old(now: datetime) -> QuerySet[Case]:
    return Case.objects.filter(ended_at__lte=now - KEPT).exclude(name="", phone="")


def _old_moves(now: datetime) -> QuerySet[CaseMade]:
    return CaseMade.objects.filter(case__ended_at__lte=now - MOVES_KEPT)


RETENTION = [
    RetentionKind("case_moves", "cases.casemade", gettext_lazy("Keys of what was done once to requests that ended"), 96,
                  lambda now: _old_moves(now).count(), lambda now: delete_some(_old_moves(now))),
    RetentionKind(
        "cases", "cases.case", gettext_lazy("Names and numbers in requests that ended"), 97,
        lambda now: _old(now).count(), lambda now: update_some(_old(now), name="", phone=""),
    ),
    RetentionKind(
        "case_parties", "cases.party", gettext_lazy("Names of those who asked together, or for whom somebody asked"), 100,
        lambda now: _old_parties(now).count(), lambda now: delete_some(_old_parties(now)),
    ),
]  # fmt: skip
