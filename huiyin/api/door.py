"""Who a program acts for, how far, and how often; and how it is told what cannot be."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from huiyin.api.description import DescribedAPI
from huiyin.core.errors import Invalid, NotAllowed, Refused, as_json
from huiyin.core.throttle import throttle
from huiyin.people.actions.tokens import token_of
from huiyin.people.auth import SignedOut
from huiyin.people.devices import address_of
from huiyin.people.models import ApiToken

REQUESTS_A_MINUTE = 600  # of each token: a program that needs more listens to /live instead of asking


class Token(HttpBearer):
    """Asks for a token that bears the operation's scope. Cookies open nothing here; an operation without a scope opens to no token."""

    def __call__(self, request: HttpRequest) -> Any:
        found = super().__call__(request)
        if found is None:
            raise SignedOut(_("Show a living token: Authorization: Bearer …"))
        return found

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """Takes what was shown. Gives the token; raises NotAllowed where it reaches less far, TooOften who guesses or asks on and on."""
        found = token_of(token, address_of(request))
        if found is None:
            return None
        request.user = found.person
        translation.activate(_language(request, found.person.language))
        throttle(f"api:token:{found.pk}", REQUESTS_A_MINUTE)
        _require_known(request)
        scope = _operation(request)["x-scope"]
        if scope not in found.scopes:
            raise NotAllowed(_("The token does not allow this: it needs %(scope)s.") % {"scope": scope})
        return found


def _require_known(request: HttpRequest) -> None:
    """A misspelt filter would be one that lets everything through. Raises Invalid with its name."""
    for name in request.GET:
        if name not in _operation(request)["query"]:
            told = {"field": name[:60], "why": _("there is no such field")}
            raise Invalid(_("“%(field)s” cannot be taken: %(why)s") % told, field=name[:60])


def _operation(request: HttpRequest) -> dict[str, Any]:
    """What the description says of the operation that is asked: its scope, and what may stand in its address."""
    match = request.resolver_match
    return _operations().get((match.route if match else "", (request.method or "").lower()), {"x-scope": "", "query": frozenset()})


@cache
def _operations() -> dict[tuple[str, str], dict[str, Any]]:
    """By route and method."""
    return {
        (path.lstrip("/").replace("{", "<").replace("}", ">"), method): {
            "x-scope": told.get("x-scope", ""),
            "query": frozenset(one["name"] for one in told.get("parameters", ()) if one["in"] == "query"),
        }
        for path, methods in api.get_openapi_schema()["paths"].items() for method, told in methods.items()
    }  # fmt: skip


def _language(request: HttpRequest, own: str) -> str:
    """What the program asked for, else the person's own."""
    asked = request.headers.get("Accept-Language", "").lower()
    return "en" if asked.startswith("en") else "zh-hans" if asked.startswith("zh") else own


api = DescribedAPI(
    title="Huiyin 回音", version="1", urls_namespace="api", docs_url=None, auth=Token(),
    description="What pages do with people, groups, messages, search and tasks. Errors bear a code, and words in the reader's language.",
)  # fmt: skip


@api.exception_handler(Refused)
def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    answer = JsonResponse(as_json(error), status=error.status, json_dumps_params={"ensure_ascii": False})
    if wait := error.facts.get("wait_seconds"):
        answer.headers["Retry-After"] = str(int(wait))
    if error.status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    answer.headers["Cache-Control"] = "no-store"
    return answer


#: What is wrong with a field, in the reader's language; what is not here is told as pydantic has it.
WHY = {
    "extra_forbidden": gettext_lazy("there is no such field"),
    "missing": gettext_lazy("it is needed"),
    "string_too_long": gettext_lazy("it is too long: at most %(max_length)s characters"),
    "literal_error": gettext_lazy("it is none of %(expected)s"),
    "model_type": gettext_lazy("a JSON object is needed"),
    "model_attributes_type": gettext_lazy("a JSON object is needed"),
}


@api.exception_handler(ValidationError)
def _unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    first = error.errors[0] if error.errors else {}
    field = str((first.get("loc") or [""])[-1])[:60]
    try:
        why = str(WHY[first["type"]]) % first.get("ctx", {})
    except KeyError:
        why = first.get("msg", "")
    return _refused(request, Invalid(_("“%(field)s” cannot be taken: %(why)s") % {"field": field, "why": why}, field=field))


@api.exception_handler(AuthenticationError)
def _nobody(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return _refused(request, SignedOut())


@api.exception_handler(HttpError)
def _malformed(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _refused(request, Refused(_("The request could not be read.")) if error.status_code == 400 else Invalid())
