"""Searching Chinese: what a text is found by, and what a query must find. docs/decisions/003-search-in-chinese.md says why so.

Chinese has no spaces, and no dictionary knows every name. So a text is indexed twice: by its words, which tell what fits best, and by
its characters and pairs of characters, which let nothing be missed. Every term is one token to SQLite's FTS5 (unicode61) and to
PostgreSQL's `simple` configuration, whatever the locale of its server.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Callable, Iterator
from itertools import pairwise

from huiyin.language.folding import fold

TOKEN_LENGTH = 40  # characters of a Latin word or number that are indexed; the rest of a longer one is checked in the text itself

# Scripts written without spaces: Han with its extensions, kana, bopomofo, and Hangul, whose words change their endings.
# Two planes are set aside for Han and filled year by year; the private area holds what old systems had no other place for (䶮 as U+E863).
HAN = "\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\uf900-\ufaff\U00020000-\U0003fffd\U000f0000-\U0010fffd"
_RUN = f"[{HAN}\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\uac00-\ud7a3]+"
_PARTS = re.compile(rf"(?P<run>{_RUN})|(?P<word>(?:(?!{_RUN})[^\W_])+)|(?P<sign>[\u2190-\u2bff\U0001f000-\U0001faff])")
_ODD = re.compile("[^a-z0-9\u3400-\u4dbf\u4e00-\u9fff]")

_loading = threading.Lock()
_cut: Callable[[str], list[str]] | None = None


def index_terms(text: str) -> tuple[list[str], list[str]]:
    """Gives the terms a text is found by: (words, grams), to be joined by spaces into two columns of the index. Takes any text.

    Words are those of the dictionary, and Latin words and numbers; grams are single characters, pairs and pictures.
    """
    words: list[str] = []
    grams: list[str] = []
    for kind, part in parts(fold(text)):
        if kind == "run":
            # Nine runs in ten hold nothing that a database might drop: their words are tokens already.
            words += [token(word) for word in cut(part)] if _ODD.search(part) else [word[:TOKEN_LENGTH] for word in cut(part)]
            grams += gram_terms(part)
        elif kind == "word":
            words.append(token(part))
        else:
            grams.append(token(part))
    return words, grams


def parts(folded: str) -> Iterator[tuple[str, str]]:
    """Gives what a folded text consists of: ("run", Chinese characters), ("word", Latin letters and digits), ("sign", a picture)."""
    for found in _PARTS.finditer(folded):
        yield found.lastgroup or "", found[0]


def gram_terms(run: str) -> list[str]:
    """Gives the characters and pairs of characters of a run, as terms."""
    single = [token(char) for char in run] if _ODD.search(run) else list(run)
    pairs = [left + right for left, right in pairwise(single)]
    return single + pairs


def token(part: str) -> str:
    """Gives a part as one token to both databases: characters one of them might drop or divide are spelled by their numbers.

    PostgreSQL asks the server's locale what a letter is, which knows few of the rarer characters; SQLite takes accents away. And
    PostgreSQL reads "3e89g" as a number and a word: what begins with a digit gets a letter before it.
    """
    part = part[:TOKEN_LENGTH]
    if part[0] in "0123456789":
        part = "n" + part
    if _ODD.search(part) is None:
        return part
    return _ODD.sub(lambda odd: f"x{ord(odd[0]):05x}", part)


def cut(run: str) -> list[str]:
    """Gives the dictionary's words in a run of Chinese characters, longer ones also by the words inside them."""
    return [word for word in (_cut or load())(run) if not word.isspace()]


def load() -> Callable[[str], list[str]]:
    """Loads the dictionary (0.2 s, 24 MB), once, whoever asks first; a server calls this in a thread beside its start."""
    global _cut
    with _loading:
        if _cut is None:
            import rjieba

            _cut = rjieba.cut_for_search
    return _cut


def load_words() -> Callable[[str], list[str]]:
    """Gives what cuts a text into the dictionary's words, each once and none left out: joined they are the text. Loads as `load` does."""
    load()
    import rjieba

    cutter: Callable[[str], list[str]] = rjieba.cut
    return cutter


def load_tags() -> Callable[[str], list[tuple[str, str]]]:
    """Gives what cuts a text as `load_words` does and says of each word what it is (nr for a person's name). Loads as `load` does."""
    load()
    import rjieba

    tagger: Callable[[str], list[tuple[str, str]]] = rjieba.tag
    return tagger


def is_word_char(char: str) -> bool:
    """Gives whether a folded character belongs to a Latin word or number, which are found from their beginning on."""
    return unicodedata.category(char)[0] in "LN" and re.match(_RUN, char) is None
