"""The calendar itself, for programs; and the page where its link is made and ended."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiyin.core.errors import Invalid, Refused, TooOften
from huiyin.people import extension_points as me
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.devices import address_of
from huiyin.people.models import Person
from huiyin.people.views.reauthentication import reauthenticated
from huiyin.protocols.ical import actions
from huiyin.protocols.ical.queries import link_kept
from huiyin.protocols.ical.serializer import calendar, deadlines_of
from huiyin.worktime.bounds import whole_in

#: How long before a deadline a calendar may ring, in words.
ALARMS = (("", _("not at all")), (30, _("half an hour before")), (120, _("2 hours before")), (1440, _("a day before")))


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar. Nobody signs in here: the address is the key."""
    # Whatever logs this request's address from here on must not learn the secret.
    request.path = request.path_info = request.META["PATH_INFO"] = "/calendar/…"
    try:
        link = actions.link_of(secret, address_of(request))
    except Refused as refusal:
        answer = HttpResponse(status=refusal.status, content_type="text/plain; charset=utf-8")
        if isinstance(refusal, TooOften):
            answer.headers["Retry-After"] = "60"
        return answer
    with override(link.person.language):
        body = calendar(deadlines_of(link.person), link.bare, request.GET.get("as") == "todo", link.alarm_minutes)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    same = tag in request.headers.get("If-None-Match", "")
    answer = HttpResponseNotModified() if same else HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer.headers["ETag"], answer.headers["Cache-Control"] = tag, "private, max-age=300"
    if not same:
        answer.headers["Content-Disposition"] = 'inline; filename="huiyin.ics"'
    return answer


@require_safe
@require_person
@never_cache
def mine(request: PersonRequest) -> HttpResponse:
    """Where I make the link."""
    return _page(request)


@require_POST
@require_person
@reauthenticated
def make(request: PersonRequest) -> HttpResponse:
    """Makes a link; it is shown on the page that answers, and never again."""
    number = whole_in(request.POST.get("alarm"), 5)
    try:
        secret = actions.make_link(request.user, "bare" in request.POST, number)
    except Invalid as refusal:
        return _page(request, status=refusal.status)
    origin = settings.ORIGIN or request.build_absolute_uri("/").rstrip("/")
    address = f"{origin}{reverse('calendar-feed', args=[secret])}"
    answer = _page(request, address)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
@require_person
def end(request: PersonRequest) -> HttpResponse:
    """Ends it."""
    actions.end_link(request.user)
    return redirect("calendar")


def _page(request: PersonRequest, address: str = "", status: int = 200) -> HttpResponse:
    shown = {"link": link_kept(request.user), "address": address, "alarms": ALARMS}
    return render(request, "ical/calendar.html", shown, status=status)


def row_in_me(request: HttpRequest, person: Person) -> me.Row | None:
    """The line on the page Me. Tasks are for officials; others keep their link if they have one, to end it."""
    link = link_kept(person)
    if link is None and person.kind != Person.Kind.OFFICIAL:
        return None
    return me.Row(reverse("calendar"), "calendar", _("My deadlines in my calendar"), _("linked") if link else "")
