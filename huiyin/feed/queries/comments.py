"""What stands under a moment."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from huiyin.core.errors import NotThere, or_404
from huiyin.feed.models import Comment, Moment, Mute, Study, StudyReader
from huiyin.feed.rules import writes
from huiyin.people.models import Person

PAGE = 50


def comments_of(moment: Moment, person: Person | None, after: int = 0, limit: int = PAGE) -> list[Comment]:
    """Gives comments, the oldest first, without those of people this reader muted; of those that are gone the ones that were answered.

    What was said while fewer saw the moment stays with its author and the moment's: it was not said to those who see it now.
    """
    answered = Comment.objects.filter(reply_to=OuterRef("pk"), deleted_at=None)
    found = Comment.objects.filter(moment=moment, pk__gt=after).select_related("by", "reply_to__by").annotate(answered=Exists(answered))
    found = found.filter(Q(deleted_at=None, hidden_at=None) | Q(answered=True))
    if person is None:
        found = found.filter(level=Moment.Level.PUBLIC)
    else:
        found = found.exclude(by__in=Mute.objects.filter(by=person).values("person"))
        if moment.level > Moment.Level.NARROW and not writes(person, moment):
            found = found.filter(Q(level__gte=Moment.Level.EVERYONE) | Q(by=person))
    return list(found.order_by("pk")[:limit])


def comment_under(moment: Moment, pk: int) -> Comment:
    """Gives a comment under a moment, also one that is gone, with its author. Raises NotThere."""
    return or_404(Comment.objects.filter(moment=moment, pk=pk).select_related("by").first())


def comment_to_report(moment: Moment, pk: int) -> Comment:
    """Gives a comment under a moment that is not deleted. Raises NotThere."""
    found = comment_under(moment, pk)
    if found.deleted_at is not None:
        raise NotThere
    return found


def studies_of(moment: Moment, person: Person) -> list[StudyReader]:
    """Gives what this reader was asked to study of a moment, the latest first."""
    open_ones = StudyReader.objects.filter(study__moment=moment, person=person, study__withdrawn_at=None)
    return list(open_ones.select_related("study__by").order_by("-pk"))


def asked_by(moment: Moment, person: Person) -> list[Study]:
    """Gives whom this person asked to study a moment, with what each has done: for who asked alone."""
    return list(Study.objects.filter(moment=moment, by=person).prefetch_related("readers__person").order_by("-pk"))


def study_asked_of(person: Person, moment: Moment, pk: int) -> Study:
    """Gives a study of a moment that this person was asked for. Raises NotThere."""
    return or_404(Study.objects.filter(moment=moment, pk=pk, readers__person=person).select_related("moment").first())


def readers_of(study: Study) -> list[StudyReader]:
    """Gives who was asked to study, in the order in which they were named."""
    return list(study.readers.select_related("person").order_by("pk"))
