"""DingTalk: each message is signed with the robot's secret and a time in milliseconds, good for an hour. 20 messages a minute;
who sends more is not heard for ten minutes.

Source: open.dingtalk.com, custom robot access and its list of error codes.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import time
from typing import Any
from urllib.parse import quote_plus

from django.utils.translation import pgettext_lazy

from huiyin.channels.robots import Robot
from huiyin.channels.transport import Card, cut

_MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|<>~@-])")


def plain(text: str) -> str:
    """Gives words that Markdown shows as they are: what people wrote makes no links, and calls nobody with @."""
    return _MARKUP.sub(r"\\\1", text.replace("\n", " "))


def body(card: Card) -> dict[str, Any]:
    """A card with one button; without an address of ours a text in Markdown."""
    lines = [f"#### {plain(card.headline)}", *([plain(card.title)] if card.title else [])]
    lines += [f"- {plain(what)}：{plain(value)}" for what, value in card.facts]
    text, title = cut("\n\n".join(lines), 4000), cut(f"{card.headline} {card.title}".strip(), 60)
    if not card.url:
        return {"msgtype": "markdown", "markdown": {"title": title, "text": text}}
    return {
        "msgtype": "actionCard",
        "actionCard": {"title": title, "text": text, "singleTitle": card.open_words, "singleURL": card.url},
    }


def signature(secret: str, milliseconds: int) -> str:
    """Gives the signature: HMAC-SHA256 of the time and the secret, keyed with the secret, in Base64."""
    said = f"{milliseconds}\n{secret}".encode()
    return base64.b64encode(hmac.new(secret.encode(), said, hashlib.sha256).digest()).decode()


def sign(address: str, secret: str, said: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Puts time and signature into the address."""
    now = int(time.time() * 1000)
    return f"{address}&timestamp={now}&sign={quote_plus(signature(secret, now))}", said


TRANSPORT = Robot(
    name="dingtalk", order=20, words=pgettext_lazy("channel", "DingTalk"), hosts=("oapi.dingtalk.com",), path="/robot/send",
    key="access_token", a_minute=18, signs=True, code="errcode", body=body, sign=sign, wait=600,
    codes={
        0: "sent", -1: "later", 130101: "limited", 410100: "limited", 130102: "limited",
        310000: "wrong", 300001: "wrong", 300005: "wrong", 400101: "wrong",  # signature, token
        400102: "wrong", 400013: "wrong",  # switched off, group gone
        40035: "refused", 400105: "refused", 430101: "refused", 430102: "refused", 430103: "refused", 430104: "refused",
    },
)  # fmt: skip
