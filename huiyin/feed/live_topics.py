"""What open pages hear of moments: the figures under one, that the square has new ones, that a cascade grew."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any

from huiyin.core.live_topics import Listeners, Topic
from huiyin.feed.models import Moment
from huiyin.feed.reach.queries import version_of
from huiyin.feed.rules import may_see
from huiyin.people.models import Person

FIGURES = ("pk", "likes", "comments", "reposts", "deleted_at", "hidden_at", "level")


def _states(ids: Sequence[int]) -> Mapping[int, Hashable]:
    return {row[0]: row[1:] for row in Moment.objects.filter(pk__in=ids).values_list(*FIGURES)}


def _figures(ids: Sequence[int], language: str) -> Mapping[int, dict[str, Any]]:
    found = Moment.objects.filter(pk__in=ids).only(*FIGURES)
    return {
        one.pk: {"gone": True} if one.gone else {"likes": one.likes, "comments": one.comments, "reposts": one.reposts} for one in found
    }


def hearers(listening: Listeners) -> Mapping[int, Collection[int]]:
    """Gives, of those who look at moments, who may see each now. What is for everybody signed in is told without asking for each."""
    moments = Moment.objects.select_related("account").in_bulk(list(listening))
    narrow = {pk for pk, one in moments.items() if one.level < Moment.Level.EVERYONE or one.hidden_at is not None}
    people = Person.objects.in_bulk({person for pk in narrow for person in listening[pk]})
    return {
        pk: listening[pk] if pk not in narrow else {one for one in listening[pk] if one in people and may_see(people[one], moment)}
        for pk, moment in moments.items()
    }


def _newest(ids: Sequence[int]) -> Mapping[int, Hashable]:
    """Of the square: its newest moment, whoever may see it. Pages are told that there is one, and ask how many are theirs to see."""
    return {0: Moment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0} if 0 in ids else {}


def _versions(ids: Sequence[int]) -> Mapping[int, Hashable]:
    return {pk: version_of(moment) for pk, moment in Moment.objects.in_bulk(list(ids)).items()}


TOPICS = (
    Topic("moment", ("moment.",), "moments:read", _states, hearers, _figures),
    Topic("square", ("moment.published", "moment.reposted"), "moments:read", _newest),
    # What a viewer sees of a cascade is theirs alone: an open page is told to ask.
    Topic("reach", ("moment.", "order."), "moments:read", _versions, hearers, seconds=2.0),
)
