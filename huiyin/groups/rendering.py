"""One message, the same for everybody: the page and the live frame are rendered by the same function.

Jinja2 renders a message in some 20 µs where Django's templates take ten times that: a page shows fifty, and a busy group
sends hundreds a second. What differs by reader (mine, unread, receipts) is set in the browser.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.utils import formats, timezone, translation
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup, escape

from huiyin.core.addresses import address
from huiyin.core.jinja import macro
from huiyin.core.memory import Memory
from huiyin.db.compiled import Compiled
from huiyin.db.lookups import IdIn
from huiyin.groups.extension_points import HUNG
from huiyin.groups.models import Message, MessageFile
from huiyin.groups.rules import shows_ranks
from huiyin.language.links import find_links
from huiyin.language.names import find_mentions
from huiyin.media.models import LinkCard
from huiyin.people.erased_name import PLACE, Gone, in_language
from huiyin.people.queries import posts_shown

_WORDS = {
    "pinned": _("pinned"),
    "recalled": _("%s took back a message"),
    "erased": _("This message was erased."),
    "wish": _("This message was removed at the person's wish."),
    "urgent": _("Urgent"),
    "forwarded": _("Forwarded: %s, from another group"),
    "colon": _(": "),
    "photo_by": _("Photo from %s"),
    "video": _("Video"),
    "place": _("Place"),
    "photo": _("[Photo]"),
    "photos": _("[%s photos]"),
    "file": _("[File]"),
    "film": _("[Video]"),
    "spot": _("[Place]"),
    "robot": _("Program"),
}
EXCERPT = 60
REMEMBERED = 8192  # messages drawn and kept in memory, about 1.5 KB each
REMEMBERED_TEXT = 400  # characters: the few that are longer would fill the memory of all the others
_remembered: Memory[tuple[Any, ...], str] = Memory(REMEMBERED)
_ANSWERED = ("n", "kind", "text", "extra", "recalled_at", "erased_at", "group", "author__name")  # what a quote shows
_of_quotes = Compiled[Message](lambda ids: Message.objects.select_related("author").only(*_ANSWERED).filter(IdIn("id", ids)))


@cache
def _words(language: str) -> dict[str, str]:
    """The words around messages in one language, translated once."""
    with translation.override(language):
        return {name: str(words) for name, words in _WORDS.items()}


def day_html(moment: datetime) -> Markup:
    """Gives the line between two days: today · yesterday · 11月23日 周一 · 2025年11月23日, in the active language."""
    local = timezone.localtime(moment)
    return Markup('<h2 class="day" data-day="{}">{}</h2>').format(f"{local:%Y-%m-%d}", _day_words(local))


def _day_words(local: datetime) -> str:
    today = timezone.localdate()
    if local.date() == today:
        return gettext("Today")
    if local.date() == today - timedelta(days=1):
        return gettext("Yesterday")
    if (translation.get_language() or "").startswith("zh"):
        year = "" if local.year == today.year else f"{local.year}年"
        return f"{year}{local.month}月{local.day}日 周{'一二三四五六日'[local.weekday()]}"
    shape = pgettext("weekday, day and month, as Django's date format", "D j F")
    return formats.date_format(local, shape if local.year == today.year else f"{shape} Y")


def new_html() -> Markup:
    """Gives the line above the first unread message, in the active language."""
    return Markup('<div class="new-line" id="new">{}</div>').format(gettext("New messages from here"))


def message_html(message: Any, language: str, *, mine: bool = False, seen: str = "") -> str:
    """Gives a message as HTML. Takes a message that `preload` made ready, the language of the words around it, and whether the
    reader wrote it and how many have read it (pages know; frames leave both to the browser)."""
    long = len(message.text) > REMEMBERED_TEXT
    more = message.photos or message.videos or message.papers or message.link_card_id or message.hung or "event" in message.extra
    if mine or long or more:
        return _drawn(message, language, mine, seen)
    # Words alone, as others see them: the same for every page and frame until something in this key changes.
    whole = message.recalled_at is None and message.erased_at is None
    quoted = (message.reply_shown, message.reply_to.speaker) if whole and message.reply_to_id else None
    key = (
        message.pk, message.at, message.text, message.recalled_at, message.erased_at, message.pinned_at,
        message.author.name, message.post_shown, quoted, language,
    )  # fmt: skip
    return _remembered.get(key) or _remembered.put(key, _drawn(message, language, False, ""))


def _drawn(message: Any, language: str, mine: bool, seen: str) -> str:
    if (event := message.extra.get("event")) and message.erased_at is None:
        return _event_html(message, event, language)
    local, author, speaker = message.at.astimezone(timezone.get_default_timezone()), message.author, in_language(message.speaker, language)
    return str(
        macro("groups/_message.html", "message")(
            message, _words(language), mine, seen, text_html(message, language), local.isoformat(timespec="seconds"),
            f"{local:%H:%M}", author.hue // 15 % 24, (speaker.strip() or "·")[0].upper(), speaker, _answered(message, language),
            isinstance(author.name, Gone), message.hung(language) if message.hung else "",
        )
    )  # fmt: skip


def _event_html(m: Any, event: Mapping[str, Any], language: str) -> str:
    """What happened, said by the house itself: a line across the conversation."""
    at = m.at.astimezone(timezone.get_default_timezone())
    return str(
        Markup(
            '<article class="msg event" id="m{n}" data-n="{n}" data-q="{q}" data-author="0" data-at="{at}" tabindex="-1">'
            '<p class="bubble"><a href="{to}" data-jump="{jump}">{words}</a> <time datetime="{at}">{clock}</time></p></article>'
        ).format(
            n=m.n, q=m.seq, at=at.isoformat(timespec="seconds"), clock=f"{at:%H:%M}", words=line_of(event, language),
            to=f"#m{m.reply_to.n}" if m.reply_to_id else f"#m{m.n}", jump=m.reply_to.n if m.reply_to_id else m.n,
        )
    )  # fmt: skip


def line_of(event: Mapping[str, Any], language: str) -> str:
    """Gives the words of an event. Takes what is kept with its message; an app that is gone leaves a name."""
    of = HUNG.get(str(event.get("of", "")))
    words = of.event_words if of is not None else None
    return words(event, language) if words else str(event.get("name", ""))


def text_html(message: Message, language: str = "zh-hans") -> Markup:
    """Gives the words with links and mentions marked. Everything a person wrote is escaped here."""
    text = message.text
    marks: list[tuple[int, int, str]] = []
    if "://" in text:
        marks += [(start, end, _link(text[start:end], url)) for start, end, url in find_links(text)]
    named = message.extra.get("mentions")
    if named:
        labels = {m["label"]: m for m in named}
        for start, end, mention in find_mentions(text, labels):
            whom = "all" if mention.get("all") else " ".join(str(int(p)) for p in mention.get("people", ()))
            marks.append((start, end, f'<span class="at" data-people="{whom}">{_at(text[start:end], language)}</span>'))
    if not marks:
        return escape(text)
    # Joined as plain strings, each piece escaped by itself: Markup's own formatting costs three times as much (measured).
    pieces, place = [], 0
    for start, end, html in sorted(marks, key=lambda mark: mark[0]):
        if start >= place:
            pieces += [str(escape(text[place:start])), html]
            place = end
    pieces.append(str(escape(text[place:])))
    return Markup("".join(pieces))  # noqa: S704


def _at(words: str, language: str) -> Markup:
    """Whom an @ names; where the name was taken out, the word for somebody who is gone."""
    return escape(words[0] + in_language(Gone(), language) if words[1:] == PLACE else words)


def _answered(message: Any, language: str) -> str:
    return in_language(message.reply_to.speaker, language) if message.reply_to_id and message.erased_at is None else ""


def _link(shown: str, url: str) -> str:
    return f'<a href="{escape(url)}" rel="noopener noreferrer nofollow ugc" target="_blank">{escape(shown)}</a>'


def preload(messages: Sequence[Message]) -> list[Any]:
    """Makes messages ready to be rendered: files, what they answer, link cards, the authors' posts.

    Takes messages with group and author (fetched here where missing). Gives them, with what the fragment reads set on each.
    """
    given, messages = messages, [m for m in messages if not hasattr(m, "photos")]  # some may be ready from another's asking
    if not messages:
        return list(given)
    whole = [m for m in messages if m.recalled_at is None and m.erased_at is None]
    files: dict[int, list[MessageFile]] = {}
    with_files = [m.pk for m in whole if m.kind in (Message.Kind.PHOTO, Message.Kind.VIDEO, Message.Kind.FILE)]
    if with_files:
        for file in MessageFile.objects.filter(message__in=with_files).select_related("upload").order_by("message", "order"):
            files.setdefault(file.message_id, []).append(file)
    replies = [m.reply_to_id for m in whole if m.reply_to_id]
    answered = {m.pk: m for m in _of_quotes(tuple(replies))} if replies else {}
    cards = [m.link_card_id for m in whole if m.link_card_id]
    cards_by_id = LinkCard.objects.select_related("image").in_bulk(cards) if cards else {}
    groups = {m.group_id: m.group for m in messages}
    with_posts = {m.author_id for m in messages if shows_ranks(groups[m.group_id])}
    shown = posts_shown(with_posts) if with_posts else {}
    for message in messages:
        _make_ready(message, files.get(message.pk, ()), answered, cards_by_id, shown, shows_ranks(groups[message.group_id]))
    for hung in HUNG:
        if bearing := [m for m in whole if hung.name in m.extra]:
            hung.hang(bearing)
    return list(given)


def _make_ready(message: Any, files: Sequence[MessageFile], answered: Any, cards: Any, shown: dict[int, str], ranked: bool) -> None:
    where = f"{address('group', message.group_id)}/files/"
    uploads = [(f"{where}{f.upload.key}/", f.upload) for f in files]
    # Beside the name: the post, or what a resident is known for; in listening groups nothing, nobody has a rank there.
    message.post_shown = (shown.get(message.author_id) or message.author.about) if ranked and not message.robot else ""
    if message.reply_to_id and message.reply_to_id in answered:
        message.reply_to = answered[message.reply_to_id]
        message.reply_shown = preview(message.reply_to, "zh-hans", named=False)[:EXCERPT]
    message.photos = [{"url": url, **_room(u, (4, 3))} for url, u in uploads if u.kind == "photo"]
    message.videos = [{"url": url, "poster": u.poster, **_room(u, (0, 0))} for url, u in uploads if u.kind == "video"]
    message.papers = [{"url": url, "name": u.name, "size": _size(u.size)} for url, u in uploads if u.kind == "file"]
    card = cards.get(message.link_card_id)
    message.hung = None
    message.card_image = f"{where}card/{message.n}" if card is not None and card.image_id else ""
    if card is not None:
        message.link_card = card


def _room(upload: Any, unknown: tuple[int, int]) -> dict[str, int]:
    """The room a picture will take, kept before it comes so that nothing jumps when it does."""
    width, height = upload.shape if upload.width and upload.height else unknown
    return {"width": width, "height": height}


_MARKS = {"photo": "photo", "video": "film", "file": "file", "place": "spot"}


def _size(size: int) -> str:
    return f"{size / 1_048_576:.1f} MB" if size >= 1_048_576 else f"{max(1, size // 1024)} KB"


def preview(message: Message, language: str, *, named: bool = True) -> str:
    """Gives a message in one line, for lists: "周建国：现场会开完了". `named` puts the author first."""
    if message.recalled_at is None and message.erased_at is None and (event := message.extra.get("event")):
        return line_of(event, language)
    gone = "recalled" if message.recalled_at is not None else "erased" if message.erased_at is not None else ""
    return preview_of(message.kind, message.text, message.speaker if named or gone else "", language, gone)


def preview_of(kind: str, text: str, author: str, language: str, gone: str = "") -> str:
    """Gives the same of what people say, from a message's parts. Takes its author's name, or "" to leave it out; `gone` tells what
    became of it: "recalled", "erased" or ""."""
    words, author = _words(language), in_language(author, language)
    if gone:
        return words["recalled"] % author if gone == "recalled" else words["erased"]
    said = " ".join(text.split())[:120]
    if mark := _MARKS.get(kind):
        said = f"{words[mark]} {said}" if said else words[mark]
    return f"{author}{words['colon']}{said}" if author else said
