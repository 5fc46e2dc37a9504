"""What everybody may read, signed in or not: the list, the map by towns, one case, its picture; and joining it."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.actions import CaseDraft, join_case
from huiyin.cases.actions.lookup import held
from huiyin.cases.models import Channel
from huiyin.cases.queries.public import CHOICES, Narrowed, by_town, case_of, public_case, public_list, topics_published
from huiyin.cases.rules import speaker_of
from huiyin.cases.views.form import require_within_limits, show_once
from huiyin.cases.views.outline import placed
from huiyin.core.errors import NotThere, Refused
from huiyin.core.paging import number_of
from huiyin.core.tiles import tiles_told, with_tiles
from huiyin.media.serving import served_anew
from huiyin.worktime.bounds import moment_of, whole_in

VARIANTS = ("thumb", "large")


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What was asked and answered: ?q=, ?topic=, ?town=, ?state=open|answered|settled|declined, read on with ?before=."""
    narrowed = narrowed_in(request)
    found, more = public_list(narrowed, _place(request.GET.get("before", "")))
    context = {
        "cases": found, "narrowed": narrowed, "topics": topics_published(), "towns": by_town(), "states": CHOICES,
        "next": f"{number_of(found[-1].published_at)}.{found[-1].number}" if more else "",
        "again": {name: value for name, value in request.GET.items() if name in ("q", "topic", "town", "state") and value},
    }  # fmt: skip
    return _fresh(render(request, "cases/public.html", context))


def narrowed_in(request: HttpRequest) -> Narrowed:
    """Gives what a list is narrowed to by its address."""
    asked = request.GET
    state = asked.get("state", "")
    topic, words = (asked.get(name, "").replace("\x00", "") for name in ("topic", "q"))
    return Narrowed(words[:100].strip(), topic[:60], whole_in(asked.get("town"), 9), state if state in CHOICES else "")


def _place(said: str) -> tuple[datetime, str] | None:
    at, _dot, number = said.partition(".")
    micros = whole_in(at, 18)
    moment = moment_of(micros) if micros is not None else None
    return (moment, number[:20].replace("\x00", "")) if moment is not None and number else None


@require_safe
def towns(request: HttpRequest) -> HttpResponse:
    """Published cases by town, as a map where somebody said where towns lie, and always as a list. No place is finer."""
    found = by_town()
    sheet, spots = placed(found)
    shown = {"towns": found, "spots": spots, "sheet": sheet, **tiles_told(bool(spots))}
    return with_tiles(_fresh(render(request, "cases/public_map.html", shown)), bool(spots))


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, number: str) -> HttpResponse:
    """One published case; POST joins it: whoever asks for the same gets a number and a code of their own."""
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            require_within_limits(request)
            draft = CaseDraft(
                request.POST.get("text", ""), place=request.POST.get("place", ""), name=request.POST.get("name", ""),
                phone=request.POST.get("phone", ""), channel=Channel.FORM, key=request.POST.get("key", "")[:40],
            )  # fmt: skip
            return show_once(request, join_case(case_of(number), speaker_of(request.user, held(request)), draft).case)
        except Refused as refused:
            if refused.status == 404:
                raise
            refusal = refused
    context = {"one": public_case(number), "refusal": refusal, "typed": request.POST, "key": request.POST.get("key") or uuid.uuid4().hex}
    return _fresh(render(request, "cases/public_case.html", context, status=refusal.status if refusal else 200))


@require_safe
def picture(request: HttpRequest, number: str, variant: str) -> HttpResponseBase:
    """The picture of a published case, as long as it is published with it."""
    upload = public_case(number).picture
    if upload is None or variant not in VARIANTS:
        raise NotThere
    answer = served_anew(request, upload, variant)
    # Under its number: what somebody called the file stays inside.
    answer.headers["Content-Disposition"] = f'inline; filename="{number}.{"webp" if variant == "thumb" else "jpg"}"'
    return answer


def _fresh(answer: HttpResponse) -> HttpResponse:
    """What is taken back stands in no copy: asked again each time."""
    answer.headers["Cache-Control"] = "no-cache"
    return answer
