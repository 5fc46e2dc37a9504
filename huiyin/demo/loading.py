"""Puts the invented county into the database, through the same actions that people use."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from huiyin.core.demonstration import county_mark
from huiyin.demo import cases, circles, matters, outlook, pictures, reception, square
from huiyin.demo.county import FILES, County, DemoGroup, DemoMessage
from huiyin.demo.county import load as read_county
from huiyin.figures.actions import make_edition
from huiyin.groups.actions import (
    Draft,
    Posted,
    add_card,
    add_people,
    mark_many_read,
    open_group,
    pin_message,
    post_messages,
    recall_message,
    set_role,
)
from huiyin.groups.models import Group, Member, Message
from huiyin.media.actions import keep_card, keep_upload
from huiyin.people.actions.administrators import appoint_administrator
from huiyin.people.actions.me import set_mine
from huiyin.people.actions.organisation import add_person, add_post, add_unit, delegate, organisation, take_post
from huiyin.people.models import Person, Post, Unit

Progress = Callable[[int, int, str], None]


def is_empty() -> bool:
    """True where nobody is known yet."""
    return not Person.objects.exists()


def load(progress: Progress = lambda done, total, what: None) -> County:
    """Loads the invented county into an empty database. Takes a function told (done, total, what). Gives the county.

    One transaction: a load that is interrupted leaves nothing half done.
    """
    county, now = read_county(), timezone.localtime()
    with translation.override("zh-hans"), transaction.atomic():
        loader = _Loader(county, now, progress)
        with organisation():
            loader.organisation()
        loader.conversations()
        matters.issue_all(loader.people)
        square.fill(loader.people)
        circles.fill(loader.people)
        units = {unit.name: unit for unit in loader.units.values()}
        cases.register_all(loader.people, units)
        make_edition()
        outlook.fill(loader.people, units)
        reception.receive(loader.people, units)
        circles.sort_what_was_said(loader.people)
        transaction.on_commit(county_mark().touch)
    return county


LARGE_TEXT = "佘桂香"  # the elder of the doors reads large text
GROUP_STEPS = 40  # a group takes about as long as forty people


class _Loader:
    """Remembers what was made under which name of the county's files."""

    def __init__(self, county: County, now: datetime, progress: Progress) -> None:
        self.county, self.now, self.progress = county, now, progress
        self.units: dict[str, Unit] = {}
        self.posts: dict[str, Post] = {}
        self.people: dict[str, Person] = {}
        self.chance = random.Random(20)
        self.steps = len(county.people) + len(county.groups) * GROUP_STEPS

    def organisation(self) -> None:
        county, today = self.county, timezone.localdate()
        for unit in county.units:
            self.units[unit.slug] = add_unit(
                unit.name, self.units.get(unit.parent), kind=unit.kind, short_name=unit.short, code=unit.code
            )
        for post in county.posts:
            self.posts[post.slug] = add_post(self.units[post.unit], post.title, reports_to=self.posts.get(post.reports_to))
        for done, person in enumerate(sorted(county.people, key=lambda p: bool(p.guardian))):
            self.people[person.name] = add_person(
                person.name, person.phone, kind=person.kind, home=self.units.get(person.home), about=person.about,
                is_minor=bool(person.guardian), guardian=self.people.get(person.guardian),
            )  # fmt: skip
            self.progress(done + 1, self.steps, str(_("people")))
        set_mine(self.people[LARGE_TEXT], "text_size", "large")
        for holding in county.holdings:
            since = today + timedelta(days=holding.since_days)
            take_post(self.posts[holding.post], self.people[holding.person], since, acting=holding.acting)
        for d in county.delegations:
            first, last = today + timedelta(days=d.since_days), today + timedelta(days=d.until_days)
            delegate(self.posts[d.post], self.people[d.to], first, last, d.reason)
        for role, name in county.administrators.items():
            appoint_administrator(self.people[name], role)

    def conversations(self) -> None:
        for done, group in enumerate(self.county.groups):
            self._group(group)
            self.progress(self.steps - (len(self.county.groups) - done - 1) * GROUP_STEPS, self.steps, group.name)

    def _group(self, told: DemoGroup) -> None:
        said = told.schedule(self.now)
        first = (said[0][0] if said else self.now) - timedelta(days=2)
        owner = self.people[told.owner]
        group = open_group(owner, told.name, told.kind, told.about, self.units.get(told.unit), at=first)
        met = {self.people[name].pk: words for name, words in told.met.items()}
        members = [self.people[name] for name in told.members]
        add_people(group, members, owner, met=met, at={m.pk: first for m in members})
        for name in told.managers:
            set_role(group, self.people[name], Member.Role.MANAGER, owner)
        self._say_all(group, owner, said)
        self._read(group)

    def _say_all(self, group: Group, owner: Person, said: list[tuple[datetime, DemoMessage]]) -> None:
        numbers = {message.ref: n for n, (_, message) in enumerate(said, start=1)}
        drafts = [self._draft(group, at, message, numbers) for at, message in said]
        made: list[Message] = []
        # A reply is to a message that is stored: what answers within the same batch begins a new one.
        batch: list[Draft] = []
        for draft in drafts:
            if draft.reply_to and draft.reply_to > len(made):
                made += _posted(batch)
                batch = []
            batch.append(draft)
        made += _posted(batch)
        for (at, told), message in zip(said, made, strict=True):
            if told.link:
                add_card(message, keep_card(told.link.url, told.link.title, told.link.summary, told.link.site))
            if told.pinned:
                pin_message(message, owner)
            if told.recalled:
                recall_message(message, self.people[told.author], now=at + timedelta(seconds=40))

    def _draft(self, group: Group, at: datetime, told: DemoMessage, numbers: dict[str, int]) -> Draft:
        author = self.people[told.author]
        place: dict[str, Any] | None = None
        if told.place:
            place = {"name": told.place.name, "lat": told.place.latitude, "lon": told.place.longitude}
        text = f"{told.text}\n{told.link.url}".strip() if told.link and told.link.url not in told.text else told.text
        forwarded: dict[str, Any] | None = None
        if told.forwarded:
            forwarded = {"author": told.forwarded[0], "at": at.isoformat(timespec="seconds")}
        return Draft(
            group.pk, author.pk, text, reply_to=numbers.get(told.reply_to), uploads=self._uploads(author, told), place=place,
            urgent_reason=told.urgent_reason, forwarded=forwarded, at=at,
        )  # fmt: skip

    def _uploads(self, author: Person, told: DemoMessage) -> list[str]:
        keys = []
        for slug in told.photos:
            file = SimpleUploadedFile(f"{slug}.jpg", pictures.jpeg(slug), "image/jpeg")
            keys.append(keep_upload(author, file, f"{slug}.jpg").key)
        if told.file:
            file = SimpleUploadedFile(told.file, (FILES / told.file).read_bytes())
            still = pictures.jpeg("midnight-meeting") if told.file.endswith(".mp4") else None
            keys.append(keep_upload(author, file, told.file, poster=still).key)
        return keys

    def _read(self, group: Group) -> None:
        """Most have read nearly everything; some are days behind, as in life. Visitors find a few new messages."""
        group.refresh_from_db()
        visitors = {self.people[v.person].pk for v in self.county.visitors}
        marks = []
        for member in group.members.filter(left_at=None).order_by("pk"):
            behind = self.chance.choice((0, 0, 0, 0, 0, 1, 2, 5, 20))
            if member.person_id in visitors:
                behind = self.chance.choice((0, 0, 1, 2, 4))
            marks.append((group.pk, member.person_id, max(0, group.last_n - behind)))
        mark_many_read([m for m in marks if m[2]])


def _posted(batch: list[Draft]) -> list[Message]:
    messages = []
    for draft, result in zip(batch, post_messages(batch) if batch else (), strict=True):
        if not isinstance(result, Posted):
            raise RuntimeError(f"the county's script cannot be posted: {draft.text[:40]!r}: {result}") from result
        messages.append(result.message)
    return messages
