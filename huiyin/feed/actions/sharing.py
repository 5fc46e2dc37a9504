"""A short code for each who carries a moment elsewhere."""

from __future__ import annotations

from django.db import transaction

from huiyin.core.errors import NotThere, WrongState
from huiyin.feed import rules
from huiyin.feed.actions.publishing import new_code
from huiyin.feed.models import Moment, Share
from huiyin.people.models import Person


def share(moment: Moment, by: Person) -> Share:
    """Gives the code under which this person shares a moment: always the same, so that a branch is one. A code widens no audience.

    Raises NotThere for who may not see it, WrongState where it is gone.
    """
    with transaction.atomic():
        moment = Moment.locked(moment.pk)
        if not by.is_active or not rules.may_see(by, moment):
            raise NotThere
        if moment.gone:
            raise WrongState
        return Share.objects.get_or_create(moment=moment, by=by, defaults={"code": new_code()})[0]
