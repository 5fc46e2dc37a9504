"""What another program told somebody (an import, a worker, a process whose hint was lost): looked for once a second."""

from __future__ import annotations

from collections.abc import Collection

from huiyin.notices.models import Notice

# Numbers are given out before they are committed: one that was late is still found among the last of them.
WINDOW = 500
_last = -1
_heard: set[int] = set()


def heard(pks: Collection[int]) -> None:
    """Says that this process has told of these notices itself."""
    _heard.update(pks)


def look() -> set[int]:
    """Gives the people who were told something that this process has not heard of. The first call gives nobody: it only begins."""
    global _last, _heard
    began = _last >= 0
    rows = Notice.objects.filter(pk__gt=_last - WINDOW) if began else Notice.objects.all()
    found = dict(rows.order_by("-pk").values_list("pk", "person")[: 2 * WINDOW])
    fresh = {person for pk, person in found.items() if pk not in _heard}
    _last, _heard = max([_last, 0, *found]), set(found)
    return fresh if began else set()
