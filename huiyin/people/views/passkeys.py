"""Passkeys in the browser: what to ask of the device, and what it answered; both as JSON, sent by static/people/passkey.js."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.core.throttle import throttle
from huiyin.people import passkeys
from huiyin.people.actions import passkeys as actions
from huiyin.people.actions.reauthentication import ProveAgain, proved_lately
from huiyin.people.auth import PersonRequest, require_person, safe_next
from huiyin.people.devices import address_of, neighbourhood
from huiyin.people.queries.credentials import passkeys_of
from huiyin.people.views import reauthentication
from huiyin.people.views.credentials import credential_of, said_in

ASKED_AN_HOUR = 600  # by one address: a whole office comes from one


@require_http_methods(["GET", "HEAD", "POST"])
@require_person
def mine(request: PersonRequest) -> HttpResponse:
    """The person's passkeys. A POST shows first that it is they: who may add a passkey may come in for good."""
    if request.method == "POST" and (stopped := reauthentication.stopped(request)) is not None:
        return stopped
    shown = {"passkeys": passkeys_of(request.user), "proved": proved_lately(request.device)}
    return render(request, "people/passkeys.html", shown)


@never_cache
@require_POST
@require_person
def options_to_add(request: PersonRequest) -> HttpResponse:
    """What to ask of the device to make a passkey."""
    if not proved_lately(request.device):
        raise ProveAgain
    return JsonResponse(passkeys.options_to_add(request, request.user))


@require_POST
@require_person
def add(request: PersonRequest) -> HttpResponse:
    """Keeps the new passkey."""
    if not proved_lately(request.device):
        raise ProveAgain
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
    throttle(f"passkey:asked:{neighbourhood(address_of(request))}", ASKED_AN_HOUR, 3600)
    return JsonResponse(passkeys.options_to_sign_in(request))


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Signs in by what the device answered; says where to go."""
    said = said_in(request)
    actions.sign_in_by_passkey(request, credential_of(said))
    return JsonResponse({"to": safe_next(str(said.get("next") or ""))})
