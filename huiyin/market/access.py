"""Who gets an answer at the addresses of listings and orders. The listing asked for hangs on a moment for everyone signed in; its owner
answers for it, offers all of it and shows its certificate; the member has ordered something."""

from huiyin.core.access import EVERYBODY, OWNER, SIGNED_IN, access

#: Whoever answers for it, and who holds a post in its unit, or acts for one.
TAKES_CALLS = OWNER | {"colleague", "delegate"}
ACCESS = (
    *access(SIGNED_IN, "listing", "listing-figures", "listing-order", "listing-paper", "deliveries"),
    *access(EVERYBODY, "order-find"),
    *access(TAKES_CALLS | {"member"}, "order", "order-prove", "order-move"),
    *access(TAKES_CALLS, "listing-take-up", "listing-answer", "listing-close", "listing-phone", "listing-caller", "listing-stock"),
    *access(TAKES_CALLS, "listing-orders", "listing-report", "listing-pickup", "listing-table"),
    *access(TAKES_CALLS, "listing-report-poster", "listing-report-poster-page"),
    *access(OWNER, "listing-new"),
)
