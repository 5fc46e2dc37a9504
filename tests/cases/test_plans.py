"""A hundred thousand requests: no page goes through all of them. SQLite's plans are read (long: ./dev test --long).

PLANS_OF=20000 takes fewer. SQLite plans without figures, here as in life.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import cases_making
from huiyin.cases.models import Case
from huiyin.people.models import Person

MANY = int(os.environ.get("PLANS_OF", "100000"))
#: What grows with requests. A walk through one of these, from end to end, is what is looked for.
LARGE = ("cases_case", "cases_caseclock", "cases_part", "cases_answer", "cases_followup", "cases_party", "cases_joiner", "journal_entry")


def plan_of(sql: str) -> list[str]:
    """Gives the lines of the plan of a question."""
    with connection.cursor() as cursor:
        return [str(row[3]) for row in cursor.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()]


def walked(line: str) -> bool:
    """Whether a line of a plan goes through a large table without an index."""
    return any(line == f"SCAN {table}" or line.startswith(f"SCAN {table} AS") for table in LARGE)


@pytest.mark.long
@pytest.mark.sqlite_only
@pytest.mark.django_db
def test_no_page_goes_through_all_requests(tmp_path: Path, client_for: Any) -> None:
    made = cases_making.make(MANY, tmp_path)
    some = Case.objects.order_by("-registered_at").first()
    assert some is not None
    Case.objects.filter(pk=some.pk).update(phone="+8613912345678")
    pages = {
        "list": "/cases/desk?state=", "topic": "/cases/desk?topic=city", "open": "/cases/desk?state=open", "late": "/cases/desk?state=late",
        "unit": f"/cases/desk?unit={some.unit_id}&state=open", "desk": "/cases/desk", "search": "/cases/desk?q=水管 积水",
        "number": f"/cases/desk?q={some.number}",
        "case": f"/cases/{some.pk}", "household": f"/cases/{some.pk}/household", "call": "/cases/call?phone=13912345678",
        "mine": "/cases", "looked": "/me/looked", "digest": "/digest", "today": "/today",
    }  # fmt: skip
    wrong = []
    for who in ("desk", "bureau", "small", "resident"):
        browser = client_for(Person.objects.get(pk=made[who]))
        for name, path in pages.items():
            browser.get(path)
            with CaptureQueriesContext(connection) as asked:
                browser.get(path)
            for sql in {one["sql"] for one in asked if one["sql"].startswith("SELECT")}:
                asks = sql[sql.find(" WHERE ") :][:600]
                wrong += [f"{who}, {name}: {line}   {asks}" for line in plan_of(sql) if walked(line)]
    with CaptureQueriesContext(connection) as asked:
        browser.post("/cases/look-up", {"number": some.number, "code": "0000000000"})
    for sql in {one["sql"] for one in asked if one["sql"].startswith("SELECT")}:
        wrong += [f"look-up: {line}   {sql[:300]}" for line in plan_of(sql) if walked(line)]
    assert not wrong, "\n".join(sorted(set(wrong)))
