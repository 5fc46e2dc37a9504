"""Who stands above whom, for many tasks at once: the reporting lines of all posts, remembered until the organisation's book has more."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cached_property

from huiyin.core.memory import Memory
from huiyin.db.compiled import Compiled
from huiyin.journal.models import Stream
from huiyin.people.book import STREAM
from huiyin.people.models import Post
from huiyin.people.reporting_line import line_up

REMEMBERED = 200  # people's posts, with all below them


@dataclass(frozen=True)
class Lines:
    """The superiors of all open posts, as of an entry of the organisation's stream."""

    seq: int
    superiors: dict[int, int | None]
    _below: Memory[frozenset[int], tuple[int, ...]] = field(default_factory=lambda: Memory(REMEMBERED), compare=False)

    @cached_property
    def children(self) -> dict[int, list[int]]:
        """The posts right below each open post."""
        found: dict[int, list[int]] = {}
        for post, superior in self.superiors.items():
            if superior is not None and superior in self.superiors:
                found.setdefault(superior, []).append(post)
        return found

    def below(self, posts: Collection[int]) -> tuple[int, ...]:
        """Gives these posts and all that stand below them, in the order of their ids: who stands above a post is who has it below.

        A closed post has nobody below it, and a line that runs in a circle ends by itself. Remembered for those who ask again.
        """
        asked = frozenset(posts)
        known = self._below.get(asked)
        if known is None:
            found, waiting = set(asked), list(asked)
            while waiting:
                nearer = [post for post in self.children.get(waiting.pop(), ()) if post not in found]
                found.update(nearer)
                waiting += nearer
            known = self._below.put(asked, tuple(sorted(found)))
        return known

    def above(self, post: int | None) -> list[int]:
        """Gives the posts above one, nearest first."""
        return [] if post is None else [pk for pk in line_up(post, self.superiors.get) if pk in self.superiors]


_kept: Memory[int, Lines] = Memory(1)


_seq = Compiled[int](lambda: Stream.objects.filter(key=STREAM).values_list("seq", flat=True))


def ask_lines() -> Callable[[], Lines]:
    """Asks for the reporting lines as they are now; gives what fetches them.

    Whatever changes a post is recorded in the organisation's stream, in the same transaction: its last number tells.
    """
    seq = _seq.ask()
    return lambda: _as_of(next(iter(seq()), 0))


def lines() -> Lines:
    """Gives the reporting lines as they are now: as `ask_lines`."""
    return ask_lines()()


def _as_of(seq: int) -> Lines:
    kept = _kept.get(seq)
    if kept is None:
        kept = _kept.put(seq, Lines(seq, dict(Post.objects.filter(closed_at=None).order_by().values_list("pk", "reports_to_id"))))
    return kept
