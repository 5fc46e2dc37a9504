"""Pages of an official's work."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse

from huiyin.core.errors import NotThere
from huiyin.people.auth import PersonRequest
from huiyin.people.models import Person


def for_officials(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorates a page of an official's work: for residents it is not there."""

    @wraps(view)
    def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.kind != Person.Kind.OFFICIAL:
            raise NotThere
        return view(request, *args, **kwargs)

    return guarded
