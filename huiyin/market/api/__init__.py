"""This app's part of the API."""

from __future__ import annotations

from huiyin.core.api import ApiPart
from huiyin.market.api import listings, orders
from huiyin.market.api.sentences import FIELDS

OPERATIONS = {
    "listings_open": "Hangs a listing on a moment. With a key it may be repeated safely.",
    "listings_one": "Gives a listing with its figures: offered = reserved + confirmed + delivered + free, at every moment.",
    "listings_answer": "Says that the person answers from now on: where whoever did has left, and they take calls for it.",
    "listings_orders": "Gives the orders of a listing that the person may see, as they came; the header Link says where the list goes on.",
    "listings_order": "Orders something: what is free is reserved, the rest waits. With a key it may be repeated safely.",
    "listings_stock": "Corrects the stock. Below what is held a rule says who loses how much; preview shows it and changes nothing.",
    "orders_one": "Gives an order, to its buyer, its producers and those who take calls for it.",
    "orders_confirm": "Says for the buyer, or for the producer, that it is sure; when both have, it is confirmed.",
    "orders_accept": "Takes what is offered to an order that moved up from the waiting list.",
    "orders_cancel": "Gives an order back; what it held is free at once, for the waiting list first.",
    "orders_deliver": "Enters what was weighed at hand-over; from then on it is what counts.",
}
FAMILIES = {
    "ListingIn": "Listing", "ListingOut": "Listing", "StockOut": "Listing", "ProducerIn": "Producer", "PlaceIn": "Stand",
    "PlaceOut": "Stand", "BuyIn": "Bought", "BoughtOut": "Bought", "PlacedOut": "Bought", "CutOut": "Cut", "StockIn": "Stock",
    "DeliverIn": "Delivery", "SureIn": "Delivery",
}  # fmt: skip
EXAMPLES = {
    "ListingIn": {
        "moment": 7, "title": "水库斑点叉尾鮰", "stock_grams": 1_000_000_000, "min_grams": 5000, "price_fen": 600, "per": "jin",
        "closes_at": "2026-12-06T18:00:00+08:00", "answers_for": 12, "key": "catfish-1",
        "places": [{"name": "南门码头", "from": "2026-12-01T08:00:00+08:00", "to": "2026-12-01T12:00:00+08:00"}],
    },
    "BuyIn": {"grams": 10_000, "take": "part", "min_grams": 5000, "place": "南门码头", "key": "order-1"},
    "StockIn": {"offered_grams": 800_000_000, "rule": "pro_rata", "preview": True},
    "DeliverIn": {"weighed_grams": 9850, "paid_fen": 11_820, "key": "order-1-scale"},
    "SureIn": {"key": "order-1-sure"},
}  # fmt: skip
API = [
    ApiPart(
        "market",
        [listings.router, orders.router],
        tags={"listings": "Produce offered by weight on a moment, and its orders."},
        operations=OPERATIONS,
        fields=FIELDS,
        families=FAMILIES,
        examples=EXAMPLES,
    )
]
