"""Planning and recording a revisit, from the page of its case."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from huiyin.cases.queries.page import case_for
from huiyin.cases.rules import speaker_of
from huiyin.people.auth import PersonRequest, require_person
from huiyin.revisits import actions


@require_POST
@require_person
def plan(request: PersonRequest, pk: int) -> HttpResponse:
    """Somebody looks in again in thirty days."""
    who = speaker_of(request.user)
    actions.plan_once(case_for(who, pk), who, request.POST.get("key", "")[:40])
    return redirect("case", pk)


@require_POST
@require_person
def made(request: PersonRequest, pk: int) -> HttpResponse:
    """Somebody looked in, and this was found."""
    who, told = speaker_of(request.user), request.POST
    said = (told.get("how", ""), told.get("found", ""), told.get("words", ""))
    actions.record_once(case_for(who, pk), who, *said, key=told.get("key", "")[:40])
    return redirect("case", pk)
