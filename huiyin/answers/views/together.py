"""One text for the like cases of a matter, on the matter's page: read by another person, released or sent back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from huiyin.answers.moves import TEXT_MOVES
from huiyin.cases.queries.listing import matter_for
from huiyin.cases.rules import speaker_of
from huiyin.cases.views.matters import matter_page
from huiyin.core.errors import Refused
from huiyin.people.auth import PersonRequest, require_person
from huiyin.worktime.bounds import whole_in


@require_POST
@require_person
def decide(request: PersonRequest, pk: int) -> HttpResponse:
    """Another person releases the text or sends it back; whoever wrote it takes it back."""
    who, told = speaker_of(request.user), request.POST
    found, cases = matter_for(who, pk)
    draft, said = whole_in(told.get("draft"), 18) or 0, {"remark": told.get("remark", ""), "key": told.get("key", "")[:40]}
    row = TEXT_MOVES[name] if (name := told.get("do", "")) in TEXT_MOVES else TEXT_MOVES["return"]
    try:
        TEXT_MOVES.make(row.name, draft, found, who, **{field: said[field] for field in row.fields})
    except Refused as refusal:
        if refusal.status in (401, 403, 404):
            raise
        return matter_page(request, who, found, cases, refusal)
    return redirect("matter", pk)
