"""Passkeys in the browser: what to ask of the device, and what it answered; both as JSON, sent by static/people/passkey.js."""

from __future__ import annotations

import json
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiyin.journal.errors import TooMuch, TooOften
from huiyin.people import passkeys
from huiyin.people.actions import passkeys as actions
from huiyin.people.devices import address_of, neighbourhood
from huiyin.people.presence import PersonRequest, require_person, safe_next

ASKED_AN_HOUR = 600  # by one address: a whole office comes from one


@require_person
@require_safe
def mine(request: PersonRequest) -> HttpResponse:
    """The person's passkeys."""
    return render(request, "people/passkeys.html", {"passkeys": request.user.passkeys.order_by("-made_at")})


@never_cache
@require_POST
@require_person
def options_to_add(request: PersonRequest) -> HttpResponse:
    """What to ask of the device to make a passkey."""
    return JsonResponse(passkeys.options_to_add(request, request.user))


@require_POST
@require_person
def add(request: PersonRequest) -> HttpResponse:
    """Keeps the new passkey."""
    said = said_in(request)
    made = actions.add_passkey(request, request.user, credential_of(said), str(said.get("label") or "")[:200])
    return JsonResponse({"passkey": made.pk, "label": made.label}, status=201)


@require_POST
@require_person
def rename(request: PersonRequest, pk: int) -> HttpResponse:
    """Gives a passkey another name."""
    actions.rename_passkey(request.user, pk, request.POST.get("label", ""))
    return redirect("passkeys")


@require_POST
@require_person
def remove(request: PersonRequest, pk: int) -> HttpResponse:
    """Forgets a passkey."""
    actions.remove_passkey(request.user, pk)
    return redirect("passkeys")


@never_cache
@require_POST
def options_to_sign_in(request: HttpRequest) -> HttpResponse:
    """What to ask of the device to sign in: the same for everybody."""
    key = f"passkey:asked:{neighbourhood(address_of(request))}"
    cache.add(key, 0, 3600)
    if cache.incr(key) > ASKED_AN_HOUR:
        raise TooOften(wait_seconds=3600)
    return JsonResponse(passkeys.options_to_sign_in(request))


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Signs in by what the device answered; says where to go."""
    said = said_in(request)
    actions.sign_in_by_passkey(request, credential_of(said))
    return JsonResponse({"to": safe_next(str(said.get("next") or ""))})


def said_in(request: HttpRequest) -> dict[str, Any]:
    """Gives the JSON that was sent. Raises PasskeyRefused, TooMuch."""
    try:
        raw = request.body
        if len(raw) > passkeys.SIZE_LIMIT:
            raise TooMuch
        said = json.loads(raw)
    except (ValueError, RecursionError, RawPostDataException) as error:  # the last: a form with files where JSON belongs
        raise passkeys.PasskeyRefused from error
    if not isinstance(said, dict):
        raise passkeys.PasskeyRefused
    return said


def credential_of(said: dict[str, Any]) -> dict[str, Any]:
    """Gives the device's answer in what was sent. Raises PasskeyRefused."""
    credential = said.get("credential")
    if not isinstance(credential, dict) or not isinstance(credential.get("response"), dict):
        raise passkeys.PasskeyRefused
    return credential
