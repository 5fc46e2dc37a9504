"""Who reads a digest, and what stands in it: what they may read where it was said, at this moment. Sealed matters never."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from huiyin.cases.models import Case, Series
from huiyin.cases.rules import Speaker, in_office
from huiyin.feed.models import Comment
from huiyin.feed.rules import own_units
from huiyin.groups.models import Group, Member
from huiyin.people.models import Person
from huiyin.people.rules import is_official


def may_read(person: Any) -> bool:
    """Officials."""
    return is_official(person)


def groups_of(person: Person) -> dict[int, int]:
    """Gives the open groups somebody is in now, each with the number of its last message before they came."""
    mine = Member.objects.filter(person=person, left_at=None, group__archived_at=None).exclude(group__kind=Group.Kind.NOTICE)
    return dict(mine.values_list("group", "joined_n"))


def cases_for(who: Speaker) -> Q:
    """Narrows sayings to cases somebody has in hand by what they hold; what is sealed is none of them."""
    return Q(case__in=Case.objects.filter(in_office(who), series=Series.PUBLIC).exclude(text=""))


def comments_for(person: Person) -> Q:
    """Narrows sayings to comments of others under one's own moments, and under those of the accounts one writes for."""
    own = Q(moment__by=person, moment__account=None) | Q(moment__account__unit__in=own_units(person))
    there = Comment.objects.filter(own, deleted_at=None, hidden_at=None, moment__deleted_at=None, moment__hidden_at=None)
    return Q(comment__in=there.exclude(by=person).exclude(by__kind=Person.Kind.OFFICIAL))
