"""The figures and the file behind them, for everybody: no account, no name, no ranking."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.cases.queries.topics import topic_name
from huiyin.core.addresses import absolute
from huiyin.core.throttle import throttle
from huiyin.figures import lines as files
from huiyin.figures.drawing import bars_of, draw
from huiyin.figures.queries import Published, published
from huiyin.figures.reckoning import Rate, as_told
from huiyin.figures.words import excluded_words, not_reached_words, percent, question_words
from huiyin.people.auth import wants_page
from huiyin.people.devices import address_of, neighbourhood
from huiyin.printing.errors import CharactersMissing, NoChineseFont
from huiyin.printing.poster_cache import kept_poster, tag_of
from huiyin.printing.posters import Figure, Poster

MADE_A_MINUTE = 20  # posters drawn for one place of strangers


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The three rates with all they rest on, how long answers took, what it was about."""
    found = published()
    bars = bars_of(found.figures.days.counts)
    named = found.figures.topics
    context = {
        "figures": found.figures, "at": found.at, "rates": _rates(found), "shared": _shared(found), "bars": bars,
        "chart": draw(bars, _("How many days it took to the first answer")), "least": files_least(),
        "topics": [(topic_name(key) if key else _("Not told or merged"), n) for key, n in named.items()],
        "towns": [(name or _("Not told or merged"), n) for name, n in found.figures.towns.items()],
    }  # fmt: skip
    return _fresh(render(request, "figures/figures.html", context))


def files_least() -> int:
    """Gives how many cases a cell of the file has at least."""
    from huiyin.figures.merging import LEAST

    return LEAST


def _rates(found: Published) -> list[dict[str, Any]]:
    shared = dict(_shared(found))
    return [
        {"rate": rate, "words": question_words(rate.question), "percent": percent(rate.share),
         "own": [(words, n) for words, n in _left_out(rate) if words not in shared]}
        for rate in found.figures.rates
    ]  # fmt: skip


def _shared(found: Published) -> list[tuple[str, int]]:
    """Gives what is left out of each of the rates alike, said once for all; what counts as no is left out of none."""
    first, *others = [_left_out(rate)[rate.not_reached_counts :] for rate in found.figures.rates] or [[]]
    return [one for one in first if all(one in other for other in others)]


def _left_out(rate: Rate) -> list[tuple[str, int]]:
    return [(not_reached_words(rate), rate.not_reached), *((excluded_words(reason), n) for reason, n in rate.excluded.items())]


@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """The figures as `huiyin figures FILE --json` gives them."""
    return _fresh(JsonResponse(as_told(published().figures), json_dumps_params={"ensure_ascii": False}))


@require_safe
def file(request: HttpRequest, kind: str) -> HttpResponse:
    """The file behind them: a line a case, as csv or json."""
    found = published()
    day = _day(found)
    if kind == "csv":
        answer = HttpResponse("\ufeff" + files.as_csv(found.lines, found.figures.formula, day), content_type="text/csv; charset=utf-8")
    else:
        answer = HttpResponse(files.as_json(found.lines, found.figures.formula, day), content_type="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="huiyin-cases-{day}.{kind}"'
    return _fresh(answer)


def _day(found: Published) -> str:
    """The day the figures are of; today's where there are none yet."""
    return f"{timezone.localdate(found.at):%Y-%m-%d}"


def told_of(found: Published, address: str) -> Poster:
    """Gives the poster of the figures: each rate with numerator and denominator, by which formula, of which day."""
    rates = [
        Figure(question_words(rate.question), f"{percent(rate.share)} ({rate.numerator}/{rate.denominator})")
        for rate in found.figures.rates if rate.denominator
    ]  # fmt: skip
    days = found.figures.days
    if days.half is not None:
        rates.append(Figure(_("Half were answered within"), _("%(days)s days") % {"days": days.half}))
    if days.timed:
        rates.append(Figure(_("Answered in time"), f"{days.in_time}/{days.timed}"))
    words = _("Anybody can reckon these figures anew from the open file.")
    day, formula = _day(found), found.figures.formula
    byline = _("%(lines)s requests · %(day)s · formula %(formula)s") % {"lines": found.figures.lines, "day": day, "formula": formula}
    return Poster(address, words=words, title=_("Asked, answered, solved"), byline=byline, figures=rates)


@require_safe
def poster(request: HttpRequest) -> HttpResponse:
    """The figures as a picture to be shared; the page in its place where this machine cannot write it."""
    told = told_of(published(), absolute(request, reverse("figures")))
    headers = {"ETag": f'"{tag_of(told)}"', "Cache-Control": "no-cache"}
    if headers["ETag"] in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers=headers)
    place = neighbourhood(address_of(request))
    try:
        png = kept_poster(told, about_to_make=lambda: throttle(f"posters:{place}", MADE_A_MINUTE))
    except (NoChineseFont, CharactersMissing):
        if not wants_page(request) or not request.headers.get("Sec-Fetch-Dest"):
            raise
        return redirect("figures")
    return HttpResponse(png, content_type="image/png", headers=headers)


def _fresh(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "no-cache"
    return answer
