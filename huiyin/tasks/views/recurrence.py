"""The page of what repeats: what was issued, what comes, its changes; and its moves."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from huiyin.core.errors import NotThere, Refused
from huiyin.groups.rules import membership_of
from huiyin.groups.views.frame import page
from huiyin.people.auth import PersonRequest, require_person
from huiyin.tasks import actions, rules
from huiyin.tasks.lights import light, light_words
from huiyin.tasks.models import Repetition
from huiyin.tasks.move_words import REPETITION_WORDS, done_words
from huiyin.tasks.moves import REPETITION_MOVES
from huiyin.tasks.queries.recurrence import coming_words, late_by_number, lead_words, repetition_for, steps_of_series, tasks_of_series
from huiyin.tasks.queries.sentence import candidates
from huiyin.tasks.recurrence.form import choices, repeats_in_form, typed_rhythm
from huiyin.tasks.recurrence.parts import lead_of, part_in
from huiyin.tasks.recurrence.words import nth_words, rhythm_words
from huiyin.tasks.views.form_fields import named_in

ROWS_A_PAGE = 30


@require_GET
@require_person
def show(request: PersonRequest, pk: int) -> HttpResponse:
    """What repeats: how often, what was issued with its lights, what comes next."""
    return _page(request, pk)


def _page(request: PersonRequest, pk: int, refusal: Refused | None = None) -> HttpResponse:
    found = repetition_for(request.user, pk)
    member, now, lead = membership_of(request.user, found.group_id), timezone.now(), lead_of(found)
    moves = rules.possible_of_repetition(part_in(request.user, found), found)
    may_change = any(row.name == "change" for row in moves)
    leaf = Paginator(tasks_of_series(request.user, found), ROWS_A_PAGE).get_page(request.GET.get("page"))
    late = late_by_number(found)
    rows = [{"task": t, "light": light(t, now), "words": light_words(t, now), "nth": nth_words(t.nth or 0), "late": late.get(t.nth or 0, 0)}
            for t in leaf.object_list]  # fmt: skip
    value = f"{lead.person_id or ''}:{lead.post_id or ''}"
    typed: dict[str, Any] = typed_rhythm(found.pattern, found.at, found.ahead) | {
        "title": found.title, "lead": value, "done_when": found.done_when,
    }  # fmt: skip
    if refusal is not None:
        typed |= request.POST.dict() | {"repeat_weekdays": request.POST.getlist("repeat_weekdays")}
    return page(
        request, "tasks/repetition.html", member, refusal, repetition=found, often=rhythm_words(found.pattern, found.at), leaf=leaf,
        lead=lead, lead_now=lead_words(lead), given=rows, coming=coming_words(found), steps=steps_of_series(found), may_change=may_change,
        moves=moves, typed=typed, everybody=candidates(member) if member and may_change else [],
        said_done=done_words(request.GET.get("done", ""), REPETITION_WORDS), undo=request.GET.get("done") in ("end", "pause"), **choices(),
    )  # fmt: skip


def _change(request: PersonRequest, found: Repetition) -> actions.Change:
    member, lead = membership_of(request.user, found.group_id), request.POST.get("lead", "")
    old = lead_of(found)
    same = lead in ("", f"{old.person_id or ''}:{old.post_id or ''}")
    return actions.Change(
        request.POST.get("title"), request.POST.get("done_when"), None if same or member is None else named_in(member, lead),
        repeats_in_form(request.POST),
    )  # fmt: skip


@require_POST
@require_person
def move(request: PersonRequest, pk: int, name: str) -> HttpResponse:
    """Pause, resume, end, change. What is refused comes back with the words why and what was typed."""
    if name not in REPETITION_MOVES:
        raise NotThere
    found = repetition_for(request.user, pk)
    try:
        brought = {"change": _change(request, found)} if "change" in REPETITION_MOVES[name].brings else {}
        REPETITION_MOVES.make(name, found, request.user, **brought)
    except Refused as refusal:
        return _page(request, pk, refusal)
    return redirect(f"{reverse('repetition', args=[pk])}?done={name}")
