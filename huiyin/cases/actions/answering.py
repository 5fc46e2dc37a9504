"""The answer: solved, explained, or not supported; or not accepted, for one of six reasons. Each says what can be done next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.asking_back import end_wait
from huiyin.cases.actions.clocks import end_clocks, start_clock
from huiyin.cases.actions.group_lines import tell_group
from huiyin.cases.actions.joining import followers, words_for
from huiyin.cases.actions.registering import uploads_of
from huiyin.cases.actions.transition import begin_move, entry, said, to_state, unit_for
from huiyin.cases.actions.word_index import reworded
from huiyin.cases.extension_points import AnswerAsked, require_of_answer
from huiyin.cases.grounds import GROUNDS
from huiyin.cases.models import Answer, Case, CaseFile, Extension, Objection, Part, State
from huiyin.cases.moves import MOVES
from huiyin.cases.rules import Speaker
from huiyin.core.errors import Invalid, NotAllowed
from huiyin.media.actions import claim
from huiyin.media.models import Upload
from huiyin.people.models import Person

LEAST = 2  # characters: "好了" is an answer, "好" is none
CLOSINGS = (Answer.Closing.SOLVED, Answer.Closing.EXPLAINED, Answer.Closing.NOT_SUPPORTED)


@MOVES.makes("answer")
def answer_case(case: Case, who: Speaker, closing: str, words: str, uploads: Sequence[str] = (), public: bool = True,
                seen_by: Person | None = None, for_all: Sequence[Upload] = ()) -> Case:  # fmt: skip
    """Whoever leads answers; so does the desk for what it knows itself, and a reviewer for what is under review. Gives the case.

    The answer comes back under the message it sprang from; with `public` false, or where the case is private, the group reads only that it
    was answered. `uploads` are keys of files for its author alone: no file can be masked as words are; `for_all` are files, taken already,
    that go to whoever joined too. `seen_by`: another person who has read it before it goes out, where the unit wants that. Raises Invalid
    for words, files or a closing that cannot be, NotAllowed where the unit whose answer is reviewed would answer, and what other apps ask
    of an answer.
    """
    with transaction.atomic():
        case, having = begin_move(case, who, "answer")
        words = require_answer(case, who, having, closing, words, seen_by)
        _close(case, who, having, closing, words, [*taken(who, uploads), *for_all], public)
        for one in followers(case, "answer"):
            _close(one, who, having, closing, words_for(one, case, words), for_all, public)
    return case


def require_answer(case: Case, who: Speaker, having: set[str], closing: str, words: str, seen_by: Person | None = None, *,
                   checked: bool = True) -> str:  # fmt: skip
    """Gives the words of an answer as they are kept, if they can be an answer to this locked case. Raises as `answer_case`; with `checked`
    false nobody needs to have read it before."""
    if closing not in CLOSINGS:
        raise Invalid(_("It closes in one of three ways: solved, explained, not supported."), field="closing")
    if case.state == State.UNDER_REVIEW and "reviewer" not in having:
        raise NotAllowed(_("Who answered does not review their own answer."))
    words = said(words)
    if len(words.strip()) < LEAST:
        raise Invalid(_("Say what was done, and what can be done next."), field="words")
    require_of_answer(AnswerAsked(case, who, unit_for(case, who, having), words, seen_by, checked))
    return words


@MOVES.makes("decline")
def decline_case(case: Case, who: Speaker, ground: int, words: str) -> Case:
    """The desk does not accept it, for one of the six grounds; that is an answer too, with where to turn. Gives the case."""
    if ground not in GROUNDS:
        raise Invalid(_("It is one of six grounds, 1 to 6."), field="ground")
    with transaction.atomic():
        case, having = begin_move(case, who, "decline")
        words = said(words)
        require_of_answer(AnswerAsked(case, who, unit_for(case, who, having), words, None, False))
        for one in (case, *followers(case, "decline")):
            one.ground = ground
            _close(one, who, having, Answer.Closing.DECLINED, words if one is case else words_for(one, case, words), (), True)
    return case


def taken(who: Speaker, uploads: Sequence[str]) -> list[Upload]:
    """Takes the files of these keys for an answer, inside its transaction. Gives them. Raises Invalid as `uploads_of`."""
    found = uploads_of(who, uploads)
    claim(found, timezone.now())
    return found


def _close(case: Case, who: Speaker, having: set[str], closing: str, words: str, files: Sequence[Upload], public: bool) -> None:
    assert who.person is not None
    now, reviewed = timezone.now(), case.state == State.UNDER_REVIEW
    unit = unit_for(case, who, having)
    late = end_clocks(case, None, now)
    round_ = case.reviews if reviewed else 0
    with reworded([case.pk]):
        answer = Answer.objects.create(case=case, closing=closing, words=words, unit_id=unit, by=who.person, late=late, public=public,
                                       at=now, review=round_)  # fmt: skip
    CaseFile.objects.bulk_create([CaseFile(case=case, answer=answer, upload=one, order=n) for n, one in enumerate(files)])
    declined = closing == Answer.Closing.DECLINED
    to_state(case, "decline" if declined else "answer")
    case.answered_at, case.ended_at = now, now if declined else None
    Extension.objects.filter(case=case, verdict=Extension.Verdict.WAITING).update(verdict=Extension.Verdict.REFUSED, decided_at=now)
    Objection.objects.filter(case=case, decided_at=None).update(decided_at=now, upheld=False)
    end_wait(case)
    _windows(case, now)
    case.save(update_fields=["state", "answered_at", "ended_at", "ground", "deadline_at"])
    if declined:
        Part.objects.filter(case=case, ended_at=None).update(ended_at=now)
        entry(case, "case.declined", who, having, words, ground=case.ground)
    else:
        entry(case, "case.answered", who, having, words, closing=closing, late=late, review=round_)
    tell_group(case, answer, who.person)


def _windows(case: Case, now: datetime) -> None:
    """What the person may do now, and until when."""
    if not case.is_petition:
        start_clock(case, "reopen", now)
    elif case.reviews < 2:
        start_clock(case, ("ask_review", "ask_rereview")[case.reviews], now)
