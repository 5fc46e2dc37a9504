"""Names and numbers are taken out of what the public reads. It finds what it can be sure of; a person looks before it is published."""

from __future__ import annotations

import re
from collections.abc import Iterable

from huiyin.language.masking import mask

MASK = "***"
_NUMBERS = (
    re.compile(r"(?<![0-9])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9])", re.ASCII),  # identity
    re.compile(r"(?<![0-9])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![0-9])", re.ASCII),  # mobile
    re.compile(r"(?<![0-9])0\d{2,3}[-－ ]\d{7,8}(?![0-9])", re.ASCII),  # telephone
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+", re.ASCII),
    re.compile(r"(?<![0-9])\d{15,19}(?![0-9])", re.ASCII),  # bank cards, old identity numbers
    re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][A-Z0-9·]{5,7}"),  # plates
)
_FAMILY = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_SAID = re.compile(rf"(我叫|我是|本人|姓名[:：]?|联系人[:：]?|户主|业主)\s*([{_FAMILY}][\u4e00-\u9fff]{{1,2}})(?=[\s,，。.；;、:：（(]|$)")


def masked(text: str, names: Iterable[str] = ()) -> str:
    """Gives a text without identity, telephone and card numbers, addresses of mail, plates, the names given, and names that somebody says
    of themselves."""
    for name in sorted({name.strip() for name in names if len(name.strip()) > 1}, key=len, reverse=True):
        text = text.replace(name, MASK)
    for pattern in _NUMBERS:
        text = pattern.sub(MASK, text)
    return _SAID.sub(lambda found: found[1] + MASK, text)


def for_everybody(text: str, names: Iterable[str] = ()) -> str:
    """Gives a text as everybody may read it: what is sure is taken out, and then whatever else looks like a person's: houses, accounts,
    names in the usual turns of phrase. Taken once more it stays as it is."""
    names = list(names)
    return mask(masked(text, names), [name for name in names if len(name.strip()) > 1])
