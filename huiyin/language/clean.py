"""Words as they are kept: without what cannot be seen and only deceives."""

from __future__ import annotations

import re
import unicodedata

# Marks that turn the direction of writing can make "gpj.exe" read "exe.jpg"; zero-width characters make two names look like one.
# The joiner (U+200D) is kept between pictures, where it makes one family or flag out of several, and so are variation selectors.
# U+180E stays inside Mongolian words, which are not written without it.
_DECEIVING = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]"
    "|(?<![\u1800-\u18aa])\u180e"
)
_CONTROLS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_PICTURE = "[\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff]"
_LOOSE_JOINER = re.compile(f"(?<!{_PICTURE})(?<!\ufe0f)(?<![\U0001f3fb-\U0001f3ff])\u200d|\u200d(?!{_PICTURE})")
_TAGS = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]{1,12}\U000e007f)|[\U000e0000-\U000e007f]")  # flags of regions are spelled in tags
# Everything that one of these expressions could change: where none of it stands, none of them is asked.
_SUSPECT = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_MANY_LINES = re.compile(r"\n{4,}")


class TooLong(ValueError):
    """The words have more characters (`length`) than fit (`limit`)."""

    def __init__(self, limit: int, length: int) -> None:
        super().__init__(f"{length} characters; {limit} fit")
        self.limit, self.length = limit, length


def clean_words(text: str, limit: int) -> str:
    """Gives a message's words as they are kept: one kind of line end, nothing hidden, no space at the ends of lines.

    Takes the words and how many characters fit. Pictures joined out of several stay whole. Raises TooLong.
    """
    if len(text) > limit * 10 + 1000:
        raise TooLong(limit, len(text))  # not even cleaning would bring this down: it is not worth the work
    text = "\n".join(line.rstrip() for line in _shown(text).split("\n")).strip()
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
    if not any(unicodedata.category(c)[0] in "LNPS" for c in shown):
        raise ValueError("nothing can be seen in this name")
    if len(shown) > limit:
        raise TooLong(limit, len(shown))
    return shown


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
