"""Following a code: what it means, and yes. One tap for whoever is signed in, two steps for who is new. A code signs nobody in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.circles import actions
from huiyin.circles.actions.entering import CodeOver
from huiyin.circles.models import Code
from huiyin.core.errors import Invalid, Refused, TooOften
from huiyin.language.names import clean_person_name
from huiyin.people import codes
from huiyin.people.actions import sign_in as door
from huiyin.people.phones import clean_phone, phone_for_reading

ENTERING = "entering_circle"  # in the session: {"key", "name"} until the six digits are right
NAME_LIMIT = 40


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """Says who keeps the circle and what it means. Signed in: yes in one tap. Otherwise a name and a number first."""
    try:
        found = actions.open_code(key)
    except CodeOver as over:
        return _private(render(request, "groups/join_over.html", {"words": over.words}, status=over.status))
    if request.method != "POST":
        return _page(request, "circles/enter.html", found)
    if request.user.is_authenticated:
        actions.say_yes(key, request.user)
        return redirect("circles-mine")
    return _send_digits(request, found)


def _send_digits(request: HttpRequest, found: Code) -> HttpResponse:
    phone, name = request.POST.get("phone", "")[:40], request.POST.get("name", "")[:200]
    try:
        request.session[ENTERING] = {"key": found.key, "name": _name(name)}
        door.ask_code(request, phone, may_be_new=True)
    except TooOften as refused:
        if door.pending_phone(request) != clean_phone(phone):
            return _page(request, "circles/enter.html", found, refused, name=name, phone=phone)
    except Refused as refused:
        return _page(request, "circles/enter.html", found, refused, name=name, phone=phone)
    return redirect("circle-in-code", found.key)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, key: str) -> HttpResponse:
    """Takes the six digits. Whoever typed them said yes on the page before."""
    try:
        found = actions.open_code(key)
    except CodeOver as over:
        return _private(render(request, "groups/join_over.html", {"words": over.words}, status=over.status))
    entering = request.session.get(ENTERING)
    if request.user.is_authenticated or not entering or entering["key"] != key or not door.pending_phone(request):
        return redirect("circle-in", key)
    if request.method != "POST":
        return _page(request, "circles/enter_code.html", found, **_digits(request))
    phone = door.pending_phone(request)
    try:
        person = door.sign_in_or_make_person(request, door.check_code(request, request.POST.get("code", "")), entering["name"])
    except codes.WrongCode as refused:
        return _page(request, "circles/enter_code.html", found, refused, wrong=True, **_digits(request))
    except Refused as refused:
        return _page(request, "circles/enter.html", found, refused, name=entering["name"], phone=phone_for_reading(phone))
    request.session.pop(ENTERING, None)
    actions.say_yes(key, person)
    return redirect("circles-mine")


def _digits(request: HttpRequest) -> dict[str, Any]:
    return {"shown_phone": phone_for_reading(door.pending_phone(request)), "shown_code": door.shown_code(request)}


def _name(text: str) -> str:
    """Checked before digits are sent: refused afterwards, they would be spent."""
    try:
        return clean_person_name(text, NAME_LIMIT)
    except ValueError as error:
        raise Invalid(_("Tell us your name, so that people know who is speaking."), field="name") from error


def _page(request: HttpRequest, template: str, found: Code, refused: Refused | None = None, **shown: Any) -> HttpResponse:
    told = {"code": found, "circle": found.circle, "refused": refused, "field": getattr(refused, "field", "")} | shown
    answer = render(request, template, told, status=refused.status if refused else 200)
    if refused and "wait_seconds" in refused.facts:
        answer["Retry-After"] = str(refused.facts["wait_seconds"])
    return _private(answer)


def _private(answer: HttpResponse) -> HttpResponse:
    """The address holds the key: no other site learns it, and no search engine keeps it."""
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex"
    return answer
