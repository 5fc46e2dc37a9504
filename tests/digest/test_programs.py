"""The digest by programs, and reading on in it while it is decided."""

from __future__ import annotations

import re
from typing import Any

import pytest

from huiyin.digest.models import Decided
from huiyin.digest.queries.cards import digest_of
from huiyin.groups.models import Message
from tests.api.test_paging import read_on
from tests.cases.conftest import County
from tests.digest.test_digest import a_talk, shown, sort, sorter
from tests.factories import say
from tests.markup import markup

__all__ = ["sorter"]
pytestmark = pytest.mark.django_db
WORDS = ("路灯", "水管", "学校", "医生", "公交", "垃圾", "低保", "工资", "水渠", "电费", "噪音", "树枝", "井盖", "厕所")


def all_said(county: County) -> None:
    group, people = a_talk(county.head)
    for word in WORDS:
        say(group, people[0], f"{word}的事{word}{word}说过好几回了{word}")
    sort()


def test_a_program_decides_once_takes_back_and_reads_to_the_end(county: County, program: Any) -> None:
    group, people = a_talk(county.head)
    said = say(group, people[0], "村口第三盏路灯坏了一个星期，晚上看不见路")
    sort()
    ask = program(county.head, "digest:read", "digest:write")
    (card,) = ask("get", "/digest").json()
    body = {"what": "answered", "first": card["first"], "upto": card["upto"], "words": "明天去修", "key": "d-1"}
    path = f"/digest/cards/{card['alike']}"
    assert program(county.head, "digest:read")("post", path, body).status_code == 403
    assert ask("post", path, body | {"what": "sold"}).status_code == 422
    assert ask("post", path, {"what": "seen", "key": "d-0"}).status_code == 422
    first, again = ask("post", path, body), ask("post", path, body)
    assert (first.status_code, again.status_code) == (201, 200) and first.json() == again.json()
    assert ask("post", path, body | {"words": "后天"}).json()["error"] == "key_used"
    assert Message.objects.get(text="明天去修").reply_to_id == said.pk and ask("get", "/digest").json() == []
    decided = f"/digest/decided/{first.json()['id']}"
    assert program(county.desk, "digest:write")("delete", decided).status_code == 404
    assert ask("delete", decided).json()["undone_at"] and len(ask("get", "/digest").json()) == 1
    assert ask("post", "/digest/read", {"upto": card["upto"]}).status_code == 204 and ask("get", "/digest").json() == []
    assert program(county.resident, "digest:write")("post", "/digest/read", {"upto": 1}).status_code == 403


def test_a_program_reads_on_although_what_it_has_read_is_decided(county: County, program: Any) -> None:
    all_said(county)
    ask = program(county.head, "digest:read", "digest:write")
    wanted = {card.alike for card in digest_of(county.head).cards}

    def asked(method: str, path: str) -> Any:
        answer = ask(method, path)
        last = answer.json()[-1]
        ask("post", f"/digest/cards/{last['alike']}", {"what": "seen", "first": last["first"], "upto": last["upto"]})
        return answer

    found = [card["alike"] for page in read_on(asked, "/digest?limit=3") for card in page]
    assert len(found) == len(set(found)) and set(found) == wanted


def test_the_page_goes_on_where_one_stopped_although_its_first_card_is_decided(county: County, client_for: Any) -> None:
    all_said(county)
    head, cards = client_for(county.head), digest_of(county.head).cards
    on = re.search(r'href="([^"]+)" rel="next"', markup(head.get("/digest")))
    assert on is not None
    href, there = on[1].replace("&amp;", "&"), cards[12]
    head.get(href)
    head.post(f"/digest/cards/{there.alike}/seen", shown(there))
    assert Decided.objects.filter(alike=there.alike).exists()
    for address in (href, "/digest"):
        page = markup(head.get(address))
        assert f'id="td{cards[13].alike}"' in page and f'id="td{cards[0].alike}"' not in page
