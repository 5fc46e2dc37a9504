"""QR codes and links that bring people into a group."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.core.errors import Invalid, NotThere
from huiyin.groups import actions
from huiyin.groups.models import Invite, Member
from huiyin.groups.queries import invite_in, open_invites
from huiyin.groups.rules import may_invite, membership_or_404, require
from huiyin.groups.views.frame import done, page
from huiyin.people.auth import PersonRequest, require_person
from huiyin.printing.codes import code_drawn
from huiyin.worktime.bounds import whole_in

HOURS = ((1, _("1 hour")), (24, _("1 day")), (72, _("3 days")), (168, _("1 week")), (720, _("30 days")))
USUAL = {"met": "", "hours": "72", "places": "50"}


@require_http_methods(["GET", "HEAD", "POST"])
@require_person
def invites(request: PersonRequest, pk: int) -> HttpResponse:
    """The invitations that still bring people in, and the form that makes one."""
    member = _manager(request, pk)
    typed = {name: request.POST.get(name, usual) for name, usual in USUAL.items()}
    refusal = None
    if request.method == "POST":
        try:
            made = actions.make_invite(member.group, request.user, typed["met"], _count(typed["hours"]), _count(typed["places"]))
            return done("invited", "group-invite", pk, made.pk)
        except Invalid as error:
            refusal = error
    return page(request, "groups/invites.html", member, refusal, invites=open_invites(member.group), hours=HOURS, typed=typed)


@require_GET
@require_person
def invite(request: PersonRequest, pk: int, invite: int) -> HttpResponse:
    """One invitation: the code, large enough to be scanned from a table or printed, and the link."""
    member = _manager(request, pk)
    found = _found(member, invite)
    try:
        actions.open_invite(found.key)
        over = None
    except actions.InviteOver as refusal:
        over = refusal.words
    address = join_address(request, found)
    return page(request, "groups/invites_one.html", member, invite=found, over=over, address=address, code=code_drawn(address))


@require_POST
@require_person
def revoke(request: PersonRequest, pk: int, invite: int) -> HttpResponse:
    """Ends an invitation before its time."""
    member = _manager(request, pk)
    actions.revoke_invite(_found(member, invite), request.user)
    return done("revoked", "group-invites", pk)


def join_address(request: HttpRequest, invite: Invite) -> str:
    """Gives the address that brings people in: under the name people know us by, where it is set."""
    path = reverse("join", args=[invite.key])
    return f"{settings.ORIGIN}{path}" if settings.ORIGIN else request.build_absolute_uri(path)


def _manager(request: PersonRequest, pk: int) -> Member:
    member = membership_or_404(request.user, pk)
    require(may_invite(member, member.group))
    return member


def _found(member: Member, pk: int) -> Invite:
    found = invite_in(member.group, pk)
    if found is None:
        raise NotThere
    return found


def _count(text: str) -> int:
    return whole_in(text, 5) or 0
