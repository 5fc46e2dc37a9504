"""The page on which a clerk registers a letter on paper, with its scan."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from huiyin.cases.actions.registering import FILES
from huiyin.cases.codes import code_of
from huiyin.cases.models import Channel
from huiyin.cases.queries.aloud import taken_down
from huiyin.cases.queries.topics import topics
from huiyin.cases.rules import speaker_of
from huiyin.cases.views.accusing import accused_in, accusing
from huiyin.cases.views.files import kept_files, still_kept
from huiyin.cases.views.together import joint_in, together
from huiyin.core.errors import Invalid, NotAllowed, Refused
from huiyin.core.ten_digits import for_reading
from huiyin.intake.actions import LetterDraft, register_letter
from huiyin.people.auth import PersonRequest, require_person
from huiyin.worktime.bounds import day_in


@require_http_methods(["GET", "POST"])
@require_person
def letter(request: PersonRequest) -> HttpResponse:
    """The form; refused, all that was typed is still there. Registered, number and code for the receipt."""
    who = speaker_of(request.user)
    if not who.units:
        raise NotAllowed
    typed, refusal, keys = request.POST, None, list[str]()
    if request.method == "POST":
        try:
            keys = kept_files(request)
            made = register_letter(_draft(request, keys), who)
            return redirect(f"{request.path}?taken={made.case.pk}")
        except Refused as refused:
            refusal = refused
    taken, opens = taken_down(who, request.GET.get("taken"), (Channel.LETTER,))
    context = {
        "typed": typed, "refusal": refusal, "key": typed.get("key") or uuid.uuid4().hex, "topics": topics(), "limit": FILES,
        "today": timezone.localdate().isoformat(), "taken": taken, "opens": opens, "code": for_reading(code_of(taken.pk)) if taken else "",
        "texts": bool(settings.TEXT_GATEWAY), "kept_keys": still_kept(keys, refusal) if refusal else (), **together(typed),
        **accusing(request),
    }  # fmt: skip
    return render(request, "intake/letter.html", context, status=refusal.status if refusal else 200)


def _draft(request: PersonRequest, keys: list[str]) -> LetterDraft:
    told = request.POST
    day = day_in(told.get("received_on"))
    if day is None:
        raise Invalid(field="received_on")
    return LetterDraft(
        told.get("summary", ""), day, told.get("name", ""), told.get("address", ""), told.get("phone", ""), told.get("topic", ""),
        told.get("procedure") != "hotline", keys, told.get("key", "")[:40], accused_in(told), joint_in(told),
    )  # fmt: skip
