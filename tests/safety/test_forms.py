"""No other site sends a form in somebody's name, reads an answer, or is led to: for every address there is, also those to come."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from huiyin.people.auth import HOME, same_site
from tests.factories import a_person
from tests.permissions.places import places

#: Programs speak there with a secret in the address; no browser holds anything that would open it.
WITHOUT_PROOF = {"hook-speak", "mail-stop"}
#: Where programs of others read what everybody may, and send with a key of their own; nobody is signed in there, whatever cookies come.
OF_PROGRAMS = {place.name for place in places() if place.name.startswith("open311-")}
ELSEWHERE = "https://elsewhere.example"


def filled(pattern: str) -> str:
    """The address with something in each of its places."""
    pattern = re.sub(r"\(\?P<\w+>([^)|]*\|)*([^)|]*)\)", r"\2", pattern.lstrip("^").rstrip("$")).replace("\\", "").replace("20d{2}", "2026")
    pattern = pattern.replace("<casenumber:number>", "2026-000001")
    pattern = re.sub(r"<code:\w+>", "abcd2345", re.sub(r"<(str|slug):\w+>", "x", pattern))
    return "/" + re.sub(r"<int:\w+>", "1", pattern)


def test_no_address_takes_a_form_without_its_proof(client_for: Any) -> None:
    signed_in = client_for(a_person())
    client = Client(enforce_csrf_checks=True, headers={"origin": ELSEWHERE, "referer": ELSEWHERE + "/"})
    client.cookies = signed_in.cookies
    taken = [place.name for place in places() if client.post(filled(place.pattern)).status_code != 403]
    assert set(taken) - OF_PROGRAMS == WITHOUT_PROOF


def test_no_answer_may_be_read_by_another_site(client_for: Any) -> None:
    client = client_for(a_person())
    for place in places():
        for method in ("get", "options") if place.name not in OF_PROGRAMS else ():
            answer = getattr(client, method)(filled(place.pattern), headers={"origin": ELSEWHERE})
            assert not [name for name in answer.headers if name.lower().startswith("access-control-")], place.name
    for path in ("/api/v1/me", "/api/v1/groups"):
        assert "access-control-allow-origin" not in client.get(path, headers={"origin": ELSEWHERE}).headers


TRICKS = [
    "//elsewhere.example", "/\\elsewhere.example", "\\\\elsewhere.example", "/\t/elsewhere.example", "/%09/elsewhere.example",
    "///elsewhere.example", "/\n/elsewhere.example", "https:elsewhere.example", "http:///elsewhere.example", "javascript:alert(1)",
    "//elsewhere.example@here", "data:text/html,x", " //elsewhere.example", "/%2f%2felsewhere.example/..//elsewhere.example",
    "/.//elsewhere.example", "/..//elsewhere.example", "/%5celsewhere.example", "/\u3000/elsewhere.example", "\x00//elsewhere.example",
]  # fmt: skip


def as_a_browser_goes(to: str) -> str:
    """Where a browser on our page goes: it drops tabs and line ends, trims controls, and takes a backslash for a slash."""
    plain = re.sub(r"[\t\r\n]", "", to).strip("".join(map(chr, range(33)))).replace("\\", "/")
    return urljoin("https://town.example/me", plain)


PIECES = ["/", "\\", "\t", "\n", "%2f", "%5c", ":", "@", ".", "a", "https:", "?"]


@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES)).map("".join)))
@example("//elsewhere.example")
@example("/\\elsewhere.example")
def test_nothing_leads_to_another_site(to: str) -> None:
    there = urlsplit(as_a_browser_goes(same_site(to)))
    assert (there.scheme, there.netloc) == ("https", "town.example")


@pytest.mark.parametrize("to", TRICKS)
def test_no_known_trick_does(to: str, client_for: Any) -> None:
    there = urlsplit(as_a_browser_goes(same_site(to)))
    assert (there.scheme, there.netloc) == ("https", "town.example")
    client = client_for(a_person())
    for path, form in (("/language", {"language": "en", "next": to}), ("/sign-in", {"next": to})):
        answer = client.post(path, form)
        assert urlsplit(as_a_browser_goes(answer.headers.get("location", HOME))).netloc == "town.example", path
    page = client.post("/confirm", {"confirm_to": to, "confirm_question": "?"}).content.decode()
    assert not re.search(r'(?:action|href)="[^"]*elsewhere\.example', re.sub(r'(action|href)="/(?![/\\])[^"]*"', "", page))
