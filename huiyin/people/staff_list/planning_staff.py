"""The persons of a staff list, and what they hold."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.core.errors import Invalid
from huiyin.journal.client_gone import while_wanted
from huiyin.language.names import clean_person_name, name_key
from huiyin.people.models import Person
from huiyin.people.phones import clean_phone
from huiyin.people.staff_list.columns import read_day, read_kind, read_yes
from huiyin.people.staff_list.draft import Draft, Planned
from huiyin.people.staff_list.snapshot import H, P, U, X


class Register:
    """The persons and holdings by what a row says of them."""

    def __init__(self, draft: Draft) -> None:
        self.by_phone = {x.phone: x for x in draft.now.persons if x.phone}
        self.in_unit: dict[tuple[str, U], dict[X, None]] = defaultdict(dict)  # by name and unit
        self.loose: dict[str, dict[X, None]] = defaultdict(dict)  # by name: who has no unit and no number
        self.placed: set[X] = set()
        self.held: dict[tuple[P, bool], H] = {}
        for x in draft.now.persons:
            self.add(x, x.home)
        for h in draft.now.holdings:
            self.held[h.post, h.acting] = h
            self.add(h.person, h.post.unit)
        self.in_list: dict[str, tuple[X, int]] = {}  # phone → person and the row that named it first
        self.numbered: set[X] = set()  # whom such a row means

    def add(self, x: X, unit: U | None) -> None:
        """Takes in a person, or another unit of theirs."""
        if unit is not None:
            self.placed.add(x)
            self.in_unit[name_key(x.name), unit][x] = None
            self.loose[name_key(x.name)].pop(x, None)
        elif not x.phone and x not in self.placed:
            self.loose[name_key(x.name)][x] = None


def plan_staff(draft: Draft, units: dict[int, U], posts: dict[int, P]) -> None:
    """Adds the steps for persons and holdings. Rows with a number come first: those without may mean the same person."""
    register = Register(draft)
    taken: dict[tuple[P, bool], tuple[X, Planned]] = {}
    for with_phone in (True, False):
        for planned in while_wanted(draft.rows):
            if bool(planned.row["phone"]) != with_phone:
                continue
            unit, post = units.get(planned.row.number), posts.get(planned.row.number)
            acting = _acting(draft, planned)
            since = _since(draft, planned)
            person = _person(draft, register, planned, unit, post, acting)
            if person is None:
                continue
            if post is None:
                _plan_home(draft, planned, person, unit)
            else:
                _plan_holding(draft, register, planned, (post, acting), person, since, taken)


def _acting(draft: Draft, planned: Planned) -> bool:
    return bool(draft.read(planned, "acting", read_yes, _("“%(text)s” is neither yes (是) nor no (否).")))


def _since(draft: Draft, planned: Planned) -> date | None:
    latest = timezone.localdate() + timedelta(days=730)
    words = _("“%(text)s” is not a date we can read; write it as 2024-03-01.")
    read: date | None = draft.read(planned, "since", lambda text: read_day(text, latest), words)
    return read


def _person(draft: Draft, register: Register, planned: Planned, unit: U | None, post: P | None, acting: bool) -> X | None:
    row = planned.row
    kind = draft.read(planned, "kind", read_kind, _("“%(text)s” is no kind of person: 干部, 居民, 企业 or 媒体."))
    if not row["name"]:
        for column in ("phone", "kind", "acting", "since"):
            if row[column]:
                draft.fault(planned, "name", _("The name is missing."))
                break
        return None
    try:
        name = clean_person_name(row["name"])
    except ValueError:
        draft.fault(planned, "name", _("This is no name we can keep (at most 40 characters)."))
        return None
    phone = None
    if row["phone"]:
        try:
            phone = clean_phone(row["phone"])
        except Invalid as refused:
            draft.fault(planned, "phone", str(refused))
            return None
    person = _with_phone(draft, register, planned, name, phone, post, acting) if phone else _by_name(register, name, unit, post, acting)
    if planned.faults and person is None:
        return None
    if person is None:
        person = X(name, phone, kind or Person.Kind.OFFICIAL, None)
        if phone:
            register.by_phone[phone] = person
        about = f"{name} {phone or ''} {person.kind} {unit.full if unit else ''}"
        draft.step(planned, "person", person, words=_("New person “%(name)s”") % {"name": name}, sign=about, adds=True)
    register.add(person, unit)
    _plan_kind(draft, planned, person, kind or (Person.Kind.OFFICIAL if post else person.kind))
    return person


def _same(x: X, name: str) -> bool:
    """Whether the name is theirs, in whatever spelling."""
    return x.name == name or name_key(x.name) == name_key(name)


def _with_phone(
    draft: Draft, register: Register, planned: Planned, name: str, phone: str, post: P | None, acting: bool
) -> X | None:
    there = register.by_phone.get(phone)
    before = register.in_list.get(phone)
    if before is not None and not _same(before[0], name):
        words = _("Row %(row)d gives this number to “%(name)s”.") % {"row": before[1], "name": before[0].name}
        draft.fault(planned, "phone", words)
        return None
    if there is not None and not _same(there, name):
        words = _("This number already belongs to somebody of another name. Correct one of the two first.")
        draft.fault(planned, "phone", words)
        return None
    if there is None and post is not None:
        held = register.held.get((post, acting))
        if held is not None and _same(held.person, name) and held.person not in register.numbered:
            there = held.person
            register.by_phone.pop(there.phone or "", None)
            there.phone = phone
            register.by_phone[phone] = there
            draft.step(planned, "phone", there, phone, words=_("New phone number"), sign=f"{name} {phone}")
    register.in_list.setdefault(phone, (there or X(name, phone), planned.row.number))
    if there is not None:
        register.numbered.add(there)
    return there


def _by_name(register: Register, name: str, unit: U | None, post: P | None, acting: bool) -> X | None:
    """Whom a row without a number means: who holds that very post, the one of this name in that unit, or the only one without any."""
    held = register.held.get((post, acting)) if post else None
    if held is not None and _same(held.person, name):
        return held.person
    here = register.in_unit.get((name_key(name), unit), {}) if unit else {}
    if len(here) == 1:
        return next(iter(here))
    loose = register.loose.get(name_key(name), {})
    return next(iter(loose)) if len(loose) == 1 and not here else None


def _plan_kind(draft: Draft, planned: Planned, person: X, kind: str) -> None:
    if person.kind != kind:
        person.kind = kind
        words = _("Becomes: %(kind)s") % {"kind": Person.Kind(kind).label}
        draft.step(planned, "kind", person, kind, words=words, sign=f"{person.name} {person.phone} {kind}")


def _plan_home(draft: Draft, planned: Planned, person: X, unit: U | None) -> None:
    for column in ("acting", "since"):
        if planned.row[column]:
            draft.fault(planned, "post", _("The post is missing."))
            return
    if unit is not None and person.home is not unit:
        person.home = unit
        words = _("Belongs to “%(name)s”") % {"name": unit.name}
        draft.step(planned, "home", person, unit, words=words, sign=f"{person.name} {person.phone} {unit.full}")


def _plan_holding(
    draft: Draft,
    register: Register,
    planned: Planned,
    place: tuple[P, bool],
    person: X,
    since: date | None,
    taken: dict[tuple[P, bool], tuple[X, Planned]],
) -> None:
    post, acting = place
    other, first = taken.setdefault(place, (person, planned))
    if other is not person:
        told = any(fault.column == "post" for fault in first.faults)  # once: a list may give one post to everybody
        for one, who in ((planned, first), *([] if told else [(first, planned)])):
            words = _("Row %(row)d gives this post to “%(name)s”; a post has one holder.")
            draft.fault(one, "post", words % {"row": who.row.number, "name": who.row["name"]})
        return
    if first is not planned:
        return  # the same once more
    about = f"{post.unit.full}/{post.title} {person.name} {person.phone} {acting} {since or ''}"
    held = register.held.get(place)
    if held is not None and held.person is person:
        if since is not None and held.since != since:
            words = _("Holds “%(post)s” since %(day)s") % {"post": post, "day": since.isoformat()}
            draft.step(planned, "since", held, since, words=words, sign=about)
        return
    if held is not None and held.since > (since or timezone.localdate()):
        draft.fault(planned, "since", _("That is before %(name)s took it.") % {"name": held.person.name})
        return
    words = _("%(name)s takes “%(post)s”") % {"name": person.name, "post": post}
    if held is not None:
        words = _("%(name)s takes “%(post)s” after %(former)s") % {"name": person.name, "post": post, "former": held.person.name}
    draft.step(planned, "take", post, person, acting, since, words=words, sign=about, adds=held is None)
