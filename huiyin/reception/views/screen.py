"""The screen in the waiting room: numbers, readable across it, never names. Without a script it loads itself anew."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from huiyin.reception.queries import SHOWN_WAITING, day_for, line_of, shown


@require_GET
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """Numbers that are called, and who is next; with `?part` only that, for the script that keeps it fresh."""
    day = day_for(pk)
    line = line_of(day)
    context = {"shown": shown([day])[0], "called": line.called[:4], "waiting": line.waiting[:SHOWN_WAITING], "now": timezone.now()}
    return render(request, "reception/_screen.html" if "part" in request.GET else "reception/screen.html", context)
