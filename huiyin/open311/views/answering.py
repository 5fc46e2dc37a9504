"""The one way in and out of every Open311 address: method, form, pace, key, refusals; never a page."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from huiyin.core.errors import NotThere, Refused, TooMuch
from huiyin.core.throttle import throttle
from huiyin.open311.actions.keys import count_sending, key_shown
from huiyin.open311.errors import NoKey, Unread, status_of, told
from huiyin.open311.models import SendingKey
from huiyin.open311.serializer import TYPES, XML, written
from huiyin.people.devices import address_of, neighbourhood
from huiyin.web.characters import without_nul
from huiyin.worktime.bounds import whole_in

log = logging.getLogger(__name__)
SENT_A_MINUTE = 120  # of one place, with a key or without; a key has a ceiling of its own
READ_A_MINUTE = 240  # of one place; a city's dashboard asks every few seconds
FORM_BYTES, FILES_BYTES = 512 * 1024, 52 * 1024 * 1024
_BROKEN = (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError, UnicodeError, LookupError)

#: Takes the request; gives the name of the root and what is said under it.
Says = Callable[..., tuple[str, Any]]


class WrongWay(Refused):
    """A method that this address does not answer."""

    status = 405
    code = "wrong_way"
    default_words = _("This address is not asked in this way.")


def answers(**by_method: Says) -> Callable[..., HttpResponse]:
    """Makes a view of what is said to GET and to POST (`get`, `post`). Whatever is refused is told as the standard wants it."""

    def view(request: HttpRequest, form: str = "", **named: Any) -> HttpResponse:
        form = form if form in TYPES else ""
        try:
            if not form:
                raise NotThere(_("An address here ends in .xml or .json."))
            method = "get" if request.method == "HEAD" else (request.method or "").lower()
            if method not in by_method:
                raise WrongWay
            root, said = by_method[method](request, **named)
            answer = _answer(root, said, form)
        except Refused as refusal:
            answer = _answer("errors", told(refusal), form or XML, status_of(refusal))
            if wait := refusal.facts.get("wait_seconds"):
                answer.headers["Retry-After"] = str(int(wait))
        if request.method in ("GET", "HEAD"):
            answer.headers["Access-Control-Allow-Origin"] = "*"  # nothing here depends on who is signed in
        else:
            answer.headers["Allow"] = ", ".join(one.upper() for one in by_method)
        return answer

    return csrf_exempt(view)


def _answer(root: str, said: Any, form: str, status: int = 200) -> HttpResponse:
    answer = HttpResponse(written(root, said, form), content_type=TYPES[form], status=status)
    # What is no longer published is gone at once, also from what a browser kept.
    answer.headers["Cache-Control"] = "no-cache" if status == 200 else "no-store"
    return answer


def reads(say: Says) -> Says:
    """Decorates what answers GET: its pace is that of the place it is asked from."""

    @wraps(say)
    def paced(request: HttpRequest, **named: Any) -> tuple[str, Any]:
        throttle(f"open311:read:{neighbourhood(address_of(request))}", READ_A_MINUTE)
        return say(request, **named)

    return paced


def asked(request: HttpRequest) -> QueryDict:
    """Gives what stands in the address. Raises Unread for what cannot be read."""
    try:
        return without_nul(request.GET)
    except _BROKEN as error:
        raise Unread from error


def form_of(request: HttpRequest) -> QueryDict:
    """Gives the form that was sent. Raises Unread for what is none, TooMuch for what is larger than any request is."""
    kind = request.content_type
    if kind not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        raise Unread(_("Send it as a form: application/x-www-form-urlencoded, or multipart/form-data with files."))
    throttle(f"open311:send:{neighbourhood(address_of(request))}", SENT_A_MINUTE)
    length = whole_in(request.META.get("CONTENT_LENGTH") or "0", 12)
    if length is None:
        raise Unread
    if length > (FILES_BYTES if kind == "multipart/form-data" else FORM_BYTES):
        raise TooMuch
    if length > FORM_BYTES and key_of(request) is None:
        raise NoKey(_("Show the key in a header (X-Api-Key) or in the address where files come along: it is asked first."))
    try:
        return without_nul(request.POST)
    except _BROKEN as error:
        raise Unread from error


def key_of(request: HttpRequest, form: QueryDict | None = None) -> SendingKey | None:
    """Gives the key a program shows, in the form, a header (X-Api-Key) or the address; None where it shows none. Raises NoKey for a wrong
    one, TooOften."""
    shown = (form.get("api_key", "") if form is not None else "") or request.headers.get("X-Api-Key", "")
    shown = shown or asked(request).get("api_key", "")
    return key_shown(shown[:200].strip(), address_of(request)) if shown.strip() else None


def sent_by(request: HttpRequest) -> tuple[QueryDict, SendingKey]:
    """Gives the form that was sent and the key with which it was, counted. Raises NoKey, TooOften, and as `form_of`."""
    form = form_of(request)
    key = key_of(request, form)
    if key is None:
        raise NoKey
    count_sending(key)
    return form, key
