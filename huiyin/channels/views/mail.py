"""How I am told: in the page always, by e-mail where I confirmed a mailbox."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.channels import actions, queries
from huiyin.channels.actions.mailboxes import pending_address
from huiyin.channels.mail.sender import MAIL, destination_of
from huiyin.core.errors import NotThere, Refused
from huiyin.notices.presentation import FAMILIES
from huiyin.people.auth import PersonRequest, require_person


@require_safe
@require_person
@never_cache
def settings(request: PersonRequest) -> HttpResponse:
    """The page."""
    return _page(request)


@require_POST
@require_person
def ask(request: PersonRequest) -> HttpResponse:
    """Sends a code to a mailbox."""
    typed = request.POST.get("address", "")[:300]
    try:
        actions.ask_mailbox(request.user, typed)
    except Refused as refusal:
        return _page(request, refusal, typed)
    return redirect("notices-settings")


@require_POST
@require_person
def confirm(request: PersonRequest) -> HttpResponse:
    """Takes the code."""
    try:
        actions.confirm_mailbox(request.user, request.POST.get("code", "")[:20])
    except Refused as refusal:
        return _page(request, refusal)
    return redirect("notices-settings")


@require_POST
@require_person
def choose(request: PersonRequest) -> HttpResponse:
    """Chooses what comes by e-mail."""
    if queries.mailbox_of(request.user) is not None:
        actions.choose_mail(request.user, request.POST.getlist("families")[:20], "bare" in request.POST)
    return redirect("notices-settings")


@require_POST
@require_person
def remove(request: PersonRequest) -> HttpResponse:
    """Ends it."""
    actions.remove_mailbox(request.user)
    return redirect("notices-settings")


@csrf_exempt  # mail programs press it by themselves, without ever having been here (RFC 8058): the address is the key
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ends the letters to a mailbox: by POST, as scanners follow every link. Again is as well as once."""
    # Whatever logs this request's address from here on must not learn the key.
    request.path = request.path_info = request.META["PATH_INFO"] = "/mail/stop/…"
    number = destination_of(token)
    box = queries.mailbox_by_number(number) if number is not None else None
    if box is None or box.person is None:
        raise NotThere
    if request.method == "POST" and box.told:
        actions.stop_mail(box)
    over = request.method == "POST" or not box.told or box.ended_at is not None
    with override(box.person.language):
        return render(request, "channels/stop.html", {"box": box, "over": over})


def _page(request: PersonRequest, refusal: Refused | None = None, typed: str = "") -> HttpResponse:
    box = queries.mailbox_of(request.user)
    told = box.told if box is not None else []
    shown = {
        "box": box, "mail_on": MAIL.is_on(), "pending": pending_address(request.user), "refusal": refusal, "typed": typed,
        "families": [(name, words, about, name in told) for name, (words, about) in FAMILIES.items()],
    }  # fmt: skip
    return render(request, "channels/settings.html", shown, status=refusal.status if refusal else 200)
