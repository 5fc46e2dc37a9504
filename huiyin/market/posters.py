"""The report of a sale as a poster: first hour, 24 hours, whole; from where, to where, at what hour, what remains. No names."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from huiyin.core.dates import clock_words
from huiyin.market.models import Listing
from huiyin.market.reporting import Line, SaleReport, by_channel
from huiyin.market.weights import said_about
from huiyin.printing.posters import Figure, Layout, Poster

LINES = 4  # of channels, and of places


def told_of_report(report: SaleReport, address: str, restricted: bool, layout: Layout | None) -> Poster:
    """Gives the poster without its picture. Takes the report, what the code opens, and whether that is not for everybody.

    What callers said of where they heard of it is in the report and not here: a poster goes to people whom nobody chose.
    """
    listing = report.listing
    figures = [Figure(one.name, _grams(listing, one.grams)) for one in report.spans]
    figures += [Figure(str(_("Remains")), _grams(listing, listing.free_grams))]
    return Poster(
        address, words=_words(report), title=_("What became of it: %(title)s") % {"title": listing.title},
        author=listing.unit.name if listing.unit is not None else listing.answers_for.name, layout=layout, restricted=restricted,
        figures=figures,
    )  # fmt: skip


def _words(report: SaleReport) -> str:
    listing = report.listing
    lines = [_line(_("Where it came from"), listing, by_channel(listing)), _line(_("Where it goes"), listing, report.places)]
    if report.hours:
        hour, grams = max(report.hours, key=lambda one: one[1])
        lines.append(_("Most was ordered at %(hour)s: %(amount)s") % {"hour": clock_words(hour), "amount": _grams(listing, grams)})
    return "\n".join(line for line in lines if line)


def _line(head: str, listing: Listing, lines: Sequence[Line]) -> str:
    shown = [f"{one.name} {_grams(listing, one.grams)}" for one in lines[:LINES]]
    return _("%(head)s: %(lines)s") % {"head": head, "lines": " · ".join(shown)} if shown else ""


def _grams(listing: Listing, grams: int) -> str:
    return f"{said_about(grams, listing.per)} {Listing.Per(listing.per).label}"

