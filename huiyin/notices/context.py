"""What the bell in the frame of every page needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from huiyin.notices.queries import unread_count


def bell(request: HttpRequest) -> dict[str, Any]:
    """Gives how many notices are unread, asked for where the bell is drawn, and whether its page is the one that is open."""
    person: Any = getattr(request, "user", None)
    known = person is not None and person.is_authenticated
    here = request.path == reverse("notices")
    return {"notices_unread": SimpleLazyObject(lambda: unread_count(person) if known else 0), "told_here": here}
