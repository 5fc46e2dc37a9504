"""What was learned from the desk's decisions: looked into, taken away, forgotten, by the head of the desk."""

from __future__ import annotations

import json

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.cases.actions.learning import reset_learning
from huiyin.cases.queries.learned import learned, learned_as_data
from huiyin.cases.rules import Speaker, may_arrange_learning, speaker_of
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.rules import require


def _head(request: PersonRequest) -> Speaker:
    """Gives who asks, if they are the head of a desk. Raises NotAllowed."""
    who = speaker_of(request.user)
    require(may_arrange_learning(who))
    return who


@require_http_methods(["GET", "POST"])
@require_person
def learning(request: PersonRequest) -> HttpResponse:
    """Topics and units with the words that speak for them; sent with its box ticked, everything is forgotten."""
    who = _head(request)
    unsure = request.method == "POST" and not request.POST.get("sure")
    if request.method == "POST" and not unsure:
        reset_learning(who)
        return redirect(f"{request.path}?forgotten=1")
    context = {"learned": learned(), "forgotten": "forgotten" in request.GET, "unsure": unsure}
    return render(request, "cases/learning.html", context, status=422 if unsure else 200)


@require_GET
@require_person
def export(request: PersonRequest) -> HttpResponse:
    """The same as a file."""
    _head(request)
    answer = HttpResponse(json.dumps(learned_as_data(), ensure_ascii=False, indent=1), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="learned-{timezone.localdate():%Y-%m-%d}.json"'
    return answer
