"""Who may do what with a case. Deny unless one says yes.

Roles: `author` (whoever asked, signed in or by number and code), `joiner` (asks for the same as a published case, and reads what everybody
may read of it and what is answered, as long as it is published), `desk` (holds a post in a unit that receives), `lead` and
`helping` (holds a post in a unit that has it in hand), `head` (holds the post at the top of the leading unit), `reviewer` (of the desk,
and not of the unit whose answer is reviewed, which is `reviewed`), `clerk` (typed it in), `addressee` (holds the post a private word is to,
or was named by whoever does). For whom it is asked is an author too, and of those who ask together whoever speaks for all, five at most
(Regulations on Petitions, art. 20); the others are `joint`: they read it and say how it was with them, and move nothing for all.
docs/decisions/012-cases.md says why posts
decide, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from huiyin.cases.models import Accused, Case, Desk, Joiner, Part, Party, Recusal, ShownTo, State
from huiyin.cases.moves import MOVES
from huiyin.core.moves import Move
from huiyin.db.lookups import each_looked_up
from huiyin.people.models import Person, Post
from huiyin.people.queries import posts_held
from huiyin.people.queries.tree import tree

#: Whose case it is: who decides for all who ask, and who asks with them.
ASKED = frozenset({"author", "joint"})
INSIDE = frozenset({"desk", "addressee", "lead", "helping", "head", "reviewer", "reviewed", "clerk"})


@dataclass(frozen=True)
class Speaker:
    """Who asks: a person, or whoever showed the number and the code of a case (`holds`), or both. `units` are those in which the person
    holds a post today, or acts for one; `above` these and all above them; `desks` of the units those that receive new cases, `sealed`
    those that receive sealed accusations; `posts` what they hold or act for, `own_posts` what they hold themselves."""

    person: Person | None = None
    units: frozenset[int] = frozenset()
    above: frozenset[int] = frozenset()
    desks: frozenset[int] = frozenset()
    sealed: frozenset[int] = frozenset()
    posts: frozenset[int] = frozenset()
    holds: frozenset[int] = field(default=frozenset())
    own_posts: frozenset[int] = frozenset()

    @cached_property
    def heads(self) -> frozenset[int]:
        """The units at whose top the person stands: their post there reports to nobody of the unit."""
        tops = Post.objects.filter(Q(reports_to=None) | ~Q(reports_to__unit=F("unit")), pk__in=self.posts)
        return frozenset(tops.values_list("unit", flat=True))


def speaker_of(person: Any, holds: Iterable[int] = ()) -> Speaker:
    """Gives what somebody is to cases, whoever they are. Takes a person or a
    visitor, and the cases whose number and code this browser has shown."""
    if not isinstance(person, Person) or not person.is_active:
        return Speaker(holds=frozenset(holds))
    held = posts_held([person.pk])
    if not held:
        return Speaker(person, holds=frozenset(holds))
    units = frozenset(one.unit_id for one in held)
    known = tree()
    above = units | {unit.pk for pk in units for unit in known.path(pk)}
    desks, sealed = _desks()
    posts = frozenset(one.post_id for one in held)
    own = frozenset(one.post_id for one in held if not one.delegated)
    return Speaker(person, units, above, units & desks, units & sealed, posts, frozenset(holds), own)


def _desks() -> tuple[frozenset[int], frozenset[int]]:
    """The units that receive, and those that receive sealed accusations."""
    rows = list(Desk.objects.filter(unit__closed_at=None).values_list("unit", "sealed"))
    if not rows:
        roots = frozenset(node.unit.pk for node in tree().roots)
        return roots, roots
    desks = frozenset(unit for unit, sealed in rows if not sealed)
    return desks, frozenset(unit for unit, sealed in rows if sealed) or desks


def may_be_received(accused: Iterable[int]) -> bool:
    """Whether an accusation of these units reaches anybody: a unit that receives such, and neither is one of them nor stands under one."""
    named, known = frozenset(accused), tree()
    return any(not named & {unit, *(above.pk for above in known.path(unit))} for unit in _desks()[1])


def roles(who: Speaker, case: Case) -> set[str]:
    """Gives what somebody is to a case."""
    found = {"author"} if case.pk in who.holds else set()
    if who.person is None:
        return found
    if case.author_id == who.person.pk:
        found |= {"author"}
    elif case.with_others and (speaking := _party(who.person, case)) is not None:
        found |= {"author"} if speaking else {"joint"}
    elif not found and case.published_at is not None and Joiner.objects.filter(case=case, person=who.person).exists():
        found |= {"joiner"}
    if not who.units:
        return found
    if Recusal.objects.filter(case=case, person=who.person).exists():
        return found
    if case.is_sealed and (not found or who.units) and Accused.objects.filter(case=case, unit__in=who.above).exists():
        return found
    return found | (_addressed(who, case) if case.is_word else _in_office(who, case))


def _party(person: Person, case: Case) -> bool | None:
    """Whether somebody decides for all who ask together: they speak for them, or it is asked for them. None for who is no party."""
    rows = Party.objects.filter(case=case, person=person).values_list("role", "speaks")
    return any(speaks or role == Party.Role.CONCERNED for role, speaks in rows) if rows else None


def _addressed(who: Speaker, case: Case) -> set[str]:
    """Of a private word: whoever holds its post today, and whom they named. No desk, no unit, no head above, nobody who acts for them."""
    if case.to_id in who.own_posts or ShownTo.objects.filter(case=case, person=who.person).exists():
        return {"addressee"}
    return set()


def _in_office(who: Speaker, case: Case) -> set[str]:
    found: set[str] = set()
    if who.sealed if case.is_sealed else who.desks:
        found.add("desk")
    for unit, role in Part.objects.filter(case=case, ended_at=None, unit__in=who.units).values_list("unit", "role"):
        found.add(str(role))
        if role == Part.Role.LEAD and unit in who.heads:
            found.add("head")
    if "desk" in found and case.unit_id is not None and case.unit_id not in who.units:
        found.add("reviewer")
    if "desk" in found and case.unit_id in who.desks | who.sealed | {None}:
        found.add("reviewer")  # nobody stands above the unit that receives
    if who.person is not None and case.by_id == who.person.pk and not case.is_sealed:
        found.add("clerk")
    if case.state == State.UNDER_REVIEW and "lead" in found:
        found = found - {"lead"} | {"reviewed"}  # who answered does not review their own answer
    return found


def own_of(case: Case, who: Speaker) -> Case:
    """Gives the case about which somebody speaks: who only joined this one speaks about their own."""
    if who.person is None or roles(who, case) != {"joiner"}:
        return case
    found = Joiner.objects.filter(case=case, person=who.person, own__isnull=False).select_related("own").first()
    return found.own if found is not None and found.own is not None else case


def accusing_streams(person: Person) -> list[int]:
    """Gives the streams of the sealed accusations of an office somebody sits in, or of one above it: in whatever other part they read the
    record, they read nothing of these."""
    who = speaker_of(person)
    return list(Accused.objects.filter(unit__in=who.above).values_list("case__stream", flat=True).distinct()) if who.units else []


def may_take_down(who: Speaker) -> bool:
    """Whoever holds a post writes down what somebody asks for by telephone or at the desk."""
    return bool(who.units)


def may_have_tasks(case: Case) -> bool:
    """Who does a task would learn of its case: of what is confidential nobody else may."""
    return not case.is_confidential


def may_arrange_learning(who: Speaker) -> bool:
    """Whoever stands at the top of a unit that receives answers for what the house has learned from its decisions."""
    return bool(who.desks & who.heads)


def may_see(who: Speaker, case: Case) -> bool:
    """Whoever asked, and whoever has it in hand."""
    return bool(roles(who, case))


def may_show(who: Speaker, case: Case) -> bool:
    """Who reads a private word besides: its post's holder says."""
    return case.is_word and case.to_id in who.own_posts


def possible(case: Case, having: set[str]) -> list[Move]:
    """Gives the moves somebody with these roles may make now, in the order of the table, as far as the table says."""
    return MOVES.possible(case.state, having)


def visible_to(who: Speaker) -> Q:
    """Narrows cases to those somebody may see, by the same rule as `roles`; those they joined only as everybody may read them."""
    return whole_to(who) | joined_by(who)


def joined_by(who: Speaker) -> Q:
    """Narrows cases to those somebody joined, as long as they are published. Who is the author of one, or has it in hand, sees it whole."""
    if who.person is None:
        return Q(pk__in=())
    return Q(Exists(Joiner.objects.filter(case=OuterRef("pk"), person=who.person)), published_at__isnull=False)


def whole_to(who: Speaker) -> Q:
    """Narrows cases to those somebody sees in the words of whoever asked: their own, and those they have in hand."""
    mine = Q(pk__in=who.holds) if who.holds else Q(pk__in=())
    if who.person is None:
        return mine
    mine |= Q(author=who.person) | Q(Exists(Party.objects.filter(case=OuterRef("pk"), person=who.person)), with_others=True)
    if not who.units:
        return mine
    return mine | in_office(who)


def in_office(who: Speaker) -> Q:
    """Narrows cases to those somebody sees by what they hold: the clerks' list."""
    if who.person is None or not who.units:
        return Q(pk__in=())
    out = Exists(Recusal.objects.filter(case=OuterRef("pk"), person=who.person))
    accused = Exists(Accused.objects.filter(case=OuterRef("pk"), unit__in=who.above))
    has = Exists(Part.objects.filter(each_looked_up("case"), ended_at=None, unit__in=who.units))
    open_ones = Q(series="public") & (Q() if who.desks else Q(has) | Q(by=who.person))
    sealed = Q(series="sealed") & ~Q(accused) & (Q() if who.sealed else Q(has))
    shown = Exists(ShownTo.objects.filter(case=OuterRef("pk"), person=who.person))
    words = Q(series="word") & (Q(to__in=who.own_posts) | Q(shown))
    return (open_ones | sealed | words) & ~Q(out)
