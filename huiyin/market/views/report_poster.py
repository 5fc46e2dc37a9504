"""The report as a poster: for those who may read it, with their own code on it."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from huiyin.core.addresses import absolute
from huiyin.core.errors import NotThere
from huiyin.feed.actions import share
from huiyin.feed.models import Moment
from huiyin.feed.queries.cards import moment_for
from huiyin.feed.queries.public import card_with_path
from huiyin.feed.views.posters import layout_in, picture_answer, picture_page
from huiyin.market import rules
from huiyin.market.posters import told_of_report
from huiyin.market.queries import listing_for
from huiyin.market.reporting import report_of
from huiyin.people.auth import PersonRequest, require_person
from huiyin.printing.posters import Poster


def _told(request: PersonRequest, pk: int) -> tuple[Poster, Moment]:
    """The poster, and the moment whose picture it bears. Raises NotThere for who reads no report, or cannot share the moment."""
    listing = listing_for(request.user, pk)
    if not (rules.takes_calls(request.user, listing) or rules.produces(request.user, listing)):
        raise NotThere
    moment = moment_for(request.user, listing.moment_id)
    if moment.gone:
        raise NotThere
    address = absolute(request, reverse("shared", args=[share(moment, request.user).code]))
    return told_of_report(report_of(listing), address, moment.level != Moment.Level.PUBLIC, layout_in(request)), moment


@require_GET
@require_person
def poster(request: PersonRequest, pk: int) -> HttpResponse:
    """The picture (?layout=)."""
    told, moment = _told(request, pk)
    return picture_answer(request, told, card_with_path(moment, request.user)[0])


@require_GET
@require_person
def page(request: PersonRequest, pk: int) -> HttpResponse:
    """The same as a page, for machines without a Chinese font, and for paper."""
    told, moment = _told(request, pk)
    return picture_page(request, told, card_with_path(moment, request.user)[0])
