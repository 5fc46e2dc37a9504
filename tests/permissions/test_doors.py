"""Every door leads somewhere: each link and each form of every page, followed as each role that can see it."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

import huiyin
from huiyin.core.access import EVERYBODY
from tests.permissions.county import County
from tests.permissions.places import places

MOST_PAGES = 160  # of one role: every kind of page is among them, not every person and every week
ADDRESSES = re.compile(r'^  "(?P<name>[\w-]+)": "(?P<path>[^"]+)",$', re.M)


class Doors(HTMLParser):
    """Gathers a page's links and the targets of its forms, and which ids stand in it."""

    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.forms: set[tuple[str, str]] = set()
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if said.get("id"):
            self.ids.add(str(said["id"]))
        if tag == "a" and (said.get("href") or "").startswith(("/", "?", "#")):
            self.links.add(str(said["href"]))
        if tag == "form":
            self.forms.add(((said.get("method") or "get").lower(), said.get("action") or ""))
        if tag in ("button", "input") and said.get("formaction"):
            self.forms.add((said.get("formmethod") or "post", str(said["formaction"])))
        if tag == "input" and said.get("name") == "confirm_to":
            self.forms.add(("post", said.get("value") or ""))


def _kind(path: str) -> tuple[str, tuple[str, ...]]:
    """Pages of one kind: the same address name, the same words in the query."""
    parts = urlsplit(path)
    return resolve(parts.path).view_name, tuple(sorted(word.partition("=")[0] for word in parts.query.split("&")))


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_every_link_and_every_form_leads_somewhere(role: str, county: County) -> None:
    client = Client()
    if session := county.sessions[role][1]:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    waiting = [county.address(place) for place in places() if place.name not in ("look",)]
    seen, kinds, wrong, opened = set(waiting), {}, [], 0
    given, led_by = set(waiting), dict[str, str]()  # begun from the table: may be refused; what a page leads to may not
    while waiting:
        path = waiting.pop(0)
        with transaction.atomic():
            answer = client.get(path)
            transaction.set_rollback(True)
        if path not in given and answer.status_code >= 400:
            wrong.append(f"{led_by[path]} leads to {path}: {answer.status_code}")
        if answer.status_code != 200 or answer.streaming or "text/html" not in answer.headers.get("Content-Type", ""):
            continue
        opened += 1
        page = Doors()
        page.feed(answer.content.decode())
        for method, target in page.forms:
            try:
                resolve(urlsplit(target or path).path)
            except Resolver404:
                wrong.append(f"{path}: a form goes to {method} {target}")
        for link in page.links:
            target = path.partition("?")[0] + link if link.startswith("?") else link
            place, _, part = target.partition("#")
            if not place:
                if part not in page.ids | {"", "latest"}:
                    wrong.append(f"{path}: #{part} is not on this page")
                continue
            try:
                kind = _kind(place)
            except Resolver404:
                wrong.append(f"{path}: a link to {target}")
                continue
            if place not in seen and kinds.get(kind, 0) < 3 and opened < MOST_PAGES:
                kinds[kind] = kinds.get(kind, 0) + 1
                seen.add(place)
                led_by[place] = path
                waiting.append(place)
    assert opened > 3
    assert not wrong, "\n".join(sorted(set(wrong)))


def test_the_addresses_of_scripts_are_those_of_the_server():
    ours = Path(huiyin.__file__).parent.glob("*/static/**/addresses.js")
    text = "".join(file.read_text(encoding="utf-8") for file in ours)
    table = dict(ADDRESSES.findall(text))
    assert len(table) == text.count('": "/') > 10
    wrong = []
    for name, path in table.items():
        values = {part: 7 if part in ("pk", "n", "group") else "pin" for part in re.findall(r"\{(\w+)\}", path)}
        try:
            made = reverse(name, kwargs=values)
        except NoReverseMatch as error:
            wrong.append(str(error))
            continue
        if made != path.format(**values):
            wrong.append(f"{name}: {json.dumps(path)} is {made}")
    assert not wrong
