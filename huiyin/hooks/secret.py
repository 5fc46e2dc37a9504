"""The secrets of a group's programs. A subscription's is made from the server's key and a salt: the database alone signs nothing."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from django.conf import settings


def new_salt() -> str:
    """Gives what makes a secret one's own."""
    return secrets.token_hex(32)


def secret_of(salt: str) -> str:
    """Gives the secret that belongs to a salt: "whs_" and 64 hexadecimal digits."""
    return "whs_" + hmac.new(settings.SECRET_KEY.encode(), b"huiyin.hooks." + salt.encode(), hashlib.sha256).hexdigest()


def digest_of(secret: str) -> str:
    """Gives what is kept of an incoming hook's secret. It is random and long: a plain digest cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()
