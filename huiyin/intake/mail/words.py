"""What a person wrote in a message: HTML as text, without what they quoted."""

from __future__ import annotations

import html
import re

import nh3

MOST = 60_000  # characters of HTML: more is a newsletter
_BREAKS = re.compile(r"<(?=(?:br|/p|/div|/tr|/li|/h[1-6])\b)", re.IGNORECASE)
#: Where what is quoted begins. Each looks at one line of at most 200 characters.
_QUOTED = re.compile(
    r"^(?:-{2,}\s*(?:Original Message|原始邮件|回复的原邮件|Forwarded message|转发邮件信息)\s*-{2,}"
    r"|On .{5,150} wrote:"
    r"|在?\s*\d{4}[-年/].{5,120}(?:写道|wrote)[:：]"
    r"|(?:发件人|From)[:：] ?.{3,150})\s*$",
    re.IGNORECASE,
)


def from_html(said: str) -> str:
    """Gives the words of HTML: no tag, no script, no style, no address that was hidden behind a word."""
    said = said[:MOST]
    if not said.strip():
        return ""
    broken = _BREAKS.sub("\n<", said)
    clean = nh3.clean(broken, tags=set(), clean_content_tags={"script", "style", "title", "head", "template"}, attributes={})
    lines = (" ".join(line.split()) for line in html.unescape(clean).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def without_quotes(said: str) -> str:
    """Gives words without the message they answer to; all of them where nothing else would be left."""
    lines = said.split("\n")
    kept = lines
    for n, line in enumerate(lines):
        if _QUOTED.match(line.strip()[:200]):
            kept = lines[:n]
            break
    end = len(kept)
    while end and (kept[end - 1].lstrip().startswith(">") or not kept[end - 1].strip()):
        end -= 1
    left = "\n".join(kept[:end]).strip()
    return left or said.strip()
