"""Pictures a program names by their addresses: fetched by the rules of link cards (huiyin/media/outbound_http.py), kept as any upload is.

What lies in a private network, is no picture, is too large or does not answer is not fetched: its address stays in the words, as text.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, Refused
from huiyin.media import kinds
from huiyin.media.actions import keep_upload
from huiyin.media.errors import NoCard
from huiyin.media.outbound_http import Reach, normal

ACCEPT = "image/jpeg,image/png,image/webp;q=0.9"


def addresses_in(said: Sequence[str]) -> list[str]:
    """Gives addresses in their one form, each once. Raises Invalid for what is no address of http or https."""
    try:
        return list(dict.fromkeys(normal(one.strip()) for one in said if one.strip()))
    except NoCard as error:
        raise Invalid(_("The address of a picture begins with http:// or https://."), field="media_url") from error


def fetch_pictures(addresses: Sequence[str], room: int) -> tuple[list[str], list[str]]:
    """Fetches pictures, all within the three seconds an errand has; never call it in a transaction. Takes addresses and how many may be
    kept. Gives the keys of those kept, and the addresses of the others. Raises nothing."""
    kept: list[str] = []
    left: list[str] = []
    errand = Reach()
    for address in addresses:
        key = _fetched(errand, address) if len(kept) < room else None
        if key is None:
            left.append(address)
        else:
            kept.append(key)
    return kept, left


def _fetched(errand: Reach, address: str) -> str | None:
    try:
        answer = errand.get(address, ACCEPT)
        name = urlsplit(answer.url).path.rpartition("/")[2][-80:] or "picture"
        found = kinds.identify(answer.body[: kinds.HEAD_BYTES], len(answer.body), name, answer.content_type)
        if answer.cut or found.kind != "photo":
            return None
        return keep_upload(None, answer.body, name, answer.content_type).key
    except (Refused, ValueError):  # NoCard too: it is a refusal
        return None
