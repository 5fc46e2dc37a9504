"""What a poster of a moment shows, and the words that go with it into a chat."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from huiyin.feed.markdown import in_short
from huiyin.feed.models import Moment
from huiyin.feed.queries.cards import MomentCard
from huiyin.language.links import find_links
from huiyin.media.actions import storage
from huiyin.media.models import Upload
from huiyin.printing.posters import Layout, Poster


def told_of(card: MomentCard, path: Sequence[MomentCard], address: str, for_whom: str, layout: Layout | None) -> Poster:
    """Gives a poster without its picture. Takes the card, what lies between it and its root, what the code opens, whom the moment
    reaches in words, and a layout."""
    moment = card.moment
    public = card.audience == Moment.Audience.PUBLIC
    return Poster(
        address, words=said(card, path), title=card.article.title if card.article else "", author=card.name,
        byline=_("Official account") if moment.account_id else moment.post_shown, layout=layout, restricted=not public,
        foot="" if public else _("Only for: %(whom)s") % {"whom": for_whom},
    )  # fmt: skip


def said(card: MomentCard, path: Sequence[MomentCard]) -> str:
    """Gives the words of a moment and of what it reposts, as far as its reader may see that."""
    lines = [_own(card), *(f"{one.name}：{_own(one)}" for one in path if _own(one))]
    root = card.root
    if root is not None and not root.moment.gone:
        title = f"《{root.article.title}》" if root.article else ""
        lines.append(f"{root.name}：{title}{_own(root)}")
    return "\n\n".join(line for line in lines if line.strip())


def _own(card: MomentCard) -> str:
    return in_short(card.article.summary, card.article.body) if card.article else card.moment.text


def copied_words(card: MomentCard, path: Sequence[MomentCard]) -> str:
    """Gives the words copied with a poster. They carry no address: chat programs would hide the picture behind a link's card."""
    title = f"{card.article.title}\n" if card.article else ""
    return f"{title}{without_addresses(said(card, path))}\n—— {card.name}".strip()


def without_addresses(text: str) -> str:
    """Gives a text without its links."""
    while found := find_links(text):
        for start, end, _address in reversed(found):
            text = text[:start].rstrip(" ") + text[end:]
    return text


def picture_of(upload: Upload, variant: str) -> Callable[[], bytes]:
    """Gives a way to the bytes of a stored picture, taken only when a poster is drawn."""

    def read() -> bytes:
        with storage().open(upload.path(variant)) as file:
            return bytes(file.read())

    return read
