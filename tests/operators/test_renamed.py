"""Nouns that were given names of their own: what was stored under the old ones is there under the new."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from huiyin.circles.models import Circle, HomeVisit, Tie
from huiyin.feed import actions
from huiyin.feed.models import Flag
from huiyin.journal.recording import open_stream
from tests.factories import a_person, a_post
from tests.old_steps import old_steps

pytestmark = pytest.mark.sqlite_only  # a step back and forth takes seconds; PostgreSQL renames a table as well
BEFORE = [("circles", "0003_a_key_is_of_its_move"), ("feed", "0005_comment_level")]


@pytest.mark.django_db(transaction=True)
def test_visits_and_reports_of_before_are_there_under_their_new_names() -> None:
    official, resident = a_person(), a_person(kind="resident")
    circle = Circle.objects.create(stream=open_stream("circle:1"), post=a_post(), keeper=official)
    tie = Tie.objects.create(circle=circle, person=resident, state="in", way="desk")
    visit = HomeVisit.objects.create(tie=tie, by=official, on="2026-11-01", promise="送一副拐杖")
    flag = actions.flag(actions.publish(official, "塘里有鱼", audience="everyone"), resident, "false", "没有鱼")
    old_steps().migrate(BEFORE)
    try:
        tables = set(connection.introspection.table_names())
        assert {"circles_visit", "feed_report"} <= tables and not {"circles_homevisit", "feed_flag"} & tables
    finally:
        again = MigrationExecutor(connection)
        again.migrate(again.loader.graph.leaf_nodes())  # to where all other tests begin
    assert HomeVisit.objects.get().promise == "送一副拐杖" and tie.visits.get() == visit
    assert Flag.objects.get().words == "没有鱼" and flag.moment.flags.get() == flag
