"""Who gets in where: every address × thirteen roles, of the group's own unit and of others, asked with GET and with POST.

A new address fails here until its app's `access.py` says who gets in. Under a group's address the group is the owner's; the others are
outside, but the member.

For each address the app names the roles that get an answer; all others must be sent to the door (visitors) or learn nothing
(403, or 404 where existence is a secret). What an allowed role may not *do* there is the business of the actions' own tests.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from django.utils.translation import override
from PIL import Image

from huiyin.cases.actions import CaseDraft, register_case
from huiyin.cases.rules import speaker_of
from huiyin.channels.actions import add_robot
from huiyin.channels.actions import send_test as send_robot_test
from huiyin.core.access import ACCESS_DECLARED, NOBODY
from huiyin.feed.actions import ArticleDraft, open_account, publish, write_article
from huiyin.groups.actions import add_people, add_source, make_invite, remove_member
from huiyin.groups.exporting.actions import ask_export, make_next
from huiyin.handover.actions import open_handover
from huiyin.hooks.actions import make_hook, send_test, subscribe
from huiyin.journal.models import Entry
from huiyin.market.actions import ListingDraft, OrderDraft, open_listing, place_order
from huiyin.media.actions import keep_upload
from huiyin.open311.actions import make_key
from huiyin.people.actions.administrators import appoint_administrator
from huiyin.people.actions.organisation import delegate, take_post
from huiyin.people.phones import phone_for_reading
from huiyin.reception.actions import DayDraft, VisitDraft, announce_day, book
from huiyin.reception.models import Day
from huiyin.tasks.actions import Named, TaskDraft, issue_task
from tests.factories import a_group, a_holding, a_person, a_post, a_session, a_unit, say

#: Whoever takes calls for a listing calls its buyers back; everybody else, and a producer until both sides have confirmed, reads no number.
CALLED_BACK = {"listing-orders", "listing-pickup", "order"}
#: address name → who gets an answer, as each app's access.py says it.
TABLE: dict[str, Set[str]] = {one.name: one.roles for one in ACCESS_DECLARED}


@dataclass
class Place:
    """An address of the table."""

    name: str
    pattern: str

    def path(self, things: dict[str, Any]) -> str:
        """The address with the things it is about filled in."""
        path = "/" + self.pattern
        for key, value in things.items():
            path = path.replace(f"<{key}>", str(value))
        return path


def places(patterns: Any = None, before: str = "") -> Iterator[Place]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver) and pattern.namespace == "api":
            continue  # tokens open it, and nothing else: tests/api/test_scopes.py is its table
        if isinstance(pattern, URLResolver):
            yield from places(pattern.url_patterns, before + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield Place(pattern.name or "", before + str(pattern.pattern))


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[dict[str, tuple[Any, str]], dict[str, Any]]]:
    """Built once: every request is taken back by itself, and the house at the end."""
    with django_db_blocker.unblock(), transaction.atomic(), override("zh-hans"):
        yield _built()
        transaction.set_rollback(True)


def _built() -> tuple[dict[str, tuple[Any, str]], dict[str, Any]]:
    """A group of a unit, its people, others of the same unit and of another, and the things addresses are about."""
    today, month = timezone.localdate(), timedelta(days=30)
    unit = a_unit("县水务局")
    boss = a_post("副县长", a_unit("县政府"))
    post = a_post("局长", unit, boss)
    owner, member, removed = a_person(), a_person(kind="resident"), a_person(kind="resident")
    former = a_holding(post=post, since=today - 2 * month).person
    holding = take_post(post, owner, today - month, replaces=True)
    people = {"resident": a_person(kind="resident"), "member": member, "owner": owner, "removed": removed, "former": former,
              "delegate": a_person(), "above": a_holding(post=boss).person, "other": a_holding().person,
              "colleague": a_holding(post=a_post("副局长", unit)).person}  # fmt: skip
    for role in ("system", "security", "audit"):
        people[role] = a_person()
        appoint_administrator(people[role], role)
    group = a_group(owner=owner, members=[removed], unit=unit)
    add_people(group, [member], by=owner)
    say(group, member, "在吗")
    remove_member(group, removed, by=owner)
    invite = make_invite(group, owner)
    add_source(group, by=owner, unit=a_unit())
    delegation = delegate(post, people["delegate"], None, today, by=owner)
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "seagreen").save(picture, "JPEG")
    upload = keep_upload(owner, SimpleUploadedFile("塘.jpg", picture.getvalue()), "塘.jpg", "image/jpeg")
    say(group, owner, "", uploads=[upload.key])
    things = {
        "group": group.pk, "person": a_person().pk, "unit": a_unit().pk, "post": post.pk, "holding": holding.pk,
        "delegation": delegation.pk, "invite": invite.key, "invite_pk": invite.pk, "administrator": people["audit"].pk,
        "member": member.pk, "source": group.sources.get().pk, "export": ask_export(group, owner, "json").pk,
        "hook": make_hook(group, owner, "水位站")[0].pk, "file": upload.key,
        "subscription": subscribe(group, owner, "https://tasks.example/told", ["message.posted"])[0],
    }  # fmt: skip
    assert make_next() is not None
    doer = a_person()
    add_people(group, [doer], by=owner)
    things["task"] = issue_task(group, owner, TaskDraft("看看路灯", Named(doer.pk))).pk
    things["case"] = register_case(CaseDraft("水管漏了三天"), speaker_of(member)).case.pk
    handover = open_handover(post, owner, by=owner)
    assert handover is not None
    things["handover"] = handover.pk
    wecom = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-0000"
    things["robot"] = add_robot(group, owner, "wecom", name="值班群", address=wecom, events=["issued"])
    things["robot_delivery"] = send_robot_test(things["robot"], owner).pk
    things["moment"] = publish(owner, "鱼上来了").pk
    offer = ListingDraft("斑点叉尾鮰", 10**6, timezone.now() + month, owner.pk)
    things["listing"] = open_listing(things["moment"], owner, offer).listing.pk
    things["order"] = place_order(things["listing"], member, OrderDraft(1000)).order.pk
    things["open311"] = make_key("市民热线小程序", None)[0].pk
    account = open_account(unit, owner, "水务局")
    things["account"] = account.pk
    things["article"] = write_article(account, ArticleDraft(owner, "开闸放水", "今天八点")).article.pk
    sits = DayDraft(unit.pk, "接待室", timezone.now(), timezone.now() + timedelta(hours=3), 9, sits="县长")
    things["reception"] = announce_day(sits, speaker_of(owner)).pk
    things["visit"] = book(Day.objects.get(pk=things["reception"]), VisitDraft("来访人", "13900001111"), speaker_of(member)).visit.pk
    things["delivery"] = send_test(things["subscription"], owner).pk
    return {"visitor": (None, ""), **{role: (person, a_session(person)) for role, person in people.items()}}, things


def address(place: Place, things: dict[str, Any]) -> str:
    """The place's address, about the house's things."""
    first = place.pattern.lstrip("^").split("/")
    about = {"people": "person"}.get(first[0], first[0].removesuffix("s"))
    if first[0] == "manage" and len(first) > 1:
        about = {
            "staff": "person", "locks": "person", "erasures": "person",
        }.get(first[1], first[1].removesuffix("s"))  # fmt: skip
    known = {
        "int:pk": things.get(about, 999_999), "int:n": 1, "slug:slug": "fisherman", "int:person": things["member"],
        "int:hook": things["hook"], "int:export": things["export"], "int:subscription": things["subscription"].pk,
        "int:delivery": things["delivery"], "int:source": things["source"], "int:invite": things["invite_pk"],
        "slug:do": {"group-change": "mute", "message-mark": "pin", "group-member-change": "silence",
                    "group-subscription-change": "test", "group-robot-change": "choose"}.get(place.name, ""),
        "slug:channel": "wecom", "int:robot": things["robot"].pk,
         "int:group": things["group"],
         "str:key": things["invite"], "str:secret": "none-of-ours", "slug:variant": "thumb", "slug:name": "acknowledge",
        "str:name": "鱼", "str:variant": "thumb", "int:comment_id": 1, "int:study_id": 1, "int:paper": 1, "slug:move": "confirm",
        "slug:form": "json", "str:code": "none", "str:number": "none", "str:token": "none", "path:rest": "none.xml",
    }  # fmt: skip
    if place.name == "group-file":
        known["str:key"] = things["file"]
    if place.name == "case-move":
        known["slug:name"] = "accept"
    if place.name == "group-robot-again":
        known["int:delivery"] = things["robot_delivery"]
    if place.name == "manage-staff-export":
        return "/manage/staff/export.csv"
    if place.name == "manage-days-export":
        return "/manage/days/2026.json"
    if place.name == "manage-staff-preview":
        known["int:pk"] = 999_999
    if first[0] == "m":
        known["code:code"] = "22222222"
    return place.path(known)


def outcome(answer: Any) -> str:
    """answer: an answer or words about what was sent; door: sent to sign in; closed: learns nothing."""
    if answer.status_code == 401 or (answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in?")):
        return "door"
    return "closed" if answer.status_code in (403, 404) else "answer"


def test_every_address_stands_in_the_table():
    assert {place.name for place in places()} - set(TABLE) == set(), "a new address: say in its app's access.py who gets in"


@pytest.mark.parametrize("place", [pytest.param(p, id=p.name or p.pattern) for p in places()])
def test_nobody_gets_in_where_they_should_not(place, house):
    sessions, things = house
    path, allowed = address(place, things), TABLE.get(place.name, NOBODY)
    resident = sessions["member"][0]
    wrong = []
    before = _things_that_happened()  # each request is taken back
    for role, (person, session) in sessions.items():
        seen, client = set(), Client()
        for method in ("get", "post"):
            client.cookies.clear()
            if session:
                client.cookies[settings.SESSION_COOKIE_NAME] = session
            with transaction.atomic():
                answer = getattr(client, method)(path)
                said = b"".join(answer.streaming_content) if answer.streaming else answer.content
                if role not in allowed and _things_that_happened() != before:
                    wrong.append(f"{role} made something happen by {method} {path}")
                transaction.set_rollback(True)
            if answer.status_code != 405:
                assert answer.status_code < 500 or answer.status_code == 503, f"{method} {path} as {role}: {answer.status_code}"
                seen.add(outcome(answer))
            told = role in allowed and place.name in CALLED_BACK
            if person != resident and not told and any(number in said for number in _spellings(resident.phone)):
                wrong.append(f"{role} reads a resident's number at {path}")
        if role in allowed and "answer" not in seen:
            wrong.append(f"{role} should get an answer at {path}, got {seen}")
        if role not in allowed and "answer" in seen:
            wrong.append(f"{role} got in at {path}")
    assert not wrong, "\n".join(wrong)


def _things_that_happened() -> int:
    """How many entries there are, but those that say that somebody was refused."""
    return Entry.objects.exclude(kind="session.refused").count()


def _spellings(phone: str) -> list[bytes]:
    return [phone[-11:].encode(), phone_for_reading(phone).encode()]
