"""A resident's own tab: what I said, what became of it, who answered, what waits."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from huiyin.core.errors import NotThere
from huiyin.core.today import sections_of
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.models import Person
from huiyin.tasks.queries.mine import said_by


@require_GET
@require_person
def show(request: PersonRequest) -> HttpResponse:
    """What waits first, then what was answered."""
    said = said_by(request.user)
    context: dict[str, Any] = {"waiting": [one for one in said if one.waits], "answered": [one for one in said if not one.waits]}
    context["sections"] = [{"template": one.template, "shown": found} for one, found in sections_of(request.user, residents=True)]
    return render(request, "tasks/mine.html", context)


def for_officials(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorates a page of an official's work: for residents it is not there."""

    @wraps(view)
    def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.kind != Person.Kind.OFFICIAL:
            raise NotThere
        return view(request, *args, **kwargs)

    return guarded
