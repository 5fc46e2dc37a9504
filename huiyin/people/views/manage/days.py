"""The working days of a year in administration: what is known, a list looked at, taken, taken out."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from huiyin.core.errors import Invalid
from huiyin.people.actions.days import declare_days
from huiyin.people.auth import require_person
from huiyin.people.queries.days import list_of, years_known
from huiyin.people.rules import may_declare_days, require
from huiyin.people.views.forms import YearListForm, asker, posted, show
from huiyin.people.year_list import MOST_BYTES, ListedDay, YearList, read_year_list, write_year_list

_STRETCHES_SHOWN = 80


@require_person
def days(request: HttpRequest) -> HttpResponse:
    """The years known; a list that was sent is shown before it is taken, and taken as it was shown."""
    require(may_declare_days(request.user))
    if request.method == "POST" and "list" in request.POST:
        return _take(request)
    form = YearListForm(posted(request), request.FILES or None)
    if form.is_bound and form.is_valid():
        try:
            listed = read_year_list(form.cleaned_data["file"].read(MOST_BYTES + 1))
        except Invalid as refused:
            form.add_error("file", str(refused))
        else:
            return _preview(request, listed)
    shown = {"form": form, "years": years_known(timezone.localdate())}
    return show(request, "people/manage/days.html", shown, 422 if form.is_bound else 200)


@require_person
def export(request: HttpRequest, year: str) -> HttpResponse:
    """A year's list, in the form that is read here."""
    require(may_declare_days(request.user))
    headers = {"Content-Disposition": f'attachment; filename="working-days-{year}.json"', "Cache-Control": "no-store"}
    return HttpResponse(write_year_list(list_of(int(year))), content_type="application/json", headers=headers)


def _preview(request: HttpRequest, listed: YearList) -> HttpResponse:
    shown: dict[str, Any] = {"listed": listed, "text": write_year_list(listed), "groups": []}
    if not listed.faults:
        known = {known.year: known for known in years_known(timezone.localdate())}
        shown |= {
            "before": known.get(listed.year),
            "groups": [(listed.free, _stretches(listed.free)), (listed.worked, _stretches(listed.worked))],
        }
    return show(request, "people/manage/days_preview.html", shown, 422 if listed.faults else 200)


def _take(request: HttpRequest) -> HttpResponse:
    # What was shown comes back with the decision and is read once more: nothing is kept between, and nothing else can be taken.
    listed = read_year_list(request.POST["list"])
    if listed.faults:
        return _preview(request, listed)
    declare_days(listed, by=asker(request))
    return redirect("manage-days")


def _stretches(days: list[ListedDay]) -> list[tuple[str, ListedDay, ListedDay, int]]:
    """Days of one name that follow each other as one: (name, first, last, number)."""
    runs = groupby(enumerate(days), key=lambda pair: (pair[1].name, pair[1].date.toordinal() - pair[0]))
    lists = [[day for _n, day in run] for _key, run in runs]
    return [(run[0].name, run[0], run[-1], len(run)) for run in lists[:_STRETCHES_SHOWN]]
