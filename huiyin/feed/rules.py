"""Whom a moment may reach, and who may do what with it. Deny unless one says yes.

A moment is seen by whoever each moment on its path admits: a repost never reaches more people than what it reposts (`level`, `gates`).
`None` is a stranger: nobody who is signed in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from huiyin.db.lookups import IdIn
from huiyin.feed.models import Account, Comment, Gate, Moment, Named
from huiyin.groups.models import Member
from huiyin.groups.rules import membership_of
from huiyin.people.models import Administrator, Person, Post
from huiyin.people.queries import posts_held
from huiyin.people.queries.tree import tree

Level = Moment.Level
Audience = Moment.Audience
LEVELS = {Audience.PUBLIC: Level.PUBLIC, Audience.EVERYONE: Level.EVERYONE}


@dataclass(frozen=True, slots=True)
class Belonging:
    """Where a person belongs today: `own`, the units in which they hold or act for a post; `all`, these, their home, and all above."""

    own: frozenset[int]
    all: frozenset[int]


def belonging(person: Person) -> Belonging:
    """Gives where a person belongs, asked anew each time: rights follow the post."""
    own = {held.unit_id for held in posts_held([person.pk])}
    nearest = own | ({person.home_id} if person.home_id else set())
    known = tree() if nearest else None
    above = {one.pk for unit in nearest for one in known.path(unit)} if known is not None else set()
    return Belonging(frozenset(own), frozenset(nearest | above))


def units_of(person: Person) -> frozenset[int]:
    """Gives the units a person belongs to: those of their posts, their home, and all above these."""
    return belonging(person).all


def own_units(person: Person) -> set[int]:
    """Gives the units in which a person holds a post today, or acts for one."""
    return {held.unit_id for held in posts_held([person.pk])}


def holds_another_there(person: Person, post: Post) -> bool:
    """Whether somebody holds a post in a post's unit beside that one: what is the unit's stays theirs when they leave it."""
    held = posts_held([person.pk])
    return any(one.unit_id == post.unit_id and one.post_id != post.pk and not one.delegated for one in held)


def _own_words(person: int, own: Sequence[int], of: str = "") -> Q:
    """The condition on moments that are a person's own words; an account's are those of who writes for it today."""
    own_account = Q(IdIn(f"{of}account__unit_id", own), **{f"{of}account__isnull": False})  # false where there is none, also when negated
    return Q(**{f"{of}by": person, f"{of}account": None}) | own_account


def _admitting(person: int, own: Sequence[int], units: Sequence[int], of: str) -> Q:
    """The condition on moments that by their own audience admit this person. Takes the way to the moment, "of__" from a gate."""
    groups = Member.objects.filter(person=person, left_at=None).values("group")
    named = Named.objects.filter(moment=OuterRef(f"{of}pk"), person=person)
    return (
        _own_words(person, own, of)
        | Q(**{f"{of}audience__in": (Audience.PUBLIC, Audience.EVERYONE)})
        | Q(IdIn(f"{of}unit_id", units), **{f"{of}audience": Audience.UNIT, f"{of}unit__isnull": False})
        | Q(**{f"{of}audience": Audience.GROUP, f"{of}group__in": groups})
        | Q(Exists(named), **{f"{of}audience": Audience.PEOPLE})
    )


def visible_to(person: Person | None) -> Q:
    """Narrows moments to those a person (None: a stranger) may see. What was deleted is among them, as a tombstone; what a moderator
    took down is there for its author alone."""
    if person is None:
        return Q(level=Level.PUBLIC, hidden_at=None)
    return visible_by(*reader_numbers(person))


def reader_numbers(person: Person) -> tuple[int, tuple[int, ...], tuple[int, ...]]:
    """Gives what `visible_by` takes of somebody: their number, and the units of their `belonging`, `own` and `all`."""
    where = belonging(person)
    return person.pk, tuple(sorted(where.own)), tuple(sorted(where.all))


def visible_by(person: int, own: Sequence[int], units: Sequence[int]) -> Q:
    """Narrows moments as `visible_to`, by numbers alone, so that a question is spelled once (`Compiled`). Takes `reader_numbers`."""
    theirs = _own_words(person, own)
    standing_open: Q = Q(hidden_at=None) | theirs
    barred = Gate.objects.filter(~_admitting(person, own, units, "of__"), moment=OuterRef("pk"))
    reached = Q(level__gte=Level.EVERYONE) | theirs | Q(~Exists(barred), level=Level.NARROW)
    return standing_open & reached


def may_see(person: Person | None, moment: Moment) -> bool:
    """Whether somebody may see a moment, as `visible_to` narrows."""
    if moment.hidden_at is None and moment.level == Level.PUBLIC:
        return True
    if person is None:
        return False
    if moment.hidden_at is None and moment.level == Level.EVERYONE:
        return True
    if moment.account_id is None and moment.by_id == person.pk:
        return True
    return Moment.objects.filter(visible_to(person), pk=moment.pk).exists()


def may_answer(person: Person | None, moment: Moment) -> bool:
    """Like, comment, repost, share: whoever may see what still stands."""
    return person is not None and person.is_active and not moment.gone and may_see(person, moment)


def may_write_for(person: Person, account: Account) -> bool:
    """Who holds a post in the account's unit, or acts for one."""
    return account.closed_at is None and account.unit_id in own_units(person)


def writes(person: Person, moment: Moment) -> bool:
    """Whether a moment is this person's to change: its author's, or anybody's who writes for the account that said it."""
    if moment.account_id is not None:
        return may_write_for(person, moment.account)  # type: ignore[arg-type]
    return moment.by_id == person.pk


def speaks_in_public(person: Person) -> bool:
    """Whether a person's moments may be public without being asked each time: whoever holds a post, and speaks for its unit."""
    return person.kind == Person.Kind.OFFICIAL and not person.is_minor and bool(posts_held([person.pk]))


def may_open_account(person: Person, unit_id: int) -> bool:
    """Whoever holds a post in the unit; and the system administrator."""
    return unit_id in own_units(person) or Administrator.objects.filter(person=person, role=Administrator.Role.SYSTEM).exists()


def may_change_account(person: Person, account: Account) -> bool:
    """Who may open it: what it is called and what it is about, that it is closed."""
    return may_open_account(person, account.unit_id)


def may_moderate(person: Person | None) -> bool:
    """The security administrator, who locks people too."""
    return person is not None and Administrator.objects.filter(person=person, role=Administrator.Role.SECURITY).exists()


def may_ask_to_study(person: Person, moment: Moment) -> bool:
    """Officials who may see it."""
    return person.kind == Person.Kind.OFFICIAL and may_answer(person, moment)


def may_report_reach(person: Person, moment: Moment) -> bool:
    """Who writes for a moment that still stands enters what others' accounts say of it."""
    return not moment.gone and writes(person, moment)


def may_delete_comment(person: Person, comment: Comment, moment: Moment) -> bool:
    """Its author; and whose moment it stands under."""
    return not comment.gone and (comment.by_id == person.pk or writes(person, moment))


def in_group(person: Person, group_id: int) -> bool:
    """Whether somebody is a member of a group now."""
    return membership_of(person, group_id) is not None
