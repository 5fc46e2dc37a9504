"""What the house itself tells somebody who has no account: by text message, by e-mail. Made in the transaction of what happened, sent
after it, retried with backoff for a day, never twice knowingly; address and words are gone once it was sent."""

from __future__ import annotations

import logging
import re
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import override

from huiyin.channels.actions import texts_budget
from huiyin.channels.mail.sender import MAIL, post
from huiyin.channels.models import Outgoing
from huiyin.channels.robots import Card, Outcome
from huiyin.channels.sealing import Unreadable, seal, unseal
from huiyin.channels.text.sender import is_on, send_text
from huiyin.core.errors import NotAllowed, NotThere, WrongState
from huiyin.core.retention_periods import gone_before
from huiyin.hooks.backoff import wait_after
from huiyin.hooks.pool import Pool
from huiyin.people.models import Person
from huiyin.people.rules import role_of

log = logging.getLogger(__name__)
State = Outgoing.State
LEASE, GIVE_UP = timedelta(minutes=4), timedelta(days=1)
TEXTS_A_DAY = 5  # to one number
TEXTS_WAITING = 10  # for one number: a stranger who types it in over and over makes no more
BY_HAND = timedelta(days=3)  # so long what was not taken may be sent again
MAILS_A_DAY = 5  # to one mailbox
AT_ONCE = 20
_pool = Pool(1, "huiyin-outgoing")
_busy = False
_asked_at = 0.0


def tell(channel: str, address: str, said: dict[str, str], about: str, due_at: datetime | None = None) -> Outgoing | None:
    """Has something told once to a number ("text") or a mailbox ("mail"); call it in the transaction of what happened.

    Takes what is said, what it is about (the same is told once), from when on. Gives what waits; None where the channel is off and where
    it was told already. Where the address or the whole house was told as much as a day allows, it waits a day: nobody loses an answer
    because a stranger used their number. Where a number has enough that waits, nothing more is promised to it; where the month's text
    messages are used up, it is written down that they are to be called.
    """
    if not (is_on() if channel == Outgoing.Channel.TEXT else MAIL.is_on()) or Outgoing.objects.filter(about=about).exists():
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
    return Outgoing.objects.filter(address_digest=digest, state__in=(State.WAITING, State.SENDING)).count()


def step() -> None:
    """Called about once a second by the clockwork: looks every two seconds; never waits."""
    global _busy, _asked_at
    if _busy or time.monotonic() - _asked_at < 2:
        return
    _asked_at = time.monotonic()
    if _due(timezone.now()).exists():
        _busy = True
        _pool.submit(_in_pool)


def _in_pool() -> None:
    global _busy
    try:
        send_due_outgoing()
    except Exception:
        log.exception("what the house tells stumbled; it goes on")
        close_old_connections()
    finally:
        connection.close()
        _busy = False


def _due(now: datetime) -> QuerySet[Outgoing]:
    free = Outgoing.objects.filter(state__in=(State.WAITING, State.SENDING), due_at__lte=now, leased_until__lte=now)
    return free.order_by("due_at", "pk")


def send_due_outgoing() -> int:
    """Sends what is due. Gives how many were tried."""
    now, tried = timezone.now(), 0
    old = Outgoing.objects.filter(state=State.WAITING, made_at__lt=now - GIVE_UP, due_at__lt=now, attempts__gt=0)
    old.update(state=State.GIVEN_UP, sealed="")
    for pk in list(_due(now).values_list("pk", flat=True)[:AT_ONCE]):
        one = _claimed(pk)
        if one is not None:
            _keep(one, _sent(one))
            tried += 1
    return tried


def _claimed(pk: int) -> Outgoing | None:
    """Takes one into our hands. Whoever held it before and ended may have sent it: it is sent once more, and no third time."""
    now = timezone.now()
    with transaction.atomic():
        one = Outgoing.objects.select_for_update().get(pk=pk)
        if one.state not in (State.WAITING, State.SENDING) or one.leased_until > now:
            return None
        if one.state == State.SENDING and one.recovered:
            one.state, one.sealed = State.UNCLEAR, ""
            one.save(update_fields=["state", "sealed"])
            return None
        if one.channel == Outgoing.Channel.TEXT and one.state == State.WAITING and not _may_leave(one, now):
            return None
        one.recovered = one.recovered or one.state == State.SENDING
        one.state, one.attempts, one.leased_until = State.SENDING, one.attempts + 1, now + LEASE
        one.save(update_fields=["state", "attempts", "leased_until", "recovered"])
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


def _sent(one: Outgoing) -> Outcome:
    try:
        said = unseal(one.sealed)
        with override(one.language):
            if one.channel == Outgoing.Channel.TEXT:
                return send_text({**said, "phone": said["address"]}, f"{one.pk}-{one.made_at:%Y%m%d}")
            headers = {"Auto-Submitted": "auto-replied", "X-Huiyin": "1"}
            headers |= {name: said[key] for name, key in (("Message-ID", "id"), ("Reply-To", "reply")) if said.get(key)}
            card = Card(said["headline"], said["words"], url=said.get("url", ""), open_words=said.get("open", ""))
            return post(said["address"], card, headers)
    except Unreadable:
        return Outcome("refused", "key")
    except Exception:
        log.exception("what the house tells, %s, stumbled", one.pk)
        return Outcome("refused", "error")


def _keep(one: Outgoing, outcome: Outcome) -> None:
    now = timezone.now()
    if one.channel == Outgoing.Channel.TEXT and outcome.result not in ("sent", "unclear"):
        texts_budget.give_back()
    one.leased_until, one.answer = now, _shaded(one, outcome.said)[:300]
    if outcome.result in ("later", "limited"):
        one.state, one.due_at = State.WAITING, now + max(wait_after(one.attempts), timedelta(seconds=outcome.wait))
    else:
        one.state = {"sent": State.SENT, "unclear": State.UNCLEAR}.get(outcome.result, State.REFUSED)
        # What may be tried again by hand keeps its address for three days; what arrived needs none.
        one.sealed = "" if one.state == State.SENT else one.sealed
    one.save(update_fields=["leased_until", "answer", "state", "due_at", "sealed"])


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


def old_outgoing(now: datetime) -> QuerySet[Outgoing]:
    """Gives what is past its term and waits for nothing."""
    return Outgoing.objects.filter(made_at__lte=gone_before("deliveries", now)).exclude(state__in=(State.WAITING, State.SENDING))
