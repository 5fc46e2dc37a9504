"""What the house itself tells somebody who has no account: by text message, by e-mail. Made in the transaction of what happened, sent
after it, retried with backoff for a day, never twice knowingly; address and words are gone once it was sent."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from huiyin.channels.actions import texts_budget
from huiyin.channels.actions.attempting import GIVE_UP, STATES, attempt
from huiyin.channels.backoff import wait_after
from huiyin.channels.extension_points import Said
from huiyin.channels.mail.sender import MAIL, Letter
from huiyin.channels.models import Outgoing
from huiyin.channels.sealing import Unreadable, seal, unseal
from huiyin.channels.text.sender import TRANSPORT as TEXT
from huiyin.channels.transport import Card, Outcome
from huiyin.core.errors import NotAllowed, NotThere, WrongState
from huiyin.people.models import Person
from huiyin.people.rules import role_of

State = Outgoing.State
LEASE = timedelta(minutes=4)
TEXTS_A_DAY = 5  # to one number
TEXTS_WAITING = 10  # for one number: a stranger who types it in over and over makes no more
BY_HAND = timedelta(days=3)  # so long what was not taken may be sent again
MAILS_A_DAY = 5  # to one mailbox


def tell(channel: str, address: str, said: dict[str, str], about: str, due_at: datetime | None = None) -> Outgoing | None:
    """Has something told once to a number ("text") or a mailbox ("mail"); call it in the transaction of what happened.

    Takes what is said, what it is about (the same is told once), from when on. Gives what waits; None where the channel is off and where
    it was told already. Where the address or the whole house was told as much as a day allows, it waits a day: nobody loses an answer
    because a stranger used their number. Where a number has enough that waits, nothing more is promised to it; where the month's text
    messages are used up, it is written down that they are to be called.
    """
    if not (TEXT.is_on() if channel == Outgoing.Channel.TEXT else MAIL.is_on()) or Outgoing.objects.filter(about=about).exists():
        return None
    now, digest = timezone.now(), digest_of(channel, address)
    today = Outgoing.objects.filter(channel=channel, made_at__gt=now - timedelta(days=1))
    of_one, of_all = (TEXTS_A_DAY, settings.TEXT_A_DAY) if channel == Outgoing.Channel.TEXT else (MAILS_A_DAY, 5000)
    if channel == Outgoing.Channel.TEXT and _waiting(digest) >= TEXTS_WAITING:
        return None
    if today.filter(address_digest=digest).count() >= of_one or today.count() >= of_all:
        due_at = max(due_at or now, now + timedelta(days=1))
    hint = f"{address[:3]}…{address[-4:]}" if channel == Outgoing.Channel.TEXT else f"{address[:1]}…@{address.rpartition('@')[2]}"
    call = channel == Outgoing.Channel.TEXT and not texts_budget.has_room()
    return Outgoing.objects.create(
        channel=channel, address_digest=digest, hint=hint[:60], about=about[:80], sealed="" if call else seal({**said, "address": address}),
        made_at=now, due_at=due_at or now, language=settings.LANGUAGE_CODE, state=State.CALL if call else State.WAITING,
    )  # fmt: skip


def digest_of(channel: str, address: str) -> str:
    """Gives what stands for a number or a mailbox."""
    return salted_hmac("huiyin.outgoing", f"{channel}|{address.lower()}", algorithm="sha256").hexdigest()


def _waiting(digest: str) -> int:
    return Outgoing.objects.filter(address_digest=digest, state__in=Outgoing.OPEN).count()


def send_one(pk: int) -> int:
    """Sends one that is due. Gives how many were tried: it may be in others' hands by now, or not allowed to leave."""
    one = _claimed(pk)
    if one is None:
        return 0
    outcome, _told, milliseconds = attempt([one], one.language, lambda: _words(one))
    assert outcome is not None
    _keep(one, outcome, milliseconds)
    return 1


def _claimed(pk: int) -> Outgoing | None:
    """Takes one into our hands. Whoever held it before and ended may have sent it: it is sent once more, and no third time."""
    now = timezone.now()
    with transaction.atomic():
        one = Outgoing.objects.select_for_update().get(pk=pk)
        if one.state not in Outgoing.OPEN or one.leased_until > now:
            return None
        if one.state == State.WAITING and one.attempts and one.made_at < now - GIVE_UP:
            one.state, one.sealed = State.GIVEN_UP, ""
            one.save(update_fields=["state", "sealed"])
            return None
        if one.state == State.SENDING and one.recovered:
            one.state, one.sealed = State.UNCLEAR, ""
            one.save(update_fields=["state", "sealed"])
            return None
        if one.channel == Outgoing.Channel.TEXT and one.state == State.WAITING and not _may_leave(one, now):
            return None
        one.recovered = one.recovered or one.state == State.SENDING
        one.state, one.attempts, one.leased_until, one.tried_at = State.SENDING, one.attempts + 1, now + LEASE, now
        one.save(update_fields=["state", "attempts", "leased_until", "recovered", "tried_at"])
    return one


def _may_leave(one: Outgoing, now: datetime) -> bool:
    """Whether a text message may be handed over: its number has not had its five today, and the month has one left."""
    lately = Outgoing.objects.filter(address_digest=one.address_digest, state__in=(State.SENT, State.UNCLEAR))
    if lately.filter(leased_until__gt=now - timedelta(days=1)).count() >= TEXTS_A_DAY:
        one.due_at = now + timedelta(days=1)
        one.save(update_fields=["due_at"])
        return False
    if not texts_budget.take_one():
        one.state, one.sealed = State.CALL, ""
        one.save(update_fields=["state", "sealed"])
        return False
    return True


def _words(one: Outgoing) -> Said:
    said = unseal(one.sealed)
    if one.channel == Outgoing.Channel.TEXT:
        return Said(said, said, [one])
    headers = {"Auto-Submitted": "auto-replied", "X-Huiyin": "1"}
    headers |= {name: said[key] for name, key in (("Message-ID", "id"), ("Reply-To", "reply")) if said.get(key)}
    card = Card(said["headline"], said["words"], url=said.get("url", ""), open_words=said.get("open", ""))
    return Said(said, Letter(card, headers), [one])


def _keep(one: Outgoing, outcome: Outcome, milliseconds: int) -> None:
    now = timezone.now()
    if one.channel == Outgoing.Channel.TEXT and outcome.result not in ("sent", "unclear"):
        texts_budget.give_back()
    one.leased_until, one.answer, one.milliseconds = now, _shaded(one, outcome.said)[:300], milliseconds
    # An address that is wrong is nobody's destination here: this one message is not taken.
    one.state = State.REFUSED if outcome.result == "wrong" else STATES[outcome.result]
    if one.state == State.WAITING:
        one.due_at = now + max(wait_after(one.attempts), timedelta(seconds=outcome.wait))
    elif one.state == State.SENT:
        one.sealed = ""  # what may be tried again by hand keeps its address for three days; what arrived needs none
    one.save(update_fields=["leased_until", "answer", "milliseconds", "state", "due_at", "sealed"])


def _shaded(one: Outgoing, answer: str) -> str:
    """What the other side said, without the address, which some repeat."""
    try:
        address = unseal(one.sealed)["address"] if one.sealed else ""
    except Unreadable:
        address = ""
    return re.sub(re.escape(address), "…", answer, flags=re.IGNORECASE) if address else answer


def send_again(pk: int, by: Person) -> Outgoing:
    """The administrator has what was not taken, or got no answer, tried once more. Gives it. Raises NotAllowed, NotThere, WrongState."""
    if role_of(by) != "system":
        raise NotAllowed
    with transaction.atomic():
        one = Outgoing.objects.select_for_update().filter(pk=pk).first()
        if one is None:
            raise NotThere
        if one.state not in (State.REFUSED, State.UNCLEAR) or not one.sealed:
            raise WrongState
        one.state, one.due_at, one.made_at, one.recovered = State.WAITING, timezone.now(), timezone.now(), False
        one.save(update_fields=["state", "due_at", "made_at", "recovered"])
    return one


def unsealed(now: datetime) -> QuerySet[Outgoing]:
    """Gives what was not taken and may no longer be tried again by hand: its number and code go."""
    return Outgoing.objects.filter(state__in=(State.REFUSED, State.UNCLEAR), made_at__lte=now - BY_HAND).exclude(sealed="")


def of_address(channel: str, address: str) -> QuerySet[Outgoing]:
    """Gives what was told, or is to be, to a number or a mailbox."""
    return Outgoing.objects.filter(address_digest=digest_of(channel, address))
