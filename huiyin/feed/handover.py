"""What of official accounts goes with a post: that somebody writes for them, with what they meant to publish."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from huiyin.core.handover import Giving, Handed, HandoverKind
from huiyin.feed.actions.handing_over import give_account
from huiyin.feed.models import Account, Article, Moment
from huiyin.feed.rules import holds_another_there, may_write_for
from huiyin.people.models import Person, Post


def _open(person: Person, post: Post) -> Iterable[int]:
    """The account of the post's unit, where they wrote for it and hold no other post there."""
    if holds_another_there(person, post):
        return []
    wrote = Exists(Article.objects.filter(account=OuterRef("pk"), by=person)) | Exists(
        Moment.objects.filter(account=OuterRef("pk"), by=person)
    )
    planned = Exists(Article.objects.filter(account=OuterRef("pk"), scheduled_by=person, moment=None))
    return Account.objects.filter(wrote | planned, unit=post.unit_id, closed_at=None).values_list("pk", flat=True)


def _shown(numbers: Collection[int], _reader: Person) -> Mapping[int, Handed]:
    return {one.pk: Handed(one.name, reverse("account", args=[one.pk])) for one in Account.objects.filter(pk__in=numbers)}


def _refuses(giving: Giving) -> Any:
    """An account is a unit's: who holds no post there could not write for it."""
    account = Account.objects.select_related("unit").filter(pk=giving.number).first()
    if account is None or account.closed_at is not None or may_write_for(giving.to, account):
        return ""
    return _("%(name)s holds no post in %(unit)s, and cannot write for its account.") % {"name": giving.to.name, "unit": account.unit.name}


HANDOVER = (
    HandoverKind("account", pgettext_lazy("item of a handover", "Writes for the account"), 20, _open, _shown, give_account, _refuses),
)
