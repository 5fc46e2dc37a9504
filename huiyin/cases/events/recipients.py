"""Who is told of what happens to a case: who asked, of all that becomes of it; who has it in hand, of what they must do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from huiyin.cases.models import Accused, Case, Desk, Joiner, Part, Party, Recusal, ShownTo
from huiyin.db.compiled import Compiled
from huiyin.journal.event_types import Recipient
from huiyin.journal.models import Entry
from huiyin.people.models import Person, Unit
from huiyin.people.queries import holders_of_posts, holders_of_units
from huiyin.people.queries.tree import with_below

MOST = 60  # of one unit: more would be a notice group
_joins = Compiled[int](lambda own: Joiner.objects.filter(own=own).values_list("pk", flat=True)[:1])
_stay_out = Compiled[int](lambda case: Recusal.objects.filter(case=case).values_list("person", flat=True))
_desks = Compiled[tuple[int, bool]](lambda: Desk.objects.filter(unit__closed_at=None).values_list("unit", "sealed"))
_topmost = Compiled[int](lambda: Unit.objects.filter(parent=None, closed_at=None).values_list("pk", flat=True))


def case_of(entry: Entry) -> Case:
    """Gives the case an entry is about."""
    return entry.about if isinstance(entry.about, Case) else Case.objects.get(pk=entry.data["case"])


def askers(notice: str) -> Callable[[Entry], Iterable[Recipient]]:
    """Gives who tells whoever asked, and whoever joined, by this notice."""

    def tell(entry: Entry) -> Iterator[Recipient]:
        case = case_of(entry)
        joined = Joiner.objects.filter(case=case).values_list("person", flat=True) if case.published_at is not None else ()
        others = Party.objects.filter(case=case).values_list("person", flat=True) if case.with_others else ()
        people = {case.author_id, *joined, *others} - {entry.by_id}
        yield from (Recipient(pk, notice) for pk in sorted(pk for pk in people if pk is not None))

    return tell


def author(notice: str) -> Callable[[Entry], Iterable[Recipient]]:
    """Gives who tells whoever asked, and nobody else, by this notice."""

    def tell(entry: Entry) -> Iterator[Recipient]:
        case = case_of(entry)
        if case.author_id is not None and case.author_id != entry.by_id:
            yield Recipient(case.author_id, notice)

    return tell


def desk_unless_joined(notice: str) -> Callable[[Entry], Iterable[Recipient]]:
    """As `desk`; what goes along with a case that the desk has in hand already is told to nobody once more."""
    all_others = desk(notice)
    return lambda entry: () if _joins(case_of(entry).pk) else all_others(entry)


def desk(notice: str) -> Callable[[Entry], Iterable[Recipient]]:
    """Gives who tells those who receive cases, by this notice."""

    def tell(entry: Entry) -> Iterator[Recipient]:
        case = case_of(entry)
        if case.is_word:
            yield from _addressees(case, notice, entry)
        else:
            yield from _of(case, _receiving(case), notice, entry)

    return tell


def handlers(notice: str, role: str | None = None) -> Callable[[Entry], Iterable[Recipient]]:
    """Gives who tells the units that have a case in hand, or those with this part in it, by this notice."""

    def tell(entry: Entry) -> Iterator[Recipient]:
        case = case_of(entry)
        parts = Part.objects.filter(case=case, ended_at=None)
        units = parts.filter(role=role) if role else parts
        yield from _of(case, units.values_list("unit", flat=True), notice, entry)

    return tell


def both(*tellers: Callable[[Entry], Iterable[Recipient]]) -> Callable[[Entry], Iterable[Recipient]]:
    """Gives who tells all of these, each person once."""

    def tell(entry: Entry) -> Iterator[Recipient]:
        seen: set[int] = set()
        for teller in tellers:
            for one in teller(entry):
                if one.person not in seen:
                    seen.add(one.person)
                    yield one

    return tell


def parties(notice: str) -> Callable[[Entry], Iterable[Recipient]]:
    """Gives who tells those for whom it was asked, and who asks with them, by this notice."""

    def tell(entry: Entry) -> Iterator[Recipient]:
        people = Party.objects.filter(case=case_of(entry), person__isnull=False).values_list("person", flat=True)
        yield from (Recipient(pk, notice) for pk in sorted({pk for pk in people if pk is not None} - {entry.by_id or 0}))

    return tell


def shown(notice: str) -> Callable[[Entry], Iterable[Recipient]]:
    """Gives who tells whoever was let read a private word, by this notice."""
    return lambda entry: [Recipient(entry.data["person"], notice)]


def _addressees(case: Case, notice: str, entry: Entry) -> Iterator[Recipient]:
    """Whoever holds the post a private word is to, and whom they named."""
    held = {person.pk for person in holders_of_posts([case.to_id])} if case.to_id is not None else set()
    people = held | set(ShownTo.objects.filter(case=case).values_list("person", flat=True))
    out = {*_stay_out(case.pk), entry.by_id}
    yield from (Recipient(pk, notice) for pk in sorted(people - out))


def _receiving(case: Case) -> list[int]:
    rows = _desks()
    if case.is_sealed and (sealed := [unit for unit, is_sealed in rows if is_sealed]):
        return sealed
    return [unit for unit, is_sealed in rows if not is_sealed] or _topmost()


def _of(case: Case, units: Iterable[int], notice: str, entry: Entry) -> Iterator[Recipient]:
    out = {*_stay_out(case.pk), entry.by_id}
    people: list[Person] = holders_of_units(units)
    if case.is_sealed:  # whoever holds a post with those it accuses learns of nothing, in whatever other unit they sit too
        accused = {below for unit in Accused.objects.filter(case=case).values_list("unit", flat=True) for below in with_below(unit)}
        out |= {person.pk for person in holders_of_units(accused)}
    yield from (Recipient(person.pk, notice) for person in [p for p in people if p.pk not in out][:MOST])
