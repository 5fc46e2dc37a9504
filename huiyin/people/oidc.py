"""OpenID Connect, where the government has a sign-in of its own: authorization code with PKCE, state and nonce, by Authlib's client
for Django. What stands here is what a house that serves everybody adds: bounded answers in bounded time, https alone, one issuer.
Off unless HUIYIN_OIDC_ISSUER and HUIYIN_OIDC_CLIENT_ID are set.
"""

from __future__ import annotations

import io
import logging
import ssl
import time
from functools import cache as once
from typing import Any
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import DjangoIntegration, DjangoOAuth2App
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import UserInfo
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from joserfc.errors import JoseError
from requests import PreparedRequest, RequestException, Response
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from huiyin.core.errors import NotThere, Refused

log = logging.getLogger(__name__)
GOOD_FOR_SECONDS = 600  # from the way out to the way back
TIMEOUT_SECONDS = 5
ANSWER_LIMIT = 256 * 1024
#: Never "none", and never a shared secret: a token signed with what a client may know proves nothing.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
_LEEWAY_SECONDS = 60
#: Whatever a provider answers was written by others: each of these is a refusal and no fault of ours.
_TROUBLES = (AuthlibBaseError, JoseError, RequestException, LookupError, ValueError, TypeError, AttributeError, RuntimeError)


class OutsideRefused(Refused):
    """The sign-in elsewhere did not end well; what exactly is in the log, not on the page."""

    status = 422
    code = "outside_refused"
    default_words = _("The sign-in of the government did not work out. Try again, or sign in with a code.")


def is_on() -> bool:
    """Whether this installation has the government's sign-in."""
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT_ID)


def begin(request: HttpRequest, to: str) -> str:
    """Gives the provider's address to send the browser to; its session remembers state, nonce and PKCE verifier.

    Takes where to go when it is back. Raises OutsideRefused.
    """
    client = _client()
    callback = (settings.ORIGIN or f"{request.scheme}://{request.get_host()}") + reverse("sign_in_oidc_callback")
    try:
        asked = client.create_authorization_url(callback)
    except _TROUBLES as error:
        raise _refused(error) from error
    client.save_authorize_data(request, redirect_uri=callback, to=to, **asked)
    if not request.user.is_authenticated:
        request.session.set_expiry(30 * 60)
    return str(asked["url"])


def finish(request: HttpRequest) -> tuple[UserInfo, str]:
    """Takes the browser back from the provider. Gives the checked claims and where to go next. Raises OutsideRefused.

    What was remembered is forgotten whatever comes of it: an answer is good once, in the browser that asked, within ten minutes.
    """
    client, state = _client(), request.GET.get("state")
    kept = client.framework.get_state_data(request.session, state)
    if kept is None:
        raise OutsideRefused(_("That took too long. Try again."))
    try:
        issuer = client.load_server_metadata()["issuer"]
        if request.GET.get("iss", issuer) != issuer:
            raise ValueError("the answer names another issuer")  # RFC 9207: mix-up of providers
        wanted = {"iss": issuer, "aud": settings.OIDC_CLIENT_ID, "nonce": kept["nonce"]}
        options = {name: {"essential": True, "value": value} for name, value in wanted.items()}
        claims = client.authorize_access_token(request, claims_options=options, leeway=_LEEWAY_SECONDS)["userinfo"]
    except _TROUBLES as error:
        raise _refused(error) from error
    finally:
        client.framework.clear_state_data(request.session, state)
    if not isinstance(claims.get("sub"), str) or not 0 < len(claims["sub"]) <= 200:
        raise OutsideRefused
    return claims, kept["to"]


def verified_phone(claims: UserInfo) -> str:
    """Gives the phone number the provider vouches for, "" where it does not."""
    return str(claims.get("phone_number") or "") if claims.get("phone_number_verified") is True else ""


@once
def _trusted() -> ssl.SSLContext:
    """One of its own: requests adds the certificates it brings to the context it is given."""
    return ssl.create_default_context()


class _Bounded(HTTPAdapter):
    """Asks by https alone, or by http on this very machine, also when it is led on; reads no more than ANSWER_LIMIT bytes."""

    def init_poolmanager(self, *given: Any, **named: Any) -> None:
        # The machine's own certificates count too: a government's provider often has its own.
        super().init_poolmanager(*given, ssl_context=_trusted(), **named)

    def send(self, request: PreparedRequest, *given: Any, **named: Any) -> Response:
        at = urlsplit(request.url or "")
        if at.scheme != "https" and not (at.scheme == "http" and at.hostname in ("127.0.0.1", "localhost", "::1")):
            raise RequestException(f"{at.scheme}://{at.hostname} is not reached by https")
        answer = super().send(request, *given, **named)
        try:
            with answer.raw as body:
                answer.raw = io.BytesIO(body.read(ANSWER_LIMIT, decode_content=True))
        except HTTPError as error:
            raise RequestException(str(error)) from error
        return answer


class _Session(OAuth2Session):
    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, default_timeout=TIMEOUT_SECONDS, **named)
        for scheme in ("https://", "http://"):
            self.mount(scheme, _Bounded())

    def request(self, method: str, url: str, *given: Any, **named: Any) -> Response:
        return super().request(method, url, *given, **{**named, "stream": True})


class _State(DjangoIntegration):
    """Authlib remembers for as long as the session lives; here ten minutes."""

    expires_in = GOOD_FOR_SECONDS

    def get_state_data(self, session: Any, state: str | None) -> Any:
        """Gives what was remembered under a state in this browser's session; None where it is not, or too old."""
        self._drop_old(session)
        return super().get_state_data(session, state)

    def _drop_old(self, session: Any) -> None:
        now, begins = time.time(), f"_state_{self.name}_"
        for name in [n for n in dict(session) if n.startswith(begins) and session[n].get("exp", 0) < now]:
            del session[name]


class _Client(DjangoOAuth2App):
    client_cls = _Session

    def load_server_metadata(self) -> dict[str, Any]:
        """The provider's description of itself, kept for an hour. It must call itself what we call it."""
        key = f"oidc:{settings.OIDC_ISSUER}"
        if (kept := cache.get(key)) is None:
            kept = dict(super().load_server_metadata())
            wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            if kept.get("issuer") != settings.OIDC_ISSUER or not all(isinstance(kept.get(name), str) for name in wanted):
                raise ValueError(f"the OpenID provider's description is not of {settings.OIDC_ISSUER}")
            kept = {name: kept[name] for name in ("issuer", *wanted)} | {"id_token_signing_alg_values_supported": ALGORITHMS}
            cache.set(key, kept, 3600)
        self.server_metadata = kept
        return dict(kept)


def _client() -> _Client:
    if not is_on():
        raise NotThere
    secret = settings.OIDC_CLIENT_SECRET
    proof = "client_secret_basic" if secret else "none"
    return _Client(
        _State("oidc"), name="oidc", client_id=settings.OIDC_CLIENT_ID, client_secret=secret or None,
        server_metadata_url=settings.OIDC_ISSUER.rstrip("/") + "/.well-known/openid-configuration",
        client_kwargs={"scope": "openid profile phone", "code_challenge_method": "S256", "token_endpoint_auth_method": proof},
    )  # fmt: skip


def _refused(error: Exception) -> OutsideRefused:
    log.warning("the OpenID provider: %s: %s", type(error).__name__, error)
    return OutsideRefused()
