"""Where errors become words: a page, a fragment or JSON, in the reader's language, with nothing of what was typed lost."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.core.errors import NotAllowed, NotThere, Refused, as_json
from huiyin.people.auth import SentSignedOut, safe_next
from huiyin.people.views.sign_in import door_that_keeps

SECRET_FIELDS = {"csrfmiddlewaretoken", "code", "key", "token"}
AWAY_SECONDS = 5  # what a program is told to wait before it asks again
LARGEST_ID = 2**63 - 1  # what a database's widest whole number holds
LONG_WORDS = 24  # characters: what is longer is shown to be read, and copied if need be


class StalePage(NotAllowed):
    """The proof that a form is ours was missing or old."""

    code = "stale_page"
    default_words = gettext_lazy(
        "This page had been open for too long, so we could not be sure that it was you. "
        "Go back, load the page again and send once more."
    )


class WrongWay(Refused):
    """Somebody typed, reloaded or bookmarked an address that only takes forms, or the other way round."""

    status = 405
    code = "wrong_way"
    default_words = gettext_lazy("Nothing can be read at this address; it only takes what a page sends. Go back to the page you came from.")


class RefusalMiddleware:
    """Answers `Refused`, wherever in a view it was raised."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != WrongWay.status or (response.content and not is_program(request)):
            return response
        said = refusal(request, WrongWay(), keep=False)
        said.headers["Allow"] = response.headers.get("Allow", "")
        return said

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: dict[str, Any]) -> HttpResponse | None:
        """Answers an address with a number that no row can have: SQLite and PostgreSQL refuse to compare with it."""
        beyond = any(isinstance(number, int) and number > LARGEST_ID for number in kwargs.values())
        return refusal(request, NotThere()) if beyond else None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Takes any error; gives an answer to a Refused, None to all others."""
        return refusal(request, error) if isinstance(error, Refused) else None


def wants_json(request: HttpRequest) -> bool:
    """Whether a program is asking."""
    return is_program(request) or "application/json" in request.headers.get("Accept", "")


def is_program(request: HttpRequest) -> bool:
    """Whether somebody asks below /api/, where every answer is JSON in one shape, whatever is wrong."""
    return request.path.startswith("/api/")


def wants_fragment(request: HttpRequest) -> bool:
    """Whether a part of a page is asked for."""
    return bool(request.headers.get("HX-Request") or request.headers.get("X-Fragment"))


def refusal(request: HttpRequest, error: Refused, keep: bool = True) -> HttpResponse:
    """Gives the answer to a refusal. `keep`: a page offers to send what was typed once more."""
    if isinstance(error, SentSignedOut):
        return door_that_keeps(request, error.back)
    words = str(error.words)
    if wants_json(request):
        response: HttpResponse = JsonResponse(as_json(error), status=error.status, json_dumps_params={"ensure_ascii": False})
    elif wants_fragment(request):
        response = render(request, "web/_refused.html", {"words": words, "code": error.code}, status=error.status)
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#toasts", "beforeend"
    else:
        response = _page(request, error, keep and request.method == "POST")
    if wait := error.facts.get("wait_seconds"):
        response.headers["Retry-After"] = str(int(wait))
    response.headers["Cache-Control"] = "no-store"
    return response


def typed(request: HttpRequest, field: str = "") -> list[dict[str, Any]]:
    """Gives what a refused form held, so that the page can give it back, long words and the refused field to be changed; never codes and
    keys."""
    if request.method != "POST":
        return []
    return [
        {"name": name, "value": value, "long": len(value) > LONG_WORDS or name in ("text", "words", field)}
        for name, values in request.POST.lists()
        if name not in SECRET_FIELDS
        for value in values
        if isinstance(value, str)
    ]


def _page(request: HttpRequest, error: Refused, again: bool) -> HttpResponse:
    context = {
        "status": error.status,
        "words": str(error.words),
        "title": _title(error),
        "kept": typed(request, getattr(error, "field", "")),
        "again": again,
        "back": _page_before(request),
    }
    return render(request, "web/refused.html", context, status=error.status)


def _page_before(request: HttpRequest) -> str:
    """Gives the page of ours somebody came from, or nothing."""
    there = urlsplit(request.headers.get("Referer", ""))
    known = there.netloc == request.get_host() and there.path not in ("", "/", request.path)
    return safe_next(there.path + (f"?{there.query}" if there.query else "")) if known else ""


def _title(error: Refused) -> str:
    if isinstance(error, StalePage):
        return _("This page has grown old")
    return {
        400: _("That could not be read"),
        401: _("You are signed out"),
        403: _("Not for you to do"),
        404: _("Nothing here"),
        405: _("Nothing to read here"),
        409: _("It has changed meanwhile"),
        413: _("Too much at once"),
        422: _("Something needs another look"),
        429: _("A little too fast"),
    }.get(error.status, _("That could not be done"))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from a page that is too old, or from another site: what was typed is shown again, but never sent by itself."""
    return refusal(request, StalePage(), keep=False)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what was sent makes no sense; or it was sent to a name that is not ours, and no page of ours is drawn under that."""
    if isinstance(exception, DisallowedHost):
        words = "这里不使用这个域名。\nThis server does not answer to that name.\n"
        return HttpResponse(words, status=400, content_type="text/plain; charset=utf-8")
    return refusal(request, Refused(_("What reached us could not be read. Go back and try again.")), keep=False)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 by Django itself."""
    return refusal(request, NotAllowed(), keep=False)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page."""
    return refusal(request, NotThere(_("There is no page at this address, or it is not for you to see.")), keep=False)


class Broken(Refused):
    """A fault of ours."""

    status, code = 500, "broken"
    default_words = gettext_lazy("Something broke on our side. It was written down. Nothing that was sent before is lost.")


class Unavailable(Refused):
    """What is stored cannot be reached for a moment; `wait_seconds` in facts."""

    status, code = 503, "unavailable"
    default_words = gettext_lazy(
        "We cannot reach what is stored just now. Wait a moment, then try again; nothing that was sent before is lost."
    )


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault; 503: the database is away for a moment. Uses neither database nor context processors: either may be what broke."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    error = Unavailable(wait_seconds=AWAY_SECONDS) if away else Broken()
    if wants_json(request):
        response: HttpResponse = JsonResponse(as_json(error), status=error.status, json_dumps_params={"ensure_ascii": False})
    else:
        page = get_template("web/broken.html").render({"words": error.words, "away": away})
        response = HttpResponse(page, status=error.status)
    if away:
        response.headers["Retry-After"] = str(AWAY_SECONDS)
    return response
