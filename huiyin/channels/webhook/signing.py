"""Signatures of what a program is sent, in two spellings: the house's own, and that of Standard Webhooks (standardwebhooks.com), which
many libraries check. Both come with every delivery; a receiver checks the one it likes."""

from __future__ import annotations

import base64
import hashlib
import hmac

from huiyin.channels.models import Delivery

SIGNATURE, TIMESTAMP, EVENT, DELIVERY = "X-Huiyin-Signature", "X-Huiyin-Timestamp", "X-Huiyin-Event", "X-Huiyin-Delivery"
STANDARD_ID, STANDARD_TIMESTAMP, STANDARD_SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
REPLAY_SECONDS = 300  # what the receiver should refuse as too old; each attempt is signed anew


def sign(secret: str, timestamp: int, body: bytes) -> str:
    """Gives the signature: HMAC-SHA256 over the timestamp (seconds since 1970), a full stop and the body."""
    return "v1=" + hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()


def standard_secret(secret: str) -> str:
    """Gives the same secret as libraries of Standard Webhooks take it: "whsec_" and its 32 bytes in Base64."""
    return "whsec_" + base64.b64encode(bytes.fromhex(secret.removeprefix("whs_"))).decode()


def standard_sign(secret: str, number: str, timestamp: int, body: bytes) -> str:
    """Gives the signature of Standard Webhooks: HMAC-SHA256 over number, timestamp and body, keyed with the bytes behind "whsec_"."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return "v1," + base64.b64encode(hmac.new(key, f"{number}.{timestamp}.".encode() + body, hashlib.sha256).digest()).decode()


def standard_id(delivery: Delivery) -> str:
    """Gives the number of a delivery, the same at each attempt. With its moment: a house that was restored from a backup gives its
    numbers once more, and a receiver that knows the number throws the delivery away."""
    return f"msg_{delivery.known_as}_{int(delivery.made_at.timestamp() * 1_000_000)}"


def headers(secret: str, delivery: Delivery, timestamp: int, body: bytes) -> dict[str, str]:
    """Gives what stands above a body that is sent now."""
    number = standard_id(delivery)
    return {
        EVENT: delivery.event, DELIVERY: str(delivery.known_as), TIMESTAMP: str(timestamp), SIGNATURE: sign(secret, timestamp, body),
        STANDARD_ID: number, STANDARD_TIMESTAMP: str(timestamp),
        STANDARD_SIGNATURE: standard_sign(standard_secret(secret), number, timestamp, body),
    }  # fmt: skip
