"""What the security administrator looks after: the administrators, and who may sign in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.people.actions.administrators import appoint_administrator, dismiss_administrator
from huiyin.people.actions.locking import lock_person, unlock_person
from huiyin.people.auth import require_person
from huiyin.people.queries import search_people
from huiyin.people.queries.administration import administering, locked_people
from huiyin.people.queries.administration import administrators as all_administrators
from huiyin.people.queries.organisation import people_known
from huiyin.people.rules import may_appoint_administrators, may_lock_persons, require
from huiyin.people.views.forms import AppointForm, SureForm, answer_form, asker, posted, show
from huiyin.people.views.reauthentication import reauthenticated


@require_person
def administrators(request: HttpRequest) -> HttpResponse:
    """Who administers, in which of the three roles."""
    require(may_appoint_administrators(request.user))
    return show(request, "people/manage/administrators.html", {"administrators": all_administrators()})


@require_person
@reauthenticated
def appoint(request: HttpRequest) -> HttpResponse:
    """Makes a person an administrator."""
    require(may_appoint_administrators(request.user))
    return answer_form(
        request,
        AppointForm(posted(request), viewer=request.user),
        lambda said: appoint_administrator(said["person"], said["role"], by=asker(request)),
        title=_("Appoint an administrator"),
        lead=_("Nobody may hold two of the three roles, and nobody appoints themselves."),
        submit=_("Appoint"),
        back=reverse("manage-administrators"),
    )


@require_person
@reauthenticated
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends an administrator's role, after asking."""
    require(may_appoint_administrators(request.user))
    person = get_object_or_404(administering(), pk=pk)
    role = person.administrator.get_role_display()
    return answer_form(
        request,
        SureForm(posted(request)),
        lambda said: dismiss_administrator(person, by=asker(request)),
        title=_("%(name)s is no longer %(role)s?") % {"name": person.name, "role": role},
        lead=_("It takes effect at once."),
        submit=_("Dismiss"),
        danger=True,
        back=reverse("manage-administrators"),
    )


@require_person
def locks(request: HttpRequest) -> HttpResponse:
    """Who is locked; and finding somebody to lock."""
    require(may_lock_persons(request.user))
    words = request.GET.get("q", "").strip()[:60]
    found = search_people(words, request.user, limit=50) if words else []
    return show(request, "people/manage/locks.html", {"words": words, "found": found, "locked": locked_people()})


@require_person
def lock(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps a person from signing in, after asking."""
    require(may_lock_persons(request.user))
    person = get_object_or_404(people_known(), pk=pk)
    return answer_form(
        request,
        SureForm(posted(request)),
        lambda said: lock_person(person, by=asker(request)),
        title=_("Lock %(name)s?") % {"name": person.name},
        lead=_("Every device is signed out at once, and no code is accepted until you unlock them."),
        submit=_("Lock"),
        danger=True,
        back=reverse("manage-locks"),
    )


@require_person
def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Lets a locked person sign in again."""
    require(may_lock_persons(request.user))
    person = get_object_or_404(people_known(), pk=pk)
    return answer_form(
        request,
        SureForm(posted(request)),
        lambda said: unlock_person(person, by=asker(request)),
        title=_("Unlock %(name)s?") % {"name": person.name},
        lead=_("They can sign in again with their phone."),
        submit=_("Unlock"),
        back=reverse("manage-locks"),
    )
