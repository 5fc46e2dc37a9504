"""Words of moments in templates."""

from __future__ import annotations

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from huiyin.feed.models import Moment
from huiyin.feed.queries.cards import MomentCard
from huiyin.language.links import find_links

register = template.Library()

ICONS = {"public": "eye", "everyone": "people", "unit": "building", "group": "group", "people": "lock"}


@register.filter
def linked(text: str) -> SafeString:
    """Gives words with their links marked; everything a person wrote is escaped here."""
    pieces, place = [], 0
    for start, end, url in find_links(text) if "://" in text else ():
        pieces.append(str(escape(text[place:start])))
        pieces.append(f'<a href="{escape(url)}" rel="noopener noreferrer nofollow ugc" target="_blank">{escape(text[start:end])}</a>')
        place = end
    pieces.append(str(escape(text[place:])))
    return mark_safe("".join(pieces))


@register.simple_tag
def audience(card: MomentCard) -> dict[str, str]:
    """Says whom a moment reaches in truth, which is always shown: words, and the icon beside them."""
    reached = card.audience
    words = str(Moment.Audience(reached).label)
    moment = card.moment
    if reached == moment.audience == Moment.Audience.UNIT and moment.unit is not None:
        words = moment.unit.short_name or moment.unit.name
    elif reached == moment.audience == Moment.Audience.GROUP and moment.group is not None:
        words = moment.group.name
    return {"icon": ICONS[reached], "words": words}
