"""Stored markup: in every name, title, word and file name; then every page, frame, export and mail is read as each role."""

from __future__ import annotations

import io
import json
import zipfile
from urllib.parse import quote

import pytest
from django.db import transaction
from django.template.loader import render_to_string
from django.test import Client

from huiyin.channels.cards import card_of_notice, card_of_test
from huiyin.groups.exporting.actions import write
from huiyin.groups.exporting.selection import Wanted
from huiyin.groups.models import Group
from huiyin.live.replay import frames_since
from huiyin.notices.models import Notice
from tests.permissions.places import TABLE, places
from tests.safety.planted import WORDS, a_planted_house, became_markup

MORE = [  # addresses with words in them, which pages give back
    "/messages?q={w}", "/search?q={w}", "/search?q=zq", "/people?q={w}", "/people?q=zq", "/manage/staff?q={w}", "/board?unit={w}&q={w}",
    "/groups/{group}/tasks/new?text={w}", "/groups/{group}/members?q={w}", "/groups/{group}/members/add?q={w}", "/sign-in?next={w}",
    "/groups/{group}/gallery?kind=file", "/groups/{group}/messages/2/forward?q={w}", "/{w}", "/join/{w}", "/groups/{group}?at={w}",
]  # fmt: skip


READERS = {"visitor", "member", "owner", "system", "security", "audit"}


@pytest.fixture
def house(client_for):
    people, things = a_planted_house()
    return {"visitor": Client(), **{role: client_for(person) for role, person in people.items()}}, things


def test_the_looking_glass_sees_what_it_should():
    assert became_markup("<p><img zq></p>") and became_markup('<p title="" zq="">') and became_markup('<a href="JavaScript:x">')
    assert became_markup("<textarea></textarea></script><script zq>")
    assert not became_markup('<p title="&lt;img zq&gt;&quot;zq=&#x27;">&lt;img zq&gt;"zq=\' zq=</p>')


def test_nothing_planted_becomes_part_of_a_page(house):
    clients, things = house
    wrong, read = [], set()
    looked = [(place.path(things["arguments"], missing=999_999), READERS & TABLE.get(place.name, set())) for place in places()]
    looked += [(path.format(w=quote(WORDS), group=things["group"]), {"owner", "system"}) for path in MORE]
    for path, role in [(path, role) for path, roles in looked for role in sorted(roles)]:
        for headers in ({}, {"hx-request": "true"}) if role == "owner" else ({},):
            with transaction.atomic():
                answer = clients[role].get(path, headers=headers)
                transaction.set_rollback(True)
            if answer.status_code >= 500 and answer.status_code != 503:
                wrong.append(f"{role} {path}: {answer.status_code}")
            if "html" in answer.headers.get("Content-Type", "") and not answer.streaming:
                html = answer.content.decode()
                read |= {path} if "zq" in html else set()
                wrong += [f"{role} {path}: {found[:200]}" for found in became_markup(html)]
    assert not wrong, "\n".join(dict.fromkeys(wrong))
    assert len(read) > 45, f"the planted words are hardly anywhere: {sorted(read)}"


def test_what_is_refused_is_given_back_as_words(house):
    clients, things = house
    for path, form in (
        (f"/groups/{things['group']}/messages", {"text": WORDS * 60}), ("/groups/new", {"name": WORDS, "about": WORDS * 9, "kind": WORDS}),
        (f"/groups/{things['group']}/tasks/issue", {"title": WORDS, "lead": WORDS, "words": WORDS}), ("/sign-in", {"phone": WORDS}),
        (f"/tasks/{things['task']}/report", {"text": WORDS * 60}), ("/me/name", {"name": WORDS}), ("/me/tokens", {"name": WORDS * 3}),
    ):  # fmt: skip
        answer = clients["owner"].post(path, form)
        assert answer.status_code in (200, 302, 403, 404, 409, 422, 413), (path, answer.status_code)
        assert became_markup(answer.content.decode()) == [], path


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_nothing_planted_becomes_part_of_a_frame(house, language):
    _clients, things = house
    seen = 0
    for stream in (things["stream"], things["home"]):
        for frame in frames_since(stream, 0):
            wire = frame.wire(language).decode()
            wire = wire.partition("\r\n")[2].removesuffix("\r\n")  # as it goes out: a chunk with its length before it
            assert wire.endswith("\n\n") and wire.count("\n\n") == 1, "words in a frame end no frame"
            told = json.loads("".join(line[6:] for line in wire.splitlines() if line.startswith("data: ")))
            for html in _pieces(told):
                seen += "zq" in html
                assert became_markup(html) == [], frame.entry.kind
    assert seen


def _pieces(told):
    """What of a frame's data browsers take as HTML; the rest they show as words (tests/browser/test_planted_markup.py)."""
    if isinstance(told, dict):
        for name, value in told.items():
            if isinstance(value, str) and "html" in name:
                yield value
            else:
                yield from _pieces(value)
    elif isinstance(told, list):
        for value in told:
            yield from _pieces(value)


def test_nothing_planted_becomes_part_of_an_export_or_a_mail(house):
    _clients, things = house
    file = io.BytesIO()
    write(Wanted(Group.objects.get(pk=things["group"])), "html", file)
    with zipfile.ZipFile(file) as archive:
        pages = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".html")]
        assert not any("<" in name or '"' in name for name in archive.namelist())
    assert any("zq" in page for page in pages)
    assert not any(became_markup(page) for page in pages)
    cards = [card_of_notice(notice, bare) for notice in Notice.objects.all() for bare in (True, False)]
    mails = [render_to_string("mail/words.html", {"card": card}) for card in [*cards, card_of_test(Group.objects.get(pk=things["group"]))]]
    assert any("zq" in mail for mail in mails)
    assert not any(became_markup(mail) for mail in mails)
