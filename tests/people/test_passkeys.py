"""Passkeys, with an authenticator made here: a key pair, a counter, and the answers a phone would give."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import cbor2
import pytest
import time_machine
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.utils import timezone
from webauthn import base64url_to_bytes
from webauthn.helpers import bytes_to_base64url

from huiyin.journal.models import Entry
from huiyin.people.models import Device, Passkey
from tests.factories import a_person

ORIGIN = "http://testserver"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Phone:
    """A phone with one passkey in it, opened by its owner's finger unless `verified` is False."""

    def __init__(self, origin: str = ORIGIN, verified: bool = True) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id, self.handle, self.count = os.urandom(32), b"", 0
        self.origin, self.verified = origin, verified

    def _data(self, rp_id: str, flags: int, more: bytes = b"") -> bytes:
        flags |= PRESENT | (VERIFIED if self.verified else 0)
        return hashlib.sha256(rp_id.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big") + more

    def _said(self, what: str, challenge: str) -> bytes:
        return json.dumps({"type": what, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answers navigator.credentials.create()."""
        self.handle = base64url_to_bytes(options["user"]["id"])
        at = self.key.public_key().public_numbers()
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: at.x.to_bytes(32, "big"), -3: at.y.to_bytes(32, "big")})
        more = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": self._data(options["rp"]["id"], ATTESTED, more)})
        said = {"clientDataJSON": self._said("webauthn.create", options["challenge"]), "attestationObject": attestation}
        return self._answer(said)

    def use(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answers navigator.credentials.get()."""
        self.count += 1
        data, said = self._data(options["rpId"], 0), self._said("webauthn.get", options["challenge"])
        signature = self.key.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer({"clientDataJSON": said, "authenticatorData": data, "signature": signature, "userHandle": self.handle})

    def _answer(self, said: dict[str, bytes]) -> dict[str, Any]:
        key = bytes_to_base64url(self.id)
        response = {name: bytes_to_base64url(value) for name, value in said.items()}
        return {"id": key, "rawId": key, "type": "public-key", "response": response, "clientExtensionResults": {}}


def post(client: Client, path: str, said: dict[str, Any]) -> Any:
    return client.post(path, json.dumps(said), content_type="application/json", headers={"accept": "application/json"})


def add(client: Client, phone: Phone, label: str = "") -> Any:
    options = post(client, "/me/passkeys/options", {}).json()
    return post(client, "/me/passkeys/add", {"credential": phone.make(options), "label": label})


def come_in(client: Client, phone: Phone, **more: Any) -> Any:
    options = post(client, "/sign-in/passkey/options", {}).json()
    return post(client, "/sign-in/passkey", {"credential": phone.use(options), **more})


@pytest.fixture
def zhou_with_phone(client_for: Callable[..., Client]) -> tuple[Any, Client, Phone]:
    zhou, phone = a_person(), Phone()
    client = client_for(zhou)
    assert add(client, phone).status_code == 201
    return zhou, client, phone


def test_a_passkey_is_made_and_opens_the_door(zhou_with_phone: tuple[Any, Client, Phone]) -> None:
    zhou, _client, phone = zhou_with_phone
    visitor = Client()
    answer = come_in(visitor, phone, next="/me/devices")
    assert (answer.status_code, answer.json()) == (200, {"to": "/me/devices"})
    assert zhou.name in visitor.get("/me").content.decode()
    assert Device.objects.latest("pk").how == "passkey"
    kept = Passkey.objects.get()
    assert kept.sign_count == 1 and kept.used_at is not None
    assert Entry.objects.get(kind="passkey.added").data == {"passkey": kept.pk}
    assert come_in(Client(), phone, next="//elsewhere.example").json() == {"to": "/"}


def test_what_is_asked_names_nobody_and_wants_the_owner(client_for: Callable[..., Client]) -> None:
    zhou = a_person()
    options = post(client_for(zhou), "/me/passkeys/options", {}).json()
    assert options["authenticatorSelection"] == {"residentKey": "required", "requireResidentKey": True, "userVerification": "required"}
    assert str(zhou.pk).encode() != base64url_to_bytes(options["user"]["id"])
    asked = post(Client(), "/sign-in/passkey/options", {}).json()
    assert asked["userVerification"] == "required" and not asked.get("allowCredentials")


def test_a_phone_that_did_not_check_its_owner_opens_nothing(zhou_with_phone: tuple[Any, Client, Phone]) -> None:
    _zhou, client, phone = zhou_with_phone
    phone.verified = False
    assert come_in(Client(), phone).status_code == 422
    assert add(client, Phone(verified=False)).status_code == 422
    assert Passkey.objects.count() == 1


def test_an_answer_is_good_once(zhou_with_phone: tuple[Any, Client, Phone]) -> None:
    _zhou, _client, phone = zhou_with_phone
    visitor = Client()
    credential = phone.use(post(visitor, "/sign-in/passkey/options", {}).json())
    assert post(visitor, "/sign-in/passkey", {"credential": credential}).status_code == 200
    visitor.post("/sign-out")
    assert post(visitor, "/sign-in/passkey", {"credential": credential}).status_code == 422
    other = Client()
    post(other, "/sign-in/passkey/options", {})
    assert post(other, "/sign-in/passkey", {"credential": credential}).status_code == 422


def test_an_answer_after_five_minutes_is_too_late(zhou_with_phone: tuple[Any, Client, Phone]) -> None:
    _zhou, _client, phone = zhou_with_phone
    visitor = Client()
    options = post(visitor, "/sign-in/passkey/options", {}).json()
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        assert post(visitor, "/sign-in/passkey", {"credential": phone.use(options)}).status_code == 422


def test_another_site_gets_nothing_out_of_it(zhou_with_phone: tuple[Any, Client, Phone]) -> None:
    _zhou, _client, phone = zhou_with_phone
    phone.origin = "https://testserver.elsewhere.example"
    assert come_in(Client(), phone).status_code == 422


def test_a_copied_passkey_gives_itself_away(zhou_with_phone: tuple[Any, Client, Phone]) -> None:
    _zhou, _client, phone = zhou_with_phone
    for _ in range(3):
        come_in(Client(), phone)
    phone.count = 1  # the copy was made after the first time
    assert come_in(Client(), phone).status_code == 422
    assert Entry.objects.get(kind="session.refused").data == {"reason": "passkey"}


def test_an_unknown_passkey_and_a_locked_persons_are_refused_alike(zhou_with_phone: tuple[Any, Client, Phone]) -> None:
    from huiyin.people.actions.locking import lock_person

    zhou, _client, phone = zhou_with_phone
    stranger = Phone()
    unknown = come_in(Client(), stranger)
    lock_person(zhou)
    locked = come_in(Client(), phone)
    assert unknown.status_code == locked.status_code == 422
    assert unknown.content == locked.content


def test_a_removed_passkey_opens_nothing(zhou_with_phone: tuple[Any, Client, Phone], client_for: Callable[..., Client]) -> None:
    _zhou, client, phone = zhou_with_phone
    kept = Passkey.objects.get()
    stranger = client_for(a_person())
    assert stranger.post(f"/me/passkeys/{kept.pk}/remove").status_code == 404
    assert stranger.post(f"/me/passkeys/{kept.pk}/rename", {"label": "x"}).status_code == 404
    assert client.post(f"/me/passkeys/{kept.pk}/rename", {"label": " 家里的\n手机 "}).status_code == 302
    assert "家里的 手机" in client.get("/me/passkeys").content.decode()
    assert client.post(f"/me/passkeys/{kept.pk}/remove").status_code == 302
    assert come_in(Client(), phone).status_code == 422


@pytest.mark.parametrize(
    "said", ["", "[]", "{}", '{"credential": 1}', '{"credential": {"response": {}}}', '{"credential": {"id": [], "response": {"a": 1}}}']
)
def test_nonsense_is_refused_in_words(said: str, client_for: Callable[..., Client]) -> None:
    for client, options, path in (
        (Client(), "/sign-in/passkey/options", "/sign-in/passkey"),
        (client_for(a_person()), "/me/passkeys/options", "/me/passkeys/add"),
    ):
        post(client, options, {})
        assert client.post(path, said, content_type="application/json").status_code == 422
    assert Client().post("/sign-in/passkey", "x" * 20_000, content_type="application/json").status_code == 413
