"""Cases of a former system come in: each with its number, in the state it was in, with what it was answered. Looked at whole first, then
stored some hundreds at a time, each lot in one transaction: interrupted, it goes on where it was, and nothing comes twice.

What ended gets no clock; what is open gets those that run, from the moment it was registered. Its record begins with one entry that says
where it comes from; nobody is told of it.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.cases.actions.clocks import start_clock
from huiyin.cases.actions.word_index import A_SECOND, text_of
from huiyin.cases.codes import code_digest, code_of
from huiyin.cases.importing import CLOSED, Fault, Reader, Row
from huiyin.cases.models import PETITIONS, Answer, Case, FollowUp, Numbering, Part, Procedure, Series, State
from huiyin.cases.queries.word_search import INDEX
from huiyin.core.errors import Invalid
from huiyin.core.paging import number_of
from huiyin.core.random_id import random_id
from huiyin.db.bulk import insert_rows
from huiyin.journal.models import Stream
from huiyin.journal.recording import PendingEntry, record_in
from huiyin.people.models import Administrator, Person

LOT, FAULTS, SHOWN = 500, 50, 3
IMPORTED = "import"  # in `key_of`: which cases came so; `key` is the number they had
_OURS = re.compile(r"([0-9]{4})-([0-9]{6})")
Progress = Callable[[int, int], None]


@dataclass
class Preview:
    """What stands in a file: how many cases by state, the first of them, and what cannot be taken (the first fifty, and how many)."""

    rows: int = 0
    states: Counter[str] = field(default_factory=Counter)
    first: list[Row] = field(default_factory=list)
    refused: list[Fault] = field(default_factory=list)
    faults: int = 0

    def __str__(self) -> str:
        if self.faults:
            return _("Nothing was brought in. Mend these lines, or leave them out with --leave-out, and run it again.")
        said = "、".join(f"{State(state).label} {count}" for state, count in self.states.most_common())
        return ngettext("%(n)s request can be brought in", "%(n)s requests can be brought in", self.rows) % {"n": self.rows} + f": {said}"


@dataclass
class Brought:
    """What an import did."""

    stored: int = 0
    known: int = 0
    left_out: int = 0

    def __str__(self) -> str:
        told = {"stored": self.stored, "known": self.known, "left_out": self.left_out}
        return _("%(stored)s requests were brought in; %(known)s were there already; %(left_out)s were left out.") % told


def preview(path: Path, progress: Progress = lambda done, total: None) -> Preview:
    """Reads a file whole and changes nothing. Raises Invalid for a file that cannot be read at all."""
    seen: dict[bytes, int] = {}
    found = Preview()
    for row in _told(Reader(path).rows(), progress, 0):
        if isinstance(row, Row):
            first = seen.setdefault(hashlib.blake2b(row.number.encode(), digest_size=8).digest(), row.line)
            if first != row.line:
                row = Fault(row.line, _("has the same number as line %(first)s") % {"first": first})
        if isinstance(row, Fault):
            found.faults += 1
            found.refused += [row] if len(found.refused) < FAULTS else []
            continue
        found.rows += 1
        found.states[row.state] += 1
        found.first += [row] if len(found.first) < SHOWN else []
    return found


def import_cases(path: Path, by: str = "", leave_out: bool = False, progress: Progress = lambda done, total: None) -> Preview | Brought:
    """Brings a file of cases in. Takes the file, the phone number of who answers for it (default: the system administrator), whether
    lines that cannot be taken are left out, and a function told (done, total).

    Gives what was done, or where lines cannot be taken and are not to be left out, the preview that names them; then nothing was stored.
    """
    person = _who(by)
    looked = preview(path)
    if looked.faults and not leave_out:
        return looked
    brought = Brought()
    rows = _told(Reader(path).rows(), progress, looked.rows + looked.faults)
    while lot := list(islice(rows, LOT)):
        good = {row.number: row for row in reversed(lot) if isinstance(row, Row)}
        brought.left_out += len(lot) - len(good)
        fresh = _unknown(good, brought)
        with transaction.atomic():
            _numbers(fresh)
            _store(fresh, person)
        brought.stored += len(fresh)
    return brought


def _told(rows: Iterable[Row | Fault], progress: Progress, total: int) -> Iterator[Row | Fault]:
    for done, row in enumerate(rows, start=1):
        if done % LOT == 0:
            progress(done, total)
        yield row


def _who(phone: str) -> Person:
    if phone:
        found = Person.objects.filter(phone__endswith=phone.removeprefix("+86"), erased_at=None).first()
    else:
        named = Administrator.objects.filter(role=Administrator.Role.SYSTEM).select_related("person").order_by("pk").first()
        found = named.person if named else None
    if found is None:
        raise Invalid(_("Nobody answers for these requests yet: name somebody by phone number with --by."))
    return found


def _unknown(rows: dict[str, Row], brought: Brought) -> list[Row]:
    """Those that are not here yet. A number that one of our own cases has is taken: its line is left out."""
    there = dict(Case.objects.filter(number__in=list(rows)).values_list("number", "key_of"))
    brought.known += sum(key_of == IMPORTED for key_of in there.values())
    brought.left_out += sum(key_of != IMPORTED for key_of in there.values())
    return sorted((row for number, row in rows.items() if number not in there), key=lambda row: (row.registered_at, row.line))


def _store(rows: Sequence[Row], by: Person) -> None:
    """Stores a lot of cases with all that hangs on them, in the caller's transaction."""
    if not rows:
        return
    cases = [_case(row) for row in rows]
    _free_rows(cases)
    streams = [Stream(key=f"case:{case.pk}") for case in cases]
    insert_rows(streams)
    for case, stream in zip(cases, streams, strict=True):
        case.stream = stream
    insert_rows(cases)
    answers = [_answer(case, row, by) for case, row in zip(cases, rows, strict=True) if row.answer]
    insert_rows(answers)
    insert_rows([_rated(case, row) for case, row in zip(cases, rows, strict=True) if row.rated])
    insert_rows([
        Part(case=case, unit_id=case.unit_id, role=Part.Role.LEAD, since=case.registered_at)
        for case in cases if case.unit_id is not None and case.state not in (State.REGISTERED, State.ACCEPTED)
    ])  # fmt: skip
    INDEX.put_all([(case.words_row or 0, text_of(case, [row.answer] if row.answer else [])) for case, row in zip(cases, rows, strict=True)])
    told = [PendingEntry("case.imported", by.pk, {"case": case.pk, "unit": case.unit_id, "group": None}) for case in cases]
    record_in([(stream, [entry]) for stream, entry in zip(streams, told, strict=True)])
    for case in cases:
        if case.state not in CLOSED:
            _clocks(case)


def _case(row: Row) -> Case:
    pk = random_id()
    petition = row.channel in PETITIONS
    ended = row.answered_at or row.registered_at
    return Case(
        id=pk, series=Series.PUBLIC, number=row.number, code_digest=code_digest(row.number, code_of(pk)), channel=row.channel,
        procedure=Procedure.PETITION if petition else Procedure.HOTLINE, name=row.name, phone=row.phone, title=row.title, text=row.text,
        place=row.place, topic=row.topic, unit_id=row.unit, state=row.state, registered_at=row.registered_at,
        answered_at=ended if row.answer else None, ended_at=ended if row.state in (State.SETTLED, State.DECLINED) else None,
        key_of=IMPORTED, key=row.number,
        words_row=number_of(row.registered_at) + random.randrange(A_SECOND),  # noqa: S311  (a place among others of the same second)
    )  # fmt: skip


def _free_rows(cases: Sequence[Case]) -> None:
    """Where a row of the index is taken, another of the same second."""
    taken = set(Case.objects.filter(words_row__in=[case.words_row for case in cases]).values_list("words_row", flat=True))
    for case in cases:
        while case.words_row in taken:
            case.words_row = number_of(case.registered_at) + random.randrange(A_SECOND)  # noqa: S311
        taken.add(case.words_row)


def _answer(case: Case, row: Row, by: Person) -> Answer:
    closing = Answer.Closing.DECLINED if case.state == State.DECLINED else Answer.Closing.SOLVED
    return Answer(case=case, closing=closing, words=row.answer, unit_id=case.unit_id, by=by, at=case.answered_at or case.registered_at)


def _rated(case: Case, row: Row) -> FollowUp:
    return FollowUp(case=case, at=row.answered_at or case.registered_at, reached=True, answered=bool(row.answer), satisfied=row.satisfied)


def _clocks(case: Case) -> None:
    kinds = ("register", "notice") if case.state == State.REGISTERED else ("handle",)
    for kind in kinds:
        start_clock(case, kind, case.registered_at)
    case.save(update_fields=["deadline_at"])


def _numbers(rows: Sequence[Row]) -> None:
    """Numbers that look as ours do: ours go on after them."""
    last: dict[int, int] = {}
    for row in rows:
        if found := _OURS.fullmatch(row.number):
            last[int(found[1])] = max(last.get(int(found[1]), 0), int(found[2]))
    for year, number in sorted(last.items()):
        Numbering.objects.get_or_create(series=Series.PUBLIC, year=year)
        row_of_year = Numbering.objects.select_for_update().get(series=Series.PUBLIC, year=year)
        if row_of_year.last < number:
            row_of_year.last = number
            row_of_year.save(update_fields=["last"])
