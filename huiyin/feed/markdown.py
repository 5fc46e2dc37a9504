"""Articles as they are shown: Markdown (CommonMark with tables) to HTML that can be put into a page.

Nothing a writer types becomes markup of its own: raw HTML is words here, pictures are the article's own and nothing else, and what comes
out goes through nh3, which lets pass only what is listed. What it costs grows with the text; its size is bounded where it is written.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any
from urllib.parse import unquote

import nh3
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline.state_inline import Scanned, StateInline
from markdown_it.token import Token

HTML_LIMIT = 400_000  # characters of what comes out
# Missing cells of tables are filled in: a short text must not become a long page.
setattr(import_module("markdown_it.rules_block.table"), "MAX_AUTOCOMPLETED_CELLS", 2_000)  # noqa: B010  (a constant of theirs)
BEGINNING = 4_000  # characters of a text from which its first words are taken
_DEEPEST = 20  # lists in quotes in lists
_LINK = ("http://", "https://")
_TAGS = {
    "a", "blockquote", "br", "code", "div", "em", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre", "s", "strong", "table",
    "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href"}, "div": {"class", "tabindex", "role", "aria-label"}, "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "ol": {"start"},
}  # fmt: skip


@dataclass(frozen=True)
class Picture:
    """A picture of an article: what its text calls it, where it lies, its size. `number` counts from 1."""

    number: int
    key: str
    src: str
    width: int | None = None
    height: int | None = None


class _Delimiters(StateInline):
    """Where *emphasis* may begin and end, for writing without spaces: CommonMark alone would not close **注意：**今晚有雨."""

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:
        """Says of a run of markers whether it can open and close: as CommonMark has it, but that Chinese letters and their
        punctuation are no obstacle on either side."""
        end, marker = start, self.src[start]
        while end < self.posMax and self.src[end] == marker:
            end += 1
        before = self.src[start - 1] if start > 0 else " "
        after = self.src[end] if end < self.posMax else " "
        opens, closes = _flanks(after, before), _flanks(before, after)
        if canSplitWord:
            return Scanned(opens, closes, end - start)
        return Scanned(opens and (not closes or _is_punctuation(before)), closes and (not opens or _is_punctuation(after)), end - start)


def _flanks(inner: str, outer: str) -> bool:
    if inner.isspace():
        return False
    foreign = _is_punctuation(inner) and not _is_wide(inner)
    return not foreign or outer.isspace() or _is_punctuation(outer) or _is_wide(outer)


def _is_punctuation(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "PS"


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF" or letter in "“”‘’…—·"


class _Inline(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        state = _Delimiters(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        """Links lead to web pages; a picture is named by its number or key."""
        return url.startswith(_LINK) or ":" not in url


def _parser() -> MarkdownIt:
    made = _Parser("zero", {"html": False, "maxNesting": _DEEPEST, "linkify": False, "typographer": False, "breaks": True})
    made.inline = _Inline()
    made.block.ruler.enableOnly(["paragraph", "heading", "lheading", "list", "blockquote", "hr", "fence", "table"])
    made.inline.ruler.enableOnly(
        ["text", "newline", "escape", "backticks", "strikethrough", "emphasis", "link", "image", "autolink", "entity"]
    )
    made.inline.ruler2.enableOnly(["balance_pairs", "strikethrough", "emphasis", "fragments_join"])
    for name, rule in (("heading_open", _heading), ("heading_close", _heading), ("image", _image), ("link_open", _link_open),
                       ("table_open", _table_open), ("table_close", _table_close)):  # fmt: skip
        made.add_render_rule(name, rule)
    return made


def _heading(self: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """The page has its name and the article's title above them: an article's own headings begin at the third level."""
    token = tokens[at]
    token.tag = f"h{min(6, int(token.tag[1]) + 2)}"
    return str(self.renderToken(tokens, at, options, env))


def _link_open(self: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    href = str(tokens[at].attrGet("href") or "")
    return f'<a href="{escapeHtml(href)}">' if href.startswith(_LINK) else ""  # its end alone is dropped


def _image(self: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    token = tokens[at]
    words = self.renderInlineAsText(token.children, options, env) if token.children else ""
    picture = env["pictures"].get(_named(str(token.attrGet("src") or "")))
    if picture is None:
        return str(escapeHtml(words))
    size = f' width="{picture.width}" height="{picture.height}"' if picture.width and picture.height else ""
    alt = escapeHtml(words or env["unnamed"])
    return f'<img src="{escapeHtml(picture.src)}" alt="{alt}"{size} loading="lazy" decoding="async">'


def _table_open(self: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """A table wider than a phone is pushed sideways in its own frame, by finger or by the arrow keys."""
    return f'<div class="article-table" tabindex="0" role="region" aria-label="{escapeHtml(env["table"])}"><table>\n'


def _table_close(self: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return "</table></div>\n"


def _named(src: str) -> str:
    """A picture's name as it is looked up: 1, 图1 and #1 are the same one."""
    return unquote(src).strip().lstrip("图#").strip()


_MARKDOWN = _parser()


def pictures_named(body: str) -> list[str]:
    """Gives what a text calls the pictures it shows, in order, each once: numbers and keys. Linear in the text."""
    inline = (token for block in _MARKDOWN.parse(body) for token in block.children or ())
    return list(dict.fromkeys(_named(str(token.attrGet("src") or "")) for token in inline if token.type == "image"))


def in_short(summary: str, body: str) -> str:
    """Gives what an article says where only plain words go: its summary, else the beginning of its text without its marks."""
    return summary or in_words(body[:BEGINNING])


def in_words(body: str) -> str:
    """Gives a text without what makes headings, emphasis, links and tables of it; of pictures what they are called. Linear in the text."""
    lines = []
    for block in _MARKDOWN.parse(body):
        if block.type == "fence":
            lines.append(block.content.strip())
        elif block.type == "inline":
            lines.append("".join(_said(token) for token in block.children or ()).strip())
    return "\n".join(line for line in lines if line)


def _said(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    return token.content if token.type in ("text", "text_special", "code_inline", "image") else ""


def to_html(body: str, pictures: Sequence[Picture] = ()) -> SafeString:
    """Gives an article's text as HTML. Takes Markdown and the article's own pictures; one that is not among them shows its words alone."""
    return SafeString(_rendered(body, tuple(pictures), get_language() or ""))


@lru_cache(maxsize=64)
def _rendered(body: str, pictures: tuple[Picture, ...], language: str) -> str:
    named = {str(one.number): one for one in pictures} | {one.key: one for one in pictures}
    drawn = _MARKDOWN.render(body, {"pictures": named, "unnamed": _("Picture"), "table": _("Table")})
    return nh3.clean(
        drawn, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https"}, link_rel="nofollow noopener noreferrer ugc",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )  # fmt: skip
