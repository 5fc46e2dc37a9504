"""Lists to work by: what to pack for whom, who fetches what where; as a page to print and as a table (xlsx)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

import xlsxwriter
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from huiyin.market.models import Listing, Order
from huiyin.market.queries import listing_handled_by, to_fetch
from huiyin.market.templatetags.market import buyer
from huiyin.market.views.frame import page
from huiyin.market.weights import GRAMS
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.phones import phone_for_reading
from huiyin.people.throttles import takes_table

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (10, 12, 16, 12, 12, 12, 18, 14, 12)


@never_cache
@require_GET
@require_person
def pickup(request: PersonRequest, pk: int) -> HttpResponse:
    """The list by place, to be printed and taken along."""
    listing = listing_handled_by(request.user, pk)
    places = [(place, list(ones)) for place, ones in groupby(to_fetch(listing), key=lambda one: one.place)]
    return page(request, "market/pickup.html", listing=listing, places=places)


@require_GET
@require_person
def table(request: PersonRequest, pk: int) -> HttpResponse:
    """The packing list as a table. Written as text, so that no cell is ever taken for a formula."""
    listing = listing_handled_by(request.user, pk)
    takes_table(request.user)
    held = tempfile.TemporaryFile()  # noqa: SIM115  (the answer closes it)
    book = xlsxwriter.Workbook(held, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, bold = book.add_worksheet(_("Packing list")), book.add_format({"bold": True, "bottom": 1})
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    unit = str(Listing.Per(listing.per).label)
    amount, weighed = _("Ordered (%(unit)s)") % {"unit": unit}, _("Weighed (%(unit)s)") % {"unit": unit}
    heads = [_("Number"), pgettext("of a buyer", "Name"), _("Phone"), amount, weighed, _("State"), _("Place"), _("How it came"),
             _("Paid (yuan)")]  # fmt: skip
    sheet.write_row(0, 0, heads, bold)
    for n, row in enumerate(_rows(listing), start=1):
        for column, value in enumerate(row):
            if isinstance(value, Decimal):
                sheet.write_number(n, column, float(value))
            else:
                sheet.write_string(n, column, value)
    book.close()
    held.seek(0)
    answer = FileResponse(held, content_type=TYPE, as_attachment=True, filename=f"orders-{listing.pk}-{timezone.localdate():%Y-%m-%d}.xlsx")
    answer.headers["Cache-Control"] = "no-store"
    return answer  # type: ignore[return-value]


def _rows(listing: Listing) -> Iterator[list[str | Decimal]]:
    for one in to_fetch(listing):
        phone = one.phone or (one.person.phone if one.person is not None else "") or ""
        yield [
            one.number, buyer(one), phone_for_reading(phone), Decimal(one.held_grams) / GRAMS[listing.per],
            Decimal(one.delivered_grams) / GRAMS[listing.per], str(Order.State(one.state).label), str(one.place or ""),
            str(Order.Channel(one.channel).label), Decimal(one.paid_fen) / 100 if one.paid_fen is not None else "",
        ]  # fmt: skip
