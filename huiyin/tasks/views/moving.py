"""The moves of a task, as its page and its card make them: one address for each, one row and one action behind it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from huiyin.core.errors import NotThere, Refused
from huiyin.groups.rules import membership_or_404
from huiyin.people.auth import PersonRequest, require_person
from huiyin.tasks.actions import make_move
from huiyin.tasks.models import Task
from huiyin.tasks.moves import MOVES
from huiyin.tasks.queries.page import extension_or_404, rung_or_404
from huiyin.tasks.queries.visibility import task_for
from huiyin.tasks.rendering import card_html, cards_of
from huiyin.tasks.views.form_fields import moment_in, named_in, uploads_in
from huiyin.tasks.views.showing import is_program, show
from huiyin.worktime.bounds import whole_in

Read = Callable[[PersonRequest, Task, bool], Any]
#: How a form says what a move brings: takes the request, the task, and whether the move needs it.
READ: dict[str, Read] = {
    "words": lambda r, t, needed: r.POST.get("words", ""),
    "uploads": lambda r, t, needed: uploads_in(r, r.user),
    "key": lambda r, t, needed: r.POST.get("key", "")[:40],
    "deadline": lambda r, t, needed: moment_in(r.POST.get("deadline", ""), "deadline", needed),
    "until": lambda r, t, needed: moment_in(r.POST.get("until", ""), "until", needed),
    "lead": lambda r, t, needed: named_in(membership_or_404(r.user, t.group_id), r.POST.get("lead")),
    "extension": lambda r, t, needed: extension_or_404(t, whole_in(r.POST.get("extension"))),
    "rung": lambda r, t, needed: rung_or_404(t, whole_in(r.POST.get("rung"))),
}


def _brought(request: PersonRequest, task: Task, name: str) -> dict[str, Any]:
    row = MOVES[name]
    return {field: READ[field](request, task, field in row.brings) for field in row.fields}


def _said(request: PersonRequest) -> dict[str, Any]:
    """What a form says; not how it was sent. Of files what they hold."""
    words = {name: values for name, values in request.POST.lists() if name not in ("csrfmiddlewaretoken", "key", "back")}
    files = [hashlib.file_digest(file, "sha256").hexdigest() for file in request.FILES.getlist("files")]
    for file in request.FILES.getlist("files"):
        file.seek(0)
    return words | {"files": files}


@require_http_methods(["POST"])
@require_person
def move(request: PersonRequest, pk: int, name: str) -> HttpResponse:
    """Makes a move. A form goes back to the page; a script gets the card drawn anew, or the refusal as JSON."""
    if name not in MOVES:
        raise NotThere
    task = task_for(request.user, pk)
    try:
        make_move(task, request.user, name, request.POST.get("key", ""), lambda: _brought(request, task, name), _said(request))
    except Refused as refusal:
        if is_program(request):
            raise
        return show(request, pk, refusal, name)
    if is_program(request):
        fresh = task_for(request.user, pk)
        return HttpResponse(card_html(cards_of([fresh])[pk], get_language() or "zh-hans"))
    back = request.POST.get("back", "")
    if back == "group" and task.message:
        return redirect(f"{reverse('group', args=[task.group_id])}#t{pk}")
    return redirect(f"{reverse('task', args=[pk])}?done={name}")
