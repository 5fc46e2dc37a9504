"""Reporting a moment or a comment, and what the moderators decide."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, NotAllowed, NotThere
from huiyin.core.throttle import throttle
from huiyin.feed import rules
from huiyin.feed.actions.drafts import line_in
from huiyin.feed.models import Comment, Flag, Moment
from huiyin.journal.recording import record
from huiyin.people.models import Person

REPORTS_A_DAY = 40  # of one person
WORDS_LIMIT = 300


def flag(moment: Moment, by: Person, reason: str, words: str = "", *, comment: Comment | None = None) -> Flag:
    """Says to the moderators that something should not stand there; once a person. Gives the flag.

    Raises NotThere for what this person may not see, Invalid for no reason, TooOften.
    """
    if reason not in Flag.Reason.values:
        raise Invalid(_("Choose a reason."), field="reason")
    with transaction.atomic():
        moment = Moment.locked(moment.pk)
        if not rules.may_see(by, moment) or (comment is not None and comment.moment_id != moment.pk):
            raise NotThere
        throttle(f"pace:reports:{by.pk}", REPORTS_A_DAY, 86400)
        found, new = Flag.objects.get_or_create(
            moment=moment, comment=comment, by=by, defaults={"reason": reason, "words": line_in(words, WORDS_LIMIT)}
        )
        if new:
            record(moment.stream_id, "moment.flagged", by=by, data={"moment": moment.pk, "report": found.pk}, about=moment)
    return found


def decide(flag: Flag, by: Person, upheld: bool, words: str = "") -> Flag:
    """A moderator takes down what was reported, or leaves it standing; all open flags of the same thing are decided with it.

    A decision may be taken back by the other one. Raises NotAllowed for who is no moderator.
    """
    with transaction.atomic():
        moment = Moment.locked(flag.moment_id)
        if not rules.may_moderate(by):
            raise NotAllowed
        thing: Moment | Comment = Comment.objects.select_for_update().get(pk=flag.comment_id) if flag.comment_id else moment
        _take_down(thing, moment, upheld)
        state = Flag.State.UPHELD if upheld else Flag.State.DISMISSED
        same = Flag.objects.filter(moment=moment, comment=flag.comment_id)
        same.filter(pk=flag.pk).update(state=state, decided_by=by, decided_at=timezone.now(), decision=line_in(words, WORDS_LIMIT))
        same.filter(state=Flag.State.OPEN).update(
            state=state, decided_by=by, decided_at=timezone.now(), decision=line_in(words, WORDS_LIMIT)
        )
        kind = "moment.taken_down" if upheld else "moment.left_standing"
        record(moment.stream_id, kind, by=by, data={"moment": moment.pk, "report": flag.pk}, about=moment)
        flag.refresh_from_db()
    return flag


def _take_down(thing: Moment | Comment, moment: Moment, upheld: bool) -> None:
    hidden = timezone.now() if upheld else None
    if (thing.hidden_at is None) == (hidden is None):
        return
    thing.hidden_at = hidden
    thing.save(update_fields=["hidden_at"])
    if isinstance(thing, Comment) and thing.deleted_at is None:
        Moment.objects.filter(pk=moment.pk).update(comments=F("comments") + (-1 if upheld else 1))
