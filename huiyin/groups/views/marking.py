"""What is done to a message once it is said: taken back, pinned, let go."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from huiyin.core.errors import NotThere
from huiyin.groups.actions import pin_message, recall_message, unpin_message
from huiyin.groups.queries import message_in
from huiyin.groups.rules import membership_or_404
from huiyin.people.auth import PersonRequest, require_person

_MARKS = {"recall": recall_message, "pin": pin_message, "unpin": unpin_message}


@require_POST
@require_person
def mark(request: PersonRequest, pk: int, n: int, do: str) -> HttpResponse:
    """Recalls, pins or unpins; scripts are answered in JSON, forms go back to the message."""
    message = message_in(membership_or_404(request.user, pk).group, n)
    if message is None or do not in _MARKS:
        raise NotThere
    _MARKS[do](message, request.user)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"ok": True})
    return redirect(f"{reverse('group', args=[pk])}?around={n}#m{n}")
