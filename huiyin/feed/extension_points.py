"""Where apps above the feed add to a moment: each declares its own in `extensions.py`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from huiyin.core.declarations import Extension, Registry
from huiyin.feed.models import Moment

if TYPE_CHECKING:
    from huiyin.feed.queries.cards import MomentCard


@dataclass(frozen=True, slots=True)
class Hanging:
    """Where something hangs: under which card, `whole` on the moment's own page, `bare` without what one can do, `via`: the code of the
    branch by which it was reached, `alone` on a page for strangers without scripts or style sheets."""

    card: MomentCard
    whole: bool
    bare: bool
    via: str
    alone: bool


@dataclass(frozen=True)
class MomentAddition(Extension):
    """Something that hangs on moments and stands under their words.

    `find` takes the moments of a page (all of which this person, None: a stranger, may see) and the person; it gives what `draw` is to
    draw, by the moment's id, for those that bear something. Asked once for a page. `draw` gives HTML in the active language, everything a
    person wrote in it escaped.
    """

    draw: Callable[[Any, Hanging], str]
    find: Callable[[Sequence[Moment], Any], Mapping[int, Any]]
    #: The streams of what a stranger is shown under moments (their ids): a page that was drawn for all is drawn anew when one moves.
    streams: Callable[[Collection[int]], Collection[int]] = lambda moments: ()


MOMENT_ADDITIONS: Registry[MomentAddition] = Registry("extensions", "EXTENSIONS", MomentAddition, lambda one: one.name, only=True)


def additions_of(moments: Sequence[Moment], person: Any) -> dict[int, list[tuple[Callable[[Any, Hanging], str], Any]]]:
    """Gives (how it is drawn, what is drawn) of all apps by the moment's id."""
    found: dict[int, list[tuple[Callable[[Any, Hanging], str], Any]]] = {}
    for one in MOMENT_ADDITIONS:
        for pk, added in one.find(moments, person).items():
            found.setdefault(pk, []).append((one.draw, added))
    return found


def streams_under(moments: Collection[int]) -> set[int]:
    """Gives the streams of everything that hangs on these moments."""
    return {stream for one in MOMENT_ADDITIONS for stream in one.streams(moments)}
