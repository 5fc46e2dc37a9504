"""The form with which anybody asks for something: no account, no name needed; and the page that shows number and code, once.

Before it is sent, published cases like it are offered: while somebody types, where there are scripts, and else on a page between.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.cases.actions import CaseDraft, Registered, register_or_join
from huiyin.cases.actions.lookup import HELD, held, hold
from huiyin.cases.actions.parties import addressees
from huiyin.cases.actions.registering import FILES
from huiyin.cases.codes import code_of
from huiyin.cases.extension_points import texts_offered
from huiyin.cases.models import Case, Channel
from huiyin.cases.queries.page import case_made
from huiyin.cases.queries.spots import has_map, told
from huiyin.cases.queries.topics import topics
from huiyin.cases.rules import speaker_of
from huiyin.cases.views.accusing import accused_in, accuses, accusing
from huiyin.cases.views.files import kept_files, still_kept
from huiyin.cases.views.like import between, offers_for
from huiyin.core.errors import Refused
from huiyin.core.ten_digits import for_reading
from huiyin.core.throttle import throttle, within_limit
from huiyin.core.tiles import with_tiles
from huiyin.people.devices import address_of, neighbourhood
from huiyin.worktime.bounds import whole_in

NEW = "case_new"  # in the session: the case whose number and code this browser is shown once
UNTOLD = "case_untold"  # in the session: it asked for text messages, and too many were asked for from there
AN_HOUR = 20  # cases of visitors from one place
TEXTS_A_DAY = 10  # requests of visitors from one place, or of one person, that ask for text messages
NOBODY = 0


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Asks what it is about; a refusal brings the page back with all that was typed."""
    if request.method != "POST":
        return _page(request, {"key": uuid.uuid4().hex})
    keys: list[str] = []
    try:
        keys = kept_files(request)
        if not request.POST.get("to") and not accuses(request) and (offered := offers_for(request)):
            return between(request, offered, _typed(request), keys)
        made = _sent(request, keys)
    except Refused as refusal:
        return _page(request, _typed(request), refusal, still_kept(keys, refusal))
    return show_once(request, made.case)


def _sent(request: HttpRequest, keys: list[str]) -> Registered:
    """Registers what was typed: by itself, or as joining the published case that was chosen (`join`: its number)."""
    require_within_limits(request)
    draft = CaseDraft(
        request.POST.get("text", ""), place=told(request.POST.get("place", ""), request.POST.get("spot", "")),
        name=request.POST.get("name", ""),
        phone=request.POST.get("phone", ""), topic=request.POST.get("topic", ""), uploads=keys, channel=Channel.FORM,
        anonymous=bool(request.POST.get("anonymous")), to=_to(request), for_name=request.POST.get("for_name", ""),
        for_phone=request.POST.get("for_phone", "")[:40], for_relation=request.POST.get("for_relation", ""),
        key=request.POST.get("key", "")[:40], texts=_texts(request), accused=accused_in(request.POST),
    )  # fmt: skip
    return register_or_join(draft, speaker_of(request.user, held(request)), request.POST.get("join", "")[:20])


def _texts(request: HttpRequest) -> bool:
    """Whether they are told by text message. Each costs: from one place, or of one person, so many are taken in a day; their request comes
    all the same, and the next page says that no message will."""
    if not request.POST.get("texts") or not request.POST.get("phone"):
        return False
    whose = request.user.pk if request.user.is_authenticated else neighbourhood(address_of(request))
    if within_limit(f"case-texts:{whose}", TEXTS_A_DAY, 86_400):
        return True
    request.session[UNTOLD] = True
    return False


def _to(request: HttpRequest) -> int | None:
    """The post a private word is to; what names none is nobody's, never everybody's."""
    said = request.POST.get("to", "")
    found = whole_in(said, 9)
    return None if not said else found if found is not None else NOBODY


def show_once(request: HttpRequest, case: Case) -> HttpResponse:
    """Leads to the page that shows number and code of a new case, once."""
    hold(request, case)
    request.session[NEW] = case.pk
    return redirect("case-received")


_TYPED = ("text", "place", "spot", "name", "phone", "topic", "key", "anonymous", "to", "for_name", "for_phone", "for_relation", "texts")


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in _TYPED}


def _page(request: HttpRequest, typed: dict[str, str], refusal: Refused | None = None, kept_keys: Sequence[str] = ()) -> HttpResponse:
    context = {
        "typed": typed, "refusal": refusal, "files_limit": FILES, "topics": topics(), "addressees": addressees(),
        "texts": texts_offered(), "has_map": has_map(), "kept_keys": kept_keys, **accusing(request),
    }  # fmt: skip
    template = "cases/new.html" if request.user.is_authenticated else "cases/new_visitor.html"
    return with_tiles(render(request, template, context, status=refusal.status if refusal else 200))


def require_within_limits(request: HttpRequest) -> None:
    """Visitors share a limit with whoever asks from the same place; it is wide enough for a village's one line."""
    whose = request.user.pk if request.user.is_authenticated else neighbourhood(address_of(request))
    throttle(f"case-new:{whose}", AN_HOUR, 3600)


@require_GET
def received(request: HttpRequest) -> HttpResponse:
    """Number and code of what was just sent, once: whoever comes back has written them down, or has an account."""
    pk = request.session.pop(NEW, None) if HELD in request.session else None
    case = case_made(pk)
    if case is None:
        return redirect("cases" if request.user.is_authenticated else "case-look-up")
    template = "cases/received.html" if request.user.is_authenticated else "cases/received_visitor.html"
    told = {"untold": request.session.pop(UNTOLD, False), "called": case.texts and texts_offered() == "used_up"}
    return render(request, template, {"case": case, "code": for_reading(code_of(case.pk)), **told})
