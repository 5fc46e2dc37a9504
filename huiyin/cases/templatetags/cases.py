"""Words of cases in templates."""

from __future__ import annotations

from typing import Any

from django import template

from huiyin.cases.models import Case
from huiyin.cases.queries.spots import Marked, marked_in
from huiyin.cases.queries.topics import topic_name
from huiyin.cases.rendering import row_html

register = template.Library()
register.filter("topic", topic_name)
register.simple_tag(row_html, name="case_row")


@register.filter
def said(typed: Any, name: str) -> str:
    """Gives what was typed in the field of this name; nothing of an empty form."""
    return str(typed.get(name, "")) if typed else ""


@register.simple_tag
def spot_of(case: Case) -> Marked | None:
    """Gives the spot that was marked for a case, on the drawn map, or None."""
    return marked_in(case.place)
