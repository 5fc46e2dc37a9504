"""Persons in administration: found, added, corrected."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.people.actions.organisation import add_person, change_person
from huiyin.people.auth import require_person
from huiyin.people.models import Person
from huiyin.people.phones import phone_for_reading, veiled_phone
from huiyin.people.queries import Found, posts_of, posts_shown, search_people
from huiyin.people.queries.organisation import officials, people_known
from huiyin.people.rules import may_manage_staff, may_see_phone, require
from huiyin.people.views.forms import PersonForm, answer_form, asker, posted, show


@require_person
def staff(request: HttpRequest) -> HttpResponse:
    """The officials, or whoever is found by name, pinyin, post or unit."""
    require(may_manage_staff(request.user))
    words = request.GET.get("q", "").strip()[:60]
    if words:
        found = search_people(words, request.user, limit=100)
        return show(request, "people/manage/staff.html", {"words": words, "found": found})
    page = Paginator(officials(), 50).get_page(request.GET.get("page"))
    shown = posts_shown(p.pk for p in page)
    found = [Found(p, shown.get(p.pk, "")) for p in page]
    return show(request, "people/manage/staff.html", {"words": "", "found": found, "page": page})


@require_person
def new_person(request: HttpRequest) -> HttpResponse:
    """Adds a person."""
    require(may_manage_staff(request.user))
    return answer_form(
        request,
        PersonForm(posted(request), initial={"kind": Person.Kind.OFFICIAL}),
        lambda said: add_person(**said, by=asker(request)),
        title=_("New person"),
        submit=_("Add"),
        back=reverse("manage-staff"),
        done=_place_of,
    )


@require_person
def edit_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Corrects what is kept of a person. A number this administrator may not read stays hidden, and stays unless another is typed."""
    require(may_manage_staff(request.user))
    person = get_object_or_404(people_known(), pk=pk)
    readable = may_see_phone(request.user, person)
    initial = {key: getattr(person, key) for key in ("name", "kind", "about")} | {"home": person.home_id}
    form = PersonForm(posted(request), initial=initial | ({"phone": phone_for_reading(person.phone)} if readable else {}))
    if not readable and person.phone:
        form.fields["phone"].help_text = _("Now %(phone)s. Leave it empty to keep it.") % {"phone": veiled_phone(person.phone)}

    def change(said: dict[str, Any]) -> None:
        if not readable and not said["phone"]:
            del said["phone"]
        change_person(person, by=asker(request), **said)

    # Nobody erases themselves: the door is not shown where it would not open.
    erasing = [(reverse("manage-erase", args=[person.pk]), _("Erase"))] if request.user.pk != person.pk else []
    words = {"held": posts_of(person), "also": erasing}
    return answer_form(
        request, form, change, title=person.name, submit=_("Save"), back=reverse("manage-staff"), words=words
    )


def _place_of(person: Person) -> str:
    """Where somebody stands who was just added: found by their name, on whichever page of the long list they would be."""
    return f"{reverse('manage-staff')}?{urlencode({'q': person.name})}#person-{person.pk}"
