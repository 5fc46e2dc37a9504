"""What a device answered, out of the JSON that a page sent."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from django.http.request import RawPostDataException

from huiyin.core.errors import TooMuch
from huiyin.people import passkeys


def said_in(request: HttpRequest) -> dict[str, Any]:
    """Gives the JSON that was sent. Raises PasskeyRefused, TooMuch."""
    try:
        raw = request.body
        if len(raw) > passkeys.SIZE_LIMIT:
            raise TooMuch
        said = json.loads(raw)
    except (ValueError, RecursionError, RawPostDataException) as error:  # the last: a form with files where JSON belongs
        raise passkeys.PasskeyRefused from error
    if not isinstance(said, dict):
        raise passkeys.PasskeyRefused
    return said


def credential_of(said: dict[str, Any]) -> dict[str, Any]:
    """Gives the device's answer in what was sent. Raises PasskeyRefused."""
    credential = said.get("credential")
    if not isinstance(credential, dict) or not isinstance(credential.get("response"), dict):
        raise passkeys.PasskeyRefused
    return credential
