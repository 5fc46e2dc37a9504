"""The pages of programs that are told what happens in a group."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from huiyin.channels.queries import deliveries_of, delivery_in
from huiyin.channels.reasons import why
from huiyin.channels.webhook.signing import standard_secret
from huiyin.core.errors import Invalid, NotThere, Refused, WrongState
from huiyin.groups.models import Member
from huiyin.groups.views.frame import done, page
from huiyin.hooks import actions, queries
from huiyin.hooks.models import Subscription
from huiyin.hooks.payload import webhook_events
from huiyin.hooks.rules import may_subscribe
from huiyin.hooks.views.hooks import leader, shown, told_once
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.views.reauthentication import reauthenticated

SHOWN = 50  # deliveries

#: Why it stopped, to whoever owns it.
STOPPED = {
    "failures": pgettext_lazy("why a webhook stopped", "It did not answer as it should for a day and more."),
    "wrong": pgettext_lazy("why a webhook stopped", "It answered that it is no more."),
    "right": pgettext_lazy("why a webhook stopped", "Who set it up no longer owns this group, or is locked out."),
}


@require_POST
@require_person
@reauthenticated
def new(request: PersonRequest, pk: int) -> HttpResponse:
    """Makes a subscription; its secret is shown on the page that answers, and never again."""
    member = leader(request, pk)
    try:
        made, secret = actions.subscribe(
            member.group, request.user, request.POST.get("address", "")[:2000], request.POST.getlist("events")[:20]
        )
    except (Invalid, WrongState) as refusal:
        return shown(request, member, refusal)
    return _told_once(request, member, secret, made)


@require_GET
@require_person
def subscription(request: PersonRequest, pk: int, subscription: int) -> HttpResponse:
    """One subscription: what was sent last, and what was answered."""
    member = leader(request, pk)
    return _page(request, member, _found(member, subscription))


def _page(request: PersonRequest, member: Member, found: Subscription, refusal: Refused | None = None) -> HttpResponse:
    deliveries, known = deliveries_of(found.destination, SHOWN), webhook_events()
    for one in deliveries:
        one.said = one.answer if one.status else why(one.answer)  # type: ignore[attr-defined]
        one.what = known[one.event] if one.event in known else _("Test")  # type: ignore[attr-defined]
    told = [known[name] for name in found.events if name in known]
    return page(
        request, "hooks/subscription.html", member, refusal, subscription=found, deliveries=deliveries, told=told,
        stopped_for=STOPPED.get(found.destination.stopped_for, ""),
        may_subscribe=may_subscribe(member, member.group),
    )  # fmt: skip


@require_POST
@require_person
def again(request: PersonRequest, pk: int, subscription: int, delivery: int) -> HttpResponse:
    """Sends something that was not answered at once instead of later."""
    member = leader(request, pk)
    found = _found(member, subscription)
    one = delivery_in(found.destination, delivery)
    if one is None:
        raise NotThere
    try:
        actions.send_again(found, one, request.user)
    except WrongState as refusal:
        return _page(request, member, found, refusal)
    return done("saved", "group-subscription", pk, subscription)


@require_POST
@require_person
@reauthenticated(do={"secret"})
def change(request: PersonRequest, pk: int, subscription: int, do: str) -> HttpResponse:
    """Sends a test, sets a stopped subscription going, gives a new secret, or ends it."""
    member = leader(request, pk)
    found = _found(member, subscription)
    if do not in _CHANGES:
        raise NotThere
    try:
        return _CHANGES[do](request, member, found)
    except WrongState as refusal:
        return _page(request, member, found, refusal)


def _test(request: PersonRequest, member: Member, found: Subscription) -> HttpResponse:
    actions.send_test(found, request.user)
    return done("saved", "group-subscription", member.group_id, found.pk)


def _resume(request: PersonRequest, member: Member, found: Subscription) -> HttpResponse:
    actions.resume_subscription(found, request.user)
    return done("saved", "group-subscription", member.group_id, found.pk)


def _secret(request: PersonRequest, member: Member, found: Subscription) -> HttpResponse:
    return _told_once(request, member, actions.change_secret(found, request.user), found)


def _told_once(request: PersonRequest, member: Member, secret: str, found: Subscription) -> HttpResponse:
    return told_once(request, member, secret, subscription=found, standard=standard_secret(secret))


def _end(request: PersonRequest, member: Member, found: Subscription) -> HttpResponse:
    actions.end_subscription(found, request.user)
    return done("saved", "group-hooks", member.group_id)


_CHANGES: dict[str, Callable[[PersonRequest, Member, Subscription], HttpResponse]] = {
    "test": _test, "resume": _resume, "secret": _secret, "end": _end,
}  # fmt: skip


def _found(member: Member, pk: int) -> Subscription:
    found = queries.subscription_in(member.group, pk)
    if found is None:
        raise NotThere
    return found
