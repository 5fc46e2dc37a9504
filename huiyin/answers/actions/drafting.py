"""An answer is given, or handed in where another person reads it first; released, it is the answer of whoever wrote it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.answers.models import Draft, DraftFile
from huiyin.answers.moves import MOVES
from huiyin.answers.queries.waiting import files_of, handed_in
from huiyin.answers.rules import nobody_answers_alone, possible
from huiyin.cases.actions import answer_case
from huiyin.cases.actions.answering import require_answer
from huiyin.cases.actions.registering import uploads_of
from huiyin.cases.actions.transition import begin_move, entry, said, unit_for
from huiyin.cases.models import Case, CaseFile
from huiyin.cases.rules import Speaker, roles, speaker_of
from huiyin.core.errors import NotAllowed, NotThere, WrongState
from huiyin.media.actions import claim

REMARK = 500


def answer_or_hand_in(case: Case, who: Speaker, closing: str, words: str, uploads: Sequence[str] = (), public: bool = True) -> Draft | None:
    """Answers a case; in a unit where nobody answers alone, hands the answer in. Gives what waits for release, or None.

    Raises as `answer_case`; WrongState where another answer waits already.
    """
    with transaction.atomic():
        locked, having = begin_move(case, who, "answer")
        unit = unit_for(locked, who, having)
        if not nobody_answers_alone(case, unit):
            answer_case(locked, who, closing, words, uploads, public)
            return None
        assert unit is not None and who.person is not None
        words = require_answer(locked, who, having, closing, words, checked=False)
        if handed_in([locked.pk]):
            raise WrongState(_("An answer to this request waits for release already."))
        now, found = timezone.now(), uploads_of(who, uploads)
        claim(found, now)
        draft = Draft.objects.create(case=locked, unit_id=unit, by=who.person, closing=closing, words=words, public=public, made_at=now)
        DraftFile.objects.bulk_create([DraftFile(draft=draft, upload=one, order=n) for n, one in enumerate(found)])
        entry(locked, "case.answer_proposed", who, having, draft=draft.pk)
    return draft


def _waiting(pk: int, case: Case, name: str) -> tuple[Draft, Case]:
    locked = Case.locked(case.pk)
    draft = Draft.objects.select_for_update().filter(pk=pk, case=locked).first()
    if draft is None:
        raise NotThere
    if not MOVES.leads(name, draft.state):
        raise WrongState
    return draft, locked


@MOVES.makes("release")
def release(pk: int, case: Case, who: Speaker) -> Case:
    """Another person of the unit has read it: now it is the answer, in the name of whoever wrote it. Gives the case.

    Raises NotThere, NotAllowed; WrongState where it was decided already, or where whoever wrote it may no longer answer this case.
    """
    with transaction.atomic():
        draft, locked = _waiting(pk, case, "release")
        if "release" not in possible(who, draft, locked):
            raise NotAllowed(_("Another person of the unit than who wrote it releases an answer."))
        # Decided before it is given: what waits when a case is answered goes back to its author (reactions.py).
        Draft.objects.filter(pk=draft.pk).update(state=MOVES.after("release", draft.state))
        try:
            answered = answer_case(locked, speaker_of(draft.by), draft.closing, draft.words, (), draft.public, seen_by=who.person)
        except (NotAllowed, NotThere) as error:
            raise WrongState(_("Whoever wrote it may no longer answer this request. Send it back, and answer it yourself.")) from error
        answer = answered.answers.order_by("-pk")[0]
        files = files_of(draft)
        CaseFile.objects.bulk_create([CaseFile(case=answered, answer=answer, upload=one.upload, order=one.order) for one in files])
        draft.answer, draft.words = answer, ""
        _decided(draft, who, "release")
        entry(answered, "case.answer_released", who, roles(who, answered), draft=draft.pk)
    return answered


@MOVES.makes("return")
def send_back(pk: int, case: Case, who: Speaker, remark: str) -> Draft:
    """Another person of the unit sends it back, saying what is missing. Gives it. Raises as `release`, and Invalid without words."""
    with transaction.atomic():
        draft, locked = _waiting(pk, case, "return")
        if "return" not in possible(who, draft, locked):
            raise NotAllowed
        remark = said(remark, "remark", REMARK)
        _decided(draft, who, "return", remark)
        entry(locked, "case.answer_returned", who, roles(who, locked), remark, draft=draft.pk)
    return draft


@MOVES.makes("take-back")
def take_back(pk: int, case: Case, who: Speaker) -> Draft:
    """Whoever wrote it takes it back, to write it anew. Gives it."""
    with transaction.atomic():
        draft, locked = _waiting(pk, case, "take-back")
        if "take-back" not in possible(who, draft, locked):
            raise NotAllowed
        _decided(draft, who, "take-back")
        entry(locked, "case.answer_returned", who, roles(who, locked), draft=draft.pk)
    return draft


def no_longer_waits(case: int) -> None:
    """What waits for release goes back to whoever wrote it. Takes a case's number."""
    Draft.objects.filter(case=case, state=Draft.State.WAITING).update(state=Draft.State.RETURNED, decided_at=timezone.now())


def _decided(draft: Draft, who: Speaker, name: str, remark: str = "") -> None:
    draft.state, draft.decided_by, draft.decided_at, draft.remark = MOVES.after(name, draft.state), who.person, timezone.now(), remark
    draft.save(update_fields=["state", "decided_by", "decided_at", "remark", "answer", "words"])
