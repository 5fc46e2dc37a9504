"""The forms in which a division is named: whole, short, by an old name, with the suffix it had before it was raised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: Divisions that are only a shelf in the table of codes; nobody writes them in an address.
_SHELVES = re.compile("市辖区|县|省直辖.*|自治区直辖.*|.*直辖县级.*")
_PEOPLES = (
    "壮族|回族|维吾尔|维吾尔族|蒙古族|蒙古|藏族|苗族|侗族|布依族|土家族|彝族|哈尼族|傣族|白族|朝鲜族|羌族|黎族|瑶族|畲族|满族|仡佬族|水族|佤族|拉祜族|纳西族|景颇族|"
    "傈僳族|布朗族|毛南族|仫佬族|土族|撒拉族|东乡族|保安族|裕固族|哈萨克|哈萨克族|柯尔克孜|塔吉克|锡伯|达斡尔族|鄂温克族|鄂伦春|怒族|独龙族|普米族|各族"
)
_AUTONOMOUS = re.compile(rf"(?:{_PEOPLES})*(?:自治区|自治州|自治县|自治旗|族乡)$")
_SUFFIX = re.compile(
    r"(?:特别行政区|经济技术开发区|高新技术产业开发区|开发区|新区|管委会|街道办事处|街道|地区|林区|矿区|省|市|区|县|旗|盟|州|乡|镇|村|社区|村委会|居委会)$"
)
#: What a division of the same stem may have been called: counties became districts and cities, towns became streets.
_KINDS = {
    "县": "市区县", "市": "县区市", "区": "县市区", "旗": "旗区", "盟": "盟市", "镇": "乡镇", "乡": "乡镇", "街道": "镇乡街道", "州": "州",
}  # fmt: skip

WHOLE, OLD, RAISED, SHORT = 3.0, 2.5, 2.2, 1.6


@dataclass(frozen=True, slots=True)
class Division:
    """A division of the deployment's tree: its code, its name, the code of the one above (empty at the top), other names it has or had."""

    code: str
    name: str
    parent: str = ""
    short: tuple[str, ...] = ()
    old: tuple[str, ...] = ()


def is_shelf(division: Division) -> bool:
    """Gives whether a division only orders the table of codes: 市辖区."""
    return bool(_SHELVES.fullmatch(division.name))


def forms(division: Division) -> Iterator[tuple[str, float]]:
    """Gives how a division may be written, and how much each form says."""
    if is_shelf(division):
        return
    yield division.name, WHOLE
    for name in division.short:
        yield name, OLD
    for name in division.old:
        yield name, OLD
        yield stem(name), SHORT
    bare = stem(division.name)
    if bare == division.name:
        return
    yield bare, SHORT
    suffix = division.name[len(bare) :]
    for kind in _kinds(suffix):
        yield bare + kind, RAISED


def stem(name: str) -> str:
    """Gives a name without what kind of division it is, where two characters stay: 余杭区 → 余杭, 延边朝鲜族自治州 → 延边."""
    for shape in (_AUTONOMOUS, _SUFFIX):
        bare = shape.sub("", name)
        if bare != name and len(bare) > 1:
            return bare
    return name


def _kinds(suffix: str) -> list[str]:
    told = _KINDS.get(suffix, "")
    if "自治" in suffix:
        return ["县", "市", "州", "区"]
    if suffix == "街道":
        return ["镇", "乡", "街道办", "街道办事处"]
    return [kind for kind in told if kind != suffix]
