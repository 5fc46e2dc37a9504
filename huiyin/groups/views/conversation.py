"""A group's conversation: the page, its fragments, and the plain form that posts without JavaScript."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.core.errors import Invalid, Refused
from huiyin.groups import queries, rendering
from huiyin.groups.actions import mark_read, post_message
from huiyin.groups.actions.mentioning import EVERYONE, directory
from huiyin.groups.extension_points import IN_CONVERSATION
from huiyin.groups.models import Group, Member
from huiyin.groups.quiet import quiet_now
from huiyin.groups.rules import may_be_urgent, may_manage, may_mention_all, may_pin, may_post, membership_or_404
from huiyin.groups.views.frame import number
from huiyin.media.actions import keep_upload
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.queries import posts_shown
from huiyin.worktime.bounds import day_in, whole_in

LONG_UNREAD = 30  # with more than these waiting the page opens where the reading stopped
MENTIONS_LIMIT = 1500


@require_GET
@require_person
def group(request: PersonRequest, pk: int) -> HttpResponse:
    """The conversation: at its end, or where reading stopped; ?around=N and ?on=2026-11-23 go elsewhere."""
    member = membership_or_404(request.user, pk)
    return _page(request, member)


def _page(request: PersonRequest, member: Member, refusal: Refused | None = None, typed: str = "") -> HttpResponse:
    group, language = member.group, get_language() or "zh-hans"
    # The list first: its cursor must not be ahead of the messages read after it, or the browser would never hear of one between.
    rows = queries.my_groups(request.user, language)
    here = next((row for row in rows if row.pk == group.pk), None)
    seq = here.seq if here else 0
    page = queries.page_of(group, around=_where(request, member))
    counts = queries.read_counts(group)
    new = max(0, group.last_n - member.read_n)
    # Their line says whether anything names them; where it is missing (the 501st group, an ended one) it is asked.
    named_at = queries.mentions_waiting(request.user, group, member.read_n) if new and (here is None or here.mentioned) else None
    context = {
        "group": group, "member": member, "rows": rows, "unread_in_all": sum(row.unread for row in rows if not row.muted),
        "page": page, "items": _items(page, member, counts, language), "counts_json": json.dumps(counts),
        "people": _people_count(group, counts), "readers": max(0, sum(c for _n, c, _joined in counts) - 1),
        "pins": [(pin, rendering.preview(pin, language, named=False)) for pin in queries.pins(group)],
        "named_at": named_at, "new": new, "quiet_until": quiet_now(group, timezone.now()),
        "may_post": may_post(member, group), "may_manage": may_manage(member), "may_pin": may_pin(member, group),
        "may_be_urgent": may_be_urgent(member, request.user), "refusal": refusal, "typed": typed,
        "key": uuid.uuid4().hex, "seq": seq or group.stream.seq, "additions": [one.add(member) for one in IN_CONVERSATION],
    }  # fmt: skip
    return render(request, "groups/group.html", context, status=refusal.status if refusal else 200)


def _where(request: HttpRequest, member: Member) -> int | None:
    """The message to open the page at, or None for the end."""
    if request.GET.get("on"):
        day = day_in(request.GET["on"])
        return queries.number_on(member.group, day) if day is not None else None
    around = number(request, "around")
    if around is not None:
        return around
    return member.read_n + 1 if member.group.last_n - member.read_n > LONG_UNREAD else None


def _items(page: queries.MessagesPage, member: Member, counts: Any, language: str) -> SafeString:
    """What stands on the page, as HTML: days, the line where the unread begins, messages."""
    lines: list[str] = []
    day = None
    first_unread = member.read_n + 1 if member.read_n < member.group.last_n else None
    for message in page.messages:
        local = timezone.localtime(message.at)
        if local.date() != day:
            day = local.date()
            lines.append(rendering.day_html(local))
        if message.n == first_unread:
            lines.append(rendering.new_html())
        mine = message.author_id == member.person_id and not message.robot
        lines.append(rendering.message_html(message, language, mine=mine, seen=_seen(counts, message.n) if mine else ""))
    return SafeString("\n".join(lines))


def _seen(counts: Any, n: int) -> str:
    read, unread = queries.seen_by(counts, n)
    read = max(0, read - 1)  # the author is no reader of their own words
    if not read and not unread:
        return ""
    return _("%(read)s read, %(unread)s not") % {"read": read, "unread": unread} if unread else _("all read")


def _people_count(group: Group, counts: Any) -> int:
    if group.kind == Group.Kind.LISTENING:
        return queries.member_count(group)
    return sum(c for _n, c, _joined in counts)


@require_http_methods(["GET", "POST"])
@require_person
def messages(request: PersonRequest, pk: int) -> HttpResponse:
    """GET: a fragment of messages before, after or around a number. POST: the plain form."""
    member = membership_or_404(request.user, pk)
    if request.method == "POST":
        return _post(request, member)
    before, after, around = (number(request, name) for name in ("before", "after", "around"))
    page = queries.page_of(member.group, before, after, around)
    counts = queries.read_counts(member.group)
    items = _items(page, member, counts, get_language() or "zh-hans")
    answer = HttpResponse(items)
    told = {"X-First": page.first_n, "X-Last": page.last_n, "X-Before": int(page.before), "X-After": int(page.after)}
    for name, value in told.items():
        answer.headers[name] = str(value)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _post(request: PersonRequest, member: Member) -> HttpResponse:
    """Posts what a form holds; refused, the page comes back with what was typed and the words why."""
    text = request.POST.get("text", "")
    try:
        uploads = [keep_upload(request.user, f, f.name or "", f.content_type or "").key for f in request.FILES.getlist("files")]
        post_message(
            member.group, request.user, text, key=request.POST.get("key", "")[:40], uploads=uploads,
            reply_to=whole_in(request.POST.get("reply_to")),
            urgent_reason=request.POST.get("urgent_reason", ""),
        )  # fmt: skip
    except Refused as refusal:
        return _page(request, member, refusal, text)
    return redirect(f"{reverse('group', args=[member.group_id])}#latest")


@require_POST
@require_person
def read(request: PersonRequest, pk: int) -> HttpResponse:
    """Without JavaScript: a button that says "I have read this"."""
    member = membership_or_404(request.user, pk)
    n = whole_in(request.POST.get("n"))
    if n is None:
        raise Invalid(field="n")
    mark_read(member.group, request.user, n)
    return redirect(f"{reverse('group', args=[pk])}#latest")


@require_GET
@require_person
def mentions(request: PersonRequest, pk: int) -> JsonResponse:
    """Who may be named here, for the picker: asked for when somebody types the first @."""
    member = membership_or_404(request.user, pk)
    found = directory(member.group)
    ids = {p for m in found.values() for p in m.people}
    keys = queries.spelled(ids)
    shown = posts_shown(ids)
    listed: list[dict[str, Any]] = [{"label": EVERYONE[0], "all": True}] if may_mention_all(member) else []
    for label, mention in list(found.items())[:MENTIONS_LIMIT]:
        listed += [
            # Beside a post stands who holds it, beside a name which post it is.
            {"label": label, "person": person, "about": keys[person][0] if mention.post else shown.get(person, ""), "keys": keys[person][1]}
            for person in mention.people
            if person != request.user.pk and person in keys
        ]
    return JsonResponse(listed, safe=False)
