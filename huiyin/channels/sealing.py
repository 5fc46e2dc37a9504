"""Addresses and secrets at rest: AES-256-GCM under a key made from the server's. A copy of the database alone speaks nowhere."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12  # bytes


class Unreadable(Exception):
    """The server's key is not the one this was sealed under."""


def seal(said: dict[str, str], key: str | None = None) -> str:
    """Encrypts an address and what belongs to it, under the server's key or another. Gives text."""
    nonce = os.urandom(NONCE)
    body = _cipher(key).encrypt(nonce, json.dumps(said).encode(), b"outlet")
    return base64.b64encode(nonce + body).decode()


def unseal(sealed: str, key: str | None = None) -> dict[str, str]:
    """Gives what was sealed. Raises Unreadable under another key."""
    try:
        raw = base64.b64decode(sealed)
        found: dict[str, str] = json.loads(_cipher(key).decrypt(raw[:NONCE], raw[NONCE:], b"outlet"))
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error
    return found


def _cipher(key: str | None) -> AESGCM:
    return AESGCM(hmac.new((key or settings.SECRET_KEY).encode(), b"huiyin.channels.outlets", hashlib.sha256).digest())
