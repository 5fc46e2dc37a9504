"""What happens to listings and orders. One door for callers; a file for each family behind it."""

from huiyin.market.actions.handing_over import answer_for
from huiyin.market.actions.opening import (
    CertificateDraft,
    ListingDraft,
    PlaceDraft,
    close_listing,
    open_listing,
    take_up,
)
from huiyin.market.actions.ordering import OrderDraft, Placed, place_order
from huiyin.market.actions.orders import (
    accept_offer,
    cancel_order,
    confirm_order,
    deliver_order,
    make_move,
    prove_number,
)
from huiyin.market.actions.stock import Correction, Cut, set_stock

__all__ = [
    "CertificateDraft",
    "Correction",
    "Cut",
    "ListingDraft",
    "OrderDraft",
    "PlaceDraft",
    "Placed",
    "accept_offer",
    "answer_for",
    "cancel_order",
    "close_listing",
    "confirm_order",
    "deliver_order",
    "make_move",
    "open_listing",
    "place_order",
    "prove_number",
    "set_stock",
    "take_up",
]
