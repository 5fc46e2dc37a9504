"""Like cases hung together: chosen at the desk, answered from one text, taken out again."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.cases import actions
from huiyin.cases.extension_points import additions_of_matter, waiting_for_release
from huiyin.cases.models import Answer, Case, Matter
from huiyin.cases.queries.listing import matter_for, of_matter
from huiyin.cases.queries.page import case_for
from huiyin.cases.rendering import look_of
from huiyin.cases.rules import Speaker, speaker_of
from huiyin.cases.views.files import kept_files, still_kept
from huiyin.core.errors import Refused
from huiyin.people.auth import PersonRequest, require_person
from huiyin.worktime.bounds import whole_in


@require_POST
@require_person
def make(request: PersonRequest) -> HttpResponse:
    """Hangs the chosen cases together."""
    chosen = [pk for pk in (whole_in(one) for one in request.POST.getlist("cases")) if pk is not None]
    matter = actions.make_matter(speaker_of(request.user), chosen, request.POST.get("title", ""))
    return redirect("matter", matter.pk)


@require_http_methods(["GET", "POST"])
@require_person
def matter(request: PersonRequest, pk: int) -> HttpResponse:
    """The cases of a matter; one text answers all that wait for it."""
    who = speaker_of(request.user)
    found, cases = matter_for(who, pk)
    if request.method != "POST":
        return matter_page(request, who, found, cases)
    told, files = request.POST, list[str]()
    try:
        files = kept_files(request)
        actions.answer_matter_once(found, who, told.get("key", "")[:40], told.get("closing", ""), told.get("words", ""),
                                   told.get("public") != "no", files)  # fmt: skip
    except Refused as refusal:
        return matter_page(request, who, found, cases, refusal, still_kept(files, refusal))
    return redirect("matter", pk)


def matter_page(request: PersonRequest, who: Speaker, found: Matter, cases: Sequence[Case], refusal: Refused | None = None,
                kept_keys: Sequence[str] = ()) -> HttpResponse:  # fmt: skip
    """Draws the page; after a refusal with what was typed and the files that arrived (`kept_keys`)."""
    additions = additions_of_matter(who, found, cases, request.GET.dict())
    handed_in = waiting_for_release([case.pk for case in cases])
    begun = next((one.begun for _template, one in additions if one.begun), {})
    context = {
        "matter": found, "cases": [(case, look_of(case)) for case in cases], "refusal": refusal, "closings": Answer.Closing.choices[:3],
        "typed": request.POST or begun, "waiting_ones": sum(case.is_open and case.pk not in handed_in for case in cases),
        "kept_keys": kept_keys, "additions": [(template, one.drawn) for template, one in additions if one.drawn is not None],
        "not_alone": [name for _template, one in additions for name in one.not_alone], "key": request.POST.get("key") or uuid.uuid4().hex,
    }  # fmt: skip
    return render(request, "cases/matter.html", context, status=refusal.status if refusal else 200)


@require_POST
@require_person
def take_out(request: PersonRequest, pk: int) -> HttpResponse:
    """Takes a case out of its matter; nothing of it is lost."""
    who = speaker_of(request.user)
    found, _cases = matter_for(who, pk)
    actions.take_out(found, who, case_for(who, whole_in(request.POST.get("case")) or 0))
    return redirect("matter", pk) if of_matter(who, pk) else redirect("cases-desk")
