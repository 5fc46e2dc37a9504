"""Following an invitation: one tap for whoever is signed in, two steps for whoever is new. A link never signs anybody in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.core.errors import Invalid, Refused, TooOften
from huiyin.groups.actions import InviteOver, open_invite, use_invite
from huiyin.groups.models import Group, Invite
from huiyin.groups.queries import member_count
from huiyin.groups.rules import membership_of
from huiyin.groups.views.details import KINDS
from huiyin.language.names import clean_person_name
from huiyin.people import codes
from huiyin.people.actions import sign_in as door
from huiyin.people.phones import clean_phone, phone_for_reading

JOINING = "joining"  # in the session: {"key": of the invitation, "name": as typed}, until the code is right
NAME_LIMIT = 40


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, key: str) -> HttpResponse:
    """Says who invites and where to. Signed in: one tap. Otherwise a name and a number; a known number keeps its name."""
    try:
        invite = open_invite(key)
    except InviteOver as over:
        return _over(request, over)
    if request.user.is_authenticated:
        if membership_of(request.user, invite.group_id) is None and request.method != "POST":
            return _page(request, "groups/join.html", invite)
        use_invite(key, request.user)
        return redirect("group", invite.group_id)
    if request.method != "POST":
        kept = request.session.get(JOINING, {}).get("name", "")
        return _page(request, "groups/join.html", invite, name=kept)
    return _send_code(request, invite)


def _send_code(request: HttpRequest, invite: Invite) -> HttpResponse:
    phone, name = request.POST.get("phone", "")[:40], request.POST.get("name", "")[:200]
    try:
        request.session[JOINING] = {"key": invite.key, "name": _name(name)}
        door.ask_code(request, phone, may_be_new=True)
    except TooOften as refused:
        # A second tap: the code that is on its way is still good.
        if door.pending_phone(request) != clean_phone(phone):
            return _page(request, "groups/join.html", invite, refused, name=name, phone=phone)
    except Refused as refused:
        return _page(request, "groups/join.html", invite, refused, name=name, phone=phone)
    return redirect("join-code", invite.key)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, key: str) -> HttpResponse:
    """Takes the six digits; then the person is inside the group."""
    try:
        invite = open_invite(key)
    except InviteOver as over:
        return _over(request, over)
    joining = request.session.get(JOINING)
    if request.user.is_authenticated or not joining or joining["key"] != key or not door.pending_phone(request):
        return redirect("join", key)
    if request.method != "POST":
        return _code(request, invite)
    phone = door.pending_phone(request)
    try:
        person = door.sign_in_or_make_person(request, door.check_code(request, request.POST.get("code", "")), joining["name"])
    except codes.WrongCode as refused:
        return _code(request, invite, refused)
    except Refused as refused:
        return _page(request, "groups/join.html", invite, refused, name=joining["name"], phone=phone_for_reading(phone))
    request.session.pop(JOINING, None)
    try:
        use_invite(key, person)
    except InviteOver as over:  # the last place went while the code was typed
        return _over(request, over)
    return redirect("group", invite.group_id)


def _name(text: str) -> str:
    """Checked before a code is sent: refused afterwards, the code would be spent."""
    try:
        return clean_person_name(text, NAME_LIMIT)
    except ValueError as error:
        raise Invalid(_("Tell us your name, so that people know who is speaking."), field="name") from error


def _code(request: HttpRequest, invite: Invite, refused: Refused | None = None) -> HttpResponse:
    phone, wait = door.pending_phone(request), int(codes.BETWEEN.total_seconds())
    shown = {"shown_phone": phone_for_reading(phone), "name": request.session[JOINING]["name"], "wait": wait, "wrong": refused is not None}
    shown["shown_code"] = door.shown_code(request)
    return _page(request, "groups/join_code.html", invite, refused, **shown)


def _over(request: HttpRequest, over: InviteOver) -> HttpResponse:
    return _private(render(request, "groups/join_over.html", {"words": over.words}, status=over.status))


def _page(request: HttpRequest, template: str, invite: Invite, refused: Refused | None = None, **shown: Any) -> HttpResponse:
    group = invite.group
    shown |= {
        "invite": invite, "group": group, "count": member_count(group), "kind_says": KINDS[Group.Kind(group.kind)], "refused": refused,
        "field": getattr(refused, "field", ""),
    }  # fmt: skip
    answer = render(request, template, shown, status=refused.status if refused else 200)
    if refused and "wait_seconds" in refused.facts:
        answer["Retry-After"] = str(refused.facts["wait_seconds"])
    return _private(answer)


def _private(answer: HttpResponse) -> HttpResponse:
    """The address holds the invitation's key: no other site learns it, and no search engine keeps it.

    Not "no-referrer": browsers then send our own form with `Origin: null`, which the protection of forms rightly refuses.
    """
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex"
    return answer
