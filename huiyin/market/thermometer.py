"""How much is ordered of what is offered: a picture, drawn by the server, the same for everybody."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.market.models import Listing

WIDTH, HEIGHT = 1000, 36


def drawn(listing: Listing) -> SafeString:
    """Gives the thermometer as SVG: handed over, confirmed, reserved, from left to right; what is free stays empty."""
    offered, grams, at, parts = max(1, listing.offered_grams), 0, 0, []
    for name in ("delivered", "confirmed", "reserved"):
        grams += getattr(listing, f"{name}_grams")
        end = min(WIDTH, grams * WIDTH // offered)
        parts.append((name, at, end - at, HEIGHT))
        at = end
    words = _("%(share)s %% ordered") % {"share": share(listing)}
    return format_html(
        '<svg class="thermometer" viewBox="0 0 {} {}" role="img" aria-label="{}" preserveAspectRatio="none"><rect class="free" width="{}" '
        'height="{}" rx="18"/>{}</svg>',
        WIDTH, HEIGHT, words, WIDTH, HEIGHT,
        format_html_join("", '<rect class="{}" x="{}" width="{}" height="{}"/>', [part for part in parts if part[2]]),
    )  # fmt: skip


def share(listing: Listing) -> int:
    """Gives how much of the stock is ordered, in whole per cent, rounded down: 100 only where nothing is left."""
    return listing.ordered_grams * 100 // listing.offered_grams if listing.offered_grams else 100
