"""Whether a message whose key came before is that message again. A key is of its author, its place and its content: the same again is
answered with what is stored, other content under it is refused (as the IETF's draft on the header Idempotency-Key has it)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from huiyin.core.errors import Refused
from huiyin.groups.actions.content import TEXT_LIMIT, URGENT_LIMIT, place_in
from huiyin.groups.models import Message, MessageFile
from huiyin.language.clean import TooLong, clean_words
from huiyin.media.idempotency import digests_of
from huiyin.media.names import clean_line

if TYPE_CHECKING:
    from huiyin.groups.actions.drafts import Draft

#: What a message bears of itself; the rest of `extra` it bears for other apps.
_OWN = {"mentions", "place", "forwarded", "robot"}


def is_same(draft: Draft, first: Message) -> bool:
    """Whether a draft says what is stored under its key.

    Of what was taken back or erased nothing is left to compare with: it is answered as it stands. What importers bring is known by where
    it comes from: somebody may have corrected it there since.
    """
    if first.recalled_at is not None or first.erased_at is not None or draft.at is not None:
        return True
    try:
        words = clean_words(draft.text, TEXT_LIMIT, indented=True)
        where = place_in(draft.place) if draft.place else None
    except (TooLong, Refused):
        return False
    return (
        words == first.text
        and draft.reply_to == (first.reply_to.n if first.reply_to is not None else None)
        and clean_line(draft.urgent_reason, URGENT_LIMIT) == first.urgent_reason
        and where == first.extra.get("place")
        and _origin(draft.forwarded) == _origin(first.extra.get("forwarded"))
        and (draft.bears or {}) == {name: what for name, what in first.extra.items() if name not in _OWN}
        and _same_people(draft.mentions, first.extra.get("mentions", ()))
        and digests_of(draft.uploads) == _digests_in(first)
    )


def _digests_in(message: Message) -> list[str]:
    if message.kind not in (Message.Kind.PHOTO, Message.Kind.VIDEO, Message.Kind.FILE):
        return []
    return list(MessageFile.objects.filter(message=message).order_by("order").values_list("upload__digest", flat=True))


def _origin(forwarded: dict[str, Any] | None) -> Any:
    """Where it was first said; the name beside it may have changed since."""
    return list(forwarded["from"]) if forwarded and "from" in forwarded else forwarded


def _same_people(chosen: Sequence[dict[str, Any]], stored: Sequence[dict[str, Any]]) -> bool:
    """Whether the picker settled on those whom the message reached: of two people of one name another may be meant now."""
    reached = {mention["label"]: mention.get("people", []) for mention in stored}
    picked = {str(choice.get("label", "")): choice.get("person") for choice in list(chosen)[:50]}
    return all(reached[label] in ([person], []) for label, person in picked.items() if label in reached)
