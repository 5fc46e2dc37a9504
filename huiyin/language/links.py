"""Links in a text: http and https only, as people write them between Chinese words."""

from __future__ import annotations

import re

LINKS_LIMIT = 50  # more in one message are not links to be read
LINK_LENGTH = 2000  # characters; browsers and servers go no further

# What an address is made of (RFC 3986). Chinese characters and full-width punctuation end it: "看https://a.cn/b，谢谢" holds "https://a.cn/b".
_LINK = re.compile(
    r"(?<![A-Za-z0-9])https?://(?:[A-Za-z0-9-]{1,63}\.){0,10}[A-Za-z0-9-]{1,63}(?::\d{1,5})?"
    rf"(?:[/?#][A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]{{0,{LINK_LENGTH}}})?",
    re.IGNORECASE,
)
_CLOSING = {")": "(", "]": "["}


def find_links(text: str) -> list[tuple[int, int, str]]:
    """Gives the links of a text as (start, end, address), at most 50. Punctuation and brackets of the sentence stay outside."""
    found: list[tuple[int, int, str]] = []
    place = 0
    while len(found) < LINKS_LIMIT and (match := _LINK.search(text, place)):
        end = match.start() + _length(match[0])
        # A longer address than this would be cut somewhere in its middle and lead astray: then it stays plain text.
        if end - match.start() <= LINK_LENGTH:
            found.append((match.start(), end, text[match.start() : end]))
        place = match.end()
    return found


def _length(link: str) -> int:
    """How much of the match is the address: trailing punctuation and a closing bracket that was opened outside are not."""
    opened = {bracket: link.count(bracket) for bracket in "()[]"}
    end = len(link)
    while end:
        last = link[end - 1]
        if last in _CLOSING and opened[last] > opened[_CLOSING[last]]:
            opened[last] -= 1
        elif last not in ".,;:!?'*":
            break
        end -= 1
    return end
