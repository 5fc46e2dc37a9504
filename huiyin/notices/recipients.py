"""Who is told of what. An entry is answered in the very transaction that records it: a kill loses no notice and doubles none."""

from __future__ import annotations

from collections.abc import Sequence

from huiyin.journal.event_types import EVENT_TYPES, Recipient
from huiyin.journal.models import Entry
from huiyin.journal.recording import reacts_together_where
from huiyin.notices import actions
from huiyin.notices.extension_points import CARRY_NOTICES


@reacts_together_where(lambda kind: kind.notifies is not None)
def answer(entries: Sequence[Entry]) -> None:
    """Asks who is meant by each entry, and makes the notices of all at once. Each person is told once; nobody of what they did
    themselves."""
    meant: dict[tuple[int, int], tuple[Entry, Recipient]] = {}
    for entry in entries:
        notifies = EVENT_TYPES[entry.kind].notifies
        for recipient in notifies(entry) if notifies is not None else ():
            if recipient.person != entry.by_id:
                meant.setdefault((entry.pk, recipient.person), (entry, recipient))
    if meant:
        tell(list(meant.values()))


def tell(meant: Sequence[tuple[Entry, Recipient]]) -> None:
    """Makes the notices of entries, in the transaction that records these, and hands them to what carries them out."""
    made = actions.tell_people(meant)
    for one in CARRY_NOTICES:
        one.carry(made)


@reacts_together_where(lambda kind: kind.acted_on)
def read_by_doing(entries: Sequence[Entry]) -> None:
    """Who acts on something knows of it: nobody has to tick off what they have answered."""
    for person, stream in {(entry.by_id, entry.stream_id) for entry in entries}:
        if person is not None:
            actions.read_about(person, stream)
