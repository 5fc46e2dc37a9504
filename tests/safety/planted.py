"""A house in which everything that people can name or write bears markup; and how to see whether any of it became part of a page."""

from __future__ import annotations

import re
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from huiyin.channels.actions import add_robot
from huiyin.channels.actions import send_test as send_robot_test
from huiyin.groups.actions import add_people, add_source, forward_message, make_invite, pin_message, rename_group
from huiyin.groups.exporting.actions import ask_export
from huiyin.groups.models import Message
from huiyin.hooks.actions import make_hook, send_test, subscribe
from huiyin.language.links import find_links
from huiyin.live.subscriptions import subscriptions_of
from huiyin.media.actions import keep_card, keep_upload
from huiyin.people.actions.administrators import appoint_administrator
from huiyin.people.actions.organisation import delegate
from huiyin.people.actions.tokens import make_token
from huiyin.tasks.actions import Named, TaskDraft, add_progress, issue_task, report_done
from huiyin.tasks.actions.viewing import save_view
from tests.factories import a_group, a_holding, a_person, a_post, a_unit, say
from tests.media import corpus

#: Short enough for a name: an element, then the end of an attribute in either kind of quotes. No slash: units and posts take none.
NAME = "<img zq>\"zq=' zq="
#: For longer words: what would run in a browser, and what would end the places in which pages keep words.
WORDS = NAME + "<img src=x onerror=alert(1) zq></title></textarea></script><script zq>alert(2)</script>{{7*7}}<svg onload=alert(3) zq>"
LINK = "https://fish.example/a?b=%22%3E<img/zq>\"onmouseover=alert(1)"
_RAW = re.compile(r"<[^>\"']{0,80}\bzq\b", re.IGNORECASE)


class _Looking(HTMLParser):
    """Keeps every element and attribute that the planted words became."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name.startswith("zq") or (name.startswith("on") and "alert" in (value or "")):
                self.found.append(self.get_starttag_text() or tag)
            if name in ("href", "src", "action", "formaction") and (value or "").strip().lower().startswith(("javascript:", "data:text")):
                self.found.append(self.get_starttag_text() or tag)


def became_markup(html: str) -> list[str]:
    """Gives what of the planted words is part of a page as markup; nothing is how it should be."""
    looking = _Looking()
    looking.feed(html)
    looking.close()
    return looking.found + _RAW.findall(html)


def a_planted_house(administrators: bool = True) -> tuple[dict[str, Any], dict[str, Any]]:
    """Makes it. Gives the people by role, and its things; under "arguments" what of them addresses are asked about (as in `Asked`)."""
    unit = a_unit(NAME + "局", short_name=NAME[:18])
    post = a_post(NAME + "长", unit)
    owner, member, doer = a_person(NAME + "甲"), a_person(NAME + "乙", kind="resident"), a_person(NAME + "丙")
    official, removed = a_person(NAME + "丁"), a_person(NAME + "戊", kind="resident")
    holding, _doing = a_holding(owner, post), a_holding(doer, a_post(NAME + "员", unit, post))
    group = a_group(NAME + "群", owner=owner, members=[member, doer])
    rename_group(group, owner, NAME + "群", WORDS)
    delegation = delegate(post, official, None, timezone.localdate(), by=owner, reason=NAME)
    say(group, member, WORDS)
    say(group, member, f"@{doer.name} {WORDS}")
    say(group, owner, WORDS, reply_to=1, urgent_reason=NAME)
    say(group, member, "", place={"lat": 30.1, "lon": 106.2, "name": WORDS})
    paper = keep_upload(member, SimpleUploadedFile("a.txt", b"a"), "<img zq onerror=alert(1)>\"zq='.txt", "text/plain")
    photo = keep_upload(member, corpus.encoded(corpus.painting(64, 48)), "\"zq='<img zq>.jpg", "image/jpeg")
    say(group, member, WORDS, uploads=[paper.key])
    say(group, member, WORDS, uploads=[photo.key])
    linked = say(group, member, f"看 {LINK} 与 https://fish.example/?q=javascript:alert(1)")
    Message.objects.filter(pk=linked.pk).update(
        link_card=keep_card(find_links(linked.text)[0][2], WORDS, WORDS, NAME, corpus.encoded(corpus.painting(20, 20), "WEBP"))
    )
    pin_message(linked, owner)
    other = a_group(NAME + "旁", owner=owner, members=[member])
    forward_message(Message.objects.get(group=group, n=linked.n), other, owner, key="planted-forward")
    invite = make_invite(group, owner)
    hook, hook_secret = make_hook(group, owner, NAME)
    subscription = subscribe(group, owner, f"https://tasks.example/{NAME.replace(' ', '')}", ["message.posted"])[0]
    task = issue_task(
        group, owner,
        TaskDraft(NAME + WORDS[:60], Named(doer.pk), words=WORDS, done_when=WORDS[:100], deadline=timezone.now() + timedelta(1)),
    )  # fmt: skip
    add_progress(task, doer, WORDS)
    report_done(task, doer, WORDS)
    save_view(owner, NAME, "?light=near&zq=\"><img zq>")
    robot = add_robot(
        group, owner, "wecom", name=NAME, address="https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-0000", events=["issued"]
    )
    make_token(owner, NAME, ["groups:read"])
    people = {"resident": a_person(NAME + "己", kind="resident"), "official": official, "member": member, "owner": owner,
              "removed": removed, "doer": doer}  # fmt: skip
    for role in ("system", "security", "audit") if administrators else ():
        people[role] = a_person(NAME + role[:3])
        appoint_administrator(people[role], role)
    add_people(group, [official], by=owner)
    add_source(group, by=owner, unit=unit)
    delivery = send_test(subscription, owner).pk
    arguments: dict[str, dict[str, Any]] = {
        "groups/<int:pk>": {"pk": group.pk, "n": 1, "person": member.pk, "export": ask_export(group, owner).pk, "invite": invite.pk,
                            "source": group.sources.get().pk, "hook": hook.pk, "subscription": subscription.pk, "robot": robot.pk},
        "groups/<int:pk>/details/<slug:do>": {"do": "mute"}, "groups/<int:pk>/messages/<int:n>/<slug:do>": {"do": "pin"},
        "groups/<int:pk>/members/<int:person>/<slug:do>": {"do": "silence"},
        "groups/<int:pk>/robots/<int:robot>/<slug:do>": {"do": "choose"},
        "groups/<int:pk>/robots/new/<slug:channel>": {"channel": "wecom"}, "join/<str:key>": {"key": invite.key},
        "groups/<int:pk>/robots/<int:robot>/again/<int:delivery>": {"delivery": send_robot_test(robot, owner).pk},
        "groups/<int:pk>/subscriptions/<int:subscription>/deliveries/<int:delivery>": {"delivery": delivery},
        "groups/<int:pk>/subscriptions/<int:subscription>/<slug:do>": {"do": "test"},
        "groups/<int:pk>/files/<str:key>": {"key": photo.key, "variant": "thumb"}, "tasks/<int:pk>": {"pk": task.pk},
        "people/<int:pk>": {"pk": member.pk}, "units/<int:pk>": {"pk": unit.pk}, "posts/<int:pk>": {"pk": post.pk},
        "delegations/<int:pk>": {"pk": delegation.pk}, "manage/units/<int:pk>": {"pk": unit.pk}, "manage/posts/<int:pk>": {"pk": post.pk},
        "manage/holdings/<int:pk>": {"pk": holding.pk}, "manage/staff/<int:pk>": {"pk": member.pk}, "manage/staff/export": {"form": "csv"},
        "manage/locks/<int:pk>": {"pk": member.pk}, "manage/erasures/<int:pk>": {"pk": member.pk}, "manage/days/": {"year": 2026},
        "manage/administrators/<int:pk>": {"pk": people.get("audit", owner).pk}, "open311/v2/": {"form": "json"},
        "cases/public/": {"number": "2026-999999"},
    }  # fmt: skip
    return people, {
        "group": group.pk, "person": member.pk, "unit": unit.pk, "task": task.pk, "file": photo.key, "hook_secret": hook_secret,
        "stream": group.stream_id, "home": subscriptions_of(doer.pk)[0], "arguments": arguments,
    }  # fmt: skip
