"""The clerks' desk: the list with its filters, the form for a call, and a message that becomes a case."""

from __future__ import annotations

import uuid

from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.cases.actions import CaseDraft, case_from_message, register_or_join
from huiyin.cases.actions.registering import ON_BEHALF
from huiyin.cases.codes import code_of
from huiyin.cases.extension_points import texts_offered
from huiyin.cases.models import Channel, State
from huiyin.cases.queries.aloud import taken_down
from huiyin.cases.queries.like import like
from huiyin.cases.queries.listing import Wanted, earlier_by_phone, name_under, page_of, state_counts
from huiyin.cases.queries.public import case_of
from huiyin.cases.queries.topics import in_use, topic_name, topics
from huiyin.cases.queries.waiting import waiting
from huiyin.cases.rendering import look_of
from huiyin.cases.rules import Speaker, may_arrange_learning, may_take_down, speaker_of
from huiyin.cases.views.accusing import accused_in, accusing
from huiyin.cases.views.like import between, offers_for
from huiyin.cases.views.together import as_typed, joint_in, together
from huiyin.core.errors import Invalid, NotThere, Refused
from huiyin.core.ten_digits import for_reading
from huiyin.groups.queries import message_in
from huiyin.groups.rules import membership_or_404
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.phones import clean_phone
from huiyin.people.queries.directory import units_named
from huiyin.people.rules import is_official, require
from huiyin.people.throttles import looks_up
from huiyin.worktime.bounds import moment_of, whole_in

PAGE = 30


def _in_office(request: PersonRequest) -> Speaker:
    """Gives who asks, if they are in office. Raises NotAllowed."""
    require(is_official(request.user))
    return speaker_of(request.user)


@require_GET
@require_person
def desk(request: PersonRequest) -> HttpResponse:
    """What waits for my word first, then all that I see by what I hold."""
    who, asked, now = _in_office(request), request.GET, timezone.now()
    wanted = Wanted(asked.get("state", "")[:20], asked.get("topic", "")[:60], whole_in(asked.get("unit"), 9), asked.get("q", "")[:100],
                    asked.get("channel", "")[:10])  # fmt: skip
    begins, together = _place(asked.get("after", "")), bool(asked.get("together")) and bool(who.desks)
    page, place = page_of(who, wanted, now, PAGE, begins, office=True)
    topics_in_use, units = in_use(who)
    if wanted.topic and wanted.topic not in dict(topics_in_use):
        topics_in_use.append((wanted.topic, topic_name(wanted.topic)))
    context = {
        "cases": [(case, look_of(case)) for case in page], "wanted": wanted, "now": now, "counts": state_counts(who),
        "first": [(case, look_of(case)) for case in waiting(who)[:12]] if not wanted and begins is None and not together else [],
        "together": together, "is_desk": bool(who.desks),
        "may_arrange_learning": may_arrange_learning(who),
        "states": State.choices, "channels": Channel.choices, "topics": topics_in_use,
        "units": units_named({*units, *([wanted.unit] if wanted.unit else ())}),
        "next": f"{place[0]}.{place[1]}" if place else "",
    }  # fmt: skip
    return render(request, "cases/desk.html", context)


def _place(said: str) -> tuple[int, int] | None:
    """Gives the place a page begins after; what makes no sense is the first page's."""
    at, _dot, pk = said.partition(".")
    micros, number = whole_in(at, 18), whole_in(pk)
    return (micros, number) if micros is not None and number is not None and moment_of(micros) is not None else None


@require_http_methods(["GET", "POST"])
@require_person
def call(request: PersonRequest) -> HttpResponse:
    """The operator's form, by keyboard: the caller found by their number, earlier cases beside, number and code read aloud."""
    who = _in_office(request)
    require(may_take_down(who))
    typed = request.POST if request.method == "POST" else request.GET
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            draft = _draft(request.POST)
            if not draft.accused and (offered := offers_for(request)):
                return between(request, offered, {name: typed.get(name, "") for name in _TYPED}, also=as_typed(typed))
            number = "" if draft.accused else typed.get("join", "")[:20]
            made = register_or_join(draft, who, number)
            return redirect(f"{request.path}?taken={made.case.pk}")
        except Refused as refused:
            refusal = refused
    context = {"typed": typed, "refusal": refusal, "key": typed.get("key") or uuid.uuid4().hex, "topics": topics(),
               "texts": texts_offered(), **together(typed), **accusing(request), **_caller(request, who)}  # fmt: skip
    return render(request, "cases/call.html", context, status=refusal.status if refusal else 200)


_TYPED = ("text", "place", "name", "phone", "topic", "channel", "for_name", "for_phone", "for_relation", "key", "texts")


def _draft(typed: QueryDict) -> CaseDraft:
    return CaseDraft(
        typed.get("text", ""), place=typed.get("place", ""), name=typed.get("name", ""), phone=typed.get("phone", ""),
        topic=typed.get("topic", ""), channel=_channel(typed.get("channel", "")),
        for_name=typed.get("for_name", ""), for_phone=typed.get("for_phone", "")[:40], for_relation=typed.get("for_relation", ""),
        key=typed.get("key", "")[:40], texts=bool(typed.get("texts")), accused=accused_in(typed),
        joint=joint_in(typed),
    )  # fmt: skip


def _channel(said: str) -> str:
    if said not in ON_BEHALF:
        raise Invalid(field="channel")
    return said


def _caller(request: PersonRequest, who: Speaker) -> dict[str, object]:
    """Who calls, by their number, and what was asked under it; what was just taken down, with its code to be read aloud."""
    told: dict[str, object] = {"known_name": "", "found": False, "earlier": [], "taken": None, "code": ""}
    taken, opens = taken_down(who, request.GET.get("taken"), ON_BEHALF)
    if taken is not None:
        told |= {"taken": taken, "opens": opens, "code": for_reading(code_of(taken.pk))}
    said = request.GET.get("phone", "").strip() if request.method == "GET" else ""
    if said:
        looks_up(request.user)
        try:
            phone = clean_phone(said)
        except Invalid as refusal:
            return told | {"refusal": refusal}
        earlier = earlier_by_phone(phone, who)[:8]
        told |= {"found": True, "known_name": name_under(phone, who), "earlier": [(case, look_of(case)) for case in earlier]}
    return told


@require_http_methods(["GET", "POST"])
@require_person
def from_message(request: PersonRequest, group: int, n: int) -> HttpResponse:
    """A message of a group becomes a case: one tap in the menu; without JavaScript a page with one button."""
    member = membership_or_404(request.user, group)
    message = message_in(member.group, n)
    if message is None:
        raise NotThere
    who = speaker_of(request.user)
    offered = like(message.text)
    if request.method == "POST":
        by_script = request.headers.get("Accept", "").startswith("application/json")
        if offered and by_script and not request.POST.get("offered"):
            return JsonResponse({"like": request.path})  # the script goes to the page, where they are offered
        joins = case_of(request.POST["join"][:20]) if request.POST.get("join") else None
        made = case_from_message(message, who, private=bool(request.POST.get("private")), joins=joins)
        return HttpResponse(status=204) if by_script else redirect("case", made.case.pk)
    return render(request, "cases/from_message.html", {"group": member.group, "message": message, "offered": offered})
