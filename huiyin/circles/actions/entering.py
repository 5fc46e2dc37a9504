"""How residents come into a circle and leave it: by a code they scan, when asked from a group, at the desk. Always by their own yes."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.circles.actions.idempotency import remember
from huiyin.circles.actions.opening import circle_of, own_circle
from huiyin.circles.models import Circle, Code, Declined, Tie, TieMade, Word
from huiyin.circles.queries.asking import met_at_desk, met_in_groups
from huiyin.circles.rules import keeps, may_be_in
from huiyin.core.errors import Invalid, KeyUsed, NotAllowed, NotThere, Refused
from huiyin.core.throttle import throttle
from huiyin.journal.recording import record
from huiyin.media.idempotency import KEY_LIMIT, content_digest, made_before
from huiyin.media.names import clean_line
from huiyin.people.models import Person

GOOD_FOR = timedelta(hours=24)  # a visit takes a day
CODES_A_DAY, ASKED_A_DAY = 30, 60
MOST = 2000  # residents of one circle: more are a group's


class CodeOver(Refused):
    """The code has ended."""

    status = 410
    code = "code_over"
    default_words = _("This code has ended. Ask the official who showed it to you for a new one.")


class ByCodeAlone(Refused):
    """They said no, or left. That is theirs to tell: an official learns only what can be done."""

    status = 409
    code = "by_code_alone"
    default_words = _("They can only come in by a code that you show them. They say yes to it themselves, on their own phone.")


def make_code(by: Person, met: str = "", once: str = "") -> Code:
    """As `code_once`. Gives the code."""
    return code_once(by, met, once)[0]


def code_once(by: Person, met: str, once: str) -> tuple[Code, bool]:
    """An official makes a code to show on a visit; it is good for a day. `met`: where they meet. Gives it, and whether the same `once` made
    it before.

    Raises NotAllowed for who holds no post, KeyUsed where `once` came with another place, TooOften.
    """
    met = clean_line(met, 120)
    with transaction.atomic():
        circle = own_circle(circle_of(by).pk, by)
        if once and (first := Code.objects.filter(circle=circle, once=once[:KEY_LIMIT]).first()):
            if first.met != met:
                raise KeyUsed(field="key")
            return first, True
        throttle(f"circle-codes:{by.pk}", CODES_A_DAY, 86_400)
        made = Code.objects.create(key=secrets.token_urlsafe(16), circle=circle, by=by, met=met, once=once[:KEY_LIMIT],
                                   expires_at=timezone.now() + GOOD_FOR)  # fmt: skip
    return made, False


def open_code(key: str) -> Code:
    """Gives the code of this key. Raises NotThere, CodeOver where it has ended or is no longer the word of who keeps the circle."""
    code = Code.objects.select_related("circle__post__unit", "circle__keeper", "by").filter(key=key).first()
    if code is None:
        raise NotThere
    if code.expires_at <= timezone.now() or code.by_id != code.circle.keeper_id or not keeps(code.by, code.circle):
        raise CodeOver
    return code


def say_yes(key: str, person: Person) -> Tie:
    """A resident says yes to a code they were shown. Gives their tie; said before, nothing more happens. Raises NotAllowed for officials
    and children, and as `open_code`."""
    with transaction.atomic():
        code = open_code(key)
        if not may_be_in(person):
            raise NotAllowed(_("Residents come into a circle; officials meet in groups, and for a child its guardian says yes."))
        circle = Circle.locked(code.circle_id)
        tie = _tie(circle, person)
        if tie is not None and tie.state == Tie.State.IN:
            return tie
        _room(circle)
        return _enter(circle, tie, person, Tie.Way.CODE, person, code.met)


def ask_in(by: Person, person: Person, way: str, met: str = "", said_yes: bool = False) -> Tie:
    """An official asks a resident into their circle: from a group both are in (the resident is asked, and says yes or no themself), or at
    the desk, where somebody whose case is in hand said yes in person (`said_yes`), which is recorded. Gives the tie.

    Raises NotThere where they have not met there, Invalid where nobody said yes, ByCodeAlone where the resident has said no before,
    TooOften.
    """
    with transaction.atomic():
        circle = own_circle(circle_of(by).pk, by)
        known = {Tie.Way.GROUP.value: met_in_groups, Tie.Way.DESK.value: met_at_desk}.get(way)
        if known is None or not may_be_in(person) or not known(by).filter(pk=person.pk).exists():
            raise NotThere
        if way == Tie.Way.DESK and not said_yes:
            raise Invalid(_("Ask them first. Without their yes nobody comes into a circle."), field="said_yes")
        tie = _tie(circle, person)
        if tie is not None and (tie.state == Tie.State.IN or way == Tie.Way.GROUP):
            return tie
        if Declined.objects.filter(circle=circle, person=person).exists():
            raise ByCodeAlone
        throttle(f"circle-asked:{by.pk}", ASKED_A_DAY, 86_400)
        _room(circle)
        if way == Tie.Way.DESK:
            return _enter(circle, tie, person, way, by, met)
        made = Tie.objects.create(circle=circle, person=person, way=way, met=clean_line(met, 120))
        record(circle.stream_id, "circle.asked", by=by, data={"circle": circle.pk, "tie": made.pk}, about=made)
    return made


def ask_once(by: Person, person: Person, way: str, met: str, said_yes: bool, key: str) -> Tie:
    """As `ask_in`; the same key again gives the same tie. Raises KeyUsed where it came with something else."""
    content = [person.pk, way, met, said_yes]
    with transaction.atomic():
        circle = own_circle(circle_of(by).pk, by)
        known = TieMade.objects.filter(person=by, tie__circle=circle, move="ask").select_related("tie")
        if key and (first := made_before(known, key, content_digest(content))) is not None:
            return cast(Tie, first.tie)
        tie = ask_in(by, person, way, met, said_yes)
        if key:
            remember(tie.pk, by, "ask", key, content)
    return tie


def _tie(circle: Circle, person: Person) -> Tie | None:
    return Tie.objects.filter(circle=circle, person=person).exclude(state=Tie.State.LEFT).first()


def _room(circle: Circle) -> None:
    if circle.ties.exclude(state=Tie.State.LEFT).count() >= MOST:
        raise Invalid(_("A circle holds at most %(n)s people; for more there are groups.") % {"n": MOST})


def _enter(circle: Circle, tie: Tie | None, person: Person, way: str, by: Person, met: str) -> Tie:
    if tie is None:
        tie = Tie(circle=circle, person=person)
    tie.state, tie.way, tie.since = Tie.State.IN, way, timezone.now()
    tie.met = clean_line(met, 120) or tie.met
    tie.save()
    Declined.objects.filter(circle=circle, person=person).delete()
    record(circle.stream_id, "circle.entered", by=_in_office(by, tie), data={"circle": circle.pk, "tie": tie.pk, "way": way}, about=tie)
    return tie


def _in_office(by: Person, tie: Tie) -> Person | None:
    """By whom the record says it was: residents stand in it by their tie alone, which goes, and not by their name, which would stay."""
    return None if by.pk == tie.person_id else by


def _own(pk: int, person: Person) -> tuple[Circle, Tie]:
    """A resident's own tie, locked. Raises NotThere for anybody else's, and where they have left."""
    circle = Tie.objects.filter(pk=pk, person=person).exclude(state=Tie.State.LEFT).values_list("circle", flat=True).first()
    if circle is None:
        raise NotThere
    locked = Circle.locked(circle)
    tie = Tie.objects.select_for_update().filter(pk=pk).exclude(state=Tie.State.LEFT).first()
    if tie is None:
        raise NotThere
    return locked, tie


def answer_ask(pk: int, person: Person, yes: bool) -> Tie:
    """A resident who was asked says yes or no. Gives the tie. Raises NotThere."""
    with transaction.atomic():
        circle, tie = _own(pk, person)
        if tie.state == Tie.State.ASKED:
            return _enter(circle, tie, person, tie.way, person, "") if yes else _end(circle, tie, person)
    return tie


def leave(pk: int, person: Person) -> Tie:
    """A resident leaves a circle: from now on nothing of theirs is seen there, and nobody asks why. Raises NotThere."""
    with transaction.atomic():
        return _end(*_own(pk, person), person)


def let_go(pk: int, by: Person) -> Tie:
    """Who keeps the circle takes a resident out of it, who is told; or takes back having asked. Raises NotThere."""
    circle = Tie.objects.filter(pk=pk).exclude(state=Tie.State.LEFT).values_list("circle", flat=True).first()
    if circle is None or not keeps(by, Circle.objects.get(pk=circle)):
        raise NotThere
    with transaction.atomic():
        locked = own_circle(circle, by)
        return _end(locked, Tie.objects.select_for_update().get(pk=pk), by)


def _end(circle: Circle, tie: Tie, by: Person) -> Tie:
    was, tie.state, tie.ended_at = tie.state, Tie.State.LEFT, timezone.now()
    tie.save(update_fields=["state", "ended_at"])
    if by.pk == tie.person_id:
        Declined.objects.get_or_create(circle=circle, person=by)
    Word.objects.filter(tie=tie, ended_at=None).update(ended_at=tie.ended_at)
    record(circle.stream_id, "circle.left", by=_in_office(by, tie), data={"circle": circle.pk, "tie": tie.pk, "was": was}, about=tie)
    return tie
