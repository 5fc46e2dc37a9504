"""Words of cases in templates."""

from __future__ import annotations

from django import template

from huiyin.cases.models import Case
from huiyin.cases.queries.spots import Marked, marked_in
from huiyin.cases.queries.topics import topic_name

register = template.Library()
register.filter("topic", topic_name)


@register.simple_tag
def spot_of(case: Case) -> Marked | None:
    """Gives the spot that was marked for a case, on the drawn map, or None. At most two queries, none without a spot."""
    return marked_in(case.place)
