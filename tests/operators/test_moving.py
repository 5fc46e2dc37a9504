"""From SQLite to PostgreSQL in one command: what was said is there, found, proved, and goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import forked
from tests.faults.conftest import cluster_of_faults  # noqa: F401 - a fixture
from tests.faults.processes import environment, with_tables
from tests.postgres import address_in

pytestmark = pytest.mark.sqlite_only  # brings its own databases
SAID = """
from huiyin.groups.message_search.index import index_pending
from tests.factories import a_group, a_person, say
group, person = a_group(kind="work", name="移水组"), a_person("何未央", phone="13800001234")
for n in range(5):
    say(group, group.members.first().person, f"水库第{n}次放水")
index_pending()
"""
FOUND = """
import json
from huiyin.groups.models import Group, Message
from huiyin.groups.message_search.index import search_messages
from tests.factories import say
group = Group.objects.get(name="移水组")
someone = group.members.first().person
before = [m.text for m in Message.objects.filter(group=group).order_by("n") if "放水" in m.text]
found = len(search_messages(someone, "放水").hits)
new = say(group, someone, "搬家以后的话")
print(json.dumps([before, found, new.text]))
"""


def test_a_house_moves_from_sqlite_to_postgresql_and_goes_on(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    address = address_in(request.getfixturevalue("cluster_of_faults"), "moved")
    small, large = environment(tmp_path / "data", "", ""), environment(tmp_path / "data", address, "")
    with_tables(small)
    with_tables(large)
    made = forked.run(small, code=SAID)
    assert made.returncode == 0, made.stderr
    done = forked.run(large, "move-to-postgresql")
    assert done.returncode == 0, done.stderr
    told = done.stdout + done.stderr
    assert "Moved:" in told or "已搬" in told
    assert "100%" in told and ("The record holds" in told or "记录完好" in told)
    after = forked.run(large, code=FOUND)
    assert after.returncode == 0, after.stderr
    before, found, new = json.loads(after.stdout.splitlines()[-1])
    assert before == [f"水库第{n}次放水" for n in range(5)] and found == 5 and new == "搬家以后的话"
    assert forked.run(large, "journal", "verify").returncode == 0
    again = forked.run(large, "move-to-postgresql")
    assert again.returncode == 2 and "Traceback" not in again.stderr, "nothing is written over what is there"
    assert forked.run(small, "journal", "verify").returncode == 0, "SQLite was only read"
