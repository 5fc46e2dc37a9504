"""Who gets an answer at the addresses of listings and orders. The listing asked for hangs on a moment for everyone signed in; its owner
answers for it, offers all of it and shows its certificate; the member has ordered something."""

from huiyin.core.access import EVERYBODY, MEMBER, OWNER, SIGNED_IN, access

#: Whoever answers for it, and who holds a post in its unit, or acts for one.
TAKES_CALLS = OWNER | {"colleague", "delegate"}
ACCESS = (
    *access(SIGNED_IN, "listing", "listing-figures", "listing-order", "listing-paper"),
    *access(SIGNED_IN, "deliveries", number=OWNER, why="a producer reads the number once both sides have confirmed"),
    *access(EVERYBODY, "order-find"),
    *access(TAKES_CALLS | MEMBER, "order", number=TAKES_CALLS, why="who takes calls calls back"),
    *access(TAKES_CALLS | MEMBER, "order-prove", "order-move"),
    *access(TAKES_CALLS, "listing-take-up", "listing-answer", "listing-close", "listing-phone", "listing-caller", "listing-stock"),
    *access(TAKES_CALLS, "listing-orders", "listing-pickup", number=TAKES_CALLS),
    *access(TAKES_CALLS, "listing-report", "listing-table", "listing-report-poster", "listing-report-poster-page"),
    *access(OWNER, "listing-new"),
    *access(SIGNED_IN, "get /listings/{listing_id}", "post /listings/{listing_id}/orders"),
    *access(SIGNED_IN, "get /listings/{listing_id}/orders", number=TAKES_CALLS, why="each those that they may see"),
    *access(TAKES_CALLS, "post /listings/{listing_id}/stock"),
    *access(TAKES_CALLS, "post /orders/{order_id}/deliver", number=TAKES_CALLS),
    *access(TAKES_CALLS | MEMBER, "get /orders/{order_id}", "post /orders/{order_id}/confirm", number=TAKES_CALLS),
    *access(TAKES_CALLS | MEMBER, "post /orders/{order_id}/accept", "post /orders/{order_id}/cancel", number=TAKES_CALLS),
    *access(OWNER, "post /listings", "post /listings/{listing_id}/answer"),
)
