"""What the house told those without an account, for the administrator: what went, what did not, and once more by hand."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from huiyin.channels.actions.outgoing import send_again
from huiyin.channels.actions.texts_budget import WARNS
from huiyin.channels.queries import latest_outgoing, month_of_texts
from huiyin.channels.text.sender import TRANSPORT as TEXT
from huiyin.core.errors import NotAllowed
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.rules import role_of


@require_GET
@require_person
def outgoing(request: PersonRequest) -> HttpResponse:
    """The latest, newest first; addresses are shaded."""
    if role_of(request.user) != "system":
        raise NotAllowed
    return render(request, "channels/outgoing.html", {"rows": latest_outgoing(), **_month()})


def _month() -> dict[str, Any]:
    """What was spent of this month's text messages; nothing where there are none."""
    if not TEXT.is_on():
        return {}
    month = month_of_texts()
    return {"sent": month.sent, "most": settings.TEXT_A_MONTH, "share": month.share, "near": month.share >= WARNS}


@require_POST
@require_person
def again(request: PersonRequest, pk: int) -> HttpResponse:
    """Tries one once more."""
    send_again(pk, request.user)
    return redirect("outgoing")
