"""WeCom: the key in the address is all there is of a secret. 20 messages a minute for each robot.

Source: developer.work.weixin.qq.com/document/path/99110 and the list of error codes beside it.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext_lazy

from huiyin.channels.robots import Robot
from huiyin.channels.transport import Card, cut

COLOURS = {"late": 2, "done": 3, "near": 1, "calm": 0}  # of the line that names the source: grey, black, red, green
TITLE, DESCRIPTION, KEY, VALUE, FACTS = 26, 112, 5, 26, 6  # characters


def body(card: Card) -> dict[str, Any]:
    """A card in plain fields: nothing people wrote is read as markup. Without an address of ours (HUIYIN_ORIGIN) plain text."""
    if not card.url:
        lines = [f"{card.headline} {card.title}".strip(), *(f"{what}：{value}" for what, value in card.facts)]
        return {"msgtype": "text", "text": {"content": "\n".join(lines).encode()[:2048].decode("utf-8", "ignore")}}
    return {
        "msgtype": "template_card",
        "template_card": {
            "card_type": "text_notice",
            "source": {"desc": cut(card.source, 13), "desc_color": COLOURS[card.look]},
            "main_title": {"title": cut(card.headline, TITLE)},
            "sub_title_text": cut(card.title, DESCRIPTION),
            "horizontal_content_list": [{"keyname": cut(k, KEY), "value": cut(v, VALUE)} for k, v in card.facts[:FACTS]],
            "jump_list": [{"type": 1, "title": cut(card.open_words, 13), "url": card.url}],
            "card_action": {"type": 1, "url": card.url},
        },
    }


TRANSPORT = Robot(
    name="wecom", order=10, words=pgettext_lazy("channel", "WeCom"), hosts=("qyapi.weixin.qq.com",), path="/cgi-bin/webhook/send",
    key="key", a_minute=18, signs=False, code="errcode", body=body,
    codes={
        0: "sent", -1: "later", 45009: "limited", 45033: "limited",
        93000: "wrong", 93004: "wrong", 93008: "wrong",  # no such robot, switched off, not in the group
        40058: "refused", 44004: "refused", 45002: "refused", 40033: "refused",  # what was sent is not as it should be
    },
)  # fmt: skip
