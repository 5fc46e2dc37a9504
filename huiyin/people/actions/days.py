"""Declaring a year's working days: read, shown, then taken whole or not at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huiyin.core.bounded_json import first_bytes
from huiyin.core.errors import Invalid
from huiyin.people.book import organisation
from huiyin.people.extension_points import WorkingTimeChange
from huiyin.people.hours import forget_days, tell_changed
from huiyin.people.models import DeclaredDay, DeclaredYear, Person
from huiyin.people.rules import may_declare_days, require_by
from huiyin.people.year_list import MOST_BYTES, YearList, read_year_list


def declare_days(listed: YearList, by: Person | None = None) -> bool:
    """Takes a year's list in place of the one that was there; one without days takes the year back. Gives whether anything changed.

    Raises Invalid where a row cannot be taken; then nothing is changed.
    """
    require_by(by, may_declare_days)
    if listed.faults:
        raise Invalid(_("Some rows cannot be taken. Nothing was changed."), field="file")
    try:
        with organisation() as book:
            before = list(DeclaredDay.objects.filter(list_id=listed.year).values_list("date", flat=True))
            if not _replace(listed):
                return False
            counts = {"free": len(listed.free), "worked": len(listed.worked)}
            book.note("days.declared", by, {"year": listed.year, **counts, "digest": listed.digest})
            forget_days()
            transaction.on_commit(forget_days)
            days = [*before, *(day.date for day in listed.days), date(listed.year, 1, 1), date(listed.year, 12, 31)]
            tell_changed(WorkingTimeChange(days=(min(days), max(days))))
    except BaseException:
        forget_days()  # those told may have asked for days that were then not declared
        raise
    return True


def import_days(path: Path | str, by: Person | None = None, check: bool = False) -> tuple[YearList, bool]:
    """Brings in a year's list from the command line. Takes the file and whether to only `check` it.

    Gives the list, with every row that cannot be taken among its faults, and whether anything was changed.
    Raises Invalid where the file is no such list.
    """
    require_by(by, may_declare_days)
    listed = read_year_list(first_bytes(Path(path), MOST_BYTES + 1))
    if check or listed.faults:
        return listed, False
    return listed, declare_days(listed, by)


def _replace(listed: YearList) -> bool:
    """Puts the list where the year's old one was. False where it says what is already so."""
    rows = [(day.date, day.worked, day.name) for day in listed.days]
    known = DeclaredYear.objects.filter(pk=listed.year).first()
    if known is None and not rows:
        return False
    if known is not None:
        said = (known.source, known.complete, list(known.days.values_list("date", "worked", "name")))
        if said == (listed.source, listed.complete, rows):
            return False
        known.delete()
    if rows:
        year = DeclaredYear.objects.create(year=listed.year, source=listed.source, complete=listed.complete)
        DeclaredDay.objects.bulk_create([DeclaredDay(list=year, date=day, worked=worked, name=name) for day, worked, name in rows])
    return True
