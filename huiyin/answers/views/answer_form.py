"""The page on which an answer is written: templates, earlier answers, hints; and the release by another person."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.answers import actions
from huiyin.answers.moves import MOVES
from huiyin.answers.next_steps import next_steps
from huiyin.answers.parts import PARTS, composed, parts_of
from huiyin.answers.queries.likeness import earlier_answers
from huiyin.answers.queries.offered import offered
from huiyin.answers.queries.waiting import handed_in, last_returned
from huiyin.answers.rules import may_answer, nobody_answers_alone
from huiyin.answers.views.hinting import shown_hints
from huiyin.cases.actions import once
from huiyin.cases.actions.transition import unit_for
from huiyin.cases.models import Answer, Case
from huiyin.cases.queries.page import case_page
from huiyin.cases.rules import Speaker, roles
from huiyin.cases.views.page import page, seen
from huiyin.core.errors import Invalid, Refused
from huiyin.media.actions import keep_upload
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.rules import require
from huiyin.worktime.bounds import whole_in

FILES = 5


@require_http_methods(["GET", "POST"])
@require_person
def write(request: PersonRequest, pk: int) -> HttpResponse:
    """Shows the form; looked through, with hints; sent, it answers or is handed in. Refused, all that was typed is still there."""
    who, case = seen(request, pk)
    having = roles(who, case)
    require(may_answer(having))
    if "answer" not in {move.name for move in case_page(who, case).may} or handed_in([case.pk]):
        return redirect("case", pk)
    refusal: Refused | None = None
    if request.method == "POST" and request.POST.get("do") != "look":
        try:
            waits = _send(request, case, who)
            return redirect(f"{reverse('case', args=[pk])}?done={'answer-waits' if waits else 'answer'}")
        except Refused as refused:
            if refused.status in (401, 404):
                raise
            refusal = refused
    return _page(request, case, who, having, refusal)


def _send(request: PersonRequest, case: Case, who: Speaker) -> bool:
    told = request.POST
    words = composed(case, told)
    if len(request.FILES.getlist("files")) > FILES:
        raise Invalid(field="files")
    files = [keep_upload(request.user, f, f.name or "", f.content_type or "").key for f in request.FILES.getlist("files")]
    closing, public = told.get("closing", ""), told.get("public") != "no"
    made: list[Any] = []
    once(case, who, "answer", told.get("key", "")[:40],
         lambda: made.append(actions.answer_or_hand_in(case, who, closing, words, files, public)), [closing, words, public])  # fmt: skip
    return bool(made and made[0] is not None)


def _page(request: PersonRequest, case: Case, who: Speaker, having: set[str], refusal: Refused | None) -> HttpResponse:
    posted, templates = request.method == "POST", offered(case, who)
    typed = {name: request.POST.get(name, "") for name in ("closing", "words", "next", "key", "public", *PARTS)}
    chosen = next((one for one in templates if one.pk == whole_in(request.GET.get("template"), 18)), None)
    returned = last_returned(case, who)
    if not posted:
        typed = _begun(case, chosen, returned)
    said = composed(case, typed, strict=False)
    context = {
        "case": case, "typed": typed, "refusal": refusal, "templates": templates, "chosen": chosen, "returned": returned,
        "earlier": earlier_answers(case, who), "hints": shown_hints(said) if posted or chosen else [], "looked": posted,
        "parts": parts_of(case, typed), "closings": Answer.Closing.choices[:3], "next_steps": next_steps(case),
        "second": nobody_answers_alone(case, unit_for(case, who, having)), "key": typed.get("key") or uuid.uuid4().hex,
    }  # fmt: skip
    return render(request, "answers/write.html", context, status=refusal.status if refusal else 200)


def _begun(case: Case, chosen: Any, returned: Any) -> dict[str, str]:
    """What stands in the form at first: a chosen template, else what was sent back."""
    if chosen is not None:
        field = "opinion" if case.is_petition else "words"
        return {field: chosen.words, "closing": chosen.closing, "claim": case.title if case.is_petition else ""}
    if returned is not None:
        return {"opinion" if case.is_petition else "words": returned.words, "closing": returned.closing,
                "public": "" if returned.public else "no"}  # fmt: skip
    return {"claim": case.title if case.is_petition else ""}


@require_POST
@require_person
def decide(request: PersonRequest, pk: int) -> HttpResponse:
    """Another person releases an answer or sends it back; whoever wrote it takes it back."""
    who, case = seen(request, pk)
    told, draft = request.POST, whole_in(request.POST.get("draft"), 18) or 0
    row = MOVES[name] if (name := told.get("do", "")) in MOVES else MOVES["return"]
    try:
        MOVES.make(row.name, draft, case, who, **{field: told.get(field, "") for field in row.fields})
    except Refused as refusal:
        if refusal.status in (401, 403, 404):
            raise
        return page(request, who, case, refusal)
    return redirect("case-answer" if "writer" in row.who else "case", pk)


