"""What every template may use without loading it: icons, faces, days, moments, pages of a list, empty pages."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from huiyin.core.dates import day_words, time_html, when, when_full, year_words
from huiyin.core.declarations import in_order
from huiyin.core.icons import face, icon
from huiyin.core.tabs import MATTERS_PLACES, MattersPlace
from huiyin.people.phones import phone_for_reading
from huiyin.web.refusals import typed

register = template.Library()
register.filter("phone", phone_for_reading)
register.simple_tag(icon)
register.simple_tag(face)


@register.inclusion_tag("web/_what_was_typed.html", takes_context=True)
def what_was_typed(context: dict[str, Any]) -> dict[str, Any]:
    """Shows the words of a refused form whose place on the page is gone, to be read and copied: somebody else was faster."""
    kept = [one for one in typed(context["request"]) if one["long"] or not one["value"].isascii() or "phone" in one["name"]]
    return {"kept": [one for one in kept if one["value"].strip()]}


@register.simple_tag
def matters_places() -> list[MattersPlace]:
    """Gives the places of *Matters*, in order."""
    return in_order(MATTERS_PLACES)


@register.simple_tag
def confirms(to: str, question: str) -> SafeString:
    """Inside a form whose action is {% url "confirm" %}: asks the question, then sends the form to `to`. In a dialog, or on a page."""
    return format_html(
        '<input type="hidden" name="confirm_to" value="{}"><input type="hidden" name="confirm_question" value="{}">', to, question
    )


register.filter(when)
register.filter(when_full)
register.simple_tag(time_html, name="moment")


@register.filter
def day(value: date | None) -> str:
    """Says a day, of this year without the year: 11月23日 · 23 November."""
    if value is None or value == "":
        return ""
    here = timezone.localtime(value) if isinstance(value, datetime) else datetime.combine(value, time())
    return day_words(here) if here.year == timezone.localdate().year else year_words(here)


@register.filter
def month(value: date) -> str:
    """Says a month with its year: 2026年11月 · November 2026."""
    return formats.date_format(value, "YEAR_MONTH_FORMAT")


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """Gives this page's query string with some keys changed; None or "" takes a key away: {% query page=2 %}."""
    kept = context["request"].GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            kept.pop(key, None)
        else:
            kept[key] = value
    words = kept.urlencode()
    return f"?{words}" if words else context["request"].path


@register.inclusion_tag("web/_paging.html", takes_context=True)
def paging(context: template.Context, page: Page[Any], name: str = "page") -> dict[str, Any]:
    """Earlier and later pages of a list, keeping its filters; nothing where one page is all."""
    return {
        "page": page,
        "earlier": query(context, **{name: page.previous_page_number()}) if page.has_previous() else "",
        "later": query(context, **{name: page.next_page_number()}) if page.has_next() else "",
    }
