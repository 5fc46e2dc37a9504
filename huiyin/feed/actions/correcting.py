"""What was wrong in an article is corrected in the open: a dated note under it, and what it said before stays readable."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, NotThere, WrongState
from huiyin.core.throttle import throttle
from huiyin.feed import rules
from huiyin.feed.actions.articles import SAVED_AN_HOUR, ArticleDraft, bear_pictures, checked_words
from huiyin.feed.actions.drafts import words_in
from huiyin.feed.actions.releasing import words_of
from huiyin.feed.models import Article, Correction, Moment, Version
from huiyin.journal.recording import record

NOTE_LIMIT = 500
CORRECTIONS_LIMIT = 50  # of one article


def correct_article(article: Article, draft: ArticleDraft, note: str, edition: int | None = None) -> Correction:
    """Corrects an article that is published, with a note that says what was wrong. Its audience stays as it is.

    Takes which edition was corrected. Raises NotThere for who does not write for the account, WrongState where it is not published, is
    deleted, or was corrected in the meantime, Invalid where there is no note or nothing else than before.
    """
    words = words_in(note, "note", NOTE_LIMIT)
    if not words:
        raise Invalid(_("Say what was wrong and what is right."), field="note")
    with transaction.atomic():
        article = Article.locked(article.pk)
        if not draft.by.is_active or not rules.may_write_for(draft.by, article.account):
            raise NotThere
        if article.moment_id is None or (edition is not None and edition != article.edition):
            raise WrongState
        moment = Moment.locked(article.moment_id)
        if moment.gone:
            raise WrongState
        throttle(f"pace:articles:{draft.by.pk}", SAVED_AN_HOUR, 3600)
        return _correct(article, moment, draft, words)


def _correct(article: Article, moment: Moment, draft: ArticleDraft, note: str) -> Correction:
    draft.audience = article.audience
    columns = checked_words(draft)
    if all(getattr(article, name) == value for name, value in columns.items()):
        raise Invalid(_("Nothing is changed in the article."), field="body")
    if article.corrections.count() >= CORRECTIONS_LIMIT:
        raise WrongState(_("This article was corrected too often. Publish a new one."))
    made = Correction.objects.create(
        article=article, by=draft.by, note=note, at=timezone.now(), title_before=article.title, summary_before=article.summary,
        body_before=article.body,
    )  # fmt: skip
    draft.cover = article.cover.key if article.cover else ""
    for name, value in columns.items():
        setattr(article, name, value)
    article.edition += 1
    article.save(update_fields=[*columns, "edition"])
    bear_pictures(article, draft)
    _say_anew(moment, words_of(article))
    record(article.account.stream_id, "article.corrected", by=draft.by, data={"account": article.account_id, "article": article.pk})
    return made


def _say_anew(moment: Moment, words: str) -> None:
    """The moment is another version: who was asked to study it read the one before."""
    Version.objects.create(moment=moment, n=moment.version, text=moment.text, at=moment.edited_at or moment.at)
    moment.text, moment.version, moment.edited_at = words, moment.version + 1, timezone.now()
    moment.save(update_fields=["text", "version", "edited_at"])
