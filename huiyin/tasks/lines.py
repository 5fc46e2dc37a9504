"""Who stands above whom, for many tasks at once: the reporting lines of all posts, remembered until the organisation's book has more."""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.journal.models import Stream
from huiyin.people.actions.book import STREAM
from huiyin.people.models import Post
from huiyin.people.reporting_line import line_up


@dataclass(frozen=True)
class Lines:
    """The superiors of all open posts, as of an entry of the organisation's stream."""

    seq: int
    superiors: dict[int, int | None]

    def above(self, post: int | None) -> list[int]:
        """Gives the posts above one, nearest first."""
        return [] if post is None else [pk for pk in line_up(post, self.superiors.get) if pk in self.superiors]


_kept: list[Lines] = []


def lines() -> Lines:
    """Gives the reporting lines as they are now. One query where nothing changed; two where something did.

    Whatever changes a post is recorded in the organisation's stream, in the same transaction: its last number tells.
    """
    seq = Stream.objects.filter(key=STREAM).values_list("seq", flat=True).first() or 0
    if not _kept or _kept[0].seq != seq:
        _kept[:] = [Lines(seq, dict(Post.objects.filter(closed_at=None).order_by().values_list("pk", "reports_to_id")))]
    return _kept[0]


def forget() -> None:
    """Forgets them: another database has other posts under the same number."""
    _kept.clear()
