"""QR codes and links that bring people in: they expire, are counted, can be revoked, and never sign anybody in."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, NotThere, Refused, TooOften, WrongState
from huiyin.groups.actions.membership import MEMBERS_LIMIT, enter
from huiyin.groups.models import Group, Invite, Member
from huiyin.groups.rules import may_invite, membership_of, require, voice
from huiyin.journal.models import Entry, Stream
from huiyin.journal.recording import record
from huiyin.media.names import clean_line
from huiyin.people.models import Person

HOURS_LIMIT = 24 * 30
MADE_AN_HOUR = 30  # in a group, by all its managers: more are made by a script, and each is a door to be watched


class InviteOver(Refused):
    """The invitation has ended: expired, used up or revoked."""

    status = 410
    code = "invite_over"
    default_words = _("This invitation has ended. Ask the person who gave it to you for a new one.")


def make_invite(group: Group, by: Person, met: str = "", hours: int = 72, places: int = 50) -> Invite:
    """A manager makes an invitation. `met` says where and when they met; `hours` 1 to 720; `places` 1 to 500.

    Raises Invalid, NotAllowed, TooOften (`wait_seconds`) after 30 in an hour.
    """
    if not (1 <= hours <= HOURS_LIMIT and 1 <= places <= 500):
        raise Invalid(_("An invitation is good for 1 hour to 30 days, for 1 to 500 people."), field="hours")
    with transaction.atomic():
        Stream.locked(group.stream_id)
        require(may_invite(membership_of(by, group), group))
        # Counted under the group's lock: of managers at once no more than the limit get through. Revoked ones count.
        if Invite.objects.filter(group=group, made_at__gt=timezone.now() - timedelta(hours=1)).count() >= MADE_AN_HOUR:
            raise TooOften(wait_seconds=3600)
        invite = Invite.objects.create(
            key=secrets.token_urlsafe(16), group=group, by=by, met=clean_line(met, 120),
            expires_at=timezone.now() + timedelta(hours=hours), places=places,
        )  # fmt: skip
        record(group.stream_id, "invite.made", by=by, data={"group": group.pk, "invite": invite.pk})
        return invite


def revoke_invite(invite: Invite, by: Person) -> None:
    """A manager ends an invitation before its time."""
    with transaction.atomic():
        Stream.locked(invite.group.stream_id)
        require(may_invite(membership_of(by, invite.group), invite.group))
        if Invite.objects.filter(pk=invite.pk, revoked_at=None).update(revoked_at=timezone.now()):
            record(invite.group.stream_id, "invite.revoked", by=by, data={"group": invite.group_id, "invite": invite.pk})


def open_invite(key: str) -> Invite:
    """Gives the invitation of this key. Raises NotThere for an unknown key, InviteOver when it has ended, or when who made it may
    invite nobody any more."""
    invite = Invite.objects.select_related("group", "by").filter(key=key).first()
    if invite is None:
        raise NotThere(_("There is no such invitation. Perhaps the link was cut off: scan the code again."))
    if invite.revoked_at or invite.expires_at <= timezone.now() or invite.used >= invite.places:
        raise InviteOver
    if invite.group.archived_at:
        raise InviteOver(_("This group has ended. Ask the person who invited you where to go now."))
    # It lets people in by the word of who made it: a code that was photographed brings nobody in for who was shown out.
    if not may_invite(voice(invite.by, invite.group), invite.group):
        raise InviteOver
    return invite


def use_invite(key: str, person: Person) -> Member:
    """A person comes in by an invitation. Gives the membership; who is in already uses no place."""
    with transaction.atomic():
        invite = open_invite(key)
        Stream.locked(invite.group.stream_id)
        if (member := membership_of(person, invite.group)) is not None:
            return member
        if invite.group.members.filter(left_at=None).count() >= MEMBERS_LIMIT:
            raise WrongState(_("A group holds at most %(limit)s people.") % {"limit": MEMBERS_LIMIT})
        # A door that somebody was shown out of does not let them in again; a new invitation does.
        if Entry.objects.filter(
            stream=invite.group.stream_id, kind="member.removed", at__gte=invite.made_at, data__person=person.pk
        ).exists():
            raise InviteOver
        # Counted in the same statement that checks: two people with the last place cannot both have it.
        if not Invite.objects.filter(pk=invite.pk, used__lt=F("places"), revoked_at=None).update(used=F("used") + 1):
            raise InviteOver
        entered = enter(invite.group, person, by=person, kind="member.joined", met=invite.met, invite=invite.pk)
        assert entered is not None
        return entered

