"""The invented county holds together: everybody named exists, everything shown can be drawn, nothing is real."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections import Counter
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

import huiyin.people
from huiyin.cases.models import State
from huiyin.demo import pictures
from huiyin.demo.cases import told
from huiyin.demo.county import FILES, load
from huiyin.language.triage import TOPICS

CHINA = timezone(timedelta(hours=8))
pytestmark = pytest.mark.no_database
GROUPS = [pytest.param(group, id=group.slug) for group in load().groups]


def _division_names() -> set[str]:
    """Names of real county-level and higher divisions, from whatever table the people app ships; empty without one."""
    names: set[str] = set()
    for path in (Path(huiyin.people.__file__).parent / "data").glob("*"):
        if path.name.endswith((".csv", ".csv.gz")):
            raw = path.read_bytes()
            text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
            cells = {cell.strip() for row in csv.reader(io.StringIO(text)) for cell in row}
            names |= {cell for cell in cells if re.fullmatch(r"[\u4e00-\u9fff]{2,}[县区市旗州]", cell)}
    return names


def test_the_county_is_as_large_as_promised():
    county = load()
    assert len(county.units) >= 38
    assert len(county.posts) >= 115
    assert len(county.people) >= 295
    assert len(county.groups) >= 25
    assert sum(len(group.messages) for group in county.groups) >= 900
    assert {group.kind for group in county.groups} == {"work", "listening", "notice"}
    assert sum(len(group.messages) >= 40 for group in county.groups) >= 6
    assert all(len(group.messages) >= 8 for group in county.groups)


def test_units_form_one_tree_under_a_code_no_real_county_has():
    units = {unit.slug: unit for unit in load().units}
    assert [unit.slug for unit in units.values() if not unit.parent] == ["county"]
    for unit in units.values():
        assert unit.kind in {"county", "bureau", "town", "village", "other"}
        assert not unit.parent or unit.parent in units
        assert not unit.code or unit.code.startswith("990017")


def test_the_line_of_reporting_ends_at_the_top_without_a_circle():
    posts = {post.slug: post for post in load().posts}
    assert len(posts) == len(load().posts)
    for post in posts.values():
        seen = {post.slug}
        while post.reports_to:
            post = posts[post.reports_to]
            assert post.slug not in seen
            seen.add(post.slug)
        assert post.slug in {"secretary", "congress-head"}


def test_the_ladder_of_the_midnight_meeting_runs_from_the_deputy_director_to_the_secretary():
    posts = {post.slug: post for post in load().posts}
    line, at = [], "fisheries-deputy"
    while at:
        line.append(posts[at].label)
        at = posts[at].reports_to
    assert line == ["水产局副局长", "水产局局长", "岚湖县副县长（农业水产）", "岚湖县县长", "县委书记"]


def test_every_post_is_held_once_and_one_vacant_post_has_an_acting_holder():
    county = load()
    people = {person.name for person in county.people}
    titles = Counter((post.unit, post.title) for post in county.posts)
    assert max(titles.values()) == 1
    assert {holding.post for holding in county.holdings} == {post.slug for post in county.posts}
    assert all(holding.person in people and holding.since_days < 0 for holding in county.holdings)
    acting = [holding for holding in county.holdings if holding.acting]
    assert [holding.post for holding in acting] == ["environment-deputy"]
    assert len(county.delegations) == 1
    assert county.delegations[0].by != county.delegations[0].to


def test_people_have_their_own_names_and_numbers_nobody_has():
    county = load()
    names = {person.name for person in county.people}
    assert len(names) == len(county.people)
    assert len({person.phone for person in county.people}) == len(county.people)
    units = {unit.slug for unit in county.units}
    for person in county.people:
        assert re.fullmatch(r"\+999\d{8}", person.phone), "a country code that nobody has"
        assert person.kind in {"official", "resident", "business", "media"}
        assert person.home in units
        assert not person.guardian or person.guardian in names
    assert any(person.guardian for person in county.people)


def test_eight_people_can_be_signed_in_as_and_no_administrator_holds_two_roles():
    county = load()
    names = {person.name for person in county.people}
    assert len(county.visitors) == 8
    assert all(visitor.person in names and visitor.zh and visitor.en for visitor in county.visitors)
    assert set(county.administrators) == {"system", "security", "audit"}
    assert len(set(county.administrators.values())) == 3
    assert set(county.administrators.values()) <= names


def test_a_child_speaks_only_through_her_guardian():
    county = load()
    children = {person.name for person in county.people if person.guardian}
    assert not any(message.author in children for group in county.groups for message in group.messages)


@pytest.mark.parametrize("group", GROUPS)
def test_everybody_who_speaks_is_a_member_and_every_reference_resolves(group):
    county = load()
    names = {person.name for person in county.people}
    labels = {post.label for post in county.posts}
    assert group.unit in {unit.slug for unit in county.units}
    assert {group.owner, *group.managers, *group.members, *group.met} <= names
    assert set(group.managers) | {group.owner} | set(group.met) <= set(group.members)
    assert len(group.name) <= 40 and len(group.about) <= 200
    said: set[str] = set()
    for message in group.messages:
        assert message.author in group.members, message
        assert message.ref not in said
        assert not message.reply_to or message.reply_to in said, message
        assert message.text or message.photos
        assert set(message.photos) <= set(pictures.NAMES), message
        assert not message.file or (FILES / message.file).is_file(), message
        for label in re.findall(r"@(\S+)", message.text):
            everybody = label == "所有人" and message.author in {group.owner, *group.managers}
            assert everybody or label in labels or label in names, message
        said.add(message.ref)


@pytest.mark.parametrize("group", GROUPS)
def test_nothing_is_said_twice_in_a_group(group):
    words = Counter(message.text for message in group.messages if len(message.text) > 3)
    assert [text for text, times in words.items() if times > 1] == []


@pytest.mark.parametrize("group", GROUPS)
def test_a_script_is_written_in_the_order_of_time(group):
    for days in range(7):
        noon = datetime(2026, 11, 23, 12, 0, tzinfo=CHINA) + timedelta(days=days)
        times = [message.at(noon) for message in group.messages]
        assert times == sorted(times)


@pytest.mark.parametrize("group", GROUPS)
def test_whatever_the_day_it_is_loaded_a_conversation_is_in_order_and_in_the_past(group):
    for hours in (0, 9, 31, 60, 86, 105, 140):
        now = datetime(2026, 11, 23, 0, 20, tzinfo=CHINA) + timedelta(hours=hours)
        times = [at for at, _ in group.schedule(now)]
        assert times == sorted(times)
        assert times[-1] < now


def test_the_kinds_of_message_a_visitor_looks_for_are_there():
    messages = [message for group in load().groups for message in group.messages]
    for kind in ("reply_to", "photos", "file", "place", "link", "urgent_reason", "pinned", "recalled"):
        assert any(getattr(message, kind) for message in messages), kind
    assert any(len(message.photos) > 1 for message in messages)
    oldest = max(message.back for group in load().groups if group.slug == "flood" for message in group.messages)
    assert oldest >= 700


def test_no_real_county_is_named():
    real = _division_names()
    if not real:
        pytest.skip("no table of divisions here")
    county = load()
    assert not real & {unit.name for unit in county.units}
    words = "\n".join(message.text for group in county.groups for message in group.messages)
    assert sorted(name for name in real if name in words) == []


def test_pictures_are_drawn_the_same_every_time():
    for slug in ("receipt", "net-cages"):
        once = pictures.draw(slug)
        assert once.size in {(1280, 960), (960, 1280)}
        assert once.mode == "RGB"
        assert once.tobytes() == pictures.draw(slug).tobytes()


def test_no_picture_is_drawn_in_vain_and_each_can_be_drawn():
    used = {slug for group in load().groups for message in group.messages for slug in message.photos}
    assert used == set(pictures.NAMES)
    with pytest.raises(KeyError):
        pictures.draw("nowhere")


def test_the_county_shows_a_forwarded_word_and_one_that_names_everybody():
    said = [message for group in load().groups for message in group.messages]
    names = {group.name for group in load().groups}
    assert any(message.forwarded and message.forwarded[1] in names for message in said)
    assert any("@所有人" in message.text for message in said)


def test_sixty_requests_are_told_of_every_topic_and_of_units_that_are():
    lines, units = told(), {unit.name for unit in load().units}
    assert len(lines) == 60 and {line.state for line in lines} == set(State.values)
    assert {line.topic for line in lines} == {topic.key for topic in TOPICS}
    assert {line.unit for line in lines} - units == {""} and len({line.text for line in lines}) == 60
    assert all(line.answer for line in lines if line.state in ("declined", "answered", "settled", "reopened", "under_review"))
