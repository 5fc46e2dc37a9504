"""What a message must be before it is posted: its words, its files, how many it calls, whether it may be urgent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, NotAllowed, TooMuch, TooOften
from huiyin.core.throttle import throttle
from huiyin.groups.actions.content import FILES_LIMIT
from huiyin.groups.actions.drafts import Draft
from huiyin.groups.actions.mentioning import Mentioned
from huiyin.groups.models import Group, Member, Message
from huiyin.groups.rules import may_be_urgent
from huiyin.language.clean import TooLong, clean_words
from huiyin.media.models import Upload

URGENT_AN_HOUR = 5
MENTIONED_AN_HOUR = 300  # people, of one sender in all groups
EVERYONE_AN_HOUR = 10


def why_not(member: Member, group: Group) -> Any:
    """Gives the words that tell a member why they may not post here."""
    if group.archived_at:
        return _("This group has ended and is kept for reading. Its manager can open it again.")
    if member.silenced:
        return _("A manager has paused your posting here. You can still read; ask the manager to open it again.")
    return _("In a notice group only its managers write.")


def words_of(text: str, limit: int) -> str:
    """Gives a message's words as they are kept. Raises TooMuch beyond so many characters."""
    try:
        return clean_words(text, limit, indented=True)
    except TooLong as error:
        raise TooMuch(
            _("Your message has %(length)s characters; %(limit)s fit. Shorten it or send it as a file.")
            % {"length": error.length, "limit": error.limit},
            field="text", limit=error.limit, length=error.length,
        ) from error  # fmt: skip


def uploads_of(draft: Draft) -> list[Upload]:
    """Gives what a draft bears, in its order. Raises TooMuch, and Invalid where one is not there or not the author's."""
    if not draft.uploads:
        return []
    if len(draft.uploads) > FILES_LIMIT:
        raise TooMuch(_("At most %(limit)s photos or files go into one message.") % {"limit": FILES_LIMIT}, field="uploads")
    uploads = Upload.objects.filter(key__in=draft.uploads, erased_at=None)
    if not draft.forwarded:  # forward_message has asked whether the files are the person's to see; they are shared, not taken
        # Locked: what is taken away before the message is stored would be every other draft's trouble too.
        uploads = uploads.filter(owner_id=draft.author, claimed_at=None).select_for_update().order_by("pk")
    found = {upload.key: upload for upload in uploads}
    if len(found) != len(set(draft.uploads)):
        raise Invalid(_("A photo or file is no longer here. Add it again; your words are kept."), field="uploads")
    return [found[key] for key in dict.fromkeys(draft.uploads)]


def count_mentions(author: int, mentioned: Sequence[Mentioned]) -> None:
    """Each mention rings somebody's bell: one sender rings so many an hour. Raises TooOften."""
    words = _("You have called many people within the hour. Send this one without the @; those you mean can read it all the same.")
    if any(m.everyone for m in mentioned):
        throttle(f"pace:everyone:{author}", EVERYONE_AN_HOUR, 3600, words=words)
    if called := sum(len(m.people) for m in mentioned):
        throttle(f"pace:mentions:{author}", MENTIONED_AN_HOUR, 3600, count=called, words=words)


def check_urgent(member: Member, draft: Draft, beside: int) -> None:
    """Whether this one may be urgent. Takes how many urgent ones of the same author wait beside it, not yet stored: twenty sent in one
    moment must not be twenty. Raises NotAllowed and TooOften."""
    if not may_be_urgent(member, member.person):
        raise NotAllowed(_("Only officials and the group's managers can send an urgent message."))
    hour_ago = timezone.now() - timedelta(hours=1)
    sent = Message.objects.filter(author_id=draft.author, at__gt=hour_ago).exclude(urgent_reason="").count() + beside
    if sent >= URGENT_AN_HOUR:
        raise TooOften(_("You have sent several urgent messages within the hour. Send this one without the mark."))
