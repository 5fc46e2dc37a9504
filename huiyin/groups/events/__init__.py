"""What can happen in a group: one row a kind, with all that the house says of it. Ids only: words lie beside the chain."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, pgettext_lazy

from huiyin.groups.events import live, recipients, webhooks
from huiyin.groups.events.subjects import STREAMS, message_contents
from huiyin.journal.event_types import EventType, Hearing, Labels, NoticeType, WebhookEvent

__all__ = ["EVENTS", "STREAMS"]

FIELDS = Labels(
    group=pgettext_lazy("part of an entry", "group"),
    ends_on=pgettext_lazy("part of an entry", "last day"),
    quiet=pgettext_lazy("part of an entry", "quiet hours"),
    because=pgettext_lazy("part of an entry", "because"),
    person=pgettext_lazy("part of an entry", "person"),
    count=pgettext_lazy("part of an entry", "count"),
    unit=pgettext_lazy("part of an entry", "unit"),
    post=pgettext_lazy("part of an entry", "post"),
    invite=pgettext_lazy("part of an entry", "invitation"),
    role=pgettext_lazy("part of an entry", "role"),
    message=pgettext_lazy("part of an entry", "message"),
    n=pgettext_lazy("part of an entry", "number"),
    export=pgettext_lazy("part of an entry", "export"),
    format=pgettext_lazy("part of an entry", "format"),
    since=pgettext_lazy("part of an entry", "from"),
    until=pgettext_lazy("part of an entry", "until"),
    messages=pgettext_lazy("part of an entry", "messages"),
    stream=pgettext_lazy("part of an entry", "part of the record"),
)

RECALLED = WebhookEvent("message.recalled", gettext_lazy("A message was taken back or erased"), webhooks.message, webhooks.MESSAGE)
ENTERED = WebhookEvent("member.entered", gettext_lazy("Somebody came in"), webhooks.person, webhooks.PERSON)
LEFT = WebhookEvent("member.left", gettext_lazy("Somebody left or was taken out"), webhooks.person, webhooks.PERSON)
CHANGED = WebhookEvent("group.changed", gettext_lazy("The group was renamed, ended or opened again"))

EVENTS = [
    EventType("group.opened", FIELDS("group"), pgettext_lazy("kind of entry", "Group opened")),
    EventType(
        "group.renamed",
        FIELDS("group"),
        pgettext_lazy("kind of entry", "Group renamed"),
        webhook=CHANGED,
    ),
    EventType("group.end_set", FIELDS("group", "ends_on"), pgettext_lazy("kind of entry", "Group's last day set")),
    EventType("group.quiet_set", FIELDS("group", "quiet"), pgettext_lazy("kind of entry", "Quiet hours of a group set")),
    EventType(
        "group.archived",
        FIELDS("group", "because"),
        pgettext_lazy("kind of entry", "Group ended"),
        webhook=CHANGED,
    ),
    EventType(
        "group.reopened",
        FIELDS("group"),
        pgettext_lazy("kind of entry", "Group opened again"),
        webhook=CHANGED,
    ),
    EventType(
        "group.handed_over",
        FIELDS("group", "person"),
        pgettext_lazy("kind of entry", "Group handed over"),
        notices=(
            NoticeType(
                "group.handed_over", "groups", "group", "calm", pgettext_lazy("notice", "%(by)s handed the group to you: %(group)s")
            ),
        ),
        notifies=recipients.handed_over,
    ),
    EventType("group.quiet_over", FIELDS("group", "count"), pgettext_lazy("kind of entry", "Quiet hours over")),
    EventType("source.added", FIELDS("group", "unit", "post"), pgettext_lazy("kind of entry", "Unit or post brought into a group")),
    EventType("source.removed", FIELDS("group", "unit", "post"), pgettext_lazy("kind of entry", "Unit or post taken out of a group")),
    EventType(
        "member.added",
        FIELDS("group", "person"),
        pgettext_lazy("kind of entry", "Member added"),
        live=live.MEMBER,
        webhook=ENTERED,
    ),
    EventType(
        "member.joined",
        FIELDS("group", "person", "invite"),
        pgettext_lazy("kind of entry", "Member joined"),
        live=live.MEMBER,
        webhook=ENTERED,
    ),
    EventType(
        "member.left",
        FIELDS("group", "person"),
        pgettext_lazy("kind of entry", "Member left"),
        live=live.MEMBER,
        webhook=LEFT,
        hearing=Hearing.LEFT,
    ),
    EventType(
        "member.removed",
        FIELDS("group", "person"),
        pgettext_lazy("kind of entry", "Member removed"),
        live=live.MEMBER,
        webhook=LEFT,
        hearing=Hearing.LEFT,
    ),
    EventType(
        "member.role_changed",
        FIELDS("group", "person", "role"),
        pgettext_lazy("kind of entry", "Member's role changed"),
        notices=(
            NoticeType(
                "member.made_manager",
                "groups",
                "group",
                "calm",
                pgettext_lazy("notice", "%(by)s made you a manager of the group: %(group)s"),
            ),
        ),
        notifies=recipients.made_manager,
        security=True,
    ),
    EventType("member.silenced", FIELDS("group", "person"), pgettext_lazy("kind of entry", "Member's posting paused")),
    EventType("member.unsilenced", FIELDS("group", "person"), pgettext_lazy("kind of entry", "Member may post again")),
    EventType("invite.made", FIELDS("group", "invite"), pgettext_lazy("kind of entry", "Invitation made")),
    EventType("invite.revoked", FIELDS("group", "invite"), pgettext_lazy("kind of entry", "Invitation withdrawn")),
    EventType(
        "message.posted",
        FIELDS("message", "n"),
        pgettext_lazy("kind of entry", "Message posted"),
        content=message_contents,
        notices=(
            NoticeType("message.answered", "answers", "reply", "done", pgettext_lazy("notice", "%(by)s answered what you said: %(group)s")),
        ),
        href=recipients.message_page,
        webhook=WebhookEvent("message.posted", gettext_lazy("A message was posted"), webhooks.message, webhooks.MESSAGE),
        live=live.MESSAGE,
    ),
    EventType(
        "message.recalled",
        FIELDS("message", "n"),
        pgettext_lazy("kind of entry", "Message taken back"),
        live=live.MESSAGE,
        webhook=RECALLED,
    ),
    EventType(
        "message.pinned",
        FIELDS("message", "n"),
        pgettext_lazy("kind of entry", "Message pinned"),
        live=live.MESSAGE,
    ),
    EventType(
        "message.unpinned",
        FIELDS("message", "n"),
        pgettext_lazy("kind of entry", "Message unpinned"),
        live=live.MESSAGE,
    ),
    EventType(
        "message.erased",
        FIELDS("message", "n"),
        pgettext_lazy("kind of entry", "Message erased"),
        live=live.MESSAGE,
        webhook=RECALLED,
    ),
    EventType(
        "message.redacted",
        FIELDS("message", "n"),
        pgettext_lazy("kind of entry", "Name of somebody erased taken out of a message"),
        live=live.MESSAGE,
    ),
    EventType(
        "message.card_added",
        FIELDS("message", "n"),
        pgettext_lazy("kind of entry", "Link shown with a card"),
        live=live.MESSAGE,
    ),
    EventType(
        "export.asked", FIELDS("group", "export", "format", "since", "until"), pgettext_lazy("kind of entry", "Export asked for"),
        security=True,
    ),
    EventType("export.made", FIELDS("group", "export", "messages"), pgettext_lazy("kind of entry", "Export made"), security=True),
    EventType("export.taken", FIELDS("group", "export"), pgettext_lazy("kind of entry", "Export downloaded"), security=True),
    # in a person's own stream, so that their browsers hear of it
    EventType("group.entered", FIELDS("group", "stream"), pgettext_lazy("kind of entry", "Entered a group"), hearing=Hearing.GAINED),
    EventType("group.exited", FIELDS("group", "stream"), pgettext_lazy("kind of entry", "Out of a group"), hearing=Hearing.LOST),
]
