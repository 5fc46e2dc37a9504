"""What of orders waits for a person's word: orders of their listings or produce to confirm, numbers to prove, what moved up for them."""

from __future__ import annotations

from django.db.models import Q

from huiyin.core.today import Section, remembered
from huiyin.db.compiled import Compiled
from huiyin.market.models import Order
from huiyin.market.rules import answered_by, with_part
from huiyin.people.models import Person

State = Order.State
MOST = 100  # the badge says 99+
SHOWN = 20


def waiting_orders(person: Person) -> Q:
    """Gives the condition on orders that wait for this person: as who answers for them, as a producer, as the buyer."""
    to_confirm = Q(state=State.RESERVED, producer_confirmed_at=None)
    answers = Q(listing__answers_for=person, listing__in=answered_by(person)) & (Q(state=State.UNPROVED) | to_confirm)
    produces = with_part(person) & to_confirm
    return answers | produces | Q(person=person, state=State.OFFERED)


#: Any order that is open and somehow theirs: most people have none, and nothing else is asked then.
_any_open = Compiled[int](
    lambda person: Order.objects.filter(
        Q(listing__answers_for=person) | Q(parts__producer__person=person) | Q(person=person, state=State.OFFERED), ended_at=None
    ).order_by().values_list("pk", flat=True)[:1]
)  # fmt: skip


def _count(person: Person) -> int:
    """How many wait; where nothing is open, nothing else is asked."""
    waits = Order.objects.filter(waiting_orders(person), ended_at=None) if _any_open(person.pk) else Order.objects.none()
    return waits.values("pk").distinct()[:MOST].count()


def _found(person: Person) -> list[Order]:
    """The orders themselves, the longest waiting first."""
    waiting = Order.objects.filter(waiting_orders(person), ended_at=None).distinct()
    return list(waiting.select_related("listing", "person").order_by("pk")[:SHOWN])


TODAY = (remembered("market", 60, _count),)
SECTIONS = (Section("orders", 70, _found, "market/_today.html", residents=True),)
