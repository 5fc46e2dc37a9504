"""The page of a moment's reach: figures, the tree, by hour, what others' accounts report; as a table to take away."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from huiyin.core.errors import Invalid, Refused
from huiyin.feed.cascade.layout import lay_out
from huiyin.feed.cascade.picture import branches, jin_words, picture, summary
from huiyin.feed.models import Moment
from huiyin.feed.queries.cards import moment_for
from huiyin.feed.reach.actions import flush, forget_reported, report_reach
from huiyin.feed.reach.bars import bars_of, draw_bars
from huiyin.feed.reach.queries import cascade_of, reach_of, reported_of, reported_under, version_of, views_by_hour
from huiyin.feed.rules import may_report_reach
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.rules import require
from huiyin.worktime.bounds import whole_in

CODES_SHOWN = 10


@require_safe
@require_person
def show(request: PersonRequest, pk: int) -> HttpResponse:
    """How far a moment reached. An open page asks with the `since` it was drawn for, and is told nothing where nothing changed."""
    moment = moment_for(request.user, pk)
    flush()
    if request.GET.get("since") == version_of(moment):
        return HttpResponse(status=204)
    return _page(request, moment)


def _page(request: PersonRequest, moment: Moment, refusal: Refused | None = None, typed: Any = None) -> HttpResponse:
    reach, seen, bars = reach_of(moment), cascade_of(moment, request.user), None
    layout = lay_out(seen.root.node(), [one.node() for one in seen.reposts])
    words, bars = summary(seen.size, seen.breadth, seen.depth), bars_of(reach.by_hour)
    known = {one.id: one.grams for one in seen.reposts}
    rows = [(mark, jin_words(grams) if (grams := known[mark.node.id]) is not None else "") for mark in branches(layout)]
    shown = {
        "moment": moment, "reach": reach, "seen": seen, "summary": words, "tree": picture(layout, words), "dot_for": layout.dot_for,
        "has_dots": bool(layout.dots), "branches": rows, "sold": any(jin for _mark, jin in rows), "bars": bars, "hours": draw_bars(bars),
        "codes": reach.by_code[1 : CODES_SHOWN + 1], "inside": reach.by_code[0][1], "outside": sum(n for _c, n in reach.by_code[1:]),
        "reported": reported_of(moment), "may_report": may_report_reach(request.user, moment), "version": version_of(moment),
        "refusal": refusal, "typed": typed or {}, "name": moment.account.name if moment.account else moment.by.name,
    }  # fmt: skip
    return render(request, "feed/reach.html", shown, status=refusal.status if refusal else 200)


@require_safe
@require_person
def table(request: PersonRequest, pk: int) -> HttpResponse:
    """Views by hour and code as a table that spreadsheets open; no names in it."""
    moment = moment_for(request.user, pk)
    flush()
    return HttpResponse(
        _csv(moment), content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="reach-{pk}.csv"'}
    )


def _csv(moment: Moment) -> str:
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(("hour", "code", "views"))
    for hour, code, count in views_by_hour(moment):
        table.writerow((timezone.localtime(hour).isoformat(), code, count))
    return "\ufeff" + written.getvalue()  # without the mark Excel takes it for another encoding


@require_POST
@require_person
def report(request: PersonRequest, pk: int) -> HttpResponse:
    """Enters what another's account says: `source`, `reads`, `likes`."""
    moment = moment_for(request.user, pk)
    require(may_report_reach(request.user, moment))
    try:
        report_reach(moment, request.user, request.POST.get("source", ""), _figure(request, "reads"), _figure(request, "likes", 0))
    except Refused as refusal:
        return _page(request, moment, refusal, request.POST)
    return redirect("moment-reach", pk)


def _figure(request: HttpRequest, name: str, otherwise: int | None = None) -> int:
    typed = request.POST.get(name, "").strip()
    number = whole_in(typed) if typed else otherwise
    if number is None:
        raise Invalid(field=name)
    return number


@require_POST
@require_person
def forget(request: PersonRequest, pk: int, reported: int) -> HttpResponse:
    """Takes back what was entered."""
    forget_reported(reported_under(moment_for(request.user, pk), reported), request.user)
    return redirect("moment-reach", pk)
