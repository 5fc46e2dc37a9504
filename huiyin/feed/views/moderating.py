"""What was reported, for the moderators."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from huiyin.core.errors import NotThere
from huiyin.feed import actions
from huiyin.feed.queries.moderating import flag_for, flags
from huiyin.feed.rules import may_moderate
from huiyin.feed.views.common import back_to, done_words, number
from huiyin.people.auth import PersonRequest, require_person


@require_GET
@require_person
def show(request: PersonRequest) -> HttpResponse:
    """What waits for a decision, the oldest first; ?decided=1 what was decided, the latest first."""
    if not may_moderate(request.user):
        raise NotThere
    decided = request.GET.get("decided") == "1"
    found = flags(decided, number(request, "after"))
    return render(request, "feed/reports.html", {"reports": found, "decided": decided, "done": done_words(request)})


@require_POST
@require_person
def decide(request: PersonRequest, pk: int) -> HttpResponse:
    """Takes down what was reported (`upheld` yes), or leaves it standing."""
    actions.decide(flag_for(request.user, pk), request.user, request.POST.get("upheld") == "yes", request.POST.get("words", ""))
    return back_to(request, "reports", done="decided")
