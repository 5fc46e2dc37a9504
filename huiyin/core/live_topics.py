"""What an open page hears of while somebody looks at it: a moment's figures, a thermometer, what is new on the square.

Each app declares its own in `live_topics.py`. A page names what it shows ("moment:12", or "square", which is one for all); the hub hears
that something moved (a hint), looks what is true, asks who of those who look may hear it at that moment, and tells these.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.core.declarations import Registry

#: Whom it concerns: the ids of people, by the id of what they look at.
Listeners = Mapping[int, Collection[int]]


@dataclass(frozen=True)
class Topic:
    """One sort of thing that pages look at. Every function answers for many ids in a bounded number of queries.

    `name`: the word before the number. `kinds`: how the kinds of entries begin that say it may have moved. `scope`: what a program's token
    needs. `states`: of each what differs whenever there is something to tell. `hearers`: of those who look at each, who may hear of it
    now; None where everybody signed in may. `present`: what to tell, the same for everybody of one language; None where the page is
    only to ask anew. `seconds`: how often it is looked at most.
    """

    name: str
    kinds: tuple[str, ...]
    scope: str
    states: Callable[[Sequence[int]], Mapping[int, Hashable]]
    hearers: Callable[[Listeners], Mapping[int, Collection[int]]] | None = None
    present: Callable[[Sequence[int], str], Mapping[int, dict[str, Any]]] | None = None
    seconds: float = 0.5


LIVE_TOPICS: Registry[Topic] = Registry("live_topics", "TOPICS", Topic, lambda one: one.name)
