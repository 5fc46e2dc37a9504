"""My data: a copy of it, correcting it, having it erased. Plain forms; it works without JavaScript."""

from __future__ import annotations

from typing import Any, cast

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from huiyin.core.errors import Invalid, NotThere, Refused
from huiyin.groups.exporting.actions import ask_own_copy, remove_export, take_export
from huiyin.groups.models import Export
from huiyin.people import extension_points as me
from huiyin.people.actions.sign_in import pending_phone
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.models import Person
from huiyin.people.phones import phone_for_reading
from huiyin.people.views.reauthentication import reauthenticated
from huiyin.privacy import queries
from huiyin.privacy.actions.asking import ask_erasure, withdraw_erasure
from huiyin.privacy.actions.correcting import ask_new_phone, set_my_phone
from huiyin.privacy.erasure_blockers import what_hangs_on


def row_in_me(_request: HttpRequest, _person: Person) -> me.Row:
    """The line on the page Me."""
    return me.Row(reverse("my-data"), "file", gettext_lazy("My data"))


@require_safe
@require_person
def data(request: PersonRequest) -> HttpResponse:
    """What I may ask for, the copies I asked for, and how far each is."""
    return _page(request, "privacy/data.html")


@require_POST
@require_person
@reauthenticated
def copy(request: PersonRequest) -> HttpResponse:
    """Asks for a copy."""
    try:
        ask_own_copy(request.user)
    except Refused as refused:
        return _page(request, "privacy/data.html", refused)
    return redirect("my-data")


@require_person
@reauthenticated(reading=True)
@require_GET
def file(request: PersonRequest, export: int) -> HttpResponse:
    """The file of my copy: always saved, never shown."""
    found = _found(request, export)
    day = timezone.localtime(found.asked_at).date().isoformat()
    name = get_valid_filename(f"{_('My data')}-{day}.zip")
    answer = FileResponse(take_export(found, request.user), as_attachment=True, filename=name)
    answer["Content-Type"] = "application/octet-stream"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "no-store"
    return cast(HttpResponse, answer)


@require_POST
@require_person
def remove(request: PersonRequest, export: int) -> HttpResponse:
    """Takes a copy away before its time."""
    remove_export(_found(request, export), request.user)
    return redirect("my-data")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require_person
@reauthenticated
def erase(request: PersonRequest) -> HttpResponse:
    """What erasing means; and asking for it, with a word typed."""
    refused: Refused | None = None
    if request.method == "POST":
        try:
            ask_erasure(request.user, request.POST.get("word", "")[:40])
            return redirect("my-data")
        except Invalid as error:
            refused = error
    return _page(request, "privacy/erase.html", refused, hanging=what_hangs_on(request.user))


@require_POST
@require_person
def withdraw(request: PersonRequest) -> HttpResponse:
    """Takes it back."""
    withdraw_erasure(request.user)
    return redirect("my-data")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require_person
@reauthenticated
def phone(request: PersonRequest) -> HttpResponse:
    """Another number: it is typed, a code goes there, the code comes back."""
    refused: Refused | None = None
    if request.method == "POST":
        try:
            if "code" in request.POST:
                set_my_phone(request, request.user, request.POST["code"][:40], request.device)
                return redirect("me")
            ask_new_phone(request, request.user, request.POST.get("phone", "")[:40])
            return redirect(reverse("my-phone") + "?code")
        except Refused as error:
            refused = error
    waiting = pending_phone(request)
    asks = bool(waiting) and ("code" in request.GET or "code" in request.POST)
    official = request.user.kind == Person.Kind.OFFICIAL
    shown = {"asks_code": asks, "waiting": phone_for_reading(waiting), "official": official, "wrong": bool(refused and asks)}
    return _page(request, "privacy/phone.html", refused, typed=request.POST.get("phone", "")[:40], **shown)


def _page(request: PersonRequest, template: str, refused: Refused | None = None, **shown: Any) -> HttpResponse:
    person = request.user
    copies = queries.copies_of(person)
    known = {
        "refused": refused, "copies": copies, "erasure": queries.erasure_of(person), "phone": phone_for_reading(person.phone),
        "working": any(one.state in (Export.State.WAITING, Export.State.RUNNING) for one in copies),
    }  # fmt: skip
    return render(request, template, known | shown, status=refused.status if refused else 200)


def _found(request: PersonRequest, pk: int) -> Export:
    found = queries.copy_of(request.user, pk)
    if found is None:
        raise NotThere
    return found
