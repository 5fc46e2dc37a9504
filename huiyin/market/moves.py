"""What can become of an order and of a listing: one row a move, with who may make it and what comes with it.

Actions, pages, API and the machine in tests/market/test_machine.py read these tables. An order's state follows from where its grams stand
(`Book.settle`): its rows say to which states a move may lead, `to` being the one it is made for. Roles (rules.py): `buyer`, or whoever
showed the order's code; `number`, whom a code reached at its number; `operator`, who takes calls for the listing; `producer`, who offers
something there; `supplier`, from whom a part of the order comes. `house`: nobody's word; a clock, the waiting list or a move of the listing
makes it, with the listing's book. The words are those of the button on the order's or the listing's page.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.core.moves import Move, Moves
from huiyin.market.models import Listing, Order

UNPROVED, RESERVED, WAITING, OFFERED, CONFIRMED, DELIVERED, CANCELLED, EXPIRED, REFUSED = Order.State.values
HELD = (RESERVED, OFFERED, CONFIRMED)
KNOWN = (*HELD, WAITING)  # and not ended
SELLERS = ("operator", "supplier")  # either says for the other side than the buyer's that it is sure
HOUSE = ("house",)

#: An order begins unproved; one whose buyer is known, where proving it leads.
ORDER_MOVES = Moves(
    "order", Order.State.values, begins=UNPROVED, ends=(DELIVERED, CANCELLED, EXPIRED, REFUSED),
    rows=(
        Move("prove", (UNPROVED,), RESERVED, ("number", "operator"), _("I reached them on this number"), or_to=(WAITING, REFUSED),
             again=KNOWN, under="reached"),
        Move("accept", (OFFERED,), RESERVED, ("buyer", "operator"), _("Accept what is kept"), may_bring=("key",)),
        # One side's word leaves it reserved; while something is offered besides, what is reserved is confirmed and the state stays.
        Move("confirm", (RESERVED,), CONFIRMED, ("buyer", *SELLERS), _("We deliver it: confirm"), may_bring=("key",), stays=(OFFERED,),
             or_to=(RESERVED,), again=(CONFIRMED,)),
        Move("deliver", HELD, DELIVERED, ("operator", "producer"), pgettext_lazy("of an order", "Handed over"), ("weighed_grams",),
             may_bring=("producer", "paid_fen", "key"), or_to=KNOWN),
        Move("cancel", (UNPROVED, *KNOWN), CANCELLED, ("buyer", "operator"), _("Cancel the order"), may_bring=("key",),
             asks=_("Cancel this order? What is kept for it goes to the next."), or_to=(DELIVERED,), again=(CANCELLED,)),
        Move("expire", (UNPROVED,), EXPIRED, HOUSE, ""),  # nobody proved its number in time
        Move("lapse", (OFFERED,), EXPIRED, HOUSE, "", or_to=(RESERVED, CONFIRMED, DELIVERED)),  # nobody accepted in time
        Move("offer", (WAITING, RESERVED, CONFIRMED), OFFERED, HOUSE, "", stays=(OFFERED,)),  # it moved up
        Move("cut", HELD, REFUSED, HOUSE, "", or_to=(*KNOWN, DELIVERED), stays=(UNPROVED,)),  # the stock is less than what is held
        Move("close", (WAITING,), EXPIRED, HOUSE, "", or_to=(DELIVERED,), stays=HELD),  # what waits of it when the listing closes
    ),
)  # fmt: skip

#: What people make of an order, by the name it is offered under.
OFFERED_MOVES = {row.offered: row for row in ORDER_MOVES.rows if row.who != HOUSE}

PROPOSED, OPEN, CLOSED = Listing.State.values
LISTING_MOVES = Moves(
    "listing", Listing.State.values, begins=PROPOSED, ends=(CLOSED,), reopens=("answer", "stock"),
    rows=(
        Move("take_up", (PROPOSED,), OPEN, ("operator",), _("I answer for it: open it"), again=(OPEN, CLOSED)),
        Move("answer", (PROPOSED, OPEN, CLOSED), None, ("operator",), _("I answer for it from now on")),
        Move("stock", (PROPOSED, OPEN, CLOSED), None, ("operator",), _("Stock"), ("offered_grams",), may_bring=("rule", "preview", "key")),
        Move("close", (OPEN, PROPOSED), CLOSED, ("operator", "house"), pgettext_lazy("a sale", "Close"), again=(CLOSED,),
             asks=_("Take no more orders? Who waits is let go; what is reserved is handed over as before.")),
    ),
)  # fmt: skip
