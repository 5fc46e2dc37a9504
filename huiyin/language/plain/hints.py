"""Hints for who writes an answer: what a reader may stumble over, where, and how it could be said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from huiyin.language.plain.blanks import LONGEST, blanks
from huiyin.language.plain.phrases import OFFICIALESE

Kind = Literal["blank", "long", "paragraph", "officialese", "abbreviation"]
SENTENCE_CHARACTERS = 60  # Chinese characters; read aloud it is one breath and a half
SENTENCE_WORDS = 30  # words written with letters
PARAGRAPH = 250
MOST = 12  # hints: who is told more reads none
SHOWN = 24  # characters of a sentence that is pointed at

_SENTENCE = re.compile(r"[^。！？；!?;\n]+")
#: A full stop ends a sentence only before a blank: "3.5 米" goes on.
_ENGLISH_END = re.compile(r"\.(?=\s|$)")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]{0,40}")
_OFFICIALESE = re.compile("|".join(re.escape(one) for one in sorted(OFFICIALESE, key=len, reverse=True)), re.IGNORECASE)
#: Capitals that nobody wrote out in brackets beside: PPP项目, but not 5G, nor ATM（自动取款机）.
_ABBREVIATION = re.compile(r"(?<![A-Za-z0-9])[A-Z]{3,8}(?![A-Za-z0-9])(?!\s*[（(])")


@dataclass(frozen=True, slots=True)
class Hint:
    """One hint. `said`: what stands there; `better`: how it could be said, "" where it can be left out; `at`: its first character;
    `length`: how long the sentence or paragraph is."""

    kind: Kind
    said: str
    better: str = ""
    at: int = 0
    length: int = 0


def hints(text: str) -> list[Hint]:
    """Gives at most twelve hints for the first 20,000 characters of a text, what must be mended first, then as it stands."""
    text = text[:LONGEST]
    found = [Hint("blank", name) for name in blanks(text)]
    rest = sorted([*_long(text), *_paragraphs(text), *_phrases(text), *_abbreviations(text)], key=lambda one: one.at)
    return (found + rest)[:MOST]


def _long(text: str) -> Iterator[Hint]:
    for piece in _SENTENCE.finditer(text):
        begins = piece.start()
        for part in _ENGLISH_END.split(piece[0]):
            han, words = len(_HAN.findall(part)), len(_WORD.findall(part))
            if han > SENTENCE_CHARACTERS or words > SENTENCE_WORDS:
                yield Hint("long", _beginning(part), at=begins, length=max(han, words))
            begins += len(part) + 1


def _paragraphs(text: str) -> Iterator[Hint]:
    begins = 0
    for paragraph in text.split("\n"):
        if (length := len(_HAN.findall(paragraph))) > PARAGRAPH:
            yield Hint("paragraph", _beginning(paragraph), at=begins, length=length)
        begins += len(paragraph) + 1


def _phrases(text: str) -> Iterator[Hint]:
    seen: set[str] = set()
    for found in _OFFICIALESE.finditer(text):
        if (phrase := found[0].lower()) not in seen:
            seen.add(phrase)
            yield Hint("officialese", found[0], OFFICIALESE[phrase], found.start())


def _abbreviations(text: str) -> Iterator[Hint]:
    seen: set[str] = set()
    for found in _ABBREVIATION.finditer(text):
        if found[0] not in seen:
            seen.add(found[0])
            yield Hint("abbreviation", found[0], at=found.start())


def _beginning(part: str) -> str:
    part = part.strip()
    return part if len(part) <= SHOWN else part[:SHOWN] + "…"
