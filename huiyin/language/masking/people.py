"""Names of people in running text: after what introduces one, before what one calls people, and as the dictionary's model sees them.

Better one word too many than a name too few: what is shown of a masked text is for strangers. A place that bears a surname (张江路, 李家村)
stays readable.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from huiyin.language.masking.model import Found, Kind
from huiyin.language.segment import HAN, load_tags

_MOST_NAMES = 200  # different ones in a text
_WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
_COMPOUND = _WORDS["compound"].split()
_SURNAMES = frozenset("".join(_WORDS["surnames"].split()))
#: Characters that go on with the sentence rather than end a name.
_GOES_ON = frozenset(
    "的是在了和与及因从向到被给等说称住要就也已将把对为有来去不没很都又再让使请找打电家今现岁男女先同你我他她它这那这哪吗呢吧啊之以并且或如果但于至由前后内外上下"
    "反投举申报代系联手微身出生能愿按最走两一籍"
)
_INTRODUCES = _WORDS["introduces"].split()
_CALLED = _WORDS["called"].split()
#: What follows a name that is a place's: 张江路, 王家村, 李宁体育园.
_PLACE_AFTER = re.compile(
    "(?:家|村|镇|乡|县|市|区|省|州|路|街|道|巷|桥|山|河|湖|江|水库|小区|社区|大道|广场|大厦|公园|"
    "学校|小学|中学|大学|医院|公司|集团|酒店|饭店|超市|商店|厂|站|店|局|所|委)"
)
#: Where a word the model takes for a name ends so, it is a place's.
_PLACE_ENDS = frozenset("路街道巷村镇乡县市区坝寨屯厂站店局所校院")
_COMPOUNDS = "|".join(_COMPOUND)
_SINGLE = "".join(sorted(_SURNAMES))
_A_NAME = rf"(?:(?:{_COMPOUNDS})[{HAN}]{{1,2}}|[{_SINGLE}][{HAN}]{{1,2}}|[{HAN}]{{1,10}}·[{HAN}]{{1,10}})"
_INTRODUCED = re.compile(rf"(?:{'|'.join(_INTRODUCES)})(?:姓名|名字)?(?:是|为|叫|名叫)?[ :：、“\"（(]{{0,3}}({_A_NAME})")
_BEFORE_CALL = re.compile(rf"(?:{'|'.join(_CALLED)})")
_SPACED = re.compile(rf"(?<![{HAN}])([{_SINGLE}])[ \u3000]{{1,4}}([{HAN}](?:[ \u3000]{{1,4}}[{HAN}])?)(?![{HAN}])")
_LETTERS = re.compile(
    r"(?:[Mm]y name is|[Nn]ame\s{0,3}:|[Ii] am|[Mm]rs?\.|[Mm]s\.|[Dd]r\.)[ \t]{1,3}([A-Z][\w'’-]{1,20}(?: [A-Z][\w'’-]{1,20}){0,2})"
)
_SIGNED = re.compile(rf"(?:^|[\n。！!，,；;\s])({_A_NAME})(?=\s{{0,5}}(?:[0-9]{{4}}年|[0-9]{{11}}|$))")
_DOUBTFUL = frozenset("".join(_WORDS["doubtful"].split()))
_NOBODY = frozenset(_WORDS["nobody"].split())


def find_people(text: str, known: Iterable[str] = ()) -> Iterator[Found]:
    """Gives the names in a text, and each of them wherever it stands again. Takes names that are known beforehand."""
    names = {name.strip(): None for name in known if len(name.strip()) > 1}
    for start, end in _seen(text):
        found = Found(start, end, Kind.NAME, sure=False)
        yield found
        if len(names) < _MOST_NAMES:
            names[text[start:end]] = None
    if names:
        again = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)[:_MOST_NAMES]))
        yield from (Found(found.start(), found.end(), Kind.NAME, sure=False) for found in again.finditer(text))


def _seen(text: str) -> Iterator[tuple[int, int]]:
    for shape in (_INTRODUCED, _SIGNED):
        at = 0
        while found := shape.search(text, at):
            start, end = found.span(1)
            end = _ended(text, start, end)
            if end and not (shape is _SIGNED and _PLACE_AFTER.match(text, end)):
                yield start, end
            at = max(found.start() + 1, start)
    for spaced in _SPACED.finditer(text):
        yield spaced.span()
    for letters in _LETTERS.finditer(text):
        yield letters.span(1)
    yield from _called(text)
    yield from _tagged(text)


def _ended(text: str, start: int, end: int) -> int:
    """Where a name that was taken as long as it may be really ends; 0 where it is none."""
    if "·" in text[start:end]:
        return end
    surname = 2 if text[start : start + 2] in _COMPOUND else 1
    given = text[start + surname : end]
    kept = 0
    for character in given:
        if character in _GOES_ON:
            break
        kept += 1
    called = _BEFORE_CALL.match(text, start + surname + 1)
    if called:
        kept = min(kept, 1)
    name = text[start : start + surname + kept]
    return start + len(name) if kept and name not in _NOBODY and name[:2] not in _NOBODY and not set("某ＸX*＊") & set(name) else 0


def _called(text: str) -> Iterator[tuple[int, int]]:
    """张小明先生: what stands before a word with which one calls people, as long as it may be a name."""
    for call in _BEFORE_CALL.finditer(text):
        for length in (4, 3, 2):
            start = call.start() - length
            name = text[max(0, start) : call.start()]
            if start < 0 or not _is_name(name) or (length == 4 and name[:2] not in _COMPOUND):
                continue
            yield start, call.start()
            break


def _is_name(name: str) -> bool:
    surname = 2 if name[:2] in _COMPOUND else 1 if name[:1] in _SURNAMES else 0
    given = name[surname:]
    return bool(
        surname and 1 <= len(given) <= 2 and name not in _NOBODY and not set(given) & _GOES_ON and not set("某XＸ*＊") & set(name)
        and re.fullmatch(f"[{HAN}]+", given) and given not in _NOBODY
    )  # fmt: skip


def _tagged(text: str) -> Iterator[tuple[int, int]]:
    """What the dictionary and its model take for a person's name; a surname alone with the word behind it."""
    place, tagged = 0, []
    for word, tag in load_tags()(text):
        tagged.append((place, word, tag))
        place += len(word)
    for at, word, tag in tagged:
        doubtful = len(word) == 2 and word[0] in _DOUBTFUL
        if tag.startswith("nr") and not doubtful and _is_name(word) and _is_no_place(text, word, at + len(word)):
            yield at, at + len(word)
    for (at, word, tag), (_next, after, its) in pairwise(tagged):
        joined = word + after
        alone = word in _COMPOUND or (len(word) == 1 and word in _SURNAMES and tag.startswith("nr"))
        if alone and its[:2] in ("nr", "ns", "nz") and _is_name(joined) and _is_no_place(text, joined, at + len(joined)):
            yield at, at + len(joined)


def _is_no_place(text: str, name: str, end: int) -> bool:
    return name[-1] not in _PLACE_ENDS and not _PLACE_AFTER.match(text, end)
