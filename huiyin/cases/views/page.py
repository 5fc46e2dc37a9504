"""The page of a case: for whoever asked, in plain words; for those who have it in hand, with what they may do. And its time limits."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from huiyin.cases.actions import open_history, show_word
from huiyin.cases.actions.lookup import held
from huiyin.cases.extension_points import additions_of
from huiyin.cases.grounds import GROUNDS
from huiyin.cases.models import Answer, Case
from huiyin.cases.preview import preview_of
from huiyin.cases.queries.joined import joined_with
from huiyin.cases.queries.listing import earlier_of
from huiyin.cases.queries.looks import latest_looks, looked_today
from huiyin.cases.queries.page import CasePage, case_for, case_page, file_for, photos_of, shown_to
from huiyin.cases.queries.proposals import proposals
from huiyin.cases.queries.topics import topics
from huiyin.cases.rendering import look_of
from huiyin.cases.rules import Speaker, may_show, own_of, speaker_of
from huiyin.cases.towns import towns
from huiyin.cases.views.buttons import buttons_of
from huiyin.core.errors import Invalid, NotThere, Refused
from huiyin.core.throttle import throttle
from huiyin.media.serving import served_anew
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.phones import clean_phone
from huiyin.people.queries.directory import official_with_number
from huiyin.people.queries.tree import units_in_a_row

NAMED_AN_HOUR = 30


def seen(request: HttpRequest, pk: int) -> tuple[Speaker, Case]:
    """Gives who asks, and the case they may see. Raises NotThere, for a visitor without its code as for anybody else."""
    who = speaker_of(request.user, held(request))
    return who, case_for(who, pk)


@require_GET
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """The case, as its reader may see it."""
    who, found = seen(request, pk)
    return page(request, who, found)


def page(
    request: HttpRequest, who: Speaker, found: Case, refusal: Refused | None = None, move: str = "", kept_keys: Sequence[str] = ()
) -> HttpResponse:
    """Draws the page; after a refusal with its words at the move it is about, what was typed and the files that arrived (`kept_keys`).
    Where that move is possible no longer, all this stands by itself."""
    shown = case_page(who, found)
    names = {one.name for one in shown.may}
    context: dict[str, Any] = {
        "case": found, "shown": shown, "look": look_of(found), "names": names, "refusal": refusal, "move": move,
        "typed": request.POST if refusal else {}, "key": uuid.uuid4().hex, "now": timezone.now(), "running": _running(shown),
        "helping": request.POST.getlist("helping"), "kept_keys": kept_keys, "stands": _stands(found, names, move),
        "grounds": GROUNDS.items(), "closings": Answer.Closing.choices[:3], "additions": additions_of(who, shown),
    }  # fmt: skip
    if "publish" in names:
        photos = [one.upload for one in photos_of(found)]
        context |= {"preview": preview_of(found), "photos": photos, "towns": towns() if shown.inside else ()}
    context["joint"] = {"joint"}
    context["own"] = own_of(found, who) if shown.having == {"joiner"} else None
    context["joins"] = joined_with(found)
    if found.is_word and shown.inside:
        context |= {"shown_to": shown_to(found), "may_show": may_show(who, found)}
    if shown.inside:
        context |= _for_office(who, found, shown)
        return render(request, "cases/case.html", context, status=refusal.status if refusal else 200)
    told = "author" in shown.having and not found.is_confidential
    context["looks"] = latest_looks(found) if told else []
    template = "cases/asked.html" if request.user.is_authenticated else "cases/asked_visitor.html"
    return render(request, template, context, status=refusal.status if refusal else 200)


def _stands(found: Case, names: set[str], move: str) -> bool:
    """Whether the form that was refused is on the page still."""
    if move == "follow_up":
        return move in names and found.state == "answered"
    return move in names or move in ("history", "show")


def _running(shown: CasePage) -> Any:
    """The time limit that whoever has it in hand must keep now: to answer, or, before that, to say whether it is accepted."""
    wanted = [c for c in shown.clocks if c.ended_at is None and c.state == "running" and (c.main or c.kind == "register")]
    return wanted[-1] if wanted else None


def _for_office(who: Speaker, found: Case, shown: CasePage) -> dict[str, Any]:
    earlier = earlier_of(found, who)
    looked = looked_today(found, who.person)
    return {
        "units": units_in_a_row() if "dispatch" in {m.name for m in shown.may} else (), "earlier": list(earlier[:20]), "looked": looked,
        "buttons": buttons_of(found, shown.having, shown.may), "topics": topics(),
        "proposed": proposals(found, who) if found.state in ("registered", "accepted") else None,
    }  # fmt: skip


@require_GET
def clock(request: HttpRequest, pk: int, n: int) -> HttpResponse:
    """How a date came about: the rule, the sum, step by step; for whoever asked too."""
    who, found = seen(request, pk)
    shown = case_page(who, found)
    about = next((one for one in shown.clocks if one.n == n), None)
    if about is None:
        raise NotThere
    template = "cases/clock.html" if request.user.is_authenticated else "cases/clock_visitor.html"
    return render(request, template, {"case": found, "clock": about})


@require_GET
def file(request: HttpRequest, pk: int, key: str, variant: str) -> HttpResponseBase:
    """A photo or paper of a case, for whoever may see the case now; who joined sees none of its author's."""
    who, found = seen(request, pk)
    return served_anew(request, file_for(who, found, key), variant)


@require_POST
@require_person
def show_to(request: PersonRequest, pk: int) -> HttpResponse:
    """The holder of the post a private word is to names somebody who may read it too, by their number."""
    who, found = seen(request, pk)
    if not may_show(who, found):
        raise NotThere  # before a number is looked at: whoever may not name anybody learns of none
    try:
        throttle(f"case-show:{request.user.pk}", NAMED_AN_HOUR, 3600)
        person = official_with_number(clean_phone(request.POST.get("phone", "")[:40]))
        if person is None:
            raise Invalid(_("Nobody in office has this number."), field="person")
        show_word(found, who, person)
    except Refused as refusal:
        if refusal.status == 404:
            raise
        return page(request, who, found, refusal, "show")
    return redirect("case", pk)


@require_POST
@require_person
def history(request: PersonRequest, pk: int) -> HttpResponse:
    """Opens what its author asked before, with the reason for it, which they can read."""
    who, found = seen(request, pk)
    try:
        open_history(found, who, request.POST.get("reason", ""))
    except Refused as refusal:
        if refusal.status == 404:
            raise
        return page(request, who, found, refusal, "history")
    return redirect("case", pk)
