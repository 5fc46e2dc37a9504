"""An article goes out: now, or at a moment that was chosen; and what is wrong in it is corrected with a dated note."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, NotThere, Refused, TooOften, WrongState
from huiyin.feed import rules
from huiyin.feed.actions.drafts import Draft
from huiyin.feed.actions.publishing import publish_once
from huiyin.feed.models import Article, Moment, MomentFile
from huiyin.journal import clocks
from huiyin.journal.recording import record
from huiyin.people.models import Person

CLOCK = "article.publish"
FARTHEST = timedelta(days=366)


def subject_of(article: Article) -> str:
    """Gives what the clock of an article is called."""
    return f"article:{article.pk}"


def _unpublished(pk: int, by: Person) -> Article:
    article = Article.locked(pk)
    if not by.is_active or not rules.may_write_for(by, article.account):
        raise NotThere
    if article.moment_id is not None:
        raise WrongState
    return article


def publish_article(article: Article, by: Person) -> Article:
    """Publishes an article: it gets its moment in the account's name, on which everything else hangs. Gives the article.

    Raises NotThere for who does not write for the account today, WrongState where it is published, and as `publish_once`.
    """
    with transaction.atomic():
        article = _unpublished(article.pk, by)
        clocks.cancel(CLOCK, subject_of(article))
        return _publish(article, by)


def schedule_article(article: Article, by: Person, at: datetime) -> Article:
    """Publishes an article at a moment to come, in the right of who says so: it is asked again then. Another moment replaces the first.

    Raises NotThere, WrongState, Invalid for a moment that is past or farther than a year.
    """
    with transaction.atomic():
        article = _unpublished(article.pk, by)
        now = timezone.now()
        if not now < at <= now + FARTHEST:
            raise Invalid(_("Choose a moment that is still to come, within a year."), field="publish_at")
        article.publish_at, article.scheduled_by, article.held_at = at, by, None
        article.save(update_fields=["publish_at", "scheduled_by", "held_at"])
        clocks.schedule(CLOCK, subject_of(article), at)
        record(article.account.stream_id, "article.scheduled", by=by, data=_data(article))
    return article


def unschedule_article(article: Article, by: Person) -> Article:
    """Keeps an article from going out: it is a draft again. Gives it. Raises NotThere, WrongState where it is published."""
    with transaction.atomic():
        article = _unpublished(article.pk, by)
        clocks.cancel(CLOCK, subject_of(article))
        article.publish_at, article.scheduled_by, article.held_at = None, None, None
        article.save(update_fields=["publish_at", "scheduled_by", "held_at"])
    return article


def publish_due(pk: int) -> None:
    """The moment of an article has come: it goes out in the right of who scheduled it, if they still have it. If not, it stays a draft,
    and they and whoever holds their post now are told."""
    article = Article.locked(pk)
    by = article.scheduled_by
    if article.moment_id is not None or article.publish_at is None or by is None:
        return
    try:
        if not by.is_active or not rules.may_write_for(by, article.account):
            raise NotThere
        with transaction.atomic():
            _publish(article, by)
    except TooOften:
        raise  # the clock rings again
    except Refused:
        article.refresh_from_db()
        article.publish_at, article.held_at = None, timezone.now()
        article.save(update_fields=["publish_at", "held_at"])
        record(article.account.stream_id, "article.held_back", data=_data(article))


def words_of(article: Article) -> str:
    """Gives what an article's moment says where only words go: programs, posters, cards elsewhere."""
    return f"{article.title}\n{article.summary}".strip()


def _publish(article: Article, by: Person) -> Article:
    unit = article.account.unit_id if article.audience == Moment.Audience.UNIT else None
    draft = Draft(by, words_of(article), audience=article.audience, unit=unit, account=article.account_id)
    article.moment = publish_once(draft).moment
    article.publish_at, article.held_at = None, None
    article.save(update_fields=["moment", "publish_at", "held_at"])
    if article.cover is not None and article.cover.erased_at is None:
        MomentFile.objects.create(moment=article.moment, upload=article.cover, order=0)
    record(article.account.stream_id, "article.published", by=by, data=_data(article))
    return article


def _data(article: Article) -> dict[str, int]:
    return {"account": article.account_id, "article": article.pk}
