"""The record, for the audit administrator. Whoever reads it is recorded too."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from huiyin.journal.event_types import EVENT_TYPES, STREAM_TYPES
from huiyin.people.actions.reading_journal import export_journal, read_journal, verify_journal
from huiyin.people.auth import require_person
from huiyin.people.queries.administration import JournalFilter, audit_figures
from huiyin.people.rules import may_read_journal, require
from huiyin.people.views.forms import Day, OnePerson, PeopleForm, asker, show
from huiyin.people.views.reauthentication import reauthenticated
from huiyin.worktime.bounds import whole_in


class JournalForm(PeopleForm):
    """Which entries are looked for; what is left empty narrows nothing."""

    stream = forms.ChoiceField(label=_("Where"), required=False)
    kind = forms.ChoiceField(label=_("What"), required=False)
    person = OnePerson(label=_("By whom"), required=False, help_text="")
    since = Day(label=_("From"), required=False)
    until = Day(label=_("To"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["stream"].choices = [("", _("Everywhere")), *((noun.prefix, noun.words) for noun in STREAM_TYPES)]  # type: ignore[attr-defined]
        kinds = sorted(((kind.name, kind.words or kind.name) for kind in EVENT_TYPES), key=lambda pair: str(pair[1]))
        self.fields["kind"].choices = [("", _("Anything")), *kinds]  # type: ignore[attr-defined]


@require_person
def journal(request: HttpRequest) -> HttpResponse:
    """A page of the record, the latest first; `before` goes on from an entry."""
    require(may_read_journal(request.user))
    form = JournalForm(request.GET, viewer=request.user)
    wanted = _wanted(form)
    lines, more = read_journal(wanted, whole_in(request.GET.get("before")), by=asker(request))
    shown = {"form": form, "lines": lines, "figures": audit_figures()}
    kept = {key: str(value) for key, value in request.GET.items() if value and key in form.fields}
    if more:
        shown["next"] = "?" + urlencode(kept | {"before": str(lines[-1].entry.pk)})
    shown["export"] = "?" + urlencode(kept)
    return show(request, "people/manage/journal.html", shown, 200 if form.is_valid() else 422)


@require_person
@reauthenticated(reading=True)
def journal_csv(request: HttpRequest) -> HttpResponse:
    """What was found, as a table."""
    require(may_read_journal(request.user))
    content = export_journal(_wanted(JournalForm(request.GET, viewer=request.user)), by=asker(request))
    name = f"journal-{timezone.localdate():%Y%m%d}.csv"
    return HttpResponse(
        content, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@require_person
def verify(request: HttpRequest) -> HttpResponse:
    """Proves the record again, and keeps the answer in it."""
    require(may_read_journal(request.user))
    if request.method == "POST":
        verify_journal(by=asker(request))
    return redirect("manage-journal")


def _wanted(form: JournalForm) -> JournalFilter:
    """What is looked for; what could not be read is left out of the search and named beside its field."""
    form.is_valid()
    said = form.cleaned_data
    person = said.get("person")
    return JournalFilter(
        said.get("stream", ""), said.get("kind", ""), person and person.pk, said.get("since"), said.get("until")
    )
