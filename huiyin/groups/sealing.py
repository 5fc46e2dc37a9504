"""What of a message is sealed: the one place that says which words the chain's digest covers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from huiyin.groups.models import Message


def sealed_body(message: Message, file_digests: Sequence[str]) -> dict[str, Any]:
    """Gives the content of a message as it is digested. Takes the message and its files' SHA-256 digests, in order."""
    return {
        "text": message.text,
        "extra": message.extra,
        "reply_to": message.reply_to_id,
        "urgent": message.urgent_reason,
        "files": list(file_digests),
    }
