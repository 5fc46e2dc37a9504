"""Who is asking: the person behind a request, in their language, for as long as their device is signed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import NotThere, Refused
from huiyin.people.actions.devices import mark_seen
from huiyin.people.devices import SEEN_EVERY, session_of
from huiyin.people.models import Device, Person

__all__ = [
    "PersonBackend", "PersonRequest", "SentSignedOut", "SignedOut", "WhoMiddleware", "for_officials",
    "require_person", "safe_next", "same_site", "session_of", "wants_page",
]  # fmt: skip

BACKEND = "huiyin.people.auth.PersonBackend"
FIRST_STEPS_LEFT = "huiyin_first_steps"  # a cookie of the system administrator's: how many are left; no page reads the session for it
HOME = "/"
_PAGES = {"document", "iframe", "frame"}


class SignedOut(Refused):
    """Nobody is signed in on this device any more; a page goes to the door instead."""

    status = 401
    code = "signed_out"
    default_words = _("You are signed out. What you wrote is kept here; sign in again to send it.")


class SentSignedOut(SignedOut):
    """A form came from a page when nobody was signed in any more: the door keeps what was written in it. `back`: where it stood."""

    def __init__(self, back: str) -> None:
        super().__init__()
        self.back = back


class PersonRequest(HttpRequest):
    """What a view behind `require_person` is given: a request whose `user` is a person, on a `device`. For annotations only."""

    user: Person
    device: Device


class PersonBackend:
    """Finds the person of a session for Django. It never takes a password: the door alone signs anybody in."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Never anybody."""
        return

    def get_user(self, user_id: int) -> Person | None:
        """Gives the person unless locked or erased."""
        return Person.objects.filter(pk=user_id, locked_at=None, erased_at=None).first()


class WhoMiddleware:
    """Sets request.user and request.device, and the language of the answer.

    The device decides. A session without a living device is dropped at once, so that ending a device takes effect with the
    next request, whatever the session still says.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        device = self._device(request)
        request.device = device  # type: ignore[attr-defined]
        request.user = device.person if device else AnonymousUser()
        language = device.person.language if device else translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            # Whoever changed their language is answered in it from the next page on.
            response.headers.setdefault("Content-Language", language)
        if device is None:
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response

    def _device(self, request: HttpRequest) -> Device | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        # The device is asked first, and alone: the session itself is read only where something in it is needed.
        device = session_of(request.session.session_key or "")
        if device is None:
            if request.session.get(SESSION_KEY) is not None:
                request.session.flush()
            return None
        if timezone.now() - device.seen_at >= SEEN_EVERY and _sign_of_life(request):
            mark_seen(device)
        return device


def _sign_of_life(request: HttpRequest) -> bool:
    """Whether somebody sits there: a page was opened or something was sent.

    What an open page fetches by itself (how long the session lasts, how many notices, what was missed while the network was away) is none.
    """
    return request.method not in ("GET", "HEAD") or wants_page(request)


def require_person(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorates a view that needs somebody signed in: pages go to /sign-in and come back; JSON and fragments get 401."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if not wants_page(request):
            raise SignedOut
        if request.method == "POST":
            raise SentSignedOut(_back_to(request))
        return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': _back_to(request)})}")

    return guarded


def for_officials(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorates a page of an official's work: for residents it is not there."""

    @wraps(view)
    def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.kind != Person.Kind.OFFICIAL:
            raise NotThere
        return view(request, *args, **kwargs)

    return guarded


def wants_page(request: HttpRequest) -> bool:
    """Whether a whole page is asked for, by somebody who can go to another one."""
    if request.headers.get("HX-Request") or request.headers.get("X-Requested-With"):
        return False
    asked = request.headers.get("Sec-Fetch-Dest")
    return asked in _PAGES if asked else "application/json" not in request.headers.get("Accept", "")


def _back_to(request: HttpRequest) -> str:
    """A page that was asked for; after a form that nobody may send any more, the page the form was on."""
    if request.method in ("GET", "HEAD"):
        return safe_next(request.get_full_path())
    there = urlsplit(request.headers.get("Referer", ""))
    return safe_next(there.path) if there.netloc == request.get_host() else HOME


def same_site(to: str | None, otherwise: str = HOME) -> str:
    """Gives a place on this site to go to; `otherwise` for anything else.

    Only an absolute path will do. Browsers read `//there`, `/\\there` and a tab between the slashes as another site.
    """
    to = to or ""
    plain = to.isprintable() and "\\" not in to and len(to) <= 2000
    on_this_site = plain and to.startswith("/") and url_has_allowed_host_and_scheme(to, allowed_hosts=None)
    return to if on_this_site else otherwise


def safe_next(to: str | None) -> str:
    """Gives where to go after the door: a page of this site that is not the door itself, HOME otherwise."""
    to = same_site(to)
    return HOME if to.startswith(("/sign-in", "/sign-out", "/language")) else to
