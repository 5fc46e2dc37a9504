"""The square: moments somebody may see, the newest first; nothing is sorted by a machine's taste."""

from __future__ import annotations

from functools import cache

from django.db.models import OuterRef, Q, QuerySet, Subquery

from huiyin.db.compiled import Compiled
from huiyin.db.lookups import IdIn
from huiyin.feed.models import Follow, Moment, Mute
from huiyin.feed.rules import own_units, reader_numbers, visible_by, visible_to
from huiyin.people.models import Person, Unit
from huiyin.people.queries.tree import tree, with_below

TABS = ("all", "followed", "nearby", "official")
PAGE = 20
PLACES = 300  # on a map
_END = 2**62  # before it stand all moments


def readable_moments(person: Person | None) -> QuerySet[Moment]:
    """Gives the moments that still stand and that a person (None: a stranger) may see, without those of people they muted."""
    if person is None:
        return _standing(visible_to(None))
    return _unmuted(_standing(visible_to(person)), person.pk)


def square(person: Person | None, tab: str = "all", before: int | None = None, limit: int = PAGE) -> list[Moment]:
    """Gives a page of the square, the newest first. Takes a tab of TABS and before which moment it reads on."""
    if person is None:
        return _page(readable_moments(None).filter(of_tab(None, tab)), before, limit)
    who, before = reader_numbers(person), before or _END
    if tab != "followed":
        return _of_tab(tab, limit)(*who, before, *((near(person),) if tab == "nearby" else ()))
    # As many as a page holds have a last word each: no page reaches further back than these. Where fewer ever spoke all of it is gathered.
    last_words = _last_words(limit)(person.pk, before)
    numbers = _of_followed(limit)(*who, before, last_words[-1]) if len(last_words) == limit else []
    return _with_these(tuple(numbers if len(numbers) == limit else _of_followed(limit)(*who, before, 0)))


def _standing(visible: Q) -> QuerySet[Moment]:
    return Moment.objects.filter(visible, deleted_at=None, hidden_at=None)


def _unmuted(found: QuerySet[Moment], person: int) -> QuerySet[Moment]:
    return found.exclude(by__in=Mute.objects.filter(by=person).values("person"))


@cache
def _of_tab(tab: str, limit: int) -> Compiled[Moment]:
    """The question for a page of a tab, its SQL made once: spelling it took seven of its eight milliseconds."""

    def page(person: int, own: tuple[int, ...], units: tuple[int, ...], before: int, homes: tuple[int, ...] = ()) -> QuerySet[Moment]:
        found = _unmuted(_standing(visible_by(person, own, units)), person).filter(_of_tab_by(person, tab), pk__lt=before)
        return _shown(found.filter(IdIn("home_id", homes)) if tab == "nearby" else found, limit)

    return Compiled(page)


@cache
def _of_followed(limit: int) -> Compiled[int]:
    """The numbers alone: what those whom one follows said since a moment is sorted for them."""

    def numbers(person: int, own: tuple[int, ...], units: tuple[int, ...], before: int, since: int) -> QuerySet[Moment, int]:
        found = _unmuted(_standing(visible_by(person, own, units)), person).filter(_of_tab_by(person, "followed"))
        return found.filter(pk__lt=before, pk__gte=since).order_by("-pk").values_list("pk", flat=True)[:limit]

    return Compiled(numbers)


@cache
def _last_words(limit: int) -> Compiled[int]:
    """The last words of people one follows, the newest first."""

    def heads(person: int, before: int) -> QuerySet[Follow, int]:
        said = Moment.objects.filter(by=OuterRef("person"), account=None, deleted_at=None, hidden_at=None, pk__lt=before)
        followed = Follow.objects.filter(by=person, account=None).annotate(last=Subquery(said.order_by("-pk").values("pk")[:1]))
        return followed.filter(last__isnull=False).order_by("-last").values_list("last", flat=True)[:limit]

    return Compiled(heads)


_with_these = Compiled[Moment](lambda pks: _shown(Moment.objects.filter(IdIn("pk", pks)), 100))


def newer(person: Person | None, tab: str, after: int, most: int = 99) -> int:
    """Gives how many moments of a tab came after one; `most` where there are more."""
    return len(readable_moments(person).filter(of_tab(person, tab), pk__gt=after).values_list("pk", flat=True)[:most])


def of_person(viewer: Person | None, person: Person, before: int | None = None, limit: int = PAGE) -> list[Moment]:
    """Gives what a person said in their own name, as far as the viewer may see it."""
    found = Moment.objects.filter(visible_to(viewer), by=person, account=None, deleted_at=None, hidden_at=None)
    return _page(found, before, limit)


def of_account(viewer: Person | None, account: int, before: int | None = None, limit: int = PAGE) -> list[Moment]:
    """Gives what an account published, as far as the viewer may see it."""
    return list(_shown(of_account_seen(viewer, account, before), limit))


def of_account_seen(viewer: Person | None, account: int, before: int | None) -> QuerySet[Moment]:
    """Gives the same as a question, to be asked for less."""
    found = readable_moments(viewer).filter(account=account)
    return found if before is None else found.filter(pk__lt=before)


def of_topic(viewer: Person | None, topic: str, before: int | None = None, limit: int = PAGE) -> list[Moment]:
    """Gives what was said on a topic, as far as the viewer may see it."""
    return _page(readable_moments(viewer).filter(topic=topic), before, limit)


def placed(viewer: Person | None, limit: int = PLACES) -> list[Moment]:
    """Gives the newest moments whose authors said where, as far as the viewer may see them."""
    found = readable_moments(viewer).filter(latitude__isnull=False)
    return list(found.select_related("by", "account").order_by("-pk")[:limit])


def of_tab(person: Person | None, tab: str) -> Q:
    """Gives the condition of a tab; a stranger has no one they follow and no place."""
    if person is not None and tab == "nearby":
        return Q(home__in=near(person))
    return _of_tab_by(person.pk if person is not None else None, tab)


def _of_tab_by(person: int | None, tab: str) -> Q:
    if tab == "official":
        return Q(account__isnull=False)
    if person is None or tab != "followed":
        return Q()
    mine = Follow.objects.filter(by=person)
    people, accounts = mine.filter(account=None), mine.filter(person=None)  # as the indexes of who follows whom have it
    return Q(by__in=people.values("person"), account=None) | Q(account__in=accounts.values("account")) | Q(by=person)


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
    return list(_shown(found if before is None else found.filter(pk__lt=before), limit))


def _shown(found: QuerySet[Moment], limit: int) -> QuerySet[Moment]:
    related = found.select_related("by", "account", "article", "root__by", "root__account", "root__article")
    return related.defer("article__body", "root__article__body").order_by("-pk")[:limit]


def follows(by: Person, person: Person) -> bool:
    """Tells whether somebody follows a person."""
    return Follow.objects.filter(by=by, person=person, account=None).exists()


def muted(by: Person, person: Person) -> bool:
    """Tells whether somebody muted a person in the square."""
    return Mute.objects.filter(by=by, person=person).exists()
