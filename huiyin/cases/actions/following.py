"""After the answer: the person is asked, says that it is not solved, asks for a review. Their own word opens their own case again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.clocks import end_clocks, start_clock
from huiyin.cases.actions.registering import add_files
from huiyin.cases.actions.transition import begin_move, entry, said, to_state
from huiyin.cases.models import Case, CaseClock, FollowUp, Part, State
from huiyin.cases.moves import MOVES
from huiyin.cases.rules import Speaker, own_of
from huiyin.core.errors import Invalid, WrongState


@MOVES.makes("follow_up")
def follow_up(case: Case, who: Speaker, reached: bool, answered: bool | None = None, solved: bool | None = None,
              satisfied: bool | None = None) -> Case:  # fmt: skip
    """What the person said when they were asked. Solved settles it; not solved opens it again by itself, where its rules know that, and
    shows the way to a review where they do not. Who was not reached is counted. Gives the case.

    Who joined answers for themselves: their word is about their own case, and moves that alone. Who asks together with others and does not
    speak for all says how it was with them: it is kept, and settles and opens nothing for the others (art. 20).
    """
    told: dict[str, Any] = {"reached": reached, "answered": answered, "solved": solved, "satisfied": satisfied}
    if not reached and (answered, solved, satisfied) != (None, None, None):
        raise Invalid(_("Who was not reached did not answer."), field="reached")
    with transaction.atomic():
        case, having = begin_move(own_of(case, who), who, "follow_up")
        if having == {"joiner"}:
            raise WrongState
        for_all = having != {"joint"}
        FollowUp.objects.create(case=case, by=who.person, for_all=for_all, **told)
        entry(case, "case.followed_up", who, having, **told)
        if not for_all:
            return case
        if solved is False and not case.is_petition and _may_reopen(case):
            _reopen(case, who, having, "")
        elif solved and case.state == State.ANSWERED:
            settle(case, who, having)
    return case


def settle(case: Case, who: Speaker, having: set[str]) -> None:
    """Settles a locked case that was answered."""
    to_state(case, "settle")
    case.ended_at, case.deadline_at = timezone.now(), None
    case.save(update_fields=["state", "ended_at", "deadline_at"])
    Part.objects.filter(case=case, ended_at=None, role=Part.Role.HELPING).update(ended_at=case.ended_at)
    entry(case, "case.settled", who, having)


@MOVES.makes("reopen")
def reopen_case(case: Case, who: Speaker, words: str, uploads: Sequence[str] = ()) -> Case:
    """Whoever asked says that it is not solved: it is open again at once, with a clock of its own; the first answer and whether it was
    late stay in the record. `uploads` are keys of photos and a voice note that go with it. Gives the case.

    Raises WrongState when the time for it has passed, and for petitions, where a review stands in its place (art. 35); Invalid for files
    that are not theirs, or too many.
    """
    with transaction.atomic():
        case, having = begin_move(case, who, "reopen")
        words = said(words)
        if case.is_petition:
            raise WrongState(_("Of a petition a review is asked for: somebody above reads it anew."))
        if not _may_reopen(case):
            raise WrongState(_("The time to open it again has passed. Report it anew and name this number."))
        add_files(case, who, uploads)
        _reopen(case, who, having, words)
    return case


def _may_reopen(case: Case) -> bool:
    window = CaseClock.objects.filter(case=case, kind="reopen", ended_at=None).order_by("-n").first()
    return window is not None and timezone.now() <= window.due_at


def _reopen(case: Case, who: Speaker, having: set[str], words: str) -> None:
    now = timezone.now()
    to_state(case, "reopen")
    case.ended_at = None
    end_clocks(case, ("reopen",), now)
    start_clock(case, "again", now)
    case.save(update_fields=["state", "ended_at", "deadline_at"])
    entry(case, "case.reopened", who, having, words)


@MOVES.makes("review")
def review_case(case: Case, who: Speaker, words: str) -> Case:
    """Whoever asked wants it reviewed: the first time (art. 35), the second time (art. 36), each within thirty days. Gives the case.

    Raises WrongState when the time has passed, and after the second, which is final.
    """
    with transaction.atomic():
        case, having = begin_move(case, who, "review")
        words, now = said(words), timezone.now()
        if case.is_word:
            raise WrongState(_("Nobody stands above a private word. Say that it is not solved, or ask for the same openly."))
        if case.reviews >= 2:
            raise WrongState(_("It was reviewed twice: the second review is final (Regulations on Petitions, art. 36)."))
        window = CaseClock.objects.filter(case=case, kind=("ask_review", "ask_rereview")[case.reviews]).order_by("-n").first()
        if window is not None and now > window.due_at:
            raise WrongState(_("A review is asked for within 30 days of the answer, and they have passed."))
        end_clocks(case, None, now)
        case.reviews += 1
        to_state(case, "review")
        case.ended_at = None
        start_clock(case, ("review", "rereview")[case.reviews - 1], now)
        case.save(update_fields=["state", "reviews", "ended_at", "deadline_at"])
        entry(case, "case.review_asked", who, having, words, review=case.reviews)
    return case
