"""How much is ordered of what is offered: a picture, drawn by the server, the same for everybody."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.market.models import Listing

WIDTH, HEIGHT = 1000, 36


def drawn(listing: Listing) -> SafeString:
    """Gives the thermometer as SVG: handed over, confirmed, reserved, from left to right; what is free stays empty."""
    offered = max(1, listing.offered_grams)
    parts, at = [], 0
    for name, grams in (("delivered", listing.delivered_grams), ("confirmed", listing.confirmed_grams), ("reserved", listing.reserved_grams)):
        end = min(WIDTH, (at_grams(parts) + grams) * WIDTH // offered)
        parts.append((name, at, max(0, end - at), grams))
        at = end
    words = _("%(share)s %% ordered") % {"share": share(listing)}
    return format_html(
        '<svg class="thermometer" viewBox="0 0 {} {}" role="img" aria-label="{}" preserveAspectRatio="none"><rect class="free" width="{}" '
        'height="{}" rx="18"/>{}</svg>',
        WIDTH, HEIGHT, words, WIDTH, HEIGHT,
        format_html_join("", '<rect class="{}" x="{}" width="{}" height="{}"/>', [(name, x, w, HEIGHT) for name, x, w, _g in parts if w]),
    )  # fmt: skip


def at_grams(parts: list[tuple[str, int, int, int]]) -> int:
    """Gives the grams of the parts drawn so far."""
    return sum(grams for _name, _x, _w, grams in parts)


def share(listing: Listing) -> int:
    """Gives how much of the stock is ordered, in whole per cent, rounded down: 100 only where nothing is left."""
    return listing.ordered_grams * 100 // listing.offered_grams if listing.offered_grams else 100
