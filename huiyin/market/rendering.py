"""A listing as it stands under a moment, and its figures: drawn by Jinja2, the same on a page and in a frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache

from django.templatetags.static import static
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.core.addresses import address
from huiyin.core.dates import clock_words
from huiyin.core.jinja import template
from huiyin.feed.extension_points import Hanging
from huiyin.market.models import Listing
from huiyin.market.thermometer import drawn
from huiyin.market.weights import said_about

_WORDS = {
    "delivered": pgettext_lazy("state of an order", "Handed over"), "confirmed": pgettext_lazy("state of an order", "Confirmed"),
    "reserved": pgettext_lazy("state of an order", "Reserved"), "ordered": _("Ordered"), "free": pgettext_lazy("goods", "Free"),
    "waiting": _("Waiting"), "orders": _("Orders"), "order": pgettext_lazy("goods", "Order"), "see": _("See what became of it"),
    "price_by_phone": _("Price by phone"), "until": _("until %(when)s"), "help": _("Help to sell"),
}  # fmt: skip


@cache
def _words(language: str) -> Mapping[str, str]:
    """The words around listings in one language, translated once."""
    with translation.override(language):
        return {name: str(words) for name, words in _WORDS.items()}


def about(grams: int | None, per: str) -> str:
    """Says grams in a unit for a picture of the whole: from a hundred on without what lies behind the point, 126,978 斤."""
    return f"{said_about(grams or 0, per)} {Listing.Per(per).label}"


def yuan(fen: int | None) -> str:
    """Says a sum: ¥6.50."""
    return f"¥{Decimal(fen or 0) / 100:,.2f}"


def price(listing: Listing) -> str:
    """Says the price of one jin, kg or t; empty where it is told by phone."""
    return f"{yuan(listing.price_fen)} / {Listing.Per(listing.per).label}" if listing.price_fen is not None else ""


def figures_html(listing: Listing) -> SafeString:
    """Gives how much is ordered of what is offered as HTML, in the active language."""
    shown = template("market/_figures.html").render(
        of=listing, w=_words(translation.get_language() or ""), thermometer=drawn, about=about
    )
    return mark_safe(shown.strip())  # Jinja has escaped it


def under_moment(listings: Sequence[Listing], hanging: Hanging) -> SafeString:
    """Gives what stands under a moment: its listings, or on its own page the way for its author to hang one on."""
    words = _words(translation.get_language() or "")
    if not listings:
        if not (hanging.whole and hanging.card.mine and not hanging.bare):
            return SafeString()
        new = address("listing-new", hanging.card.moment.pk)
        return format_html('<p class="acts"><a class="btn" href="{}">{}</a></p>', new, words["help"])
    return mark_safe(  # Jinja has escaped it
        template("market/_moment_addition.html").render(
            listings=listings, w=words, to=hanging.via, alone=hanging.alone, style=static("market/market.css"), figures=figures_html,
            about=about, price=price, clock=clock_words,
        )
    )  # fmt: skip
