"""What of moments falls due: an article that is to be published."""

from __future__ import annotations

from huiyin.feed.actions.releasing import CLOCK, publish_due
from huiyin.feed.models import Article
from huiyin.journal import clocks
from huiyin.journal.models import Clock


def _number(subject: str) -> int:
    return int(subject.rpartition(":")[2])


def _lock_article(subject: str) -> None:
    """Actions lock the article before they set or stop its clock; so does the loop."""
    Article.objects.select_for_update().filter(pk=_number(subject)).first()  # given up at this moment: its clock is gone too


@clocks.on_due(CLOCK, first=_lock_article)
def its_time_has_come(clock: Clock) -> None:
    """The article goes out."""
    publish_due(_number(clock.subject))
