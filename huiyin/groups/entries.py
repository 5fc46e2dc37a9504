"""What can happen in a group, and the shape of each entry's data. Ids only: words lie beside the chain."""

from __future__ import annotations

from collections.abc import Mapping

from huiyin.groups.models import Message
from huiyin.groups.sealing import sealed_body
from huiyin.journal.kinds import declare
from huiyin.journal.models import Entry


def _message_contents(entries: Mapping[int, Entry]) -> dict[int, tuple[str, object]]:
    """A message's words lie in its own row: gives salt and body of those not erased."""
    by_message = {entry.data["message"]: pk for pk, entry in entries.items()}
    rows = Message.objects.filter(pk__in=by_message, erased_at=None).prefetch_related("files__upload")
    return {by_message[m.pk]: (m.salt, sealed_body(m, [f.upload.digest for f in m.files.all()])) for m in rows}


declare("group.opened", ["group"])
declare("group.renamed", ["group"])
declare("group.end_set", ["group", "ends_on"])
declare("group.quiet_set", ["group", "quiet"])
declare("group.archived", ["group", "because"])
declare("group.reopened", ["group"])
declare("group.handed_over", ["group", "person"])
declare("group.quiet_over", ["group", "count"])
declare("source.added", ["group", "unit", "post"])
declare("source.removed", ["group", "unit", "post"])
declare("member.added", ["group", "person"])
declare("member.joined", ["group", "person", "invite"])
declare("member.left", ["group", "person"])
declare("member.removed", ["group", "person"])
declare("member.role_changed", ["group", "person", "role"])
declare("member.silenced", ["group", "person"])
declare("member.unsilenced", ["group", "person"])
declare("invite.made", ["group", "invite"])
declare("invite.revoked", ["group", "invite"])
declare("message.posted", ["message", "n"], content=_message_contents)
declare("message.recalled", ["message", "n"])
declare("message.pinned", ["message", "n"])
declare("message.unpinned", ["message", "n"])
declare("message.erased", ["message", "n"])
declare("message.card_added", ["message", "n"])
# in a person's own stream, so that their browsers hear of it
declare("group.entered", ["group", "stream"])
declare("group.exited", ["group", "stream"])
