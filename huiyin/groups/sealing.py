"""What of a message is sealed: the one place that says which words the chain's digest covers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from huiyin.groups.models import Message
from huiyin.journal.chain import canonical


def sealed_body(message: Message, file_digests: Sequence[str]) -> dict[str, Any]:
    """Gives the content of a message as it is digested. Takes the message and its files' SHA-256 digests, in order."""
    return {
        "text": message.text,
        "extra": message.extra,
        "reply_to": message.reply_to_id,
        "urgent": message.urgent_reason,
        "files": list(file_digests),
    }


def sealed_spelled(text: str, extra: dict[str, Any], reply_to: int | None, urgent: str, file_digests: Sequence[str]) -> str:
    """Gives `sealed_body` as `chain.canonical` spells it: most messages are words alone, and what is empty is spelled already."""
    borne, files = canonical(extra) if extra else "{}", canonical(file_digests) if file_digests else "[]"
    answered, reason = "null" if reply_to is None else reply_to, canonical(urgent) if urgent else '""'
    return f'{{"extra":{borne},"files":{files},"reply_to":{answered},"text":{canonical(text)},"urgent":{reason}}}'
