"""Once more: it is you. The page that stands before what is grave, and goes on with it when that is shown.

It is no place of its own: it answers at the address of the form that was sent, keeps the form's fields, and sends them with the
code. So nothing typed is lost, nothing is kept on the server meanwhile, and it works without JavaScript.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huiyin.core.errors import Refused
from huiyin.people import codes, passkeys
from huiyin.people.actions import reauthentication
from huiyin.people.auth import PersonRequest, require_person, wants_page
from huiyin.people.phones import veiled_phone
from huiyin.people.queries.credentials import count_passkeys
from huiyin.people.views.credentials import credential_of, said_in

#: Its own fields in the form; all others are the form's that waits.
OWN = {"csrfmiddlewaretoken", "again", "again_code"}


def reauthenticated(
    view: Callable[..., HttpResponse] | None = None, *, reading: bool = False, do: Collection[str] = ()
) -> Callable[..., Any]:  # fmt: skip
    """Decorates a view, below `require_person`, whose POST is grave: it is reached by who showed within ten minutes that it is they.

    `reading`: also what is only read there (a copy taken away); `do`: only these values of the address's part of that name.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            posted = request.method == "POST"
            grave = (posted or reading) and (not do or kwargs.get("do") in do)
            if not grave:
                return view(request, *args, **kwargs)
            page = stopped(request)
            if page is not None:
                return page
            if reading and posted and "again" in request.POST:
                return HttpResponseRedirect(request.get_full_path())
            return view(request, *args, **kwargs)

        return guarded

    return decorate if view is None else decorate(view)


@never_cache
@require_POST
@require_person
def options(request: PersonRequest) -> HttpResponse:
    """What to ask of the device: one of the person's own passkeys."""
    return JsonResponse(passkeys.options_again(request, request.user))


@require_POST
@require_person
def by_passkey(request: PersonRequest) -> HttpResponse:
    """Takes the device's answer; the page then sends the form that waits."""
    reauthentication.prove_by_passkey(request, request.user, request.device, credential_of(said_in(request)))
    return JsonResponse({})


def stopped(request: PersonRequest) -> HttpResponse | None:
    """Gives the page that asks, or None where the way is free. Raises ProveAgain where no page is wanted."""
    step = request.POST.get("again", "")
    refused: Refused | None = None
    if not reauthentication.proved_lately(request.device):
        if not wants_page(request):
            raise reauthentication.ProveAgain
        try:
            if step == "send":
                reauthentication.send_code_again(request, request.user)
            elif step == "code":
                reauthentication.prove_by_code(request, request.user, request.device, request.POST.get("again_code", ""))
                return None
        except Refused as error:
            refused = error
        return _page(request, refused)
    return None


def _page(request: PersonRequest, refused: Refused | None) -> HttpResponse:
    fields = [(name, value) for name, values in request.POST.lists() if name not in OWN for value in values]
    shown = {
        "here": request.get_full_path(), "fields": fields, "refused": refused, "wrong": isinstance(refused, codes.WrongCode),
        "phone": veiled_phone(request.user.phone), "coming": reauthentication.code_is_on_its_way(request, request.user),
        "passkeys": count_passkeys(request.user) > 0, "wait": int(codes.BETWEEN.total_seconds()),
    }  # fmt: skip
    status = (refused or reauthentication.ProveAgain).status
    answer = render(request, "people/reauthentication.html", shown, status=status)
    if refused and "wait_seconds" in refused.facts:
        answer.headers["Retry-After"] = str(refused.facts["wait_seconds"])
    answer.headers["Cache-Control"] = "no-store"
    return answer
