"""Passkeys (WebAuthn): what is asked of a phone or computer, and what its answer proves. The sums are py_webauthn's.

A passkey is a pair of keys in the person's device, opened by its finger, face or screen lock; only the public half is kept
here. User verification is required: the passkey stands alone, without a code.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Refused
from huiyin.people.models import Passkey, Person

# py_webauthn is a fifth of what a process of ours loads (its certificates, mostly): it comes when the first passkey does.
if TYPE_CHECKING:
    from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor
    from webauthn.registration.verify_registration_response import VerifiedRegistration

CHALLENGE = "passkey"  # in the session: {"challenge": …, "for": "add" | "sign_in" | "again", "at": …}
GOOD_FOR = timedelta(minutes=5)
MOST_A_PERSON = 10
SIZE_LIMIT = 16 * 1024  # an answer with an attestation is a few kilobytes


class PasskeyRefused(Refused):
    """The device's answer does not prove what it should; which check failed is nobody's business."""

    status = 422
    code = "passkey_refused"
    default_words = _("This passkey could not be used here. Try again, or sign in with a code.")


def site(request: HttpRequest) -> tuple[str, str]:
    """Gives the name passkeys are bound to and the origin they must answer from: "town.example", "https://town.example"."""
    origin = settings.ORIGIN or f"{request.scheme}://{request.get_host()}"
    return urlsplit(origin).hostname or "", origin


def user_handle(person: Person) -> bytes:
    """Gives the name under which a person's device files the passkey: says nothing of them, and is the same every time."""
    return salted_hmac("huiyin.passkey.user", str(person.pk), algorithm="sha256").digest()


def options_to_add(request: HttpRequest, person: Person) -> dict[str, Any]:
    """Gives what to ask of the device to make a passkey; remembers the challenge in the session."""
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers.structs import AuthenticatorSelectionCriteria, ResidentKeyRequirement, UserVerificationRequirement

    rp_id, _origin = site(request)
    options = generate_registration_options(
        rp_id=rp_id, rp_name="Huiyin 回音", user_id=user_handle(person), user_name=person.name, user_display_name=person.name,
        exclude_credentials=_own(person),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
    )  # fmt: skip
    _remember(request, options.challenge, "add")
    return dict(json.loads(options_to_json(options)))


def options_to_sign_in(request: HttpRequest) -> dict[str, Any]:
    """Gives what to ask of the device to sign in. Names no passkey: the same for everybody, and the device offers its own."""
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers.structs import UserVerificationRequirement

    rp_id, _origin = site(request)
    options = generate_authentication_options(rp_id=rp_id, user_verification=UserVerificationRequirement.REQUIRED)
    _remember(request, options.challenge, "sign_in")
    return dict(json.loads(options_to_json(options)))


def options_again(request: HttpRequest, person: Person) -> dict[str, Any]:
    """Gives what to ask of the device of somebody who is signed in, to show once more that it is they."""
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers.structs import UserVerificationRequirement

    rp_id, _origin = site(request)
    options = generate_authentication_options(
        rp_id=rp_id, allow_credentials=_own(person), user_verification=UserVerificationRequirement.REQUIRED
    )  # fmt: skip
    _remember(request, options.challenge, "again")
    return dict(json.loads(options_to_json(options)))


def proved_new(request: HttpRequest, credential: dict[str, Any]) -> VerifiedRegistration:
    """Gives the new passkey that the device's answer proves. Raises PasskeyRefused."""
    from webauthn import verify_registration_response
    from webauthn.helpers.exceptions import WebAuthnException

    rp_id, origin = site(request)
    challenge = _recall(request, "add")
    try:
        return verify_registration_response(
            credential=credential, expected_challenge=challenge, expected_rp_id=rp_id, expected_origin=origin,
            require_user_verification=True,
        )  # fmt: skip
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise PasskeyRefused from error


def proved_owner(request: HttpRequest, credential: dict[str, Any], passkey: Passkey, challenge: bytes) -> VerifiedAuthentication:
    """Gives what the device's answer proves: that it holds this passkey, was opened by its owner, and was asked by us just now.

    Raises PasskeyRefused, also where the counter went back: then a copy of the passkey is about.
    """
    from webauthn import verify_authentication_response
    from webauthn.helpers.exceptions import WebAuthnException

    rp_id, origin = site(request)
    try:
        # Whose it is, its number says and its signature proves. The name the device filed it under is made from the server's key,
        # which may have been changed since: to compare it would lock out whoever has nothing but passkeys.
        return verify_authentication_response(
            credential=credential, expected_challenge=challenge, expected_rp_id=rp_id, expected_origin=origin,
            credential_public_key=bytes(passkey.public_key), credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )  # fmt: skip
    except (WebAuthnException, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PasskeyRefused from error


def take_challenge(request: HttpRequest, purpose: str) -> bytes:
    """Gives the challenge of this purpose and forgets it: an answer is good once. Raises PasskeyRefused when it is too old."""
    return _recall(request, purpose)


def _own(person: Person) -> list[PublicKeyCredentialDescriptor]:
    from webauthn import base64url_to_bytes
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(key)) for key in person.passkeys.values_list("credential_id", flat=True)]


def _remember(request: HttpRequest, challenge: bytes, purpose: str) -> None:
    from webauthn.helpers import bytes_to_base64url

    kept = {"challenge": bytes_to_base64url(challenge), "for": purpose, "at": timezone.now().isoformat()}
    request.session[CHALLENGE] = kept
    if not request.user.is_authenticated:
        request.session.set_expiry(30 * 60)


def _recall(request: HttpRequest, purpose: str) -> bytes:
    kept = request.session.pop(CHALLENGE, None)
    made = parse_datetime(kept["at"]) if kept else None
    if not kept or made is None or kept["for"] != purpose or timezone.now() - made > GOOD_FOR:
        raise PasskeyRefused(_("That took too long. Try again."))
    from webauthn import base64url_to_bytes

    return base64url_to_bytes(kept["challenge"])
