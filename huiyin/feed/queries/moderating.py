"""What was reported to the moderators."""

from __future__ import annotations

from huiyin.core.errors import NotThere
from huiyin.feed.models import Flag
from huiyin.feed.rules import may_moderate
from huiyin.people.models import Person

PAGE = 50


def flags(decided: bool, after: int | None = None) -> list[Flag]:
    """Gives flags with what they are of: open ones, the oldest first, or decided ones, the latest first."""
    found = Flag.objects.select_related("by", "comment__by", "moment__by", "moment__account", "decided_by")
    if decided:
        found = found.exclude(state=Flag.State.OPEN).order_by("-decided_at", "-pk")
    else:
        found = found.filter(state=Flag.State.OPEN).order_by("pk")
    if after is not None:
        found = found.filter(pk__lt=after) if decided else found.filter(pk__gt=after)
    return list(found[:PAGE])


def flag_for(person: Person, pk: int) -> Flag:
    """Gives a flag to a moderator. Raises NotThere, for everybody else too."""
    found = Flag.objects.filter(pk=pk).first() if may_moderate(person) else None
    if found is None:
        raise NotThere
    return found
