"""Comments and likes under a moment; whom somebody follows and mutes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, KeyUsed, NotAllowed, NotThere, WrongState
from huiyin.core.throttle import throttle
from huiyin.feed import rules
from huiyin.feed.actions.drafts import words_in
from huiyin.feed.models import Account, Comment, Follow, Like, Moment, Mute
from huiyin.journal.recording import record
from huiyin.people.models import Person

COMMENT_LIMIT = 1000  # characters
COMMENTS_AN_HOUR, LIKES_AN_HOUR = 240, 1200  # of one person


@dataclass(slots=True)
class Commented:
    """A comment that is stored. `again`: the same key came with the same words before."""

    comment: Comment
    again: bool = False


def _open(moment: Moment, by: Person) -> Moment:
    """The moment with its row locked, if this person may answer it. Raises NotThere and WrongState."""
    moment = Moment.locked(moment.pk)
    if not by.is_active or not rules.may_see(by, moment):
        raise NotThere
    if moment.gone:
        raise WrongState
    return moment


def comment(moment: Moment, by: Person, text: str, *, reply_to: int | None = None, key: str = "") -> Commented:
    """Says something under a moment. Gives the comment; with a key it is said once.

    Raises NotThere, WrongState where the moment is gone, Invalid for no words or too many, KeyUsed, TooOften.
    """
    words = words_in(text, "text", COMMENT_LIMIT)
    if not words:
        raise Invalid(_("Write something."), field="text")
    try:
        with transaction.atomic():
            return _comment(_open(moment, by), by, words, reply_to, key)
    except IntegrityError:
        return _first(moment, by, words, reply_to, key) or _fail()


def _fail() -> Commented:
    raise WrongState


def _first(moment: Moment, by: Person, words: str, reply_to: int | None, key: str) -> Commented | None:
    first = Comment.objects.filter(moment=moment, by=by, key=key).first() if key else None
    if first is None:
        return None
    if not first.gone and (first.text, first.reply_to_id) != (words, reply_to):
        raise KeyUsed(field="key")
    return Commented(first, again=True)


def _comment(moment: Moment, by: Person, words: str, reply_to: int | None, key: str) -> Commented:
    first = _first(moment, by, words, reply_to, key)
    if first is not None:
        return first
    answered = None
    if reply_to is not None:
        answered = Comment.objects.filter(moment=moment, pk=reply_to).first()
        if answered is None or answered.gone:
            raise Invalid(_("What you answer is no longer here."), field="reply_to")
    throttle(f"pace:comments:{by.pk}", COMMENTS_AN_HOUR, 3600)
    made = Comment.objects.create(moment=moment, by=by, text=words, reply_to=answered, key=key, level=moment.level, at=timezone.now())
    Moment.objects.filter(pk=moment.pk).update(comments=F("comments") + 1)
    record(moment.stream_id, "moment.commented", by=by, data={"moment": moment.pk, "comment": made.pk}, about=moment)
    return Commented(made)


def delete_comment(comment: Comment, by: Person) -> Comment:
    """Deletes a comment; a tombstone stays where others answered it. Raises NotThere, NotAllowed; deleted before, it stays so."""
    with transaction.atomic():
        moment = Moment.locked(comment.moment_id)
        if not rules.may_see(by, moment):
            raise NotThere
        comment = Comment.objects.select_for_update().get(pk=comment.pk)
        if comment.deleted_at is not None:
            return comment
        if not rules.may_delete_comment(by, comment, moment):
            raise NotAllowed
        comment.text, comment.deleted_at = "", timezone.now()
        comment.save(update_fields=["text", "deleted_at"])
        Moment.objects.filter(pk=moment.pk).update(comments=F("comments") - 1)
        record(moment.stream_id, "moment.comment_deleted", by=by, data={"moment": moment.pk, "comment": comment.pk}, about=moment)
    return comment


def like(moment: Moment, by: Person) -> bool:
    """Likes a moment. Gives whether it was not liked before. Raises NotThere, WrongState, TooOften."""
    with transaction.atomic():
        moment = _open(moment, by)
        throttle(f"pace:likes:{by.pk}", LIKES_AN_HOUR, 3600)
        _like, new = Like.objects.get_or_create(moment=moment, by=by)
        if new:
            Moment.objects.filter(pk=moment.pk).update(likes=F("likes") + 1)
    return new


def unlike(moment: Moment, by: Person) -> bool:
    """Takes a like back, also where the moment is gone. Gives whether there was one. Raises NotThere."""
    with transaction.atomic():
        moment = Moment.locked(moment.pk)
        if not rules.may_see(by, moment):
            raise NotThere
        gone, _by_model = Like.objects.filter(moment=moment, by=by).delete()
        if gone:
            Moment.objects.filter(pk=moment.pk).update(likes=F("likes") - 1)
    return bool(gone)


def follow(by: Person, *, person: Person | None = None, account: Account | None = None) -> bool:
    """Follows a person or an account. Gives whether it is new. Raises Invalid for oneself, NotThere for who is erased or closed."""
    if person is not None and person.pk == by.pk:
        raise Invalid(_("You see what you say yourself anyway."), field="person")
    if (person is not None and person.erased_at is not None) or (account is not None and account.closed_at is not None):
        raise NotThere
    return Follow.objects.get_or_create(by=by, person=person, account=account)[1]


def unfollow(by: Person, *, person: Person | None = None, account: Account | None = None) -> bool:
    """Follows no longer. Gives whether they did."""
    return bool(Follow.objects.filter(by=by, person=person, account=account).delete()[0])


def mute(by: Person, person: Person) -> bool:
    """Sees nothing more of a person in the square; follows them no longer. Gives whether it is new. Raises Invalid for oneself."""
    if person.pk == by.pk:
        raise Invalid(_("You cannot mute yourself."), field="person")
    with transaction.atomic():
        unfollow(by, person=person)
        return Mute.objects.get_or_create(by=by, person=person)[1]


def unmute(by: Person, person: Person) -> bool:
    """Sees a person in the square again. Gives whether they were muted."""
    return bool(Mute.objects.filter(by=by, person=person).delete()[0])
