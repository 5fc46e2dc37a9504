"""What every template may use without loading it: icons, faces, days, moments, pages of a list, empty pages."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from huiyin.core.dates import day_words, when, year_words
from huiyin.core.declarations import in_order
from huiyin.core.tabs import MATTERS_PLACES, MattersPlace
from huiyin.people.phones import phone_for_reading
from huiyin.web.icons import drawings
from huiyin.web.refusals import typed

register = template.Library()
register.filter("phone", phone_for_reading)

HUES = 24


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """Draws an icon: `size` sm or lg; with a `label` it is read aloud, without it is decoration. Raises KeyError for an unknown name."""
    kind = f"ic {size}".strip()
    # The drawings are ours (static/web/icons.svg): nothing a person wrote is in them.
    inside = mark_safe(drawings()[name])
    if label:
        return format_html('<svg class="{}" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', kind, label, inside)
    return format_html('<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', kind, inside)


def hue_step(thing: Any) -> int:
    """Gives which of the 24 hues a person's or a group's face has (CSS classes h0 … h23)."""
    hue = getattr(thing, "hue", None)
    if hue is None:
        hue = (getattr(thing, "pk", None) or 0) * 67 % 360
    return int(hue) // (360 // HUES) % HUES


def initial(name: str) -> str:
    """Gives what stands on a face: the first character of a name, a Latin one as a capital."""
    return (name.strip() or "·")[0].upper()


@register.simple_tag
def face(thing: Any, size: str = "") -> SafeString:
    """Draws the face of a person or a group (`name`, `pk`, maybe `hue`); `size` xs, sm, lg or xl.

    The name stands beside it, so it is not read aloud.
    """
    name = getattr(thing, "name", None) or str(thing or "")
    return format_html('<span class="face {} h{}" aria-hidden="true">{}</span>', size, hue_step(thing), initial(name))


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


@register.filter
def when_full(moment: datetime | None) -> str:
    """Says the day, the weekday and the minute, exactly: 2026年12月3日 星期四 09:50 · Thursday 3 December 2026 09:50."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    day, weekday = year_words(local), formats.date_format(local, "l")
    return f"{day} {weekday} {local:%H:%M}" if (get_language() or "").startswith("zh") else f"{weekday} {day} {local:%H:%M}"


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


@register.simple_tag
def moment(value: datetime | None) -> SafeString:
    """A <time> that says it shortly, and exactly to whoever points at it."""
    if value is None:
        return SafeString()
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(timespec="seconds"), when_full(value), when(value))


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
