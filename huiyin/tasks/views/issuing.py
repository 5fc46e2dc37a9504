"""Giving out a task: what a sentence would become, the form, the plain and the composer's way of sending it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.core.bodies import body_object
from huiyin.core.dates import clock_words
from huiyin.core.errors import Invalid, KeyUsed, NotThere, Refused
from huiyin.groups import rendering
from huiyin.groups.models import Member
from huiyin.groups.queries import message_in
from huiyin.groups.rules import membership_or_404
from huiyin.groups.views.frame import page
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.models import Person
from huiyin.people.rules import require
from huiyin.people.throttles import reads_sentence
from huiyin.tasks.actions import give_out
from huiyin.tasks.extension_points import Shown, origin_in
from huiyin.tasks.queries.listing import task_in
from huiyin.tasks.queries.sentence import Candidate, Suggestion, as_json, candidate, candidates, draw_ladder, read_sentence, title_of
from huiyin.tasks.quick_deadlines import quick_deadlines
from huiyin.tasks.recurrence.form import choices, repeats_in_form, repeats_in_json, typed_rhythm
from huiyin.tasks.rules import may_issue
from huiyin.tasks.views.form_fields import draft_in, number_in, uploads_in
from huiyin.worktime.bounds import whole_in

BODY_LIMIT = 64 * 1024


@require_POST
@require_person
def sentence(request: PersonRequest, pk: int) -> HttpResponse:
    """What the words typed so far would become as a task, for the line above the composer."""
    member = _issuer(request, pk)
    text = str(body_object(request, BODY_LIMIT).get("text") or "")
    reads_sentence(request.user)
    return JsonResponse(as_json(read_sentence(member, text, timezone.now()), clock_words))


@require_http_methods(["GET", "POST"])
@require_person
def new(request: PersonRequest, pk: int) -> HttpResponse:
    """The form, for what a sentence does not say. ?from=N springs from a message, ?text= begins with words, ?parent= is a part."""
    member = _issuer(request, pk)
    if request.method == "POST":
        return _issue_from_form(request, member)
    origin = origin_in(request.GET.get("for", ""))
    told = origin[0].begins(request.user, origin[1]) if origin else None
    source = number_in(request.GET, "from", None)
    message = message_in(member.group, source) if source else None
    if source and (message is None or message.recalled_at or message.erased_at):
        raise NotThere
    text = request.GET.get("text", "")[:5000] or (message.text if message else told.title if told else "")
    reads_sentence(request.user)
    whole = read_sentence(member, text, timezone.now())
    suggestion, others = (whole.parts[0], whole.parts[1:]) if whole.parts else (whole, [])
    chosen = suggestion.chosen
    typed = {
        "title": suggestion.title if text else "", "lead": suggestion.lead.value if suggestion.lead else "",
        "helpers": [h.value for h in suggestion.helpers], "source": source or "", "parent": request.GET.get("parent", "")[:10],
        "deadline": f"{timezone.localtime(chosen.moment):%Y-%m-%dT%H:%M}" if chosen and chosen.moment else "",
        "deadline_words": chosen.words if chosen else "", "interval_hours": 4, "visibility": "group", "key": uuid.uuid4().hex,
    }  # fmt: skip
    read = suggestion.repeats
    if told is not None:  # what somebody asked is not for the whole group
        kept = told.deadline and f"{timezone.localtime(told.deadline):%Y-%m-%dT%H:%M}"
        typed |= {"for": request.GET["for"], "title": told.title[:120], "visibility": "line", "deadline": typed["deadline"] or kept or ""}
    typed |= typed_rhythm(read.rhythm, read.at, None, read.words) if read is not None else {}
    return _form(request, member, typed, others=[(one, _form_for(member, one.text, source)) for one in others if one.is_task], origin=told)


def _form_for(member: Member, text: str, source: int | None) -> str:
    """Where the form stands filled in with what is asked of another one in the same sentence."""
    asked = {"text": text} | ({"from": source} if source else {})
    return f"{reverse('task-new', args=[member.group_id])}?{urlencode(asked)}"


def _form(
    request: PersonRequest, member: Member, typed: dict[str, Any], refusal: Refused | None = None,
    others: Sequence[tuple[Suggestion, str]] = (), origin: Shown | None = None,
) -> HttpResponse:  # fmt: skip
    if isinstance(refusal, KeyUsed):
        typed["key"] = uuid.uuid4().hex
    lead = candidate(member, typed.get("lead", "")) if typed.get("lead") else None
    number = whole_in(str(typed.get("source") or ""))
    source = message_in(member.group, number) if number else None
    parent = task_in(member.group, whole_in(str(typed.get("parent") or "")))
    return page(
        request, "tasks/new.html", member, refusal, typed=typed, everybody=_everybody(member, typed), source=source, parent=parent,
        said=rendering.preview(source, get_language() or "zh-hans", named=False) if source else "",
        lead=lead, ladder=draw_ladder(member, lead.post) if lead else None, quick=quick_deadlines(member.group.unit_id, timezone.now()),
        others=others, origin=origin, **choices(),
    )  # fmt: skip


def _origin(person: Person, typed: dict[str, Any]) -> Shown | None:
    """For what it is given out; None where it can be no longer: that was said in words."""
    try:
        origin = origin_in(str(typed.get("for") or ""))
        return origin[0].begins(person, origin[1]) if origin else None
    except Refused:
        return None


def _everybody(member: Member, typed: dict[str, Any]) -> list[Candidate]:
    """Whom the form offers: everybody here; before them those who are named another way, by their post alone."""
    offered = candidates(member)
    values = {one.value for one in offered}
    named = [value for value in dict.fromkeys([typed.get("lead") or "", *(typed.get("helpers") or [])]) if value and value not in values]
    return [found for value in named[:40] if (found := candidate(member, value[:40])) is not None] + offered


def _issue_from_form(request: PersonRequest, member: Member) -> HttpResponse:
    typed: dict[str, Any] = {name: request.POST.get(name, "") for name in request.POST}
    typed |= {"helpers": request.POST.getlist("helpers"), "repeat_weekdays": request.POST.getlist("repeat_weekdays")}
    try:
        draft = draft_in(member, request.POST, request.POST.getlist("helpers"), uploads_in(request, request.user))
        repeats = repeats_in_form(request.POST)
        origin = origin_in(request.POST.get("for", ""))
        task = give_out(member.group, request.user, draft, repeats, origin).task
    except Refused as refusal:
        return _form(request, member, typed, refusal, origin=_origin(request.user, typed))
    if origin is not None or task.message is None:
        return redirect("task", task.pk)
    return redirect(f"{reverse('group', args=[member.group_id])}#latest")


@require_GET
@require_person
def ladder(request: PersonRequest, pk: int) -> HttpResponse:
    """The ladder above somebody, drawn: asked for when the form's lead changes."""
    member = _issuer(request, pk)
    lead = candidate(member, request.GET.get("lead", "")[:40])
    skip, most = number_in(request.GET, "ladder_skip", 0) or 0, number_in(request.GET, "ladder_most", None)
    drawn = draw_ladder(member, lead.post, min(skip, 20), most) if lead else None
    return render(request, "tasks/_ladder_drawn.html", {"ladder": drawn, "lead": lead})


@require_POST
@require_person
def issue(request: PersonRequest, pk: int) -> HttpResponse:
    """The composer's way: JSON with the sentence and what was read in it. Answers as posting does: 200 for what was sent before."""
    member = _issuer(request, pk)
    body = body_object(request, BODY_LIMIT)
    told = body.get("task") or {}
    if not isinstance(told, dict):
        raise Invalid
    lists = {name: [str(x) for x in body_list] for name, body_list in (("helpers", told.get("helpers")), ("uploads", body.get("uploads")))
             if isinstance(body_list, list)}  # fmt: skip
    fields = {**told, "text": body.get("text", ""), "key": body.get("key", ""), "urgent_reason": body.get("urgent_reason", "")}
    fields["source"] = body.get("reply_to")
    fields.setdefault("title", "")
    if not str(fields["title"]).strip():
        fields["title"] = title_of(str(fields["text"]))
    draft, repeats = draft_in(member, fields, lists.get("helpers", []), lists.get("uploads", [])), repeats_in_json(told.get("repeats"))
    issued = give_out(member.group, request.user, draft, repeats)
    task, status = issued.task, 200 if issued.again else 201
    message = task.message
    if message is None:
        return JsonResponse({"task": task.pk, "to": reverse("task", args=[task.pk])}, status=status)
    message.group = member.group
    ready = rendering.preload([message])[0]
    answer = {
        "n": message.n, "seq": message.seq, "stream": member.group.stream_id, "at": message.at.isoformat(timespec="seconds"),
        "key": message.key, "html": rendering.message_html(ready, get_language() or "zh-hans"), "task": task.pk,
    }  # fmt: skip
    return JsonResponse(answer, status=status)


def _issuer(request: PersonRequest, pk: int) -> Member:
    member = membership_or_404(request.user, pk)
    require(may_issue(member, member.group))
    return member
