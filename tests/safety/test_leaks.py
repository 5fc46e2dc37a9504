"""Nothing planted in a private place is found anywhere else: every link followed from the first page, as each role.

Some 200 secrets: what was said, sent, asked and named in groups, residents' numbers, what was taken back, mailboxes, secrets of programs.
Each belongs to some roles; in no page, table, file, JSON or header that others are given may it stand.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils.translation import override

from huiyin.channels.actions import add_robot
from huiyin.groups.actions import add_people, forward_message, make_invite, recall_message, remove_member
from huiyin.groups.exporting.actions import ask_export, make_next
from huiyin.hooks.actions import make_hook, subscribe
from huiyin.media.actions import keep_upload
from huiyin.people.actions.administrators import appoint_administrator
from huiyin.people.actions.tokens import make_token
from huiyin.people.extension_points import token_scopes
from huiyin.people.phones import phone_for_reading
from huiyin.tasks.actions import Named, TaskDraft, add_progress, issue_task
from tests.api.test_scopes import operations
from tests.factories import a_group, a_holding, a_person, a_post, a_session, a_unit, say

PAGES_EACH = 150
_LINK = re.compile(r'(?:href|src|action|formaction|data-[a-z-]+|hx-get)="(/[^"]*)"')
_LINK_JSON = re.compile(r'"(/(?:api|groups|tasks|people|units|me|board)[^"\s]*)"')
NEVER = ("/static/", "/sign-out", "/live")


@dataclass
class Planted:
    """The people of the house, and for each secret those roles that may know it."""

    people: dict[str, Any] = field(default_factory=dict)
    secrets: dict[str, frozenset[str]] = field(default_factory=dict)
    groups: list[Any] = field(default_factory=list)
    things: dict[str, Any] = field(default_factory=dict)

    def secret(self, words: str, *known_to: str) -> str:
        self.secrets[words] = frozenset(known_to)
        return words


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[Planted]:
    """Built once; every request is taken back by itself, and all of it at the end."""
    with django_db_blocker.unblock(), transaction.atomic(), override("zh-hans"):
        cache.clear()
        yield _planted()
        transaction.set_rollback(True)


def _planted() -> Planted:
    p, unit = Planted(), a_unit("县水务局")
    owner = a_holding(a_person(), a_post("局长", unit)).person
    member, removed, resident = (a_person(kind="resident") for _ in range(3))
    p.people = {"member": member, "owner": owner, "removed": removed, "resident": resident, "other": a_holding().person,
                "colleague": a_holding(post=a_post("副局长", unit)).person}  # fmt: skip
    for role in ("system", "security", "audit"):
        p.people[role] = a_person()
        appoint_administrator(p.people[role], role)
    inside = ("owner", "member")
    closed = a_group(p.secret("暗渠整治名单群甲", *inside, "removed"), owner=owner, members=[member, removed], unit=unit)
    remove_member(closed, removed, by=owner)
    for n in range(60):
        say(closed, (owner, member)[n % 2], p.secret(f"藏言第{n:03}句子", *inside) + "，别外传")
    back = say(closed, member, p.secret("收回的藏言一句"))
    recall_message(back, member)
    file = SimpleUploadedFile("f.txt", b"hidden words inside of a file")
    key = keep_upload(owner, file, p.secret("藏档案名单.txt", *inside), "text/plain").key
    say(closed, owner, "", uploads=[key])
    p.secret("hidden words inside of a file", *inside)
    doer = a_person()

    add_people(closed, [doer], by=owner)
    for n in range(10):
        task = issue_task(closed, owner, TaskDraft(p.secret(f"藏事第{n:02}件子", *inside), Named(doer.pk)))
    add_progress(task, doer, p.secret("藏进展一句话", *inside))
    invite = make_invite(closed, owner)
    p.secret(invite.key, "owner")
    _hook, secret = make_hook(closed, owner, p.secret("藏水位站程序", *inside))
    p.secret(secret)
    _subscription, told = subscribe(closed, owner, "https://" + p.secret("hidden-place.example", "owner") + "/told", ["message.posted"])
    p.secret(told)
    address_ = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" + p.secret("5ecret00-1111-2222-3333-444455556666")
    add_robot(closed, owner, "wecom", name=p.secret("藏机器人名", "owner"), address=address_, events=["issued"])
    ask_export(closed, owner, "json")
    assert make_next() is not None
    # Another group, in which all but the first's people are: what is forwarded there does not tell where it comes from.
    open_ = a_group("公开说话群", owner=owner, members=[resident, p.people["other"], p.people["colleague"]])
    other_words = say(closed, owner, "可以转发的这一句话")
    forward_message(other_words, open_, owner)
    p.groups = [closed, open_]
    numbers = [(person, name) for name, person in p.people.items() if person.kind == "resident"]
    numbers += [(a_person(kind="resident"), "") for _ in range(40)]
    for person, name in numbers:
        for spelling in (str(person.phone)[-11:], phone_for_reading(person.phone)):
            p.secret(spelling, *([name] if name else []))
    p.things = {"group": closed.pk, "task": task.pk, "key": key, "closed": closed}
    return p


def _texts(answer: Any) -> Iterator[str]:
    """Everything an answer says: its headers, its body, and what is packed in it."""
    yield "\n".join(f"{name}: {value}" for name, value in answer.items())
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join([*(packed.read(name) for name in packed.namelist()), *(name.encode() for name in packed.namelist())])
    text = body.decode(errors="replace")
    yield html.unescape(text)
    if "\\u" in text:
        yield text.encode().decode("unicode_escape", errors="replace")


def _found(planted: Planted, role: str, path: str, answer: Any) -> Iterator[str]:
    """What stands in an answer that this role must not know; but what it asked with is its own."""
    said = "\n".join(_texts(answer)).replace(path, "")
    for words, known_to in planted.secrets.items():
        if role not in known_to and words in said:
            yield f"{role} reads {words!r} at {path} ({answer.status_code})"


def _get(client: Client, path: str, **more: Any) -> Any:
    with transaction.atomic():
        answer = client.get(path, **more)
        if answer.streaming:
            answer.content_kept = b"".join(answer.streaming_content)
            answer.streaming_content = iter([answer.content_kept])
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize("role", ["visitor", "resident", "removed", "other", "colleague", "system", "security", "audit", "member", "owner"])
def test_whoever_follows_every_link_finds_nothing_that_is_not_theirs(role: str, planted: Planted) -> None:
    cache.clear()
    client, leaks, shapes = Client(), [], {}
    if role != "visitor":
        client.cookies[settings.SESSION_COOKIE_NAME] = a_session(planted.people[role])
    closed = planted.groups[0]
    waiting = deque(["/", "/messages", "/search?q=藏言", "/search?q=藏", "/people?q=藏", "/board", "/board.xlsx", "/today",
                     "/me/notices", "/me/data", f"/groups/{closed.pk}",
                     f"/groups/{closed.pk}/details", f"/groups/{closed.pk}?at=5", "/no-such-page"])  # fmt: skip
    waiting.extend(f"/tasks/{planted.things['task'] - n}" for n in range(10))
    seen = set(waiting)
    looked = 0
    while waiting and looked < PAGES_EACH:
        path = waiting.popleft()
        answer = _get(client, path)
        looked += 1
        assert answer.status_code < 500 or answer.status_code == 503, path
        leaks += _found(planted, role, path, answer)
        kind = answer.headers.get("Content-Type", "")
        words = getattr(answer, "content_kept", b"") if answer.streaming else answer.content
        links = {answer.headers["Location"]} if "Location" in answer.headers else set()
        if "html" in kind or "json" in kind:
            text = words.decode(errors="replace")
            links |= {html.unescape(link) for link in _LINK.findall(text)} | set(_LINK_JSON.findall(text) if "json" in kind else ())
        for link in sorted(links):
            link = link.partition("#")[0]
            shape = re.sub(r"\d+|[A-Za-z0-9_-]{20,}", "#", link)
            if link.startswith("/") and link not in seen and not link.startswith(NEVER) and shapes.get(shape, 0) < 8:
                shapes[shape] = shapes.get(shape, 0) + 1
                seen.add(link)
                waiting.append(link)
    assert not leaks, "\n".join(dict.fromkeys(leaks))
    assert looked > (15 if role == "visitor" else 40), "the crawl hardly went anywhere"


def test_the_secrets_are_there_to_be_found(planted: Planted) -> None:
    """A crawl that finds nothing because nothing is said anywhere proves nothing."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = a_session(planted.people["member"])
    said = "\n".join(_texts(_get(client, f"/groups/{planted.groups[0].pk}")))
    assert sum(words in said for words in planted.secrets) > 30 and len(planted.secrets) > 150


@pytest.mark.parametrize("role", ["resident", "removed", "other", "colleague", "system", "security", "audit", "member"])
def test_no_operation_of_the_api_says_what_is_not_theirs(role: str, planted: Planted) -> None:
    cache.clear()
    token = make_token(planted.people[role], "leaks", list(token_scopes()))[1]
    known = {"group_id": planted.groups[0].pk, "task_id": planted.things["task"], "n": 3, "key": planted.things["key"], "variant": "file",
             "person_id": planted.people["member"].pk, "unit_id": 1, "invite_id": 1}  # fmt: skip
    leaks, asked = [], 0
    for method, path, _scope in operations():
        if method != "get":
            continue
        for name, value in known.items():
            path = path.replace(f"{{{name}}}", str(value))
        for query in ("", "?q=藏", "?limit=200"):
            answer = _get(Client(), f"/api/v1{path}{query}", headers={"Authorization": f"Bearer {token}"})
            asked += 1
            leaks += _found(planted, role, path, answer)
    assert not leaks, "\n".join(dict.fromkeys(leaks))
    assert asked > 30
