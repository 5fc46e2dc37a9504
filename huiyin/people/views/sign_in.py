"""The door: a number, a code, in. The pages say the same whether a number is known here or not."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.core.errors import Invalid, Refused, TooOften
from huiyin.people import codes, oidc
from huiyin.people.actions import sign_in as actions
from huiyin.people.actions.me import CHOICES, set_mine
from huiyin.people.actions.outside import sign_in_from_outside
from huiyin.people.auth import SignedOut, safe_next, same_site
from huiyin.people.pending_form import PendingForm
from huiyin.people.phones import clean_phone, phone_for_reading
from huiyin.people.views.language import keep_language


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Asks for a phone number; sends a code and leads to where it is typed."""
    to = safe_next(request.POST.get("next") or request.GET.get("next"))
    if request.user.is_authenticated:
        return redirect(to)
    if request.method != "POST":
        return _door(request, to)
    kept = PendingForm.carried(request.POST.get("kept"))
    phone = request.POST.get("phone", "")[:40]
    try:
        actions.ask_code(request, phone)
    except Invalid as refused:
        return _door(request, to, refused, phone, kept)
    except TooOften as refused:
        # A second tap, or "send again" too early: the code that is on its way is still good.
        if actions.pending_phone(request) != clean_phone(phone):
            return _door(request, to, refused, phone, kept)
        return _code(request, to, refused, kept)
    except Refused as refused:
        return _door(request, to, refused, phone, kept)
    return _code(request, to, kept=kept) if kept else redirect(_with_next(reverse("sign_in_code"), to))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Takes the six digits."""
    to = safe_next(request.POST.get("next") or request.GET.get("next"))
    if request.user.is_authenticated:
        return redirect(to)
    if request.method != "POST":
        return _code(request, to) if actions.pending_phone(request) else redirect(_with_next(reverse("sign_in"), to))
    kept = PendingForm.carried(request.POST.get("kept"))
    phone = actions.pending_phone(request) or ""
    try:
        actions.sign_in_by_phone(request, actions.check_code(request, request.POST.get("code", "")))
    except codes.WrongCode as refused:
        return _code(request, to, refused, kept)
    except codes.CodeOver as refused:
        return _door(request, to, refused, phone_for_reading(phone), kept)
    return render(request, "people/sign_in_kept.html", {"next": to, "kept": kept}) if kept else redirect(to)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Signs out on this browser."""
    actions.sign_out(request)
    return redirect("/")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Changes the language: a visitor's in a cookie, a person's own as well. Goes back to the page it was asked from."""
    wanted = request.POST.get("language", "")
    if wanted not in CHOICES["language"]:
        raise Invalid(field="language")
    if request.user.is_authenticated:
        set_mine(request.user, "language", wanted)
    return keep_language(redirect(same_site(request.POST.get("next"))), wanted)


@never_cache
@require_safe
def outside(request: HttpRequest) -> HttpResponse:
    """Leads to the government's own sign-in. A link, not a form: our policy lets no form end on another site."""
    try:
        return redirect(oidc.begin(request, safe_next(request.GET.get("next"))))
    except oidc.OutsideRefused as refused:
        return _door(request, "/", refused)


@never_cache
@require_safe
def outside_callback(request: HttpRequest) -> HttpResponse:
    """Comes back from the government's own sign-in."""
    try:
        claims, to = oidc.finish(request)
        sign_in_from_outside(request, claims["iss"], claims["sub"], oidc.verified_phone(claims))
    except oidc.OutsideRefused as refused:
        actions.note_refusal(request, "oidc", once=True)
        return _door(request, "/", refused)
    return redirect(safe_next(to))


def door_that_keeps(request: HttpRequest, to: str) -> HttpResponse:
    """Gives the door for a form that came when nobody was signed in any more, carrying what was written, or the way there."""
    kept = PendingForm.of(request)
    return _door(request, to, SignedOut(), kept=kept) if kept else redirect(f"{settings.LOGIN_URL}?{urlencode({'next': to})}")


def _door(
    request: HttpRequest, to: str, refused: Refused | None = None, phone: str = "", kept: PendingForm | None = None
) -> HttpResponse:  # fmt: skip
    field_refused = isinstance(refused, Invalid)
    shown = {"next": to, "phone": phone, "refused": refused, "oidc": oidc.is_on(), "field_refused": field_refused, "kept": kept}
    return _page(request, "people/sign_in.html", shown, refused)


def _code(request: HttpRequest, to: str, refused: Refused | None = None, kept: PendingForm | None = None) -> HttpResponse:
    phone = phone_for_reading(actions.pending_phone(request))
    wrong = isinstance(refused, codes.WrongCode)
    wait = int(codes.BETWEEN.total_seconds())
    shown = {"next": to, "phone": phone, "refused": refused, "wrong": wrong, "wait": wait, "kept": kept}
    shown["shown_code"] = actions.shown_code(request)
    return _page(request, "people/sign_in_code.html", shown, refused)


def _page(request: HttpRequest, template: str, shown: dict[str, Any], refused: Refused | None) -> HttpResponse:
    answer = render(request, template, shown, status=refused.status if refused else 200)
    if refused and "wait_seconds" in refused.facts:
        answer["Retry-After"] = str(refused.facts["wait_seconds"])
    return answer


def _with_next(path: str, to: str) -> str:
    return path if to == "/" else f"{path}?{urlencode({'next': to})}"
