"""Moments in templates."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from huiyin.feed.queries.accounts import ArticlePage
from huiyin.feed.queries.cards import MomentCard
from huiyin.feed.rendering import additions_html, cards_html, linked

register = template.Library()
register.filter(linked)
register.simple_tag(additions_html, name="hung_on")


@register.simple_tag(takes_context=True)
def moments(context: template.Context, cards: Sequence[MomentCard], bare: bool = False) -> SafeString:
    """Draws moments one below the other, with what this reader can do; a stranger (`bare`) reads alone."""
    return cards_html(cards, bare=bool(bare), proof=str(context["csrf_token"]), back=context["request"].get_full_path())


@register.simple_tag
def moment_inside(card: MomentCard) -> SafeString:
    """Draws a moment inside another page, without what one can do."""
    return cards_html([card], bare=True)


@register.simple_tag(takes_context=True)
def moment_whole(
    context: template.Context, card: MomentCard, article: ArticlePage | None = None, bare: bool = False, via: str = ""
) -> SafeString:
    """Draws a moment on its own page: nothing is cut, an article stands there whole; `via` as in `cards_html`."""
    words = render_to_string("feed/_article.html", {"shown": article}) if article else ""
    proof, back = ("", "") if bare else (str(context["csrf_token"]), context["request"].get_full_path())
    return cards_html([card], bare=bare, whole=True, article=words, proof=proof, back=back, via=via)
