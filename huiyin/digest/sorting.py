"""The sorter: near-duplicates and topics of a stream, kept in memory as it grows. It remembers numbers and terms, and can be made anew
from what was sorted last."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from huiyin.language.likeness import Duplicates, HotTopics, sketch

REMEMBERED = 5000


class Sorter:
    """Takes texts in and says which topic and which like words each belongs to. `last`: the last saying it knows."""

    def __init__(self) -> None:
        self.last = 0
        self._alike: dict[int, tuple[int, int]] = {}  # saying → (topic, alike)
        self._duplicates: Duplicates[int] = Duplicates(20_000)
        self._hot: HotTopics[int] = HotTopics()
        self._topics: dict[int, int] = {}  # the topics of the memory → those that are kept

    def know(self, saying: int, text: str, at: datetime, by: int, topic: int, alike: int) -> None:
        """Learns what was sorted before, here or by another process."""
        self.last = max(self.last, saying)
        if saying == alike or not self._duplicates.like(text):
            self._topics.setdefault(self._hot.add(saying, text, at, by).number, topic)
        self._remember(saying, text, topic, alike)

    def sort(self, key: int, text: str, at: datetime, by: int, number: Callable[[], int]) -> tuple[int, int]:
        """Gives (topic, alike) of a new text. Takes a key of its own, and what gives the next free number."""
        near = self._duplicates.like(text)
        if near and near[0][0] in self._alike:
            topic, alike = self._alike[near[0][0]]
        else:
            found = self._hot.add(key, text, at, by).number
            topic = self._topics.get(found) or self._topics.setdefault(found, number())
            alike = number()
        self._remember(key, text, topic, alike)
        return topic, alike

    def _remember(self, key: int, text: str, topic: int, alike: int) -> None:
        self._alike[key] = (topic, alike)
        self._duplicates.add(key, text)
        if len(self._alike) > 25_000:
            for old in list(self._alike)[:5000]:
                del self._alike[old]


def says_something(text: str) -> bool:
    """Whether there is enough to it to be sorted: "好的" is none."""
    return len(text.strip()) >= 4 and sketch(text) is not None
