"""The staff list: read and checked, shown, then taken whole or not at all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.core.bounded_json import first_bytes
from huiyin.core.errors import Invalid, NotThere, Refused, TooOften, WrongState
from huiyin.language.tables import TableError, read_cells, write_csv, write_xlsx
from huiyin.people.actions.holdings import change_holding, take_post
from huiyin.people.actions.persons import add_person, change_person
from huiyin.people.actions.posts import add_post, set_reports_to
from huiyin.people.actions.units import add_unit, change_unit
from huiyin.people.book import organisation
from huiyin.people.models import Holding, Person, Post, StaffImport, Unit
from huiyin.people.rules import may_manage_staff, require, require_by
from huiyin.people.staff_list import Fault, Plan, Row, Step, plan, rows_of, snapshot, staff_rows
from huiyin.people.staff_list.columns import MOST_ROWS
from huiyin.people.staff_list.planning import sums
from huiyin.people.staff_list.planning_units import kind_by_name
from huiyin.people.staff_list.snapshot import P, U, X

MOST_BYTES = 10 * 1024 * 1024
_reading = threading.BoundedSemaphore(1)
Progress = Callable[[int, int], None]
_UNREADABLE = {
    "kind": _("This is no table. Save the list as xlsx or csv and bring it again."),
    "locked": _("The file is locked with a password. Save it without one and bring it again."),
    "too_many_bytes": _("The file is larger than 10 MB. Please divide the list."),
    "too_many_rows": _("The list has too many rows. Please divide it."),
    "quotes": _("The quotation marks in the file do not close. Save the list as xlsx and bring it again."),
    "broken": _("This file cannot be read as a table. Save it as xlsx or csv and try again."),
}


@dataclass(frozen=True)
class Imported:
    """What came of a list: the sums by row, and the rows that were refused (then nothing was written)."""

    counts: dict[str, int]
    refused: list[Fault]
    written: bool

    def __str__(self) -> str:
        if self.refused:
            return gettext("Nothing was changed. Correct these rows and bring the list again.")
        said = sums(self.counts)
        return said if self.written else said + " " + gettext("This was a check; nothing was written.")


def preview_staff_list(name: str, content: bytes, by: Person) -> StaffImport:
    """Reads a list and keeps it for its preview; nothing else is written. Takes the file's name and bytes (xlsx or csv).

    Raises Invalid (field "file") where it cannot be read as a staff list.
    """
    require(may_manage_staff(by))
    with _one_at_a_time():
        rows = _read(name, content)
        kept = plan(rows, snapshot())
    with transaction.atomic():
        # Lists hold phone numbers: those looked at and left lying are not kept.
        StaffImport.objects.filter(by=by, done_at=None).delete()
        return StaffImport.objects.create(
            by=by,
            file_name=Path(name).name[:120],
            rows={"rows": [[row.number, row.cells] for row in rows], "digest": kept.digest},
        )


def planned_import(staff_import: StaffImport) -> Plan:
    """Gives what the kept list would change as things stand now."""
    with _one_at_a_time(seconds=5):
        return plan(_kept_rows(staff_import), snapshot())


def confirm_staff_list(staff_import: StaffImport, by: Person) -> Imported:
    """Takes the previewed list, whole or not at all. Raises WrongState where it was taken already or the organisation
    has changed since the preview, so that what is written is what was seen."""
    with organisation():
        require(may_manage_staff(by))
        staff_import = StaffImport.objects.select_for_update().filter(pk=staff_import.pk, by=by).first()  # type: ignore[assignment]
        if staff_import is None:
            raise NotThere()
        if staff_import.done_at is not None:
            raise WrongState(_("This list was taken already."))
        wanted = plan(_kept_rows(staff_import), snapshot())
        if wanted.faults:
            raise WrongState(_("Some rows cannot be taken. Nothing was changed."))
        if wanted.digest != staff_import.rows["digest"]:
            raise WrongState(_("The organisation has changed since this preview. Nothing was written; bring the list again."))
        _apply(wanted, by)
        staff_import.rows, staff_import.done_at = {}, timezone.now()
        staff_import.save(update_fields=["rows", "done_at"])
    return Imported(wanted.counts, [], True)


def discard_staff_list(staff_import: StaffImport, by: Person) -> None:
    """Throws a previewed list away."""
    require(may_manage_staff(by))
    StaffImport.objects.filter(pk=staff_import.pk, by=by, done_at=None).delete()


def import_staff(
    path: Path | str, by: Person | None = None, check: bool = False, progress: Progress = lambda done, total: None
) -> Imported:
    """Brings in a list from the command line, whole or not at all. Takes the file, whether to only `check` it, and a function
    told (steps done, steps there). Raises Invalid where the file cannot be read as a staff list."""
    require_by(by, may_manage_staff)
    path = Path(path)
    with _one_at_a_time():
        rows = _read(path.name, first_bytes(path, MOST_BYTES + 1))
    with organisation():
        wanted = plan(rows, snapshot())
        if check or wanted.faults:
            return Imported(wanted.counts, wanted.faults, False)
        _apply(wanted, by, progress)
    return Imported(wanted.counts, [], True)


def export_staff(form: str, by: Person | None = None) -> bytes:
    """Gives the organisation as a staff list, "xlsx" or "csv"; that it was taken out is recorded."""
    with organisation() as book:
        require_by(by, may_manage_staff)
        rows = staff_rows(snapshot())
        book.note("staff_list.exported", by, {"rows": len(rows) - 1})
    return write_xlsx(rows[0], rows[1:]) if form == "xlsx" else write_csv(rows[0], rows[1:])


@contextmanager
def _one_at_a_time(seconds: float = 0) -> Iterator[None]:
    """Holds the one place where a list is read and made out; reading one may take a gigabyte and a half for a moment."""
    if not _reading.acquire(timeout=seconds):
        raise TooOften(_("Another list is being read just now. Bring yours again in a minute."), wait_seconds=60)
    try:
        yield
    finally:
        _reading.release()


def _read(name: str, content: bytes) -> list[Row]:
    try:
        return rows_of(read_cells(content, name, max_rows=MOST_ROWS, max_bytes=MOST_BYTES))
    except TableError as wrong:
        raise Invalid(_UNREADABLE.get(wrong.code, _UNREADABLE["broken"]), field="file") from wrong


def _kept_rows(staff_import: StaffImport) -> list[Row]:
    return [Row(number, cells) for number, cells in staff_import.rows.get("rows", [])]


def _apply(wanted: Plan, by: Person | None, progress: Progress = lambda done, total: None) -> None:
    """Carries out a plan within the open book. Units and posts first: a row may name what a later row adds."""
    order = {"unit": 0, "code": 1, "post": 2, "line": 3, "person": 4, "phone": 5, "kind": 6, "home": 7, "since": 8, "take": 9}
    steps = sorted(wanted.steps, key=lambda step: (order[step.what], len(step.things[0].path()) if step.what == "unit" else 0))
    made = _Made()
    with organisation() as book:
        for done, step in enumerate(steps, 1):
            try:
                made.carry_out(step, by)
            except Refused as refused:
                raise WrongState(str(Fault(step.row, "", str(refused)))) from refused
            progress(done, len(steps))
        if steps:
            counts = wanted.counts
            data = {"rows": len(wanted.rows), "added": counts["added"], "changed": counts["changed"], "digest": wanted.digest}
            book.note("staff_list.imported", by, data)


class _Made:
    """Carries out steps, knowing the rows behind the plan's units, posts and persons."""

    def __init__(self) -> None:
        self.units = Unit.objects.in_bulk()
        self.posts = {post.pk: post for post in Post.objects.select_related("unit")}
        self.persons = Person.objects.in_bulk()

    def carry_out(self, step: Step, by: Person | None) -> None:
        things: Any = step.things
        match step.what:
            case "unit":
                (u,) = things
                u.pk = self._keep(self.units, add_unit(u.name, self._unit(u.parent), kind=kind_by_name(u.name, not u.parent), by=by))
            case "code":
                change_unit(self._needed(self.units, things[0]), code=things[1], by=by)
            case "post":
                (p,) = things
                p.pk = self._keep(self.posts, add_post(self._needed(self.units, p.unit), p.title, by=by))
            case "line":
                set_reports_to(self._needed(self.posts, things[0]), self._needed(self.posts, things[1]), by=by)
            case "person":
                (x,) = things
                x.pk = self._keep(self.persons, add_person(x.name, x.phone, kind=x.kind, by=by))
            case "phone" | "kind":
                change_person(self._needed(self.persons, things[0]), by=by, **{step.what: things[1]})
            case "home":
                change_person(self._needed(self.persons, things[0]), home=self._needed(self.units, things[1]), by=by)
            case "since":
                change_holding(Holding.objects.get(pk=things[0].pk), things[1], by=by)
            case "take":
                post, person, acting, since = things
                take_post(
                    self._needed(self.posts, post),
                    self._needed(self.persons, person),
                    since,
                    acting=acting,
                    replaces=True,
                    by=by,
                )

    def _unit(self, u: U | None) -> Unit | None:
        return self._needed(self.units, u) if u else None

    @staticmethod
    def _needed(kept: dict[int, Any], thing: U | P | X) -> Any:
        assert thing.pk is not None, "the plan adds a thing before it uses it"
        return kept[thing.pk]

    @staticmethod
    def _keep(kept: dict[int, Any], made: Any) -> int:
        kept[made.pk] = made
        return int(made.pk)
