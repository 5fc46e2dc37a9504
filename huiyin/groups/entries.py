"""What can happen in a group, and the shape of each entry's data. Ids only: words lie beside the chain."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import pgettext_lazy

from huiyin.groups.models import Message
from huiyin.groups.sealing import sealed_body
from huiyin.journal.kinds import declare
from huiyin.journal.models import Entry


def _message_contents(entries: Mapping[int, Entry]) -> dict[int, tuple[str, object]]:
    """A message's words lie in its own row: gives salt and body of those not erased, nor with a name taken out of them (no salt)."""
    by_message = {entry.data["message"]: pk for pk, entry in entries.items()}
    rows = Message.objects.filter(pk__in=by_message, erased_at=None).exclude(salt="").prefetch_related("files__upload")
    return {by_message[m.pk]: (m.salt, sealed_body(m, [f.upload.digest for f in m.files.all()])) for m in rows}


declare("group.opened", ["group"], words=pgettext_lazy("kind of entry", "Group opened"))
declare("group.renamed", ["group"], words=pgettext_lazy("kind of entry", "Group renamed"))
declare("group.end_set", ["group", "ends_on"], words=pgettext_lazy("kind of entry", "Group's last day set"))
declare("group.quiet_set", ["group", "quiet"], words=pgettext_lazy("kind of entry", "Quiet hours of a group set"))
declare("group.archived", ["group", "because"], words=pgettext_lazy("kind of entry", "Group ended"))
declare("group.reopened", ["group"], words=pgettext_lazy("kind of entry", "Group opened again"))
declare("group.handed_over", ["group", "person"], words=pgettext_lazy("kind of entry", "Group handed over"))
declare("group.quiet_over", ["group", "count"], words=pgettext_lazy("kind of entry", "Quiet hours over"))
declare("source.added", ["group", "unit", "post"], words=pgettext_lazy("kind of entry", "Unit or post brought into a group"))
declare("source.removed", ["group", "unit", "post"], words=pgettext_lazy("kind of entry", "Unit or post taken out of a group"))
declare("member.added", ["group", "person"], words=pgettext_lazy("kind of entry", "Member added"))
declare("member.joined", ["group", "person", "invite"], words=pgettext_lazy("kind of entry", "Member joined"))
declare("member.left", ["group", "person"], words=pgettext_lazy("kind of entry", "Member left"))
declare("member.removed", ["group", "person"], words=pgettext_lazy("kind of entry", "Member removed"))
declare("member.role_changed", ["group", "person", "role"], words=pgettext_lazy("kind of entry", "Member's role changed"))
declare("member.silenced", ["group", "person"], words=pgettext_lazy("kind of entry", "Member's posting paused"))
declare("member.unsilenced", ["group", "person"], words=pgettext_lazy("kind of entry", "Member may post again"))
declare("invite.made", ["group", "invite"], words=pgettext_lazy("kind of entry", "Invitation made"))
declare("invite.revoked", ["group", "invite"], words=pgettext_lazy("kind of entry", "Invitation withdrawn"))
declare("message.posted", ["message", "n"], words=pgettext_lazy("kind of entry", "Message posted"), content=_message_contents)
declare("message.recalled", ["message", "n"], words=pgettext_lazy("kind of entry", "Message taken back"))
declare("message.pinned", ["message", "n"], words=pgettext_lazy("kind of entry", "Message pinned"))
declare("message.unpinned", ["message", "n"], words=pgettext_lazy("kind of entry", "Message unpinned"))
declare("message.erased", ["message", "n"], words=pgettext_lazy("kind of entry", "Message erased"))
declare("message.redacted", ["message", "n"], words=pgettext_lazy("kind of entry", "Name of somebody erased taken out of a message"))
declare("message.card_added", ["message", "n"], words=pgettext_lazy("kind of entry", "Link shown with a card"))
declare("export.asked", ["group", "export", "format", "since", "until"], words=pgettext_lazy("kind of entry", "Export asked for"))
declare("export.made", ["group", "export", "messages"], words=pgettext_lazy("kind of entry", "Export made"))
declare("export.taken", ["group", "export"], words=pgettext_lazy("kind of entry", "Export downloaded"))
# in a person's own stream, so that their browsers hear of it
declare("group.entered", ["group", "stream"], words=pgettext_lazy("kind of entry", "Entered a group"))
declare("group.exited", ["group", "stream"], words=pgettext_lazy("kind of entry", "Out of a group"))
