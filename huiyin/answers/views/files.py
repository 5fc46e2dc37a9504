"""Photos and papers that go with what waits for release: whoever releases it sees them first."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from huiyin.answers.queries.waiting import draft_of, file_of, waiting_text
from huiyin.cases.queries.listing import matter_for
from huiyin.cases.rules import INSIDE, roles, speaker_of
from huiyin.cases.views.page import seen
from huiyin.core.errors import NotThere
from huiyin.media.serving import served_anew


@require_GET
def of_draft(request: HttpRequest, pk: int, key: str, variant: str) -> HttpResponseBase:
    """What goes with the answer to a case, for those who have the case in hand."""
    who, case = seen(request, pk)
    draft = draft_of(case) if roles(who, case) & INSIDE else None
    if draft is None:
        raise NotThere
    return served_anew(request, file_of(draft, key), variant)


@require_GET
def of_text(request: HttpRequest, pk: int, draft: int, key: str, variant: str) -> HttpResponseBase:
    """What goes with a text for many, for whoever wrote it and whoever may release it."""
    who = speaker_of(request.user)
    found, _cases = matter_for(who, pk)
    return served_anew(request, file_of(waiting_text(who, found, draft), key), variant)
