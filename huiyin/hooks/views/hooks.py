"""The page of a group's webhooks, and the address at which programs speak."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from huiyin.core.bounded_json import Unreadable, read_json
from huiyin.core.errors import Invalid, NotThere, Refused, TooMuch, TooOften, WrongState, as_json
from huiyin.groups.extension_points import Row
from huiyin.groups.models import Group, Member
from huiyin.groups.rules import membership_or_404, require
from huiyin.groups.views.frame import done, page
from huiyin.hooks import actions, queries
from huiyin.hooks.actions import hook_of
from huiyin.hooks.actions import speak as say
from huiyin.hooks.payload import webhook_events
from huiyin.hooks.rules import may_make_hook, may_see_hooks, may_subscribe
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.devices import address_of
from huiyin.people.views.reauthentication import reauthenticated
from huiyin.worktime.bounds import whole_in

BODY_LIMIT = 64 * 1024  # bytes: 5,000 characters however they are written
DAYS = ((7, _("1 week")), (30, _("30 days")), (90, _("90 days")), (366, _("1 year")))


@csrf_exempt
@require_POST
def speak(request: HttpRequest, secret: str) -> HttpResponse:
    """A program posts JSON. Always answers in JSON, in English: 201 stored, 200 the same key before, else why not."""
    # Whatever logs this request's address from here on must not learn the secret.
    request.path = request.path_info = request.META["PATH_INFO"] = "/hooks/…"
    with override("en"):
        try:
            posted = say(hook_of(secret, address_of(request)), _json(request))
        except Refused as refusal:
            answer = JsonResponse(as_json(refusal), status=refusal.status, json_dumps_params={"ensure_ascii": False})
            if isinstance(refusal, TooOften):
                answer.headers["Retry-After"] = str(refusal.facts.get("wait_seconds", 60))
            return answer
    message = posted.message
    return JsonResponse({"n": message.n, "at": message.at.isoformat(timespec="milliseconds")}, status=200 if posted.again else 201)


def _json(request: HttpRequest) -> object:
    length = whole_in(request.META.get("CONTENT_LENGTH") or "0")
    if length is None or length > BODY_LIMIT:
        raise TooMuch(_("At most %(limit)s KB fit into one message.") % {"limit": BODY_LIMIT // 1024})
    body = request.read(BODY_LIMIT + 1)
    if len(body) > BODY_LIMIT:
        raise TooMuch(_("At most %(limit)s KB fit into one message.") % {"limit": BODY_LIMIT // 1024})
    try:
        return read_json(body, BODY_LIMIT)
    except Unreadable as error:
        raise Invalid(_("Send a JSON object: {“text”: “…”}"), field="text") from error


@require_GET
@require_person
def hooks(request: PersonRequest, pk: int) -> HttpResponse:
    """What programs say into the group, and which are told what happens here."""
    return shown(request, leader(request, pk))


@require_POST
@require_person
@reauthenticated
def new(request: PersonRequest, pk: int) -> HttpResponse:
    """Makes an incoming webhook; its address is shown on the page that answers, and never again."""
    member = leader(request, pk)
    days = request.POST.get("days", "")
    try:
        number = whole_in(days, 4) or 0
        hook, secret = actions.make_hook(member.group, request.user, request.POST.get("name", ""), number)
    except (Invalid, WrongState) as refusal:
        return shown(request, member, refusal)
    return told_once(request, member, f"{origin(request)}{reverse('hook-speak', args=[secret])}", hook=hook)


@require_POST
@require_person
def revoke(request: PersonRequest, pk: int, hook: int) -> HttpResponse:
    """Ends an incoming webhook."""
    member = leader(request, pk)
    found = queries.hook_in(member.group, hook)
    if found is None:
        raise NotThere
    actions.revoke_hook(found, request.user)
    return done("saved", "group-hooks", pk)


def row_in_details(group: Group) -> Row:
    """The line on the page about a group. Its owner learns there that something has stopped."""
    stopped = any(one.destination.stopped_at for one in queries.subscriptions_of(group))
    return Row(reverse("group-hooks", args=[group.pk]), "link", _("Programs"), _("stopped") if stopped else "")


def leader(request: PersonRequest, pk: int) -> Member:
    """Gives the reader's membership. Raises NotThere, NotAllowed for who does not lead the group."""
    member = membership_or_404(request.user, pk)
    require(may_see_hooks(member))
    return member


def shown(request: PersonRequest, member: Member, refusal: Refused | None = None) -> HttpResponse:
    """The page of a group's webhooks."""
    group = member.group
    return page(
        request, "hooks/hooks.html", member, refusal, hooks=queries.hooks_of(group), subscriptions=queries.subscriptions_of(group),
        days=DAYS, events=list(webhook_events().items()), typed=request.POST,
        chosen=request.POST.getlist("events") if request.method == "POST" else ["message.posted"],
        may_make=may_make_hook(member, group), may_subscribe=may_subscribe(member, group),
    )  # fmt: skip


def told_once(request: PersonRequest, member: Member, secret: str, **about: Any) -> HttpResponse:
    """The page that shows a secret: no copy of it is kept, neither here nor in the browser."""
    answer = page(request, "hooks/secret.html", member, secret=secret, **about)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def origin(request: HttpRequest) -> str:
    """The address people know us by."""
    return settings.ORIGIN or request.build_absolute_uri("/").rstrip("/")
