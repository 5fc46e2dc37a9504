"""Who may do what with answers before and after they are given. Deny unless one says yes; what a case allows is asked of cases."""

from __future__ import annotations

from django.db.models import Q

from huiyin.answers.models import AnswerTemplate, Draft, MatterDraft, MatterDraftCase, SecondEyes
from huiyin.answers.moves import MOVES, TEXT_MOVES
from huiyin.cases.models import OPEN, Case
from huiyin.cases.rules import ASKED, INSIDE, Speaker, roles
from huiyin.core.moves import Move

ANSWERING = frozenset({"lead", "desk", "reviewer", "addressee"})


def templates_of(who: Speaker) -> Q:
    """Narrows templates to those of the units somebody holds a post in: these they use and may change."""
    return Q(unit__in=who.units, ended_at=None)


def may_keep_templates(who: Speaker) -> bool:
    """Whoever holds a post: those of its unit."""
    return bool(who.units)


def may_edit(who: Speaker, template: AnswerTemplate) -> bool:
    """Whoever holds a post in the unit it belongs to."""
    return template.ended_at is None and template.unit_id in who.units


def may_set_second_eyes(who: Speaker, unit: int) -> bool:
    """Whoever stands at the top of the unit."""
    return unit in who.heads


def needs_second_eyes(unit: int | None) -> bool:
    """Whether nobody of this unit answers alone."""
    return unit is not None and SecondEyes.objects.filter(unit=unit).exists()


def nobody_answers_alone(case: Case, unit: int | None) -> bool:
    """Whether another person must release an answer to this case. To a private word its addressee answers alone: nobody else reads it."""
    return not case.is_word and needs_second_eyes(unit)


def may_answer(having: set[str]) -> bool:
    """Whoever has a case in hand so that they may answer it; now, the table of its moves says. Takes what they are to the case."""
    return bool(having & ANSWERING)


def parts_in(who: Speaker, draft: Draft | MatterDraft) -> set[str]:
    """Gives what somebody is to a draft, as the table of moves calls it: whoever wrote it, or another of the same unit."""
    if who.person is None:
        return set()
    if who.person.pk == draft.by_id:
        return {"writer"}
    return {"second"} if draft.unit_id in who.units else set()


def possible(who: Speaker, draft: Draft, case: Case) -> dict[str, Move]:
    """Gives the moves of an answer somebody may make, by their names: of those who may answer this case themselves."""
    found = MOVES.possible(draft.state, parts_in(who, draft))
    return _by_name(found) if found and may_answer(roles(who, case)) else {}


def possible_of_text(who: Speaker, draft: MatterDraft) -> dict[str, Move]:
    """Gives the moves of a text for many somebody may make; of each of its cases it is asked as well whether they may answer it."""
    return _by_name(TEXT_MOVES.possible(draft.state, parts_in(who, draft)))


def _by_name(moves: list[Move]) -> dict[str, Move]:
    return {move.name: move for move in moves}


def may_read_text(who: Speaker, draft: MatterDraft) -> bool:
    """Whoever wrote it, and the unit it is written for: its files are theirs to look at before it goes out."""
    return bool(parts_in(who, draft))


def left_out(row: MatterDraftCase, draft: MatterDraft) -> str:
    """Why a text for many can no longer be this case's answer, whoever releases it; "" while it can. Takes the row with its case and the
    case's author. What only a person's posts say is asked at the release."""
    case, fate = row.case, MatterDraftCase.Fate
    if case.matter_id != draft.matter_id:
        return fate.TAKEN_OUT
    if case.state not in OPEN:
        return fate.CLOSED
    if not case.text or (case.author is not None and case.author.erased_at is not None):
        return fate.ERASED
    return "" if case.unit_id == row.lead_id else fate.ELSEWHERE


def may_read_letter(who: Speaker, case: Case) -> bool:
    """Whoever asked, and those who have it in hand. Who joined does not: a letter names its reader."""
    return bool(roles(who, case) & (INSIDE | ASKED))


def may_record_sending(who: Speaker, case: Case) -> bool:
    """Those who may answer it; also after it was answered."""
    return bool(roles(who, case) & (ANSWERING | {"helping"}))
