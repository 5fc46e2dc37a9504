"""What answers add to a case: what is asked before one is given, and what stands on its page."""

from __future__ import annotations

from typing import Any

from huiyin.answers.actions.together import hand_in_together
from huiyin.answers.models import Sending
from huiyin.answers.next_steps import next_steps
from huiyin.answers.queries.together import on_matter
from huiyin.answers.queries.waiting import draft_of, files_of, handed_in, text_for
from huiyin.answers.refusals import BlanksLeft, NeedsSecondEyes
from huiyin.answers.rules import nobody_answers_alone, possible
from huiyin.cases.extension_points import AnswerAsked, AnswerRule, CaseAddition, HandsIn, MatterAddition
from huiyin.cases.models import State
from huiyin.cases.queries.page import CasePage
from huiyin.cases.rules import ASKED, Speaker
from huiyin.language.plain import blanks

CLOSED = (State.ANSWERED, State.SETTLED, State.DECLINED)


def _require(asked: AnswerAsked) -> None:
    """No blank of a template goes out; and where the unit wants that, another person has read it."""
    if left := blanks(asked.words):
        raise BlanksLeft(left)
    if asked.checked and nobody_answers_alone(asked.case, asked.unit):
        seen_by, writer = asked.seen_by, asked.who.person
        if seen_by is None or writer is None or seen_by.pk == writer.pk:
            raise NeedsSecondEyes


def _on_page(who: Speaker, shown: CasePage) -> Any:
    """For who has it in hand: the way to the form, what waits for release, letters and calls. For who asked: what they can do next."""
    case, names = shown.case, {move.name for move in shown.may}
    asked = bool(shown.having & ASKED)
    if not shown.inside and not asked:
        return None
    closed = case.state in CLOSED
    answers = [(n, one) for n, one in enumerate(shown.answers, 1)]
    draft = draft_of(case) if shown.inside else None
    text = text_for(case) if shown.inside and draft is None and case.matter_id is not None else None
    told: dict[str, Any] = {
        "may_write": shown.inside and "answer" in names and draft is None and text is None, "draft": draft, "text": text,
        "files": files_of(draft) if draft is not None else [], "answers": answers,
        "next": next_steps(case) if closed and answers else [], "inside": shown.inside,
        "may": possible(who, draft, case) if draft is not None else {},
        "sendings": list(Sending.objects.filter(answer__case=case).select_related("by").order_by("at")) if shown.inside and answers else [],
    }  # fmt: skip
    return told if any(told[key] for key in ("may_write", "draft", "text", "answers", "next")) else None


EXTENSIONS = (
    AnswerRule("answers", _require), CaseAddition("answers", "answers/_on_case.html", _on_page),
    HandsIn("answers", nobody_answers_alone, handed_in, hand_in_together), MatterAddition("answers", "answers/_on_matter.html", on_matter),
)  # fmt: skip
