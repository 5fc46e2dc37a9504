"""What no keyboard types, or nothing at all, in every text of every form: taken without it, kept, or refused in words, never a 500.

The forms are those that pages show to the people of a house, filled in as they stand there; what no page shows is tried in test_bounds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import resolve

from tests.permissions.county import County
from tests.permissions.places import TABLE, places
from tests.permissions.test_bounds import LEFT

LONG = "水" * 10_000
ODD = ("", "水\0位\ue863\U000f0000\u202e\ufeff\x1b[31m\u2028", b"\xed\xa0\x80\xff\xc3".decode("latin-1"), LONG)
ROLES = ("owner", "member", "system", "security", "audit", "visitor")
TYPED = {"text", "search", "tel", "url", "email", ""}
PLAIN = {"date": "2026-12-10", "datetime-local": "2026-12-10T09:00", "number": "1", "time": "10:00", "tel": "13800001234",
         "url": "https://tasks.example/x", "month": "2026-12"}  # fmt: skip


@dataclass
class Form:
    """A form as a page shows it: where it goes, what stands in it, and in which of its fields one types words."""

    target: str
    values: dict[str, str] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)


class Forms(HTMLParser):
    """Gathers a page's forms that are sent by POST."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.found, self.choosing = path, [], ""
        self.form: Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(said.get("action") or self.path) if said.get("method", "").lower() == "post" else None
            self.found += [self.form] if self.form else []
        name, kind = said.get("name", ""), said.get("type", "").lower()
        if self.form is None:
            return
        if tag == "option" and self.choosing and (said.get("value") or "selected" in said):
            if "selected" in said or not self.form.values.get(self.choosing):
                self.form.values[self.choosing] = said.get("value", "")
        elif not name or kind == "file":
            return
        elif tag == "select":
            self.choosing = name
            self.form.values.setdefault(name, "")
        elif tag == "textarea" or (tag == "input" and kind in TYPED):
            self.form.values[name] = said.get("value") or PLAIN.get(kind, "水位")
            self.form.words.append(name)
        elif tag in ("input", "button") and (kind not in ("radio", "checkbox") or "checked" in said or name not in self.form.values):
            self.form.values[name] = said.get("value") or PLAIN.get(kind, "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        if tag == "select":
            self.choosing = ""


def forms(county: County, client: Client, role: str) -> Iterator[Form]:
    """Every form that this role is shown, one of each kind."""
    seen: set[Any] = set()
    for place in places():
        if role not in TABLE.get(place.name, ()) or place.name == "look":
            continue
        path = county.address(place)
        with transaction.atomic():
            answer = client.get(path)
            transaction.set_rollback(True)
        if answer.status_code != 200 or answer.streaming or "text/html" not in answer.headers.get("Content-Type", ""):
            continue
        page = Forms(path)
        page.feed(answer.content.decode())
        for form in page.found:
            kind = (resolve(urlsplit(form.target).path).view_name, *sorted(form.values))
            if form.words and kind not in seen and kind[0] not in LEFT:
                seen.add(kind)
                yield form


def test_every_text_of_every_form_may_be_odd(county: County) -> None:
    wrong, kinds, done = [], set(), set()
    for role in ROLES:
        client = Client(raise_request_exception=False)
        if session := county.sessions[role][1]:
            client.cookies[settings.SESSION_COOKIE_NAME] = session

        def send(form: Form, values: dict[str, str], client: Client = client) -> int:
            with transaction.atomic():
                answer = client.post(form.target, values)
                transaction.set_rollback(True)
            cache.clear()
            return int(answer.status_code)

        for form in list(forms(county, client, role)):
            kind = (resolve(urlsplit(form.target).path).view_name, *sorted(form.values))
            if kind in kinds:
                continue
            kinds.add(kind)
            if send(form, form.values) in (200, 302, 303):
                done.add(kind)
            for name in form.words:
                for word in ODD:
                    status = send(form, form.values | {name: word})
                    if status >= 500 and status not in (501, 503):
                        wrong.append(f"{role} {form.target} {name} {word[:9]!r}: {status}")
    assert not wrong, "\n".join(wrong)
    assert len(done) > len(kinds) / 2
