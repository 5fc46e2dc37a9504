"""OpenID Connect, where the government has a sign-in of its own: authorization code with PKCE, state and nonce.

Authlib builds the request and checks the ID token's claims; the two calls to the provider are plain HTTP with a short limit.
Off unless HUIYIN_OIDC_ISSUER and HUIYIN_OIDC_CLIENT_ID are set.
"""

from __future__ import annotations

import base64
import hmac
import json
import logging
import secrets
from datetime import timedelta
from typing import Any
from urllib.error import URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import Request, urlopen

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from huiyin.core.errors import NotThere, Refused

log = logging.getLogger(__name__)
PENDING = "oidc"  # in the session: state, nonce, verifier, where to go next, when it began
GOOD_FOR = timedelta(minutes=10)
TIMEOUT_SECONDS = 5
ANSWER_LIMIT = 256 * 1024
#: Never "none", and never a shared secret: a token signed with what a client may know proves nothing.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
_LEEWAY_SECONDS = 60


class OutsideRefused(Refused):
    """The sign-in elsewhere did not end well; what exactly is in the log, not on the page."""

    status = 422
    code = "outside_refused"
    default_words = _("The sign-in of the government did not work out. Try again, or sign in with a code.")


def is_on() -> bool:
    """Whether this installation has the government's sign-in."""
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT_ID)


def begin(request: HttpRequest, to: str) -> str:
    """Gives the provider's address to send the browser to; remembers state, nonce and PKCE verifier in its session."""
    _require_on()
    state, nonce, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48)
    request.session[PENDING] = {"state": state, "nonce": nonce, "verifier": verifier, "to": to, "at": timezone.now().isoformat()}
    if not request.user.is_authenticated:
        request.session.set_expiry(30 * 60)
    return str(
        prepare_grant_uri(
            _provider()["authorization_endpoint"], client_id=settings.OIDC_CLIENT_ID, response_type="code", redirect_uri=_callback(request),
            scope="openid profile phone", state=state, nonce=nonce, code_challenge=create_s256_code_challenge(verifier),
            code_challenge_method="S256",
        )
    )  # fmt: skip


def finish(request: HttpRequest) -> tuple[CodeIDToken, str]:
    """Takes the browser back from the provider. Gives the checked claims and where to go next. Raises OutsideRefused.

    What was remembered is forgotten first: an answer is good once, in the browser that asked, within ten minutes.
    """
    _require_on()
    kept = request.session.pop(PENDING, None)
    began = parse_datetime(kept["at"]) if kept else None
    if not kept or began is None or timezone.now() - began > GOOD_FOR:
        raise OutsideRefused(_("That took too long. Try again."))
    if not hmac.compare_digest(request.GET.get("state", "").encode(), kept["state"].encode()):
        raise OutsideRefused
    provider = _provider()
    # RFC 9207: an answer that names its issuer must name ours (mix-up of providers).
    if request.GET.get("iss", provider["issuer"]) != provider["issuer"] or not request.GET.get("code"):
        raise OutsideRefused
    token = _exchange(request, provider, request.GET["code"], kept["verifier"])
    return _checked(provider, token, kept["nonce"]), kept["to"]


def verified_phone(claims: CodeIDToken) -> str:
    """Gives the phone number the provider vouches for, "" where it does not."""
    return str(claims.get("phone_number") or "") if claims.get("phone_number_verified") is True else ""


def _require_on() -> None:
    if not is_on():
        raise NotThere


def _callback(request: HttpRequest) -> str:
    origin = settings.ORIGIN or f"{request.scheme}://{request.get_host()}"
    return origin + reverse("sign_in_oidc_callback")


def _provider() -> dict[str, Any]:
    """The provider's description of itself, kept for an hour. It must call itself what we call it."""
    issuer = settings.OIDC_ISSUER
    key = f"oidc:{issuer}"
    if (kept := cache.get(key)) is not None:
        return dict(kept)
    found = _get(issuer.rstrip("/") + "/.well-known/openid-configuration")
    wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if found.get("issuer") != issuer or not all(isinstance(found.get(name), str) for name in wanted):
        log.error("the OpenID provider's description is not of %s", issuer)
        raise OutsideRefused
    cache.set(key, found, 3600)
    return found


def _exchange(request: HttpRequest, provider: dict[str, Any], code: str, verifier: str) -> dict[str, Any]:
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": _callback(request), "code_verifier": verifier}
    headers = {}
    if settings.OIDC_CLIENT_SECRET:
        pair = f"{quote(settings.OIDC_CLIENT_ID)}:{quote(settings.OIDC_CLIENT_SECRET)}"
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    else:
        form["client_id"] = settings.OIDC_CLIENT_ID
    return _fetch(provider["token_endpoint"], headers, urlencode(form).encode())


def _checked(provider: dict[str, Any], token: dict[str, Any], nonce: str) -> CodeIDToken:
    """The claims of the ID token: signed by the provider's key, issued by it, for us, now, in answer to this very request."""
    try:
        signed = jwt.decode(str(token["id_token"]), KeySet.import_key_set(_get(provider["jwks_uri"])), algorithms=ALGORITHMS)  # type: ignore[arg-type]
        claims = CodeIDToken(
            signed.claims, signed.header,
            options={
                "iss": {"essential": True, "value": provider["issuer"]},
                "aud": {"essential": True, "value": settings.OIDC_CLIENT_ID},
                "nonce": {"essential": True, "value": nonce},
            },
            params={"client_id": settings.OIDC_CLIENT_ID, "nonce": nonce, "access_token": token.get("access_token")},
        )  # fmt: skip
        claims.validate(leeway=_LEEWAY_SECONDS)
    except (JoseError, KeyError, ValueError, TypeError) as error:
        log.warning("an ID token was refused: %s", error)
        raise OutsideRefused from error
    if not isinstance(claims.get("sub"), str) or not 0 < len(claims["sub"]) <= 200:
        raise OutsideRefused
    return claims


def _get(url: str) -> dict[str, Any]:
    return _fetch(url, {}, None)


def _fetch(url: str, headers: dict[str, str], body: bytes | None) -> dict[str, Any]:
    """Asks the provider. Only https, or http on this very machine. Raises OutsideRefused."""
    at = urlsplit(url)
    if at.scheme != "https" and not (at.scheme == "http" and at.hostname in ("127.0.0.1", "localhost", "::1")):
        log.error("the OpenID provider is not reached by https: %s", url)
        raise OutsideRefused
    request = Request(url, data=body, headers={"Accept": "application/json", **headers})  # noqa: S310  (checked above)
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            found = json.loads(answer.read(ANSWER_LIMIT))
    except (URLError, OSError, ValueError, RecursionError) as error:
        log.error("the OpenID provider did not answer at %s: %s", url, error.__class__.__name__)
        raise OutsideRefused from error
    if not isinstance(found, dict):
        raise OutsideRefused
    return found
