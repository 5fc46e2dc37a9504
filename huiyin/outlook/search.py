"""What of announcements can be found: by the produce, one's own and those of the regions one answers for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.core.search import Asked, Found, Searchable
from huiyin.outlook.models import Announcement
from huiyin.outlook.rules import visible_to
from huiyin.people.models import Person


def _announced(person: Person, asked: Asked, limit: int) -> Found:
    words = asked.words.strip()[:20]
    seen = Announcement.objects.filter(visible_to(person), withdrawn_at=None, produce__icontains=words)
    found = list(seen.select_related("unit", "producer").order_by("month", "pk")[:limit]) if words else []
    return Found(len(found), found)


SEARCHES = (Searchable("outlook", _announced, "outlook/_search_outlook.html", 62, heading=_("What is to come")),)
