"""Feishu and Lark: signed where the robot asks for it, with a time in seconds and key and message in the roles opposite to DingTalk's.
100 messages a minute, five a second.

Source: open.feishu.cn, guide of custom bots.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from typing import Any

from django.utils.translation import pgettext_lazy

from huiyin.channels.robots import Robot
from huiyin.channels.transport import Card, Result, cut

COLOURS = {"late": "red", "near": "orange", "done": "green", "calm": "grey"}


def body(card: Card) -> dict[str, Any]:
    """A card in plain text fields: nothing people wrote is read as markup."""
    facts = [{"is_short": True, "text": _plain(f"{what}\n{value}")} for what, value in card.facts]
    elements: list[dict[str, Any]] = []
    if card.title:
        elements.append({"tag": "div", "text": _plain(cut(card.title, 500))})
    if facts:
        elements.append({"tag": "div", "fields": facts})
    if card.url:
        button = {"tag": "button", "text": _plain(card.open_words), "type": "primary", "url": card.url}
        elements.append({"tag": "action", "actions": [button]})
    header = {"title": _plain(cut(card.headline, 100)), "template": COLOURS[card.look]}
    return {"msg_type": "interactive", "card": {"header": header, "elements": elements or [{"tag": "div", "text": _plain(card.source)}]}}


def _plain(text: str) -> dict[str, str]:
    return {"tag": "plain_text", "content": text}


def signature(secret: str, seconds: int) -> str:
    """Gives the signature: HMAC-SHA256 of nothing, keyed with the time and the secret, in Base64."""
    return base64.b64encode(hmac.new(f"{seconds}\n{secret}".encode(), b"", hashlib.sha256).digest()).decode()


def sign(address: str, secret: str, said: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Puts time and signature into the body."""
    now = int(time.time())
    return address, {"timestamp": str(now), "sign": signature(secret, now), **said}


def judged(answer: dict[str, Any]) -> Result | None:
    """9499 is said both of a body that is wrong and of too many requests: only the words tell which."""
    if answer.get("code") == 9499:
        return "limited" if "too many" in str(answer.get("msg", "")).lower() else "refused"
    return None


TRANSPORT = Robot(
    name="feishu", order=30, words=pgettext_lazy("channel", "Feishu"), hosts=("open.feishu.cn", "open.larksuite.com"),
    path="/open-apis/bot/v2/hook/", key="", a_minute=90, signs=True, code="code", body=body, sign=sign, judged=judged,
    codes={
        0: "sent", 11232: "limited", 11247: "limited", 99991400: "limited",
        19001: "wrong", 19007: "wrong",  # address, switched off
        19002: "refused", 19021: "wrong", 19022: "wrong", 19024: "wrong",  # signature, sender's address, keyword
        11246: "refused", 11310: "refused",
    },
)  # fmt: skip
