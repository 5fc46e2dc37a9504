"""Making, ending and using a group's webhooks."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.channels.models import Delivery, Destination
from huiyin.channels.outbound_http import allowed
from huiyin.channels.webhook.sender import TRANSPORT as WEBHOOK
from huiyin.core.errors import Invalid, WrongState
from huiyin.groups.models import Group
from huiyin.groups.rules import membership_of, require
from huiyin.hooks import secret
from huiyin.hooks.models import IncomingHook, Subscription
from huiyin.hooks.payload import webhook_events
from huiyin.hooks.rules import may_make_hook, may_see_hooks, may_subscribe
from huiyin.journal.models import Stream
from huiyin.journal.recording import record
from huiyin.language.clean import clean_name
from huiyin.media.errors import NoCard
from huiyin.media.outbound_http import is_public, normal
from huiyin.people.models import Person

HOOKS_LIMIT = 20  # open ones in a group
SUBSCRIPTIONS_LIMIT = 10
DAYS_LIMIT = 366
ADDRESS_LIMIT = 500


def make_hook(group: Group, by: Person, name: str, days: int = 90) -> tuple[IncomingHook, str]:
    """Somebody who leads a group makes an address at which a program may speak. Takes the name it speaks under, 1 to 366 days.

    Gives the hook and its secret, which is told this once. Raises NotAllowed, Invalid, WrongState.
    """
    if not 1 <= days <= DAYS_LIMIT:
        raise Invalid(_("A webhook is good for 1 to 366 days."), field="days")
    told = secrets.token_urlsafe(32)
    with transaction.atomic():
        Stream.locked(group.stream_id)
        require(may_make_hook(membership_of(by, group), group))
        if IncomingHook.objects.filter(group=group, revoked_at=None, expires_at__gt=timezone.now()).count() >= HOOKS_LIMIT:
            raise WrongState(_("A group has at most %(limit)s webhooks. End one that is no longer used.") % {"limit": HOOKS_LIMIT})
        hook = IncomingHook.objects.create(
            group=group, by=by, name=_name(name), digest=secret.digest_of(told), expires_at=timezone.now() + timedelta(days=days)
        )
        record(group.stream_id, "hook.made", by=by, data={"group": group.pk, "hook": hook.pk}, sealed={"name": hook.name})
    return hook, told


def revoke_hook(hook: IncomingHook, by: Person) -> None:
    """Somebody who leads the group ends an incoming webhook: its address answers nothing any more."""
    with transaction.atomic():
        Stream.locked(hook.group.stream_id)
        require(may_see_hooks(membership_of(by, hook.group)))
        if IncomingHook.objects.filter(pk=hook.pk, revoked_at=None).update(revoked_at=timezone.now()):
            record(hook.group.stream_id, "hook.revoked", by=by, data={"group": hook.group_id, "hook": hook.pk})


def subscribe(group: Group, by: Person, address: str, events: Sequence[str]) -> tuple[Subscription, str]:
    """A group's owner has a program told what happens from now on. Takes its address and names of webhook events.

    Gives the subscription and the secret its deliveries are signed with, told this once. Raises NotAllowed, Invalid, WrongState.
    """
    address, chosen = _address(address), [name for name in webhook_events() if name in events]
    if not chosen:
        raise Invalid(_("Choose at least one thing to be told of."), field="events")
    with transaction.atomic():
        stream = Stream.locked(group.stream_id)
        words = _("What is said here leaves the house: only the group's owner decides that.")
        require(may_subscribe(membership_of(by, group), group), words)
        if Subscription.objects.filter(group=group, destination__ended_at=None).count() >= SUBSCRIPTIONS_LIMIT:
            raise WrongState(
                _("A group tells at most %(limit)s programs. End one that is no longer used.") % {"limit": SUBSCRIPTIONS_LIMIT}
            )
        told_at = Destination.objects.create(channel=WEBHOOK.name, language="en")
        made = Subscription.objects.create(
            destination=told_at, group=group, by=by, address=address, events=chosen, salt=secret.new_salt(), seq=stream.seq
        )
        data = {"group": group.pk, "subscription": made.pk}
        record(group.stream_id, "subscription.made", by=by, data=data, sealed={"address": address, "events": chosen})
    return made, secret.secret_of(made.salt)


def end_subscription(subscription: Subscription, by: Person) -> None:
    """The owner ends a subscription for good; what was still waiting is not sent."""
    with transaction.atomic():
        kept = _locked(subscription, by)
        kept.destination.ended_at = timezone.now()
        kept.destination.save(update_fields=["ended_at"])
        kept.destination.deliveries.filter(state__in=Delivery.OPEN).update(state=Delivery.State.SPARED)
        record_of(kept, "subscription.ended", by)


def resume_subscription(subscription: Subscription, by: Person) -> None:
    """The owner sets a stopped subscription going again, at once, and answers for it from now on. It goes on where it stopped, nothing
    is left out."""
    with transaction.atomic():
        kept = _locked(subscription, by)
        if kept.destination.stopped_at is None:
            raise WrongState(_("It is being sent already."))
        kept.destination.go_on(timezone.now())
        kept.destination.save(update_fields=Destination.OF_TROUBLE)
        kept.by = by
        kept.save(update_fields=["by"])
        record_of(kept, "subscription.resumed", by)


def change_secret(subscription: Subscription, by: Person) -> str:
    """The owner gives a subscription a new secret; the old one signs nothing any more. Gives it, told this once."""
    with transaction.atomic():
        kept = _locked(subscription, by)
        kept.salt = secret.new_salt()
        kept.save(update_fields=["salt"])
        record_of(kept, "subscription.secret_changed", by)
    return secret.secret_of(kept.salt)


def send_test(subscription: Subscription, by: Person) -> Delivery:
    """The owner has a test sent; it stands behind what is waiting already."""
    with transaction.atomic():
        kept = _locked(subscription, by)
        if kept.destination.stopped_at is not None:
            raise WrongState(_("It is stopped. Set it going again first."))
        test = Delivery.to(kept.destination, event="test")
        test.save()
    return test


def send_again(subscription: Subscription, delivery: Delivery, by: Person) -> None:
    """The owner has what was not answered sent at once instead of later, behind what waits before it. Raises WrongState for what was
    answered: never twice."""
    with transaction.atomic():
        kept = _locked(subscription, by)
        if kept.destination.stopped_at is not None:
            raise WrongState(_("It is stopped. Set it going again first."))
        if not Delivery.objects.filter(pk=delivery.pk, destination=kept.destination, state__in=Delivery.OPEN).exists():
            raise WrongState(_("This was delivered. Nothing is sent twice."))
        kept.destination.next_at = timezone.now()
        kept.destination.save(update_fields=["next_at"])


def _locked(subscription: Subscription, by: Person) -> Subscription:
    """The subscription and its destination, after the group's stream: in this order everywhere."""
    Stream.locked(subscription.group.stream_id)
    destination = Destination.objects.select_for_update().get(pk=subscription.destination_id)
    kept = Subscription.objects.select_for_update(of=("self",)).select_related("group").get(pk=subscription.pk)
    kept.destination = destination
    require(may_subscribe(membership_of(by, kept.group), kept.group))
    if destination.ended_at is not None:
        raise WrongState(_("This subscription has ended."))
    return kept


def record_of(subscription: Subscription, kind: str, by: Person | None) -> None:
    """Records a kind of entry about a subscription, in its group's stream. `by` None: the house did it."""
    record(subscription.group.stream_id, kind, by=by, data={"group": subscription.group_id, "subscription": subscription.pk})


def _name(name: str) -> str:
    try:
        return clean_name(name, 30)
    except ValueError as error:
        raise Invalid(_("Give the program a name of 1 to 30 characters."), field="name") from error


def _address(address: str) -> str:
    """The address in its one form. What it leads to is asked again at each sending: names change their minds."""
    try:
        url = normal(address.strip())
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or {"http": 80, "https": 443}[parts.scheme]
    except NoCard as error:
        raise Invalid(_("That is no address of a program. It begins with https://"), field="address") from error
    if len(url) > ADDRESS_LIMIT:
        raise Invalid(_("The address is too long."), field="address")
    literal = host.replace(".", "").isdigit() or ":" in host or host == "localhost"
    if not allowed(host, port) and (port not in (80, 443) or (literal and not is_public(host))):
        raise Invalid(
            _("This address lies inside the house's own network or uses an unusual port. Only the operator can allow it."), field="address"
        )
    return url
