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
from huiyin.cases.moves import MOVES
from huiyin.cases.preview import MOST_ANSWERS
from huiyin.cases.views.files import kept_files, still_kept
from huiyin.cases.views.page import page, seen
from huiyin.core.errors import Invalid, NotThere, Refused
from huiyin.worktime.bounds import moment_in, whole_in


@require_POST
def move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Makes a move; refused, the page comes back with what was typed and the words why."""
    who, case = seen(request, pk)
    if not MOVES.can_make(name):
        raise NotThere
    told, files, asks = request.POST, list[str](), "author" in MOVES[name].who  # whoever asked needs no account to send photos
    try:
        files = kept_files(request) if "uploads" in MOVES[name].fields and (asks or request.user.is_authenticated) else []
        content = {key: told.getlist(key) for key in told if key not in ("csrfmiddlewaretoken", "key")} | {"uploads": files}
        actions.once(case, who, name, told.get("key", "")[:40], lambda: MOVES.make(name, case, who, **_brought(name, told, files)), content)
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


def _until(told: QueryDict) -> datetime:
    until = _moment(told, "until")
    if until is None:
        raise Invalid(field="until")
    return until


def _reached(told: QueryDict) -> bool:
    return told.get("reached", "yes") != "no"


def _of_who_was_reached(told: QueryDict, field: str) -> bool | None:
    return _yes(told, field) if _reached(told) else None


def _parts(told: QueryDict) -> list[str]:
    """A line each."""
    return [part.strip() for part in told.get("parts", "").replace("\r\n", "\n").split("\n") if part.strip()]


def _shown_answers(told: QueryDict) -> dict[int, str]:
    return {n: str(told[name]) for n in range(1, MOST_ANSWERS + 1) if (name := f"answer-{n}") in told}


#: How a form says what a move brings, in the order in which it is looked at: takes what was typed and the files that were kept.
READ: dict[str, Callable[[QueryDict, list[str]], Any]] = {
    "words": lambda t, f: t.get("words", ""),
    "reason": lambda t, f: t.get("reason", ""),
    "uploads": lambda t, f: f,
    "ground": lambda t, f: _whole(t, "ground"),
    "helping": lambda t, f: [pk for pk in (whole_in(one) for one in t.getlist("helping")) if pk is not None],
    "deadline_at": lambda t, f: _moment(t, "deadline_at"),
    "lead": lambda t, f: _whole(t, "lead"),
    "topic": lambda t, f: t.get("topic"),
    "until": lambda t, f: _until(t),
    "closing": lambda t, f: t.get("closing", ""),
    "public": lambda t, f: t.get("public") != "no",
    "reached": lambda t, f: _reached(t),
    "answered": lambda t, f: _of_who_was_reached(t, "answered"),
    "solved": lambda t, f: _of_who_was_reached(t, "solved"),
    "satisfied": lambda t, f: _of_who_was_reached(t, "satisfied"),
    "parts": lambda t, f: _parts(t),
    "consent": lambda t, f: False if t.get("consent") == "no" else None,
    "title": lambda t, f: t.get("title", ""),
    "text": lambda t, f: t.get("text", ""),
    "town": lambda t, f: whole_in(t.get("town")) if "town" in t else None,
    "picture": lambda t, f: t.get("picture", "")[:32] if "picture" in t else None,
    "seen": lambda t, f: t.get("seen", "")[:64],
    "answers": lambda t, f: _shown_answers(t),
}


def _brought(name: str, told: QueryDict, files: list[str]) -> dict[str, Any]:
    return {field: read(told, files) for field, read in READ.items() if field in MOVES[name].fields}
