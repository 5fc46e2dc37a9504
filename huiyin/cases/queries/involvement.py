"""Which cases somebody sees by name, where they are few: so that no list walks along a county's cases to find a clerk's dozen."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from huiyin.cases.models import Accused, Case, Joiner, Part, Party, Series, ShownTo
from huiyin.cases.rules import Speaker, in_office, visible_to
from huiyin.db.lookups import IdIn

FEW = 5_000  # so many are looked up and put in order; where there are more, the order is walked along and each is looked at


def seen_by(who: Speaker, office: bool) -> QuerySet[Case]:
    """Gives the cases somebody may see (with `office` by what they hold only), as they are found quickest."""
    ids = _near(who, office)
    found = Case.objects.filter(in_office(who) if office else visible_to(who))
    return found if ids is None else found.filter(IdIn("id", sorted(ids)))


def own_ids(who: Speaker) -> set[int]:
    """Gives the cases somebody asked for, joined, or has shown number and code of."""
    found = set(who.holds)
    if who.person is not None:
        found |= set(Case.objects.filter(author=who.person).order_by().values_list("pk", flat=True)[: FEW + 1])
        found |= set(Party.objects.filter(person=who.person).values_list("case", flat=True)[: FEW + 1])
        found |= set(Joiner.objects.filter(person=who.person).values_list("case", flat=True)[: FEW + 1])
    return found


def _near(who: Speaker, office: bool) -> set[int] | None:
    """All that anybody could see by these rights, and some more; None where they are many. Asked once for a speaker, who lives as long as
    a page is drawn: its list, its counts and its topics are narrowed alike."""
    if who.desks:
        return None
    kept: dict[bool, set[int] | None] = who.__dict__.setdefault("near", {})
    if office not in kept:
        kept[office] = _looked_up(who, office)
    return kept[office]


def _looked_up(who: Speaker, office: bool) -> set[int] | None:
    found = set() if office else own_ids(who)
    if who.person is not None and who.units:
        found |= set(Part.objects.filter(unit__in=who.units, ended_at=None).values_list("case", flat=True)[: FEW + 1])
        found |= set(Case.objects.filter(by=who.person).order_by().values_list("pk", flat=True)[: FEW + 1])
    if who.person is not None and who.posts:
        found |= set(Case.objects.filter(series=Series.WORD, to__in=who.own_posts).order_by().values_list("pk", flat=True)[: FEW + 1])
        found |= set(ShownTo.objects.filter(person=who.person).values_list("case", flat=True)[: FEW + 1])
    if who.sealed:
        found |= set(Accused.objects.values_list("case", flat=True)[: FEW + 1])  # each that is sealed is about somebody
    return found if len(found) <= FEW else None


def asked_by(who: Speaker) -> Q:
    """Narrows to what somebody asked for, joined or holds the code of, before their rule is asked."""
    return Q(IdIn("id", sorted(own_ids(who))))
