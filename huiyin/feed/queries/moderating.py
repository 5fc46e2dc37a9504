"""What was reported to the moderators."""

from __future__ import annotations

from huiyin.feed.models import Flag

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
