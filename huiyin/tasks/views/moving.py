"""The moves of a task, as its page and its card make them: one address for each, one action behind it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from huiyin.core.errors import Invalid, NotThere, Refused
from huiyin.groups.rules import standing_or_404
from huiyin.people.auth import PersonRequest, require_person
from huiyin.tasks import actions
from huiyin.tasks.actions.idempotency import idempotent_move
from huiyin.tasks.models import Extension, Task
from huiyin.tasks.queries.visibility import task_for
from huiyin.tasks.rendering import card_html, cards_of
from huiyin.tasks.views.reading import moment_in, named_in, uploads_in
from huiyin.tasks.views.showing import is_program, show
from huiyin.worktime.bounds import whole_in

Move = Callable[[PersonRequest, Task], Any]


def _words(request: PersonRequest) -> str:
    return request.POST.get("words", "")


def _extension(request: PersonRequest, task: Task) -> Extension:
    found = Extension.objects.filter(task=task, pk=whole_in(request.POST.get("extension")) or 0).first()
    if found is None:
        raise NotThere
    return found


def _rung(request: PersonRequest, task: Task) -> int:
    number = whole_in(request.POST.get("rung")) or 0
    if not task.rungs.filter(pk=number).exists():
        raise NotThere
    return number


def _needed(request: PersonRequest, name: str) -> Any:
    moment = moment_in(request.POST.get(name, ""), name, needed=True)
    if moment is None:
        raise Invalid(field=name)
    return moment


MOVES: dict[str, Move] = {
    "acknowledge": lambda r, t: actions.acknowledge_task(t, r.user),
    "progress": lambda r, t: actions.add_progress(t, r.user, _words(r), uploads_in(r, r.user), r.POST.get("key", "")[:40]),
    "report": lambda r, t: actions.report_done(t, r.user, _words(r), uploads_in(r, r.user), r.POST.get("key", "")[:40]),
    "accept": lambda r, t: actions.accept_report(t, r.user, _words(r)),
    "send-back": lambda r, t: actions.send_back(t, r.user, _words(r), moment_in(r.POST.get("deadline", ""))),
    "decline": lambda r, t: actions.decline_task(t, r.user, _words(r)),
    "insist": lambda r, t: actions.insist_on_task(t, r.user, _words(r)),
    "pass-on": lambda r, t: actions.pass_on(t, r.user, named_in(standing_or_404(r.user, t.group_id), r.POST.get("lead")), _words(r)),
    "withdraw": lambda r, t: actions.withdraw_task(t, r.user, _words(r)),
    "ask-for-time": lambda r, t: actions.ask_for_time(t, r.user, _words(r), _needed(r, "until")),
    "grant-time": lambda r, t: actions.grant_time(_extension(r, t), r.user, moment_in(r.POST.get("until", ""), "until"), _words(r)),
    "refuse-time": lambda r, t: actions.refuse_time(_extension(r, t), r.user, _words(r)),
    "move-deadline": lambda r, t: actions.move_deadline(t, r.user, _needed(r, "deadline"), _words(r)),
    "explain": lambda r, t: actions.explain_rung(_rung(r, t), r.user, _words(r)),
}


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
        idempotent_move(task, request.user, name, request.POST.get("key", ""), lambda: MOVES[name](request, task), _said(request))
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
