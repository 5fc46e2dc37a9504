"""Secrets and signatures, in two spellings: the house's own, and that of Standard Webhooks (standardwebhooks.com), which many libraries
check. Both come with every delivery; a receiver checks the one it likes. A subscription's secret is made from the server's key and a
salt: the database alone signs nothing."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from django.conf import settings

from huiyin.hooks.models import Delivery

SIGNATURE, TIMESTAMP, EVENT, DELIVERY = "X-Huiyin-Signature", "X-Huiyin-Timestamp", "X-Huiyin-Event", "X-Huiyin-Delivery"
STANDARD_ID, STANDARD_TIMESTAMP, STANDARD_SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
REPLAY_SECONDS = 300  # what the receiver should refuse as too old; each attempt is signed anew


def new_salt() -> str:
    """Gives what makes a secret one's own."""
    return secrets.token_hex(32)


def secret_of(salt: str) -> str:
    """Gives the secret that belongs to a salt: "whs_" and 64 hexadecimal digits."""
    return "whs_" + hmac.new(settings.SECRET_KEY.encode(), b"huiyin.hooks." + salt.encode(), hashlib.sha256).hexdigest()


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
    return f"msg_{delivery.pk}_{int(delivery.made_at.timestamp() * 1_000_000)}"


def headers(delivery: Delivery, timestamp: int, body: bytes) -> dict[str, str]:
    """Gives what stands above a body that is sent now."""
    secret, number = secret_of(delivery.subscription.salt), standard_id(delivery)
    return {
        EVENT: delivery.event, DELIVERY: str(delivery.pk), TIMESTAMP: str(timestamp), SIGNATURE: sign(secret, timestamp, body),
        STANDARD_ID: number, STANDARD_TIMESTAMP: str(timestamp),
        STANDARD_SIGNATURE: standard_sign(standard_secret(secret), number, timestamp, body),
    }  # fmt: skip


def digest_of(secret: str) -> str:
    """Gives what is kept of an incoming hook's secret. It is random and long: a plain digest cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()
