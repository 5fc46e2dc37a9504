"""Listings, orders, and the ledger of which every figure is a sum."""

from huiyin.market.models.ledger import LedgerRow
from huiyin.market.models.listings import PLACES, Certificate, Listing, Place, Producer
from huiyin.market.models.orders import KeyedMove, Order, OrderPart

__all__ = ["PLACES", "Certificate", "KeyedMove", "LedgerRow", "Listing", "Order", "OrderPart", "Place", "Producer"]
