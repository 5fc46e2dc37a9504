"""What is kept of a person, section by section, as plain data. Of others only what they did to this person, and no number of theirs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.channels.models import Outlet
from huiyin.channels.sealing import Unreadable, unseal
from huiyin.groups.models import Export, Member, Message
from huiyin.journal.event_types import EVENT_TYPES
from huiyin.journal.models import Entry
from huiyin.notices.models import Notice
from huiyin.notices.wording import lines_of
from huiyin.people.models import Device, Holding, Person
from huiyin.people.phones import phone_for_reading
from huiyin.privacy.models import Erasure
from huiyin.protocols.ical.models import CalendarLink
from huiyin.tasks.models import Assignee, Extension, Proof, Repetition, Report, Rung, SavedView, Task

BATCH = 500
MOST = 20_000  # rows of a section: beyond it the latest
Row = dict[str, Any]


def at(moment: datetime | date | None) -> str:
    """Gives a moment or a day as both pages and data have it: ISO 8601 in the house's zone, to the second."""
    if isinstance(moment, datetime):
        return timezone.localtime(moment).isoformat(timespec="seconds")
    return moment.isoformat() if moment else ""


def sections(person: Person) -> Iterator[tuple[str, str, list[Row]]]:
    """Gives (key, title, rows) of everything but the messages, in the language that is on."""
    yield "profile", _("Profile"), [_profile(person)]
    yield "posts", _("Posts"), [
        {"post": str(h.post), "acting": h.acting, "since": at(h.since), "until": at(h.until)}
        for h in Holding.objects.filter(person=person).select_related("post__unit").order_by("since")
    ]  # fmt: skip
    yield "devices", _("Devices"), [
        {"device": d.label, "address": d.address, "how": d.how, "since": at(d.started_at), "seen": at(d.seen_at), "ended": at(d.ended_at)}
        for d in Device.objects.filter(person=person).order_by("-pk")[:MOST]
    ]  # fmt: skip
    yield "keys", _("Passkeys, programs, links"), list(_keys(person))
    yield "done", _("Sign-ins and what I changed"), [
        _entry(e) for e in Entry.objects.filter(stream__key=f"person:{person.pk}").order_by("-pk")[:MOST]
    ]
    yield "memberships", _("Groups"), [
        {"group": m.group.name, "kind": str(m.group.get_kind_display()), "role": str(m.get_role_display()), "since": at(m.joined_at),
         "left": at(m.left_at), "met": m.met}
        for m in Member.objects.filter(person=person).select_related("group").order_by("joined_at", "pk")
    ]  # fmt: skip
    yield "tasks", _("Tasks"), list(_tasks(person))
    notices = list(Notice.objects.filter(person=person).select_related("entry__by", "stream").order_by("-pk")[:MOST])
    lines = lines_of(person, notices)  # as in the list in the page: a copy is no window into what they may not see any more
    yield "notices", _("Notices"), [
        {"at": at(n.at), "words": line.words, "read": at(n.read_at)} for n, line in zip(notices, lines, strict=True)
    ]
    yield "looks", _("Who looked at my data, changed it or took a copy"), list(looks_at(person))
    yield "asked", _("What I asked for"), [
        {"asked": at(e.asked_at), "state": str(e.get_state_display()), "decided": at(e.decided_at), "reason": e.reason}
        for e in Erasure.objects.filter(person=person).order_by("pk")
    ] + [
        {"asked": at(x.asked_at), "state": str(x.get_state_display()), "copy": x.group.name if x.group else _("of my own data")}
        for x in Export.objects.filter(by=person).select_related("group").order_by("pk")
    ]  # fmt: skip


def _profile(person: Person) -> Row:
    return {
        "number": person.pk, "name": person.name, "phone": phone_for_reading(person.phone), "kind": str(person.get_kind_display()),
        "home": person.home.name if person.home else "", "about": person.about,
        "language": str(dict(settings.LANGUAGES).get(person.language, person.language)),
        "text": str(person.get_text_size_display()), "colours": str(person.get_theme_display()), "child": person.is_minor,
        "guardian": person.guardian.name if person.guardian else "", "since": at(person.created_at),
    }  # fmt: skip


def _mailbox(box: Outlet) -> str:
    """The whole address, to its owner; what is shown of it where the server's key is another by now."""
    try:
        return unseal(box.sealed)["address"] if box.sealed else ""
    except Unreadable:
        return box.hint


def _keys(person: Person) -> Iterator[Row]:
    for key in person.passkeys.order_by("pk"):
        yield {"what": _("Passkey"), "name": key.label, "since": at(key.made_at), "used": at(key.used_at)}
    for token in person.tokens.order_by("pk"):
        yield {"what": _("Token"), "name": token.name, "since": at(token.made_at), "used": at(token.used_on), "ended": at(token.revoked_at)}
    for known in person.identities.order_by("pk"):
        yield {"what": _("Government sign-in"), "name": known.issuer, "since": at(known.linked_at)}
    for box in Outlet.objects.filter(person=person).order_by("pk"):
        yield {"what": _("Mailbox"), "name": _mailbox(box), "since": at(box.made_at), "ended": at(box.ended_at)}
    for link in CalendarLink.objects.filter(person=person).order_by("pk"):
        yield {"what": _("Calendar link"), "name": "", "since": at(link.made_at), "used": at(link.used_at), "ended": at(link.ended_at)}
    for view in SavedView.objects.filter(person=person).order_by("pk"):
        yield {"what": _("Saved view"), "name": view.name}


def _tasks(person: Person) -> Iterator[Row]:
    """Tasks they issued, did, answered for; with what they themselves wrote in them."""
    parts: dict[int, set[str]] = {}
    wrote: dict[int, list[str]] = {}
    for pk in Task.objects.filter(issuer=person).values_list("pk", flat=True):
        parts.setdefault(pk, set()).add(_("issued"))
    for done in Assignee.objects.filter(Q(person=person) | Q(acknowledged_by=person) | Q(held_by=person)):
        parts.setdefault(done.task_id, set()).add(str(done.get_role_display()))
    for rung in Rung.objects.filter(Q(person=person) | Q(explained_by=person), fired_at__isnull=False):
        parts.setdefault(rung.task_id, set()).add(_("told as a rung"))
        if rung.explained_by_id == person.pk and rung.words:
            wrote.setdefault(rung.task_id, []).append(rung.words)
    for model in (Report, Extension):
        for said in model._default_manager.filter(Q(by=person) | Q(verdict_by=person)):
            parts.setdefault(said.task_id, set()).add(_("reported or decided"))
            own = [said.words] if said.by_id == person.pk else []
            own += [said.verdict_words] if said.verdict_by_id == person.pk else []
            wrote.setdefault(said.task_id, []).extend(words for words in own if words)
    for task_id in Proof.objects.filter(by=person).values_list("task", flat=True):
        parts.setdefault(task_id, set()).add(_("gave proof"))
    repeated = Repetition.objects.filter(Q(issuer=person) | Q(assignees__person=person)).select_related("group").distinct()
    for again in repeated.order_by("pk"):
        dates = {"issued": at(again.begun_at), "ended": at(again.ended_at)}
        yield {"title": again.title, "group": again.group.name, "part": _("what repeats"), **dates}
    for task in Task.objects.filter(pk__in=parts).select_related("group").order_by("pk"):
        yield {
            "number": task.number, "title": task.title, "group": task.group.name, "part": "、".join(sorted(parts[task.pk])),
            "state": str(task.get_state_display()), "issued": at(task.issued_at), "deadline": at(task.deadline_at),
            "words": "\n".join(wrote.get(task.pk, [])),
        }  # fmt: skip


def looks_at(person: Person) -> Iterator[Row]:
    """What the record says of others and this person's data: added, corrected, locked, looked up in the record, copied from a group."""
    about = Q(stream__key="organisation", kind__in=("person.added", "person.changed", "journal.read", "journal.exported"))
    about &= Q(data__person=person.pk)
    there = {m.group.stream_id: (m.joined_at, m.left_at) for m in Member.objects.filter(person=person).select_related("group")}
    copied = Q(stream__in=there, kind__in=("export.asked", "export.made", "export.taken"))
    locked = Q(stream__key=f"person:{person.pk}", kind__in=("person.locked", "person.unlocked"))
    for entry in Entry.objects.filter(about | copied | locked).exclude(by=person).select_related("by").order_by("-pk")[:MOST]:
        came, left = there.get(entry.stream_id, (None, None))
        if (came and entry.at < came) or (left and entry.at > left):
            continue  # of a time when they were not in that group
        by = entry.by.name if entry.by is not None and entry.by.kind == Person.Kind.OFFICIAL else ""
        yield _entry(entry) | {"by": by}


def _entry(entry: Entry) -> Row:
    known = EVENT_TYPES.get(entry.kind)
    return {"at": at(entry.at), "what": str(known.words) if known else entry.kind, "kind": entry.kind}


def messages_of(person: Person) -> int:
    """Gives how many messages a person wrote, in all groups."""
    return _own(person).count()


def batches(person: Person) -> Iterator[list[Message]]:
    """Gives them in the order they were said, a few hundred at a time, with their files: four queries for each."""
    whole = _own(person).select_related("group", "author", "reply_to__author", "link_card").prefetch_related("files__upload")
    last = 0
    while batch := list(whole.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk


def _own(person: Person) -> Any:
    return Message.objects.filter(author=person).exclude(extra__has_key="robot")
