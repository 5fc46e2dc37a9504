"""A moment's card, drawn the same wherever it stands: on the square, on a page of its own, inside another.

Drawn as messages and tasks are: by Jinja2, a page of cards in one go. What is one reader's own is the heart they pressed, and what its form
is sent with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from huiyin.core.jinja import template
from huiyin.feed.extension_points import Hanging
from huiyin.feed.models import Moment
from huiyin.feed.queries.cards import MomentCard
from huiyin.language.links import find_links

ICONS = {"public": "eye", "everyone": "people", "unit": "building", "group": "group", "people": "lock"}
_WORDS = {
    "official": _("Official account"), "taken_down": _("Taken down by the moderators."),
    "deleted": _("Deleted. Its place in the cascade stays."), "root_hidden": _("What was reposted is not for you to see."),
    "edited": _("edited"), "like": _("Like"), "comments": _("Comments"), "repost": _("Repost"), "share": _("Share"), "video": _("Video"),
    "photo": _("Photo %(n)s from %(name)s"),
}  # fmt: skip


@cache
def _words(language: str) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """The words around moments in one language, and of each audience its words and icon; translated once."""
    with translation.override(language):
        reached = {str(one): {"icon": ICONS[one], "words": str(one.label)} for one in Moment.Audience}
        return {name: str(words) for name, words in _WORDS.items()}, reached


def cards_html(
    cards: Sequence[MomentCard], *, bare: bool = False, whole: bool = False, article: str = "", proof: str = "", back: str = "",
    via: str = "",
) -> SafeString:  # fmt: skip
    """Gives moments one below the other as HTML, in the active language.

    `bare`: without what a reader can do; `whole`: nothing is cut, and an `article` (HTML) stands under its title; `via`: by whose code it
    was reached, else what hangs on it counts to its own branch. `proof` and `back`: what its form is sent with, and where it leads.
    """
    words, _reached = _words(translation.get_language() or "")
    return mark_safe(  # Jinja has escaped it
        template("feed/_moments.html").render(
            cards=cards, w=words, bare=bare, whole=whole, article=mark_safe(article), proof=proof, back=back, via=via, linked=linked,
            audience=audience, additions=additions_html,
        )
    )  # fmt: skip


def additions_html(card: MomentCard, *, whole: bool = False, bare: bool = False, via: str = "", alone: bool = False) -> SafeString:
    """Gives what other apps hang on a moment. Takes what `Hanging` says of where it stands."""
    hanging = Hanging(card, whole, bare, via, alone)
    return mark_safe("".join(draw(added, hanging) for draw, added in card.additions))


def linked(text: str) -> SafeString:
    """Gives words with their links marked; everything a person wrote is escaped here."""
    pieces, place = [], 0
    for start, end, url in find_links(text) if "://" in text else ():
        pieces.append(str(escape(text[place:start])))
        pieces.append(f'<a href="{escape(url)}" rel="noopener noreferrer nofollow ugc" target="_blank">{escape(text[start:end])}</a>')
        place = end
    pieces.append(str(escape(text[place:])))
    return mark_safe("".join(pieces))


def audience(card: MomentCard) -> Mapping[str, str]:
    """Says whom a moment reaches in truth, which is always shown: words, and the icon beside them."""
    reached, moment = card.audience, card.moment
    shown = _words(translation.get_language() or "")[1][reached]
    if reached == moment.audience == Moment.Audience.UNIT and moment.unit is not None:
        return shown | {"words": moment.unit.short_name or moment.unit.name}
    if reached == moment.audience == Moment.Audience.GROUP and moment.group is not None:
        return shown | {"words": moment.group.name}
    return shown
