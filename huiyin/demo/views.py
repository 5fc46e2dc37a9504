"""Signing in as one of the county's people in one tap, in demo mode only."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from huiyin.core.errors import NotThere
from huiyin.demo.doors import person_behind
from huiyin.people.actions.sign_in import sign_in


@require_POST
def enter(request: HttpRequest, slug: str) -> HttpResponse:
    """Takes a visitor's slug; signs in and leads to the messages. Outside demo mode this page does not exist."""
    person = person_behind(slug) if settings.DEMO else None
    if person is None:
        raise NotThere
    sign_in(request, person, how="demo")
    return redirect("messages")
