"""Link cards: what a page says about itself, read safely, shown as plain words and a picture made anew."""

from __future__ import annotations

import codecs
import re
import ssl
import time
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from huiyin.core.errors import Refused
from huiyin.media import photos
from huiyin.media.errors import NoCard
from huiyin.media.names import clean_line
from huiyin.media.outbound_http import Answer, Connect, Reach, Resolve, normal, system_connect, system_resolve

__all__ = ["Card", "fetch_card", "normal", "read_page"]

TITLE_LIMIT, DESCRIPTION_LIMIT, SITE_LIMIT = 120, 300, 60  # characters
PARSED_LIMIT = 256 * 1024  # characters of a page that are looked at
HELD_BACK_LIMIT = 32 * 1024  # characters of one tag or comment that has not ended
PARSE_SECONDS = 0.5
_END_OF_HEAD = re.compile(rb"</head|<body", re.IGNORECASE)
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-z0-9_-]{2,20})""", re.IGNORECASE)
#: Pages that say GB2312 mean what everybody writes, GB18030. Anything not listed is no charset of a page.
_CHARSETS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030"} | {
    name: name
    for name in (
        "utf-8", "big5", "big5hkscs", "shift_jis", "euc_jp", "euc_kr", "iso8859-1", "cp1252", "cp1251", "utf-16", "utf-16-le",
        "utf-16-be", "ascii",
    )
}  # fmt: skip


@dataclass(frozen=True)
class Card:
    """`url` as it was asked for; the words are plain text; `image_bytes` is a small WebP of ours, or None."""

    url: str
    title: str
    description: str
    site: str
    image_bytes: bytes | None = None


def fetch_card(
    url: str, *, resolve: Resolve = system_resolve, connect: Connect = system_connect, tls: ssl.SSLContext | None = None
) -> Card:
    """Fetches what a link shows of itself: within three seconds in all, from the open internet only (see reaching.py).

    Gives a Card. Raises NoCard(reason_code): url, port, name, address, redirects, unreachable, tls, slow, status, encoded,
    too_much, not_a_page, no_title, busy.
    """
    url = normal(url)
    reach = Reach(resolve=resolve, connect=connect, tls=tls)
    page = reach.get(url, "text/html,application/xhtml+xml;q=0.9", until=lambda body: bool(_END_OF_HEAD.search(body)))
    if page.content_type not in {"text/html", "application/xhtml+xml"}:
        raise NoCard("not_a_page")
    found = read_page(_text(page))
    title = clean_line(found.get("title", ""), TITLE_LIMIT)
    if not title:
        raise NoCard("no_title")
    site = clean_line(found.get("site", ""), SITE_LIMIT) or (urlsplit(page.url).hostname or "")[:SITE_LIMIT]
    description = clean_line(found.get("description", ""), DESCRIPTION_LIMIT)
    return Card(url, title, description if description != title else "", site, _picture(reach, page.url, found.get("image", "")))


def read_page(text: str) -> dict[str, str]:
    """Reads title, description, site and image from a page's head. Takes its text; gives what was found. Never raises."""
    reader = _Head()
    stop = time.monotonic() + PARSE_SECONDS
    text = text[:PARSED_LIMIT]
    # In small pieces with an eye on the clock and on what the parser holds back: of a tag that never ends it looks at all again with each
    # piece. A script it holds back is as long as its page made it, and is looked through for its end alone.
    for start in range(0, len(text), 4096):
        held_back = 0 if reader.cdata_elem else len(reader.rawdata)
        if reader.done or held_back > HELD_BACK_LIMIT or time.monotonic() > stop:
            break
        try:
            reader.feed(text[start : start + 4096])
        except Exception:  # the parser asserts on some malformed declarations; what was read so far stands
            break
    return reader.card()


class _Head(HTMLParser):
    _WANTED = {
        "og:title": "title", "og:description": "description", "og:site_name": "site", "og:image": "image",
        "og:image:secure_url": "image", "twitter:title": "title", "twitter:description": "description", "twitter:image": "image",
        "description": "description",
    }  # fmt: skip

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, str] = {}
        self.title: list[str] = []
        self.in_title = self.done = False

    def card(self) -> dict[str, str]:
        by_page = {"title": "".join(self.title)} if "".join(self.title).strip() else {}
        chosen = dict(by_page)
        for name in reversed(self._WANTED):  # those listed first are the best
            if value := self.found.get(name, "").strip():
                chosen[self._WANTED[name]] = value
        return chosen

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_title = tag == "title" and not self.title
        if tag == "body":
            self.done = True
        if tag == "meta":
            said = {name: value or "" for name, value in attrs[:20]}
            name = (said.get("property") or said.get("name") or "").strip().lower()
            if name in self._WANTED:
                self.found.setdefault(name, said.get("content", "")[:2000])

    def handle_endtag(self, tag: str) -> None:
        self.in_title = False
        if tag == "head":
            self.done = True

    def handle_data(self, data: str) -> None:
        if self.in_title and len(self.title) < 20:
            self.title.append(data[:2000])


def _text(page: Answer) -> str:
    body = page.body
    if body.startswith(codecs.BOM_UTF8):
        return body[3:].decode("utf-8", "replace")
    declared = _META_CHARSET.search(body[:4096])
    for name in (page.charset, declared[1].decode() if declared else ""):
        if charset := _charset(name):
            return body.decode(charset, "replace")
    # Nothing said: cut anywhere, UTF-8 still reads as such but for its last character; what does not is mostly GB.
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(body)
    except UnicodeDecodeError:
        return body.decode("gb18030", "replace")


def _charset(name: str) -> str | None:
    try:
        return _CHARSETS.get(codecs.lookup(name).name) if name else None
    except (LookupError, ValueError):
        return None


def _picture(reach: Reach, base: str, link: str) -> bytes | None:
    """The page's picture, fetched by the same rules and made anew. A card without it is still a card."""
    if not link:
        return None
    try:
        answer = reach.get(urljoin(base, link), "image/webp,image/png,image/jpeg")
        return None if answer.cut else photos.thumbnail(answer.body)
    except (Refused, ValueError):
        return None
