"""The square: moments somebody may see, the newest first; nothing is sorted by a machine's taste."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from huiyin.feed.models import Follow, Moment, Mute
from huiyin.feed.rules import own_units, visible_to
from huiyin.people.models import Person, Unit
from huiyin.people.queries.tree import tree, with_below

TABS = ("all", "followed", "nearby", "official")
PAGE = 20
PLACES = 300  # on a map
RECENT = 2000  # of the square's newest: where a page of whom one follows is looked for first


def standing(person: Person | None) -> QuerySet[Moment]:
    """Gives the moments that still stand and that a person (None: a stranger) may see, without those of people they muted."""
    found = Moment.objects.filter(visible_to(person), deleted_at=None, hidden_at=None)
    if person is not None:
        found = found.exclude(by__in=Mute.objects.filter(by=person).values("person"))
    return found


def square(person: Person | None, tab: str = "all", before: int | None = None, limit: int = PAGE) -> list[Moment]:
    """Gives a page of the square, the newest first. Takes a tab of TABS and before which moment it reads on."""
    found = standing(person).filter(of_tab(person, tab))
    if tab == "followed":
        # Who follows the talkative finds a page among the newest of all. Only where these are silent all they ever said is gathered.
        newest = before or Moment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        recent = _page(found.filter(pk__gte=newest - RECENT), before, limit)
        if len(recent) == limit:
            return recent
        if before is not None:
            found = found.filter(pk__lt=before)
        found = Moment.objects.filter(pk__in=list(found.order_by("-pk").values_list("pk", flat=True)[:limit]))
    return _page(found, before, limit)


def newer(person: Person | None, tab: str, after: int, most: int = 99) -> int:
    """Gives how many moments of a tab came after one; `most` where there are more."""
    return len(standing(person).filter(of_tab(person, tab), pk__gt=after).values_list("pk", flat=True)[:most])


def of_person(viewer: Person | None, person: Person, before: int | None = None, limit: int = PAGE) -> list[Moment]:
    """Gives what a person said in their own name, as far as the viewer may see it."""
    found = Moment.objects.filter(visible_to(viewer), by=person, account=None, deleted_at=None, hidden_at=None)
    return _page(found, before, limit)


def of_account(viewer: Person | None, account: int, before: int | None = None, limit: int = PAGE) -> list[Moment]:
    """Gives what an account published, as far as the viewer may see it."""
    return _page(standing(viewer).filter(account=account), before, limit)


def of_topic(viewer: Person | None, topic: str, before: int | None = None, limit: int = PAGE) -> list[Moment]:
    """Gives what was said on a topic, as far as the viewer may see it."""
    return _page(standing(viewer).filter(topic=topic), before, limit)


def placed(viewer: Person | None, limit: int = PLACES) -> list[Moment]:
    """Gives the newest moments whose authors said where, as far as the viewer may see them."""
    found = standing(viewer).filter(latitude__isnull=False)
    return list(found.select_related("by", "account").order_by("-pk")[:limit])


def of_tab(person: Person | None, tab: str) -> Q:
    """Gives the condition of a tab; a stranger has no one they follow and no place."""
    if tab == "official":
        return Q(account__isnull=False)
    if person is None or tab == "all":
        return Q()
    if tab == "followed":
        mine = Follow.objects.filter(by=person)
        people, accounts = mine.filter(account=None), mine.filter(person=None)  # as the indexes of who follows whom have it
        return Q(by__in=people.values("person"), account=None) | Q(account__in=accounts.values("account")) | Q(by=person)
    return Q(home__in=near(person))


def near(person: Person) -> tuple[int, ...]:
    """Gives the units nearby: of the town in which a person's own lies, however deep the tree is above it; outside of any, its own and
    those below."""
    own = person.home_id or min(own_units(person), default=None)
    if own is None:
        return ()
    known = tree()
    line = [known.nodes[own].unit, *reversed(known.path(own))] if own in known.nodes else []
    return with_below(next((one.pk for one in line if one.kind == Unit.Kind.TOWN), own))


def _page(found: QuerySet[Moment], before: int | None, limit: int) -> list[Moment]:
    if before is not None:
        found = found.filter(pk__lt=before)
    related = found.select_related("by", "account", "article", "root__by", "root__account", "root__article")
    return list(related.defer("article__body", "root__article__body").order_by("-pk")[:limit])
