"""The government's own sign-in (OpenID Connect), against a provider that stands here; and the text-message gateway beside it."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from joserfc import jwt
from joserfc.jwk import RSAKey

from huiyin.journal.models import Entry
from huiyin.people.models import Device, OutsideIdentity
from tests.factories import a_person, a_phone

_KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
_OTHER_KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})


class Provider:
    """A small OpenID provider; `claims` is whom it vouches for, `lies` what it says that is not so."""

    def __init__(self, url: str) -> None:
        self.url, self.claims, self.lies, self.key = url, {"sub": "u-1"}, {}, _KEY
        self.challenge = self.nonce = ""
        self.asked: list[tuple[str, dict[str, str], bytes]] = []

    def authorize(self, address: str) -> dict[str, str]:
        """What the person does at the provider: gives what the browser is sent back with."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code" and asked["code_challenge_method"] == "S256" and "openid" in asked["scope"]
        self.challenge, self.nonce = asked["code_challenge"], asked["nonce"]
        return {"state": asked["state"], "code": "c-1", "iss": self.url}

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, Any]]:
        self.asked.append((path, headers, body))
        if path == "/.well-known/openid-configuration":
            ends = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys"}
            return 200, {"issuer": self.lies.get("issuer", self.url), **{name: self.url + end for name, end in ends.items()}}
        if path == "/keys":
            return 200, {"keys": [_KEY.as_dict(private=False)]}
        if path == "/token":
            form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
            proof = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
            if form["code"] != "c-1" or proof != self.challenge:
                return 400, {"error": "invalid_grant"}
            now = int(time.time())
            claims = {"iss": self.url, "aud": "huiyin", "exp": now + 300, "iat": now, "nonce": self.nonce, **self.claims, **self.lies}
            return 200, {
                "access_token": "a",
                "token_type": "Bearer",
                "id_token": jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key),
            }
        return (503 if self.lies else 200), {}


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    """A provider that runs, and settings that name it."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, said = made.answer(self.path, dict(self.headers), body)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        do_POST = do_GET

        def log_message(self, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    made = Provider(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = made.url, "huiyin", "s"
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


def come_in(client: Client, provider: Provider, **changed: str) -> Any:
    sent = client.get("/sign-in/oidc", {"next": "/me"})
    assert sent.status_code == 302
    return client.get("/sign-in/oidc/callback", provider.authorize(sent["Location"]) | changed)


def test_without_a_provider_there_is_no_such_door() -> None:
    assert Client().get("/sign-in/oidc").status_code == 404
    assert "/sign-in/oidc" not in Client().get("/sign-in").content.decode()


def test_the_first_time_by_the_vouched_number_then_by_who_one_is_there(provider: Provider) -> None:
    chen = a_person()
    provider.claims = {"sub": "u-7", "phone_number": str(chen.phone), "phone_number_verified": True}
    answer = come_in(Client(), provider)
    assert (answer.status_code, answer["Location"]) == (302, "/me")
    identity = OutsideIdentity.objects.get(person=chen)
    assert (identity.issuer, identity.subject) == (provider.url, "u-7")
    assert Entry.objects.get(kind="identity.linked").data == {"identity": identity.pk}
    provider.claims = {"sub": "u-7"}
    client = Client()
    assert come_in(client, provider).status_code == 302
    assert chen.name in client.get("/me").content.decode()
    assert Device.objects.latest("pk").how == "oidc"


@pytest.mark.parametrize("verified", [False, None, "true"])
def test_a_number_nobody_vouches_for_links_nothing(verified: object, provider: Provider) -> None:
    chen = a_person()
    provider.claims = {"sub": "u-7", "phone_number": str(chen.phone), "phone_number_verified": verified}
    assert come_in(Client(), provider).status_code == 403
    assert not OutsideIdentity.objects.exists() and not Device.objects.exists()


def test_a_number_that_passed_to_somebody_else_does_not_pass_the_person_on(provider: Provider) -> None:
    chen = a_person()
    provider.claims = {"sub": "u-7", "phone_number": str(chen.phone), "phone_number_verified": True}
    come_in(Client(), provider)
    provider.claims = {**provider.claims, "sub": "u-8"}
    assert come_in(Client(), provider).status_code == 403


@pytest.mark.parametrize(
    "lies",
    [
        {"iss": "https://elsewhere.example"}, {"aud": "another"}, {"nonce": "old"}, {"exp": 1_000_000}, {"sub": ""}, {"sub": None},
        {"issuer": "https://elsewhere.example"}, {"aud": ["huiyin", "another"], "azp": "another"},
    ],
)  # fmt: skip
def test_a_token_that_is_not_for_us_now_is_refused(lies: dict[str, Any], provider: Provider) -> None:
    chen = a_person()
    OutsideIdentity.objects.create(person=chen, issuer=provider.url, subject="u-1")
    provider.lies = lies
    client = Client()
    if "issuer" in lies:
        assert client.get("/sign-in/oidc").status_code == 422
    else:
        assert come_in(client, provider).status_code == 422
    assert not Device.objects.exists()


def test_a_token_signed_by_somebody_else_is_refused(provider: Provider) -> None:
    provider.key = _OTHER_KEY
    assert come_in(Client(), provider).status_code == 422


def test_state_belongs_to_the_browser_that_asked_and_is_good_once(provider: Provider) -> None:
    chen = a_person()
    provider.claims = {"sub": "u-7", "phone_number": str(chen.phone), "phone_number_verified": True}
    assert come_in(Client(), provider, state="made-up").status_code == 422
    assert come_in(Client(), provider, iss="https://elsewhere.example").status_code == 422
    client = Client()
    back = provider.authorize(client.get("/sign-in/oidc")["Location"])
    assert Client().get("/sign-in/oidc/callback", back).status_code == 422
    assert client.get("/sign-in/oidc/callback", back).status_code == 302
    client.post("/sign-out")
    assert client.get("/sign-in/oidc/callback", back).status_code == 422


def test_the_gateway_is_handed_number_and_code_and_no_log_is(provider: Provider, settings: Any, caplog: Any) -> None:
    from huiyin.people import sms

    settings.SMS_GATEWAY, settings.SMS_TOKEN = provider.url + "/sms", "secret-token"
    sms.send_code("+8613900001234", "246810")
    path, headers, body = provider.asked[-1]
    assert path == "/sms" and headers["Authorization"] == "Bearer secret-token"
    assert json.loads(body) == {"phone": "+8613900001234", "code": "246810", "minutes": 5, "purpose": "sign_in"}
    provider.lies = {"down": True}
    with pytest.raises(sms.CodeNotSent):
        sms.send_code("+8613900001234", "135791")
    assert "135791" not in caplog.text and "13900001234" not in caplog.text and "secret-token" not in caplog.text


def test_a_gateway_that_is_down_does_not_tell_who_is_known(provider: Provider, settings: Any, client_for: Callable[..., Client]) -> None:
    settings.SMS_GATEWAY = "http://127.0.0.1:9/"
    cache.clear()
    answers = [Client().post("/sign-in", {"phone": phone}) for phone in (str(a_person().phone), a_phone())]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, "/sign-in/code")] * 2
