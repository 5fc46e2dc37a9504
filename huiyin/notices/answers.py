"""Who is told that they were answered: a resident to whose words an official replied. Whoever looks at the group has read it at once."""

from __future__ import annotations

from collections.abc import Sequence

from huiyin.groups.models import Member, Message
from huiyin.journal.event_types import Recipient
from huiyin.journal.models import Entry
from huiyin.notices.recipients import tell
from huiyin.people.models import Person

KIND = "message.answered"


def answered(pairs: Sequence[tuple[Message, Entry]]) -> None:
    """Tells residents of officials' answers, where they still are in the group."""
    by_officials = [
        (message, entry, message.reply_to) for message, entry in pairs
        if message.reply_to is not None and message.author.kind == Person.Kind.OFFICIAL and not message.robot
    ]  # fmt: skip
    if not by_officials:
        return
    here = Member.objects.filter(
        group__in={m.group_id for m, _e, _a in by_officials}, person__in={asked.author_id for _m, _e, asked in by_officials},
        person__kind=Person.Kind.RESIDENT, left_at=None,
    )  # fmt: skip
    residents = set(here.values_list("group", "person"))
    meant = [
        (entry, Recipient(asked.author_id, KIND)) for message, entry, asked in by_officials
        if (message.group_id, asked.author_id) in residents
    ]  # fmt: skip
    if meant:
        tell(meant)
