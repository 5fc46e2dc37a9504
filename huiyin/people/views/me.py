"""Me: who I am here, how I like to read, where I am signed in. Everything is saved at once, by a plain form."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.core.errors import Invalid
from huiyin.people.actions import devices as device_actions
from huiyin.people.actions import me as actions
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.devices import devices_of, seconds_left
from huiyin.people.extension_points import ME_ROWS
from huiyin.people.models import Administrator, Person
from huiyin.people.phones import phone_for_reading
from huiyin.people.queries import posts_of
from huiyin.people.queries.credentials import count_devices, count_passkeys
from huiyin.people.rules import role_of
from huiyin.people.views.language import keep_language


@require_person
@require_safe
def me(request: PersonRequest) -> HttpResponse:
    """The page Me."""
    return render(request, "people/me.html", _me(request))


@require_POST
@require_person
def settings(request: PersonRequest) -> HttpResponse:
    """Sets language, text size or colours: the form sends exactly one of them."""
    for field in actions.CHOICES:
        if field in request.POST:
            actions.set_mine(request.user, field, request.POST[field])
    # Else an older choice at this browser's door would be taken up again at the next sign-in.
    return keep_language(redirect("me"), request.user.language) if "language" in request.POST else redirect("me")


@require_http_methods(["GET", "HEAD", "POST"])
@require_person
def name(request: PersonRequest) -> HttpResponse:
    """Corrects one's own name; officials are told who can."""
    if request.method != "POST":
        return redirect("me")
    try:
        actions.set_my_name(request.user, request.POST.get("name", ""))
    except Invalid as refused:
        typed = request.POST.get("name", "")[:80]
        return render(request, "people/me.html", _me(request) | {"refused": refused, "typed": typed}, status=refused.status)
    return redirect("me")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require_person
def session(request: PersonRequest) -> HttpResponse:
    """How long one stays signed in here; a form says that one is still there."""
    if request.method == "POST":
        device_actions.stay_signed_in(request.device)
    idle, whole = seconds_left(request.device, timezone.now())
    return JsonResponse({"idle_seconds": idle, "whole_seconds": whole})


@require_person
@require_safe
def devices(request: PersonRequest) -> HttpResponse:
    """Where the person is signed in."""
    shown = {"devices": devices_of(request.user), "here": request.device}
    return render(request, "people/devices.html", shown)


@require_POST
@require_person
def end_device(request: PersonRequest, pk: int) -> HttpResponse:
    """Signs one device out."""
    device_actions.end_device(request.user, pk)
    return redirect("devices")


@require_POST
@require_person
def end_other_devices(request: PersonRequest) -> HttpResponse:
    """Signs all devices out but this one."""
    device_actions.end_other_devices(request.user, request.device)
    return redirect("devices")


def _me(request: PersonRequest) -> dict[str, object]:
    person = request.user
    return {
        "more_rows": [row for more in ME_ROWS if (row := more.row(request, person)) is not None],
        "posts": posts_of(person),
        "phone": phone_for_reading(person.phone),
        "role": Administrator.Role(role).label if (role := role_of(person)) else "",
        "official": person.kind == Person.Kind.OFFICIAL,
        "devices_count": count_devices(person),
        "passkeys_count": count_passkeys(person),
        "sizes": Person.TextSize.choices,
        "themes": Person.Theme.choices,
    }
