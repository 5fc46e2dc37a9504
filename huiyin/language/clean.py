"""Words as they are kept: without what cannot be seen and only deceives."""

from __future__ import annotations

import re
import unicodedata

# Marks that turn the direction of writing can make "gpj.exe" read "exe.jpg"; zero-width characters make two names look like one.
# The joiner (U+200D) is kept between pictures, where it makes one family or flag out of several, and so are variation selectors.
# U+180E stays inside Mongolian words, which are not written without it. Only what is named here is taken out: a character that our
# table of Unicode does not know yet, or that an office keeps in the private area, may be somebody's name.
_DECEIVING = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0080-\U000e00ff\U000e01f0-\U000e0fff]"
    "|(?<![\u1800-\u18aa])\u180e"
)
_NEVER = "\ufdd0-\ufdef" + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))  # noncharacters
_CONTROLS = re.compile(f"[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff{_NEVER}]")
# Scripts whose letters join: Persian می‌خواهم is another word without its joiner, and so are Sinhala and Malayalam ones (UAX 31, 2.3).
_JOINING = "[\u0620-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u180a\u1810-\u18aa\u1a20-\u1cff\ua800-\uabff\ufb50-\ufdcf"
_JOINING += "\ufe70-\ufefc\U00011000-\U00011fff]"
_LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_PICTURE = "[\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff]"
_LOOSE_JOINER = re.compile(
    f"(?<!{_JOINING})(?:(?<!{_PICTURE})(?<!\ufe0f)(?<![\U0001f3fb-\U0001f3ff])\u200d|\u200d(?!{_PICTURE}))"
    f"|(?<!{_JOINING})\u200c|\u200c(?!{_JOINING})"
)
_TAGS = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]{1,12}\U000e007f)|[\U000e0000-\U000e007f]")  # flags of regions are spelled in tags
# Everything that one of these expressions could change: where none of it stands, none of them is asked.
_SUSPECT = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    f"\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff{_NEVER}]"
)
_INDENT = 4  # wide spaces before the first line
_MANY_LINES = re.compile(r"\n{4,}")


class TooLong(ValueError):
    """The words have more characters (`length`) than fit (`limit`)."""

    def __init__(self, limit: int, length: int) -> None:
        super().__init__(f"{length} characters; {limit} fit")
        self.limit, self.length = limit, length


def clean_words(text: str, limit: int, *, indented: bool = False) -> str:
    """Gives a message's words as they are kept: one kind of line end, nothing hidden, no space at the ends of lines.

    Takes the words, how many characters fit, and whether the first line may begin with the two wide spaces of a Chinese paragraph
    (　　), as all others may. Pictures joined out of several stay whole. Raises TooLong.
    """
    if len(text) > limit * 10 + 1000:
        raise TooLong(limit, len(text))  # not even cleaning would bring this down: it is not worth the work
    lines = "\n".join(line.rstrip() for line in _shown(text).split("\n")).strip("\n")
    text = lines.lstrip()
    if indented and text:
        before = lines[: len(lines) - len(text)]
        text = before[len(before.rstrip("\u3000")) :][:_INDENT] + text
    text = _MANY_LINES.sub("\n\n\n", text)
    if len(text) > limit:
        raise TooLong(limit, len(text))
    return text


def clean_name(name: str, limit: int = 40) -> str:
    """Gives a name in one line, in one form (NFKC), nothing hidden in it.

    Takes the name and how many characters fit. Raises ValueError for a name in which nothing can be seen, TooLong for a longer one.
    """
    # Normalising can bring forth spaces and hidden letters, so it comes before cleaning.
    shown = _shown(unicodedata.normalize("NFKC", name[: limit * 20 + 1000]))
    shown = " ".join(shown.replace("\u2800", " ").split())
    if not any(_is_seen(c) for c in shown):
        raise ValueError("nothing can be seen in this name")
    if len(shown) > limit:
        raise TooLong(limit, len(shown))
    return shown


def one_line(text: str) -> str:
    """Gives any text in one line, its spaces put in order, nothing hidden in it."""
    return " ".join(_shown(" ".join(text.split())).split())


def _is_seen(char: str) -> bool:
    """Whether a character of cleaned words shows something; one that no table here knows yet does, and one of the private area."""
    category = unicodedata.category(char)
    return category[0] in "LNPS" or category in ("Cn", "Co")


def _shown(text: str) -> str:
    if not _SUSPECT.search(text):
        return text
    return _without_suspects(text)


def _without_suspects(text: str) -> str:
    text = _LINE_ENDS.sub("\n", text)
    text = _CONTROLS.sub("", text)
    text = _DECEIVING.sub("", text)
    text = _TAGS.sub(lambda found: found[1] or "", text)
    return _LOOSE_JOINER.sub("", text)
