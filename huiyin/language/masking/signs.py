"""Plates, e-mail addresses, accounts and house numbers: what is known by its shape."""

from __future__ import annotations

import re
from collections.abc import Iterator

from huiyin.language.masking.model import Found, Kind

_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
# GA 36: five figures and letters without I and O, six for new energy; some vehicles end in a word.
_PLATE = re.compile(
    rf"(?<![A-Za-z0-9])[{_PROVINCE}][ ]?[A-HJ-Z][ ·•.\-]?"
    r"(?=[A-HJ-NP-Z]{0,4}[0-9])[A-HJ-NP-Z0-9]{4,5}(?:[挂学警港澳使领]|[A-HJ-NP-Z0-9])(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_AT = re.compile("[@＠]")
_LOCAL = re.compile(r"[\w.+%-]{1,64}$", re.ASCII)
_DOMAIN = re.compile(r"[a-z0-9-]{1,63}(?:[.．][a-z0-9-]{1,63}){1,4}", re.IGNORECASE)
_ACCOUNT = re.compile(
    r"(?:微信号?|wechat|weixin|vx|qq号?|q群)(?:号码|账号|帐号|是|为)?[ :：=]{0,3}([a-z0-9][a-z0-9_-]{4,19})(?![a-z0-9_-])", re.IGNORECASE
)
_PASSPORT = re.compile(r"(?<![A-Za-z0-9])(?:[EG][A-HJ-NP-Z0-9][0-9]{7}|[DSP][0-9]{8}|[HMC][0-9]{8,10})(?![A-Za-z0-9])")

_N = r"(?:[0-9]{1,5}|[零〇一二两三四五六七八九十百]{1,5})[A-Za-z]?"
_DASH = r"[-－–—~#之]"
_PART = rf"{_N}(?:号楼|号院|号门|号房|栋|幢|座|单元|弄|室|房|户|层|楼|号)"
_CHAIN = rf"(?:[，, ]?附?{_PART}|{_DASH}{_N}(?:室|房|号|户|栋|幢)?){{0,5}}"
_HOUSES = (
    # behind a road, a village or an estate: 幸福路12号, 幸福路12号3栋502
    re.compile(rf"(?<=[路街道巷弄里村组社屯庄坊段园苑寨塘湾坝桥庭府城区厦寓镇乡])第?{_N}(?:号|弄|{_DASH}{_N}{_DASH}{_N}){_CHAIN}(?:[0-9]{{3,4}}(?![0-9年元块月人户万亩]))?"),
    # a building or a staircase wherever it stands: 12栋3单元502
    re.compile(rf"(?<![0-9零〇一二两三四五六七八九十百]){_N}(?:号楼|号院|(?:栋|幢)(?![楼房居建])|单元){_CHAIN}(?:[0-9]{{3,4}}(?![0-9年元块月人户万亩]))?"),
    re.compile(r"(?<![0-9])[0-9]{3,4}(?:室|房)(?![0-9产价地租屋型子贷内外温])"),
    # written short: 翠湖苑7-2-502
    re.compile(r"(?<=[\u4e00-\u9fff])(?<![年月日第到至])[0-9]{{1,3}}[-－–—#][0-9]{{1,3}}[-－–—#][0-9]{{2,4}}(?![0-9\-日])"),
)  # fmt: skip


def find_signs(read: str) -> Iterator[Found]:
    """Gives what is known by its shape in a text that `figures.plain` made."""
    for plate in _PLATE.finditer(read):
        yield Found(plate.start(), plate.end(), Kind.PLATE)
    yield from _emails(read)
    for account in _ACCOUNT.finditer(read):
        yield Found(account.start(1), account.end(1), Kind.ACCOUNT)
    for passport in _PASSPORT.finditer(read):
        yield Found(passport.start(), passport.end(), Kind.ID_NUMBER, sure=False)
    for shape in _HOUSES:
        for house in shape.finditer(read):
            yield Found(house.start(), house.end(), Kind.HOUSE, sure=False)


def _emails(read: str) -> Iterator[Found]:
    for at in _AT.finditer(read):
        local = _LOCAL.search(read[max(0, at.start() - 64) : at.start()])
        domain = _DOMAIN.match(read, at.end(), at.end() + 320)
        if local and domain:
            yield Found(at.start() - len(local[0]), domain.end(), Kind.EMAIL)
