"""The moves, from the buttons of the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from huiyin.cases import actions
from huiyin.cases.models import Case
from huiyin.cases.moves import MOVES
from huiyin.cases.preview import MOST_ANSWERS
from huiyin.cases.rules import Speaker
from huiyin.cases.views.files import kept_files, still_kept
from huiyin.cases.views.page import page, seen
from huiyin.core.errors import Invalid, NotThere, Refused
from huiyin.worktime.bounds import moment_in, whole_in


@require_POST
def move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Makes a move; refused, the page comes back with what was typed and the words why."""
    who, case = seen(request, pk)
    if name not in MOVES or name not in MAKE:
        raise NotThere
    told, files = request.POST, list[str]()
    try:
        files = kept_files(request) if name in ("reopen", "reply") or (name == "answer" and request.user.is_authenticated) else []
        content = {key: told.getlist(key) for key in told if key not in ("csrfmiddlewaretoken", "key")} | {"uploads": files}
        actions.once(case, who, name, told.get("key", "")[:40], lambda: MAKE[name](case, who, told, files), content)
    except Refused as refusal:
        if refusal.status in (401, 404):
            raise
        return page(request, who, case, refusal, name, still_kept(files, refusal))
    if name == "recuse":
        return redirect("cases-desk")
    return redirect(f"{reverse('case', args=[pk])}?done={name}")


def _whole(told: QueryDict, field: str) -> int:
    found = whole_in(told.get(field))
    if found is None:
        raise Invalid(field=field)
    return found


def _moment(told: QueryDict, field: str) -> datetime | None:
    """A moment of a form, in the county's zone; None where nothing was typed."""
    if not told.get(field):
        return None
    found = moment_in(told.get(field))
    if found is None:
        raise Invalid(field=field)
    return timezone.make_aware(found) if timezone.is_naive(found) else found


def _yes(told: QueryDict, field: str) -> bool | None:
    return {"yes": True, "no": False}.get(told.get(field, ""))


def _dispatch(case: Case, who: Speaker, told: QueryDict) -> Case:
    helping = [pk for pk in (whole_in(one) for one in told.getlist("helping")) if pk is not None]
    own = _moment(told, "deadline_at")
    return actions.dispatch_case(case, who, _whole(told, "lead"), helping, own, _words(told), told.get("topic"))


def _extension(case: Case, who: Speaker, told: QueryDict) -> Case:
    until = _moment(told, "until")
    if until is None:
        raise Invalid(field="until")
    return actions.ask_extension(case, who, until, told.get("reason", ""))


def _follow_up(case: Case, who: Speaker, told: QueryDict) -> Case:
    reached = told.get("reached", "yes") != "no"
    asked = [_yes(told, name) if reached else None for name in ("answered", "solved", "satisfied")]
    return actions.follow_up(case, who, reached, *asked)


def _split(case: Case, who: Speaker, told: QueryDict) -> Any:
    parts = [part.strip() for part in told.get("parts", "").replace("\r\n", "\n").split("\n") if part.strip()]
    return actions.split_case(case, who, parts)


def _publish(case: Case, who: Speaker, told: QueryDict) -> Case:
    consent = False if told.get("consent") == "no" else None
    town = whole_in(told.get("town")) if "town" in told else None
    picture = told.get("picture", "")[:32] if "picture" in told else None
    answers = {n: str(told[name]) for n in range(1, MOST_ANSWERS + 1) if (name := f"answer-{n}") in told}
    return actions.publish_case(case, who, consent, told.get("title", ""), told.get("text", ""), town=town, picture=picture,
                                seen=told.get("seen", "")[:64], answers=answers)  # fmt: skip


def _words(told: QueryDict) -> str:
    return told.get("words", "")


Make = Callable[[Case, Speaker, QueryDict, list[str]], Any]
MAKE: dict[str, Make] = {
    "accept": lambda c, w, t, f: actions.accept_case(c, w, _words(t)),
    "decline": lambda c, w, t, f: actions.decline_case(c, w, _whole(t, "ground"), _words(t)),
    "dispatch": lambda c, w, t, f: _dispatch(c, w, t),
    "object": lambda c, w, t, f: actions.object_to_case(c, w, _words(t)),
    "uphold": lambda c, w, t, f: actions.decide_objection(c, w, True, _words(t)),
    "overrule": lambda c, w, t, f: actions.decide_objection(c, w, False, _words(t)),
    "lift": lambda c, w, t, f: actions.lift_case(c, w, _words(t)),
    "begin": lambda c, w, t, f: actions.begin_case(c, w, _words(t)),
    "ask": lambda c, w, t, f: actions.ask_back(c, w, _words(t)),
    "reply": lambda c, w, t, f: actions.reply(c, w, _words(t), f),
    "answer": lambda c, w, t, f: actions.answer_case(c, w, t.get("closing", ""), _words(t), f, t.get("public") != "no"),
    "extension": lambda c, w, t, f: _extension(c, w, t),
    "approve": lambda c, w, t, f: actions.decide_extension(c, w, True, _words(t)),
    "refuse": lambda c, w, t, f: actions.decide_extension(c, w, False, _words(t)),
    "follow_up": lambda c, w, t, f: _follow_up(c, w, t),
    "reopen": lambda c, w, t, f: actions.reopen_case(c, w, _words(t), f),
    "review": lambda c, w, t, f: actions.review_case(c, w, _words(t)),
    "recuse": lambda c, w, t, f: actions.recuse(c, w, t.get("reason", "")),
    "split": lambda c, w, t, f: _split(c, w, t),
    "note": lambda c, w, t, f: actions.note_case(c, w, _words(t)),
    "publish": lambda c, w, t, f: _publish(c, w, t),
}  # fmt: skip
