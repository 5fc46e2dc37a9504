"""Visits and calls: what was said, what was promised, and that it was kept."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.circles.actions.opening import own_circle
from huiyin.circles.models import HomeVisit, Tie
from huiyin.circles.rules import keeps
from huiyin.core.errors import Invalid, NotThere, TooMuch
from huiyin.journal.recording import record
from huiyin.language.clean import TooLong, clean_words
from huiyin.media.idempotency import content_digest, require_same
from huiyin.people.models import Person

WORDS, PROMISE = 2000, 300
FARTHEST_DAYS = 731


def note_visit(
    tie: Tie, by: Person, on: date, words: str = "", promise: str = "", promise_by: date | None = None, key: str = ""
) -> HomeVisit:
    """As `note_once`. Gives the visit."""
    return note_once(tie, by, on, words, promise, promise_by, key)[0]


def note_once(tie: Tie, by: Person, on: date, words: str, promise: str, promise_by: date | None, key: str) -> tuple[HomeVisit, bool]:
    """Who keeps the circle notes a visit or a call, and what they promised and by when. Gives it, and whether the same key noted it before.

    The resident reads the promise, not the note. Raises NotThere, Invalid (`field`) for a day to come, nothing said, a promise without a
    day or a day without a promise, TooMuch, KeyUsed.
    """
    digest = content_digest([on, words, promise, promise_by])
    with transaction.atomic():
        circle = own_circle(_kept(tie, by), by)
        if key and (first := HomeVisit.objects.filter(tie=tie, key=key).first()):
            require_same(bytes(first.digest), digest)
            return first, True
        words, promise = _said(words, "words", WORDS), _said(promise, "promise", PROMISE)
        _check(on, words, promise, promise_by)
        made = HomeVisit.objects.create(tie=tie, by=by, on=on, words=words, promise=promise, promise_by=promise_by, key=key, digest=digest)
        record(circle.stream_id, "circle.visited", by=by, about=made,
               data={"circle": circle.pk, "tie": tie.pk, "visit": made.pk, "promised": bool(promise)})  # fmt: skip
    return made, False


def keep_promise(visit: HomeVisit, by: Person, words: str = "") -> HomeVisit:
    """Who keeps the circle says that the promise is kept, and how; the resident is told. Done before, it stays. Raises NotThere,
    TooMuch."""
    with transaction.atomic():
        circle = own_circle(_kept(visit.tie, by), by)
        visit = HomeVisit.objects.select_for_update().select_related("tie").get(pk=visit.pk)
        if not visit.promise:
            raise NotThere
        if visit.kept_at is not None:
            return visit
        visit.kept_at, visit.kept_words = timezone.now(), _said(words, "words", PROMISE)
        visit.save(update_fields=["kept_at", "kept_words"])
        record(circle.stream_id, "circle.promise_kept", by=by, about=visit,
               data={"circle": circle.pk, "tie": visit.tie_id, "visit": visit.pk})  # fmt: skip
    return visit


def _kept(tie: Tie, by: Person) -> int:
    if tie.state != Tie.State.IN or not keeps(by, tie.circle):
        raise NotThere
    return tie.circle_id


def _check(on: date, words: str, promise: str, promise_by: date | None) -> None:
    today = timezone.localdate()
    if on > today or (today - on).days > FARTHEST_DAYS:
        raise Invalid(_("The day of the visit is today or before."), field="on")
    if not words and not promise:
        raise Invalid(_("Note what was said, or what you promised."), field="words")
    if promise and promise_by is None:
        raise Invalid(_("Say by when you keep it: then it stands on your page of today."), field="promise_by")
    if promise_by is not None and (not promise or promise_by < on or (promise_by - today).days > FARTHEST_DAYS):
        raise Invalid(_("A day needs a promise, and does not come before the visit."), field="promise_by")


def _said(words: str, field: str, limit: int) -> str:
    try:
        return clean_words(words, limit).strip()
    except TooLong as error:
        told = {"length": error.length, "limit": error.limit}
        raise TooMuch(_("This has %(length)s characters; %(limit)s fit.") % told, field=field) from error
