"""Who holds a post on a day, and who speaks for it.

The rule: while a delegation runs, the delegate acts for the post. Otherwise its holder does. Where the post is vacant, or its
holder cannot sign in (locked, erased), an acting holder stands in. Among several on one day the latest to come counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.db.compiled import Compiled
from huiyin.db.lookups import IdIn
from huiyin.db.statements import in_one_go
from huiyin.db.trees import upward
from huiyin.people.models import Delegation, Holding, Person, Post, Unit
from huiyin.people.queries.tree import descendants
from huiyin.people.reporting_line import line_up
from huiyin.people.rules import runs_on


@dataclass(frozen=True)
class Holder:
    """Who speaks for a post: as its holder, as `acting` holder, or as the delegate (`delegated`) until a day."""

    person: Person
    acting: bool = False
    delegated: bool = False
    until: date | None = None


@dataclass(frozen=True)
class Held:
    """That a person holds a post, is its acting holder, or acts for it by delegation."""

    person_id: int
    post: Post
    acting: bool
    delegated: bool
    since: date
    until: date | None
    holding_id: int | None = None

    @property
    def post_id(self) -> int:
        """The post's id."""
        return self.post.pk

    @property
    def title(self) -> str:
        """The post's title."""
        return self.post.title

    @property
    def unit_id(self) -> int:
        """The id of the post's unit."""
        return self.post.unit_id

    @property
    def unit_name(self) -> str:
        """The name of the post's unit."""
        return self.post.unit.name

    @property
    def unit_short_name(self) -> str:
        """The short name of the post's unit; its name where it has none."""
        return self.post.unit.short_name or self.post.unit.name

    def __str__(self) -> str:
        return _in_words(self.post, self.acting, self.delegated)


def holder_of(post: Post, on: date | None = None) -> Holder | None:
    """Gives who speaks for the post on a day (None: today), or None."""
    return holders_for([post.pk], on).get(post.pk)


def holders_for(post_ids: Iterable[int], on: date | None = None) -> dict[int, Holder]:
    """Gives who speaks for each of these posts on a day."""
    return ask_holders(post_ids, on)()


def ask_holders(post_ids: Iterable[int], on: date | None = None) -> Callable[[], dict[int, Holder]]:
    """Asks who speaks for each of these posts on a day; gives what fetches them."""
    on, ids = on or timezone.localdate(), tuple(post_ids)
    if not ids:
        return dict
    held, delegated = _holdings_of.ask(ids, on), _delegations_of.ask(ids, on)
    return lambda: _own(held()) | _delegates(delegated())


def own_holders(post_ids: Iterable[int], on: date | None = None) -> dict[int, Holder]:
    """Gives who holds each of these posts, or stands in where it is vacant, whoever acts by delegation."""
    return _own(_holdings_of(tuple(post_ids), on or timezone.localdate()))


def _own(holdings: Iterable[Holding]) -> dict[int, Holder]:
    found: dict[int, Holder] = {}
    # The acting first, so that the holder takes their place; of two, the one who came later.
    for holding in holdings:
        if not holding.acting and holding.person.locked_at is not None and holding.post_id in found:
            continue
        found[holding.post_id] = Holder(holding.person, holding.acting, until=holding.until)
    return found


def delegates_for(post_ids: Iterable[int], on: date | None = None) -> dict[int, Holder]:
    """Gives who acts by delegation for these posts on a day."""
    return _delegates(_delegations_of(tuple(post_ids), on or timezone.localdate()))


def _delegates(rows: Iterable[Delegation]) -> dict[int, Holder]:
    return {row.post_id: Holder(row.to, delegated=True, until=row.until) for row in rows}


def posts_held(person_ids: Iterable[int], on: date | None = None) -> list[Held]:
    """Gives every post these persons hold or act for on a day (None: today), with unit.

    In the order in which they speak for a post: delegates, holders, acting holders.
    """
    on, ids = on or timezone.localdate(), tuple(person_ids)
    if not ids:
        return []
    with in_one_go():
        delegated, holdings = _delegations_to.ask(ids, on), _holdings_by.ask(ids, on)
    held = [Held(d.to_id, d.post, False, True, d.since, d.until) for d in delegated()]
    return held + [Held(h.person_id, h.post, h.acting, False, h.since, h.until, h.pk) for h in holdings()]


def own_post_of(person_id: int) -> Held | None:
    """Gives the first post a person holds themself, or acts as holder of: for which they are given something, or issue it."""
    return next((held for held in posts_held([person_id]) if not held.delegated), None)


def pairs_held(person_ids: Iterable[int], on: date | None = None) -> list[tuple[int, int, bool]]:
    """Gives (person, post, by delegation?) for every post these persons hold or act for on a day: `posts_held` without its words."""
    return ask_pairs(person_ids, on)()


def ask_pairs(person_ids: Iterable[int], on: date | None = None) -> Callable[[], list[tuple[int, int, bool]]]:
    """Asks as `pairs_held`; gives what fetches them."""
    on, ids = on or timezone.localdate(), tuple(person_ids)
    delegated, held = _delegated_to.ask(ids, on), _held_by.ask(ids, on)
    return lambda: [(person, post, True) for person, post in delegated()] + [(person, post, False) for person, post in held()]


def ask_posts(person: Person) -> Callable[[], set[int]]:
    """Asks which posts a person speaks for today: held, acting, delegated. Gives what fetches them."""
    pairs = ask_pairs([person.pk])
    return lambda: {post for _person, post, _delegated in pairs()}


def posts_of(person: Person, on: date | None = None) -> list[Held]:
    """Gives the posts a person holds or acts for on a day, held ones first."""
    return sorted(posts_held([person.pk], on), key=lambda held: (held.delegated, held.acting))


def holders_of_posts(post_ids: Iterable[int]) -> list[Person]:
    """Gives those who hold these posts today, acting holders too, each once. Delegates answer for a post; they do not hold it."""
    held = Holding.objects.filter(runs_on(timezone.localdate()), post__in=list(post_ids), post__closed_at=None)
    return list(Person.objects.filter(pk__in=held.values("person"), erased_at=None).order_by("pk"))


def holders_of_units(unit_ids: Iterable[int]) -> list[Person]:
    """Gives those who hold a post in these units today, acting holders too, each once. Units below are not looked into."""
    ids = tuple(unit_ids)
    return _holding_in(ids, timezone.localdate()) if ids else []


def delegates_today(post: Post | None = None, unit: Unit | None = None) -> list[Person]:
    """Gives those who act today by delegation for a post, or for any post of a unit."""
    rows = _delegations(timezone.localdate()).filter(post__closed_at=None)
    rows = rows.filter(post=post) if post else rows.filter(post__unit=unit)
    return [row.to for row in rows.select_related("to")]


def current_holders(unit: Unit, below: bool = False) -> list[Person]:
    """Gives those who hold a post in the unit today, each once; with `below` also in all units below it."""
    return holders_of_units([unit.pk, *descendants(unit.pk)] if below else [unit.pk])


def reporting_line(post: Post) -> list[Post]:
    """Gives the posts above this one, nearest first."""
    line = line_up(post.pk, upward("people_post", "reports_to_id", post.pk, "closed_at IS NULL").get)
    posts = Post.objects.select_related("unit").in_bulk(line)
    return [posts[pk] for pk in line]


def _delegations(on: date) -> QuerySet[Delegation]:
    rows = Delegation.objects.filter(since__lte=on, until__gte=on, ended_at=None, to__erased_at=None, to__locked_at=None)
    return rows.order_by("pk")


_holdings_of = Compiled[Holding](
    lambda posts, on: Holding.objects.filter(IdIn("post_id", posts), runs_on(on), person__erased_at=None)
    .select_related("person")
    .order_by("-acting", "since", "pk")
)
_holding_in = Compiled[Person](
    lambda units, on: Person.objects.filter(
        pk__in=Holding.objects.filter(runs_on(on), IdIn("post__unit_id", units), post__closed_at=None).values("person"), erased_at=None
    ).order_by("pk")
)
_delegations_of = Compiled[Delegation](lambda posts, on: _delegations(on).filter(IdIn("post_id", posts)).select_related("to"))
_delegated_to = Compiled[tuple[int, int]](
    lambda people, on: _delegations(on).filter(IdIn("to_id", people)).order_by().values_list("to", "post")
)
_delegations_to = Compiled[Delegation](lambda people, on: _delegations(on).filter(IdIn("to_id", people)).select_related("post__unit"))
_holdings_by = Compiled[Holding](
    lambda people, on: Holding.objects.filter(IdIn("person_id", people), runs_on(on))
    .select_related("post__unit")
    .order_by("acting", "post__unit__order", "post__order", "-since", "post_id")
)
_held_by = Compiled[tuple[int, int]](
    lambda people, on: Holding.objects.filter(IdIn("person_id", people), runs_on(on)).values_list("person", "post")
)


def _in_words(post: Post, acting: bool, delegated: bool) -> str:
    if acting:
        return _("acting %(post)s") % {"post": post}
    if delegated:
        return _("for the %(post)s") % {"post": post}
    return str(post)


def holdings_of(post: Post, limit: int = 20) -> list[Holding]:
    """Gives who holds and has held a post, the latest first."""
    return list(Holding.objects.filter(post=post).select_related("person").order_by("-since", "-pk")[:limit])
