"""A moment under a sharer's short code: readable without account or app."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiyin.feed.models import Share
from huiyin.feed.queries.accounts import article_page
from huiyin.feed.queries.cards import cards_of, moment_for
from huiyin.feed.reach.counting import seen
from huiyin.feed.views.common import viewer


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """The moment of a code. A code widens no audience: what is not public opens only to who may see it, others are asked to sign in."""
    found = Share.objects.filter(code=code).select_related("moment").first()
    person = viewer(request)
    if person is None and (found is None or found.moment.level != found.moment.Level.PUBLIC):
        # The same for a code that nobody has and for one that is not for everybody.
        return render(request, "feed/shared_closed.html", {"next": request.path}, status=404)
    moment = moment_for(person, found.moment_id if found else 0)
    if person is not None:
        return redirect(f"{reverse('moment', args=[moment.pk])}?via={code}")
    card = cards_of([moment], person)[0]
    shown = article_page(card.article) if card.article and not moment.gone else None
    answer = render(request, "feed/shared.html", {"card": card, "shown": shown, "moment": moment, "code": code})
    if not moment.gone:
        seen(request, moment.pk, code)
    return answer
