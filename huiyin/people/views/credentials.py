"""What a device answered, out of the JSON that a page sent."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from huiyin.core.bodies import body_object
from huiyin.core.errors import Invalid, TooMuch
from huiyin.people import passkeys


def said_in(request: HttpRequest) -> dict[str, Any]:
    """Gives the JSON that was sent. Raises PasskeyRefused, TooMuch."""
    try:
        return body_object(request, passkeys.SIZE_LIMIT)
    except TooMuch:
        raise
    except Invalid as error:
        raise passkeys.PasskeyRefused from error


def credential_of(said: dict[str, Any]) -> dict[str, Any]:
    """Gives the device's answer in what was sent. Raises PasskeyRefused."""
    credential = said.get("credential")
    if not isinstance(credential, dict) or not isinstance(credential.get("response"), dict):
        raise passkeys.PasskeyRefused
    return credential
