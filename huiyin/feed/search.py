"""What of moments can be found: those a person may see whose words, title or topic hold what was typed, the newest first."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.core.search import Asked, Found, Searchable
from huiyin.feed.models import Moment
from huiyin.feed.queries.square import readable_moments
from huiyin.people.models import Person

LOOKED_THROUGH = 20_000  # of the newest moments: a bound on what one question costs


def _of_words(person: Person, asked: Asked, limit: int) -> Found:
    words = asked.words.strip()
    if len(words) < 2:
        return Found(0)
    newest = Moment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    holds = Q(text__contains=words) | Q(topic=words) | Q(link__title__icontains=words) | Q(article__title__contains=words)
    found = readable_moments(person).filter(holds, pk__gt=newest - LOOKED_THROUGH)
    moments = list(found.select_related("by", "account").order_by("-pk")[:limit])
    return Found(len(moments), moments)


SEARCHES = (Searchable("moment", _of_words, "feed/_search_moments.html", 20, heading=_("Moments")),)
