"""A person's mailbox: nothing is sent to it but a code, until the code comes back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.channels.mail.sender import MAIL, post
from huiyin.channels.models import Delivery, Destination, MailCode
from huiyin.channels.sealing import seal, unseal
from huiyin.channels.transport import Card
from huiyin.core.errors import Invalid, NotThere, Refused, TooOften, WrongState
from huiyin.journal.models import Stream
from huiyin.journal.recording import open_stream, record
from huiyin.notices.presentation import FAMILIES
from huiyin.people.codes import CodeOver, WrongCode, new_code, same
from huiyin.people.models import Person

GOOD_FOR = timedelta(minutes=15)
TRIES = 5
BETWEEN = timedelta(seconds=60)
A_DAY = 5  # codes a person asks for, and codes that go to one mailbox
KEPT = timedelta(days=2)
ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}")


class NotSent(Refused):
    """The mail server did not take it."""

    status = 503
    code = "not_sent"
    default_words = _("The mail could not be sent just now. Try again later, or ask your administrator.")


def ask_mailbox(person: Person, typed: str) -> str:
    """A person names a mailbox; a code goes there. Gives the address. Raises Invalid, TooOften, NotSent, WrongState where the operator
    has set up no mail."""
    if not MAIL.is_on():
        raise WrongState(_("This house sends no e-mail. Your administrator can set it up."))
    address = typed.strip()
    if len(address) > 200 or not ADDRESS.fullmatch(address):
        raise Invalid(_("That is not an e-mail address."), field="address")
    code = new_code()
    with transaction.atomic():
        Stream.locked(open_stream(f"person:{person.pk}").pk)  # two at once are counted one after the other
        _require_within_limits(person, address)
        digest = _digest(person, address, code)
        sealed = seal({"address": address})
        made = MailCode.objects.create(person=person, address_hash=_address_digest(address), sealed=sealed, code_hash=digest)
        MailCode.objects.filter(made_at__lt=timezone.now() - KEPT).delete()
    words = gettext("It is good for 15 minutes. If you did not ask for it, do nothing: without the code nothing is sent here.")
    card = Card(gettext("%(code)s is your code for Huiyin") % {"code": code}, words, source=gettext("Huiyin"))
    if post(address, card, {"Auto-Submitted": "auto-generated"}).result != "sent":
        MailCode.objects.filter(pk=made.pk).update(used_at=timezone.now())
        raise NotSent
    return address


def pending_address(person: Person) -> str:
    """Gives the mailbox a code is on its way to, or ""."""
    waiting = _waiting(person)
    return unseal(waiting.sealed)["address"] if waiting is not None else ""


def confirm_mailbox(person: Person, typed: str) -> Destination:
    """The code came back: from now on the person is told there too. Raises WrongCode, CodeOver."""
    refused: Refused | None = None
    with transaction.atomic():
        stream = Stream.locked(open_stream(f"person:{person.pk}").pk)
        waiting = _waiting(person)
        if waiting is None or waiting.tries >= TRIES:
            raise CodeOver
        address = unseal(waiting.sealed)["address"]
        if not same(waiting.code_hash, _digest(person, address, typed.strip())):
            waiting.tries += 1
            waiting.save(update_fields=["tries"])
            refused = WrongCode(_("That is not the code. Look at the newest mail and try again."), tries_left=TRIES - waiting.tries)
        else:
            waiting.used_at = timezone.now()
            waiting.save(update_fields=["used_at"])
            _end(person)
            made = Destination.objects.create(
                channel=MAIL.name, person=person, by=person, sealed=seal({"address": address}), hint=shaded(address), told=list(FAMILIES),
                language=person.language,
            )  # fmt: skip
            record(stream, "mailbox.confirmed", by=person, data={"person": person.pk})
    if refused is not None:  # after the transaction: the try is counted
        raise refused
    return made


def shaded(address: str) -> str:
    """What may stand readable beside a sealed mailbox: its first letter and its house."""
    name, _at, house = address.rpartition("@")
    return f"{name[:1]}…@{house}"[:60]


def choose_mail(person: Person, families: Sequence[str], bare: bool) -> Destination:
    """A person chooses what they are told by e-mail; nothing at all is a choice too."""
    with transaction.atomic():
        mailbox = Destination.objects.select_for_update().filter(person=person, channel=MAIL.name, ended_at=None).first()
        if mailbox is None:
            raise NotThere
        mailbox.told, mailbox.bare = [name for name in FAMILIES if name in families], bare
        if mailbox.stopped_at is not None:  # going again means at once
            mailbox.go_on(timezone.now())
        mailbox.save(update_fields=["told", "bare", *mailbox.OF_TROUBLE])
    return mailbox


def stop_mail(box: Destination) -> None:
    """One click in a letter, by whoever holds it: nothing is mailed there any more until the person chooses again in the page."""
    with transaction.atomic():
        Destination.objects.select_for_update().filter(pk=box.pk).update(told=[])
        Delivery.objects.filter(destination=box, state=Delivery.State.WAITING).update(state=Delivery.State.SPARED)


def remove_mailbox(person: Person) -> None:
    """A person is told nothing by e-mail any more; the address is gone from here."""
    with transaction.atomic():
        stream = Stream.locked(open_stream(f"person:{person.pk}").pk)
        if _end(person):
            record(stream, "mailbox.removed", by=person, data={"person": person.pk})


def _end(person: Person) -> int:
    boxes = Destination.objects.filter(person=person, channel=MAIL.name, ended_at=None)
    Delivery.objects.filter(destination__in=boxes, state=Delivery.State.WAITING).update(state=Delivery.State.SPARED)
    return boxes.update(ended_at=timezone.now(), sealed="", hint="")


def _waiting(person: Person) -> MailCode | None:
    """The newest code that is still good: an older one is over as soon as another was asked for."""
    newest = MailCode.objects.filter(person=person).order_by("-pk").first()
    fresh = newest is not None and newest.used_at is None and newest.made_at > timezone.now() - GOOD_FOR
    return newest if fresh else None


def _require_within_limits(person: Person, address: str) -> None:
    now = timezone.now()
    today = MailCode.objects.filter(made_at__gt=now - timedelta(days=1))
    if today.filter(person=person, made_at__gt=now - BETWEEN).exists():
        raise TooOften(_("A code was asked for just now. Wait a minute, then ask again."), wait_seconds=60)
    if max(today.filter(person=person).count(), today.filter(address_hash=_address_digest(address)).count()) >= A_DAY:
        raise TooOften(_("That was a lot of codes for one day. Try again tomorrow."), wait_seconds=86_400)


def _address_digest(address: str) -> str:
    return salted_hmac("huiyin.mail.address", address.lower(), algorithm="sha256").hexdigest()


def _digest(person: Person, address: str, code: str) -> str:
    return salted_hmac("huiyin.mail.code", f"{person.pk}\n{address}\n{code}", algorithm="sha256").hexdigest()
