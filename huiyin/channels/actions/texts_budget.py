"""What text messages may cost in a month: each that is handed to the gateway is counted before it leaves, so that none goes beyond."""

from __future__ import annotations

from django.conf import settings
from django.db.models import F

from huiyin.channels.models import Outgoing, TextMonth
from huiyin.channels.queries import month_of_texts, this_month
from huiyin.journal.recording import open_stream, record

WARNS = 80  # of a hundred


def has_room() -> bool:
    """Whether one more may be promised this month: what was sent, and what waits to be."""
    waiting = Outgoing.objects.filter(channel=Outgoing.Channel.TEXT, state__in=(Outgoing.State.WAITING, Outgoing.State.SENDING)).count()
    return month_of_texts().sent + waiting < settings.TEXT_A_MONTH


def take_one() -> bool:
    """Counts one that is about to leave; call it in the transaction that claims it. Gives whether there was one left. The administrator is
    told when four in five are gone, and when all are."""
    month, _new = TextMonth.objects.get_or_create(month=this_month())
    if not TextMonth.objects.filter(pk=month.pk, sent__lt=settings.TEXT_A_MONTH).update(sent=F("sent") + 1):
        return False
    month.refresh_from_db()
    reached = 100 if month.share >= 100 else WARNS if month.share >= WARNS else 0
    if reached > month.warned:
        TextMonth.objects.filter(pk=month.pk).update(warned=reached)
        record(open_stream("texts:month"), "texts.nearly_spent", data={"percent": reached})
    return True


def give_back() -> None:
    """What the gateway did not take costs nothing."""
    TextMonth.objects.filter(month=this_month(), sent__gt=0).update(sent=F("sent") - 1)
