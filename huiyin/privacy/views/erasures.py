"""What people asked to be erased: the system administrator does it or says why not, the audit administrator reads it."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.core.errors import NotThere, Refused
from huiyin.people.auth import require_person
from huiyin.people.queries import person_for
from huiyin.people.rules import may_manage_staff, require
from huiyin.people.views.forms import answer_form, asker, posted, show
from huiyin.people.views.reauthentication import reauthenticated
from huiyin.privacy import queries
from huiyin.privacy.actions.asking import decline_erasure
from huiyin.privacy.actions.erasing import erase_person
from huiyin.privacy.erasure_blockers import what_hangs_on
from huiyin.privacy.rules import may_erase_person, may_see_erasures


class DeclineForm(forms.Form):
    """Why somebody's data is not erased, in words for that person."""

    reason = forms.CharField(
        label=gettext_lazy("Why not"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The person reads it."),
    )


@require_person
@require_safe
def erasures(request: HttpRequest) -> HttpResponse:
    """What waits, and what became of the others."""
    require(may_see_erasures(request.user))
    shown = {"asked": queries.erasures_asked(), "over": queries.erasures_over()}
    return show(request, "privacy/erasures.html", shown)


@require_person
@require_http_methods(["GET", "HEAD", "POST"])
@reauthenticated
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """What would go and what stays, what hangs on the person; and doing it, with the name typed."""
    require(may_manage_staff(request.user))  # first: nobody else learns who is there
    person = person_for(pk)
    require(may_erase_person(request.user, person))
    refused: Refused | None = None
    if request.method == "POST":
        try:
            erase_person(person, asker(request), request.POST.get("name", "")[:80], request.POST.get("because", "")[:500])
            return redirect("manage-erasures")
        except Refused as error:
            refused = error
    shown = {
        "person": person, "erasure": queries.erasure_of(person), "hanging": what_hangs_on(person, named=False), "refused": refused,
        "because": request.POST.get("because", "")[:500],
    }  # fmt: skip
    return show(request, "privacy/erase_person.html", shown, refused.status if refused else 200)


@require_person
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Says why it is not done."""
    require(may_manage_staff(request.user))  # first: nobody else learns who is there
    person = person_for(pk)
    require(may_erase_person(request.user, person))
    erasure = queries.erasure_of(person)
    if erasure is None or not erasure.is_open:
        raise NotThere
    return answer_form(
        request,
        DeclineForm(posted(request)),
        lambda said: decline_erasure(erasure, asker(request), said["reason"]),
        title=_("Not erased: why?"),
        lead=_("The law names the cases: a term for keeping it still runs, or it cannot be done yet. Then it is only kept, not used."),
        submit=_("Tell them"),
        back=reverse("manage-erasures"),
    )
