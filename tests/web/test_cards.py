"""What a chat program shows of a page that is shared: the welcome page and an invitation say what they are, and no more."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from huiyin.groups.actions import make_invite, revoke_invite
from tests.factories import a_group, a_person


def card(path: str, status: int = 200, **headers: str) -> dict[str, str]:
    answer = Client(headers=headers).get(path)
    assert answer.status_code == status
    return dict(re.findall(r'<meta property="(og:[a-z:_]+)" content="([^"]*)">', answer.content.decode()))


@pytest.fixture(autouse=True)
def _address(settings) -> None:
    settings.ORIGIN = "https://huiyin.example"


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "句句有回音"), ("en", "every voice gets an answer")])
def test_the_first_page_says_what_this_is(db, language, words) -> None:
    shown = card("/", **{"accept-language": language})
    assert shown["og:url"] == "https://huiyin.example/" and shown["og:type"] == "website" and shown["og:title"] and shown["og:description"]
    assert shown["og:image"].startswith("https://huiyin.example/static/web/icons/icon-512")
    assert words in shown["og:title"].lower()


def test_an_invitation_says_who_invites_to_what_and_its_address_is_not_repeated(db) -> None:
    owner = a_person('周"建国')
    group = a_group("<b>鱼塘</b>事项群", owner=owner, about="说说鱼塘的事")
    invite = make_invite(group, owner)
    shown = card(f"/join/{invite.key}")
    assert "建国" in shown["og:title"] and "&lt;b&gt;鱼塘&lt;/b&gt;" in shown["og:title"] and shown["og:description"] == "说说鱼塘的事"
    assert invite.key not in str(shown)
    assert invite.used == 0, "who looks at a card takes no place"


def test_an_invitation_that_has_ended_names_nobody(db) -> None:
    owner = a_person("周建国")
    invite = make_invite(a_group("鱼塘事项群", owner=owner), owner)
    revoke_invite(invite, owner)
    assert card(f"/join/{invite.key}", 410) == {}


def test_pages_inside_have_no_card(client_for) -> None:
    assert "og:title" not in client_for(a_person()).get("/me").content.decode()
