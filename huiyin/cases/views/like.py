"""Published cases like what somebody is about to send."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from huiyin.cases.queries.like import like
from huiyin.cases.queries.public import PublicCase
from huiyin.core.throttle import throttle
from huiyin.people.devices import address_of, neighbourhood

A_MINUTE = 60  # looks from one place, or of one person: somebody types, and pauses


@require_POST
def offer(request: HttpRequest) -> HttpResponse:
    """What is published like `text`, `place`, `topic`, as a fragment for the form; nothing where nothing is. Sent in the body: what
    somebody types stands in no log of addresses."""
    found = _like_typed(request)
    return render(request, "cases/_like.html", {"offered": found})


def offers_for(request: HttpRequest) -> list[PublicCase]:
    """Gives what is offered before a form is sent: like what was typed, and not seen yet (`offered`: the numbers that were). Nothing where
    somebody has chosen already (`join`)."""
    if request.POST.get("join"):
        return []
    seen = set(request.POST.get("offered", "")[:400].split(","))
    found = _like_typed(request)
    return found if any(one.number not in seen for one in found) else []


def between(request: HttpRequest, offered: Sequence[PublicCase], typed: Mapping[str, str], keys: Sequence[str] = (),
            also: Sequence[tuple[str, str]] = ()) -> HttpResponse:  # fmt: skip
    """The page between: what was published like it, with the way to join, and the way to send it all the same. All that was typed stays;
    `also`: fields that stand more than once, a name and a value each."""
    seen = ",".join([request.POST.get("offered", "")[:200], *(one.number for one in offered)]).strip(",")
    context = {"offered": offered, "typed": typed, "also": also, "uploads": keys, "seen": seen, "action": request.path}
    template = "cases/like.html" if request.user.is_authenticated else "cases/like_visitor.html"
    return render(request, template, context)


def _like_typed(request: HttpRequest) -> list[PublicCase]:
    """Looks once, and counts it by who is signed in or by place. Raises TooOften."""
    whose = request.user.pk if request.user.is_authenticated else neighbourhood(address_of(request))
    throttle(f"case-like:{whose}", A_MINUTE)
    return like(request.POST.get("text", "")[:4000], request.POST.get("place", "")[:200], request.POST.get("topic", "")[:60])
