"""The form with which anybody asks for something: no account, no name needed; and the page that shows number and code, once."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.cases.actions import CaseDraft, register_case
from huiyin.cases.actions.looking import HELD, hold
from huiyin.cases.actions.registering import FILES
from huiyin.cases.codes import code_of, for_reading
from huiyin.cases.models import Case, Channel
from huiyin.cases.queries.topics import topics
from huiyin.cases.rules import speaker_of
from huiyin.core.errors import Refused, TooMuch
from huiyin.core.throttle import throttle
from huiyin.media.actions import keep_upload
from huiyin.people.devices import address_of, neighbourhood

NEW = "case_new"  # in the session: the case whose number and code this browser is shown once
AN_HOUR = 20  # cases of visitors from one place
FILES_AN_HOUR = 40
LARGEST = 10 * 1024 * 1024  # bytes of a visitor's photo


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Asks what it is about; a refusal brings the page back with all that was typed."""
    if request.method != "POST":
        return _page(request, {"key": uuid.uuid4().hex})
    try:
        _require_pace(request)
        keys = [keep_upload(_owner(request), f, f.name or "", f.content_type or "").key for f in _files(request)]
        draft = CaseDraft(
            request.POST.get("text", ""), place=request.POST.get("place", ""), name=request.POST.get("name", ""),
            phone=request.POST.get("phone", ""), topic=request.POST.get("topic", ""), uploads=keys, channel=Channel.FORM,
            anonymous=bool(request.POST.get("anonymous")), key=request.POST.get("key", "")[:40],
        )  # fmt: skip
        made = register_case(draft, speaker_of(request.user))
    except Refused as refusal:
        return _page(request, {name: request.POST.get(name, "") for name in _TYPED}, refusal)
    hold(request, made.case)
    request.session[NEW] = made.case.pk
    return redirect("case-received")


_TYPED = ("text", "place", "name", "phone", "topic", "key", "anonymous")


def _page(request: HttpRequest, typed: dict[str, str], refusal: Refused | None = None) -> HttpResponse:
    context = {"typed": typed, "refusal": refusal, "files_limit": FILES, "topics": topics()}
    template = "cases/new.html" if request.user.is_authenticated else "cases/new_visitor.html"
    return render(request, template, context, status=refusal.status if refusal else 200)


def _owner(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None


def _files(request: HttpRequest) -> list[Any]:
    found = request.FILES.getlist("files")
    if len(found) > FILES or (not request.user.is_authenticated and any((f.size or 0) > LARGEST for f in found)):
        raise TooMuch(field="files")
    return found


def _require_pace(request: HttpRequest) -> None:
    """Visitors share a limit with whoever asks from the same place; it is wide enough for a village's one line."""
    if request.user.is_authenticated:
        throttle(f"case-new:{request.user.pk}", AN_HOUR, 3600)
        return
    place = neighbourhood(address_of(request))
    throttle(f"case-new:{place}", AN_HOUR, 3600)
    if files := len(request.FILES.getlist("files")):
        throttle(f"case-files:{place}", FILES_AN_HOUR, 3600, count=files)


@require_GET
def received(request: HttpRequest) -> HttpResponse:
    """Number and code of what was just sent, once: whoever comes back has written them down, or has an account."""
    pk = request.session.pop(NEW, None) if HELD in request.session else None
    case = Case.objects.filter(pk=pk).first() if pk else None
    if case is None:
        return redirect("cases" if request.user.is_authenticated else "case-look-up")
    template = "cases/received.html" if request.user.is_authenticated else "cases/received_visitor.html"
    return render(request, template, {"case": case, "code": for_reading(code_of(case.pk))})
