"""A county whose requests programs of others read and send in."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from django.http import HttpResponse
from django.test import Client

from huiyin.cases.actions import publish_case
from huiyin.cases.models import Case
from huiyin.cases.rules import Speaker
from huiyin.open311.actions import make_key
from tests.cases.conftest import County, a_county

BASE = "/open311/v2"


class Program:
    """Asks as a program does, with its key where it has one."""

    def __init__(self, key: str = "") -> None:
        self.client, self.key = Client(), key

    def get(self, path: str, **asked: Any) -> HttpResponse:
        if self.key:
            asked["api_key"] = self.key
        return self.client.get(f"{BASE}/{path}", asked)

    def read(self, path: str, **asked: Any) -> Any:
        """Gives what is said, from JSON; it must be there."""
        answer = self.get(path, **asked)
        assert answer.status_code == 200, answer.content.decode()
        return json.loads(answer.content)

    def post(self, path: str = "requests.json", **form: Any) -> HttpResponse:
        if self.key:
            form.setdefault("api_key", self.key)
        return self.client.post(f"{BASE}/{path}", form)

    def send(self, **form: Any) -> dict[str, Any]:
        """Sends a request in; gives the answer, which must be good."""
        form = {"service_code": "water", "lat": "30.65983", "long": "104.06356", "description": "村口的水管漏了三天"} | form
        answer = self.post(**form)
        assert answer.status_code == 200, answer.content.decode()
        told = json.loads(answer.content)
        assert len(told) == 1
        return dict(told[0])


def xml(answer: HttpResponse) -> ElementTree.Element:
    """Gives an answer's XML, which begins as the standard wants it."""
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    return ElementTree.fromstring(answer.content)


def publish(county: County, case: Case, title: str = "", text: str = "") -> Case:
    """Whoever asked agrees, the desk looks it through; what the desk changed its author agrees to again."""
    author = Speaker(holds=frozenset({case.pk}))
    publish_case(case, author, consent=True)
    publish_case(case, county.who("desk"), title=title, text=text)
    return publish_case(case, author, consent=True)


@pytest.fixture
def county(db: None) -> County:
    return a_county()


@pytest.fixture
def nobody(db: None) -> Program:
    return Program()


@pytest.fixture
def program(db: None) -> Program:
    return Program(make_key("市民热线小程序", None)[1])


@pytest.fixture
def another(db: None) -> Callable[..., Program]:
    return lambda **more: Program(make_key("另一个程序", None, **more)[1])
