"""What I was told: the list, opening one of it, marking it read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiyin.core.errors import NotThere
from huiyin.core.today import waiting_count
from huiyin.notices import actions, queries
from huiyin.notices.presentation import href_of
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.extension_points import Row
from huiyin.people.models import Person
from huiyin.worktime.bounds import whole_in


@require_safe
@require_person
@never_cache
def notices(request: PersonRequest) -> HttpResponse:
    """The list."""
    unread_only = request.GET.get("show") == "unread"
    page, lines = queries.notices_of(request.user, request.GET.get("page", "1")[:6], unread_only)
    shown = {"page": page, "lines": lines, "unread_only": unread_only, "newest": page[0].pk if lines and page.number == 1 else 0}
    return render(request, "notices/notices.html", shown)


@require_safe
@require_person
@never_cache
def count(request: PersonRequest) -> HttpResponse:
    """How many are unread, for the bell; how many tasks wait for them, for the tab of matters."""
    return JsonResponse({"unread": queries.unread_count(request.user), "waiting": waiting_count(request.user)})


@require_POST
@require_person
def open_notice(request: PersonRequest, pk: int) -> HttpResponse:
    """Marks one read and goes where it leads."""
    notice = actions.read_notice(request.user, pk)
    if notice is None:
        raise NotThere
    return redirect(href_of(request.user, notice))


@require_POST
@require_person
def seen(request: PersonRequest) -> HttpResponse:
    """Marks read what somebody was told of what they look at."""
    if (stream := whole_in(request.POST.get("stream"))) is not None:
        actions.read_about(request.user.pk, stream, request.POST.get("kind", "")[:40])
    return JsonResponse({"unread": queries.unread_count(request.user)})


@require_POST
@require_person
def read(request: PersonRequest) -> HttpResponse:
    """Marks all read that were on the page, and those before; what came meanwhile stays unread."""
    if (up_to := whole_in(request.POST.get("up_to"))) is not None:
        actions.read_all(request.user, up_to)
    return redirect("notices")


def row_in_me(request: HttpRequest, person: Person) -> Row:
    """The line on the page Me."""
    unread = queries.unread_count(person)
    return Row(reverse("notices"), "bell", _("What I was told"), str(unread) if unread else "", True)
