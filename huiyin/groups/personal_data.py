"""What of groups and what is said in them is about a person: what becomes of it, what blocks, how long it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.core.personal_data import (
    MOST,
    AtOnce,
    Blocker,
    BlockerKind,
    CopyPart,
    Erased,
    Fate,
    PersonalData,
    PieceByPiece,
    RetentionKind,
    Row,
    Stays,
    at,
    staying,
)
from huiyin.core.retention_periods import gone_before
from huiyin.db.batches import BATCH
from huiyin.groups.actions import erase_message
from huiyin.groups.actions.erasing import copies_of, erase_some, take_name_out, words_of
from huiyin.groups.exporting.actions import EXPIRE_CLOCK
from huiyin.groups.models import Export, Group, Member, Message, MessageFile
from huiyin.journal import clocks
from huiyin.journal.models import Entry
from huiyin.journal.personal_data import row_of_entry
from huiyin.media.actions import storage
from huiyin.people.models import Person

SHOWN = 50
COPIES_AT_ONCE = 200
TOMBSTONES_AT_ONCE = 50  # each is an entry in its group's stream

PERSONAL_DATA = [
    PersonalData("groups.message", "their words and files go; an official's acts and that somebody spoke stay. Who pinned did it for all",
                 {"author": Fate.EMPTIED, "pinned_by": Fate.KEPT}),
    PersonalData("groups.mention", "their name goes out of what others wrote", {"person": Fate.REMOVED_AFTER}),
    PersonalData("groups.member", "that somebody was there stays; where they were met is emptied", {"person": Fate.EMPTIED}),
    PersonalData("groups.invite", "ends, and where they were met is emptied", {"by": Fate.EMPTIED}),
    PersonalData("groups.export", "the file goes, and with it those of their groups", {"by": Fate.EMPTIED}),
    PersonalData("groups.group", "who began it, as a number", {"made_by": Fate.KEPT}),
    PersonalData("groups.messagefile", "goes with its message"),
    PersonalData("groups.source", "where a brought-in conversation came from: the group's"),
]  # fmt: skip


def _owned(person: Person, named: bool) -> Iterator[Blocker]:
    owned = Member.objects.filter(person=person, role=Member.Role.OWNER, left_at=None, group__archived_at=None)
    for group in Group.objects.filter(pk__in=owned.values("group")).order_by("pk")[:SHOWN]:
        name = group.name if named else f"№ {group.pk}"
        yield Blocker(_("group “%(name)s”, which they own") % {"name": name}, reverse("group-details", args=[group.pk]))


BLOCKERS = [BlockerKind("groups", 30, _owned)]


def _drop(paths: Sequence[str]) -> None:
    """Removes files from where media lie; call it after the commit."""
    for path in paths:
        storage().delete(path)


def _forget_copies(copies: Sequence[Export]) -> None:
    """Lets copies go, within a transaction; their files go after it."""
    for copy in copies:
        clocks.cancel(EXPIRE_CLOCK, f"export:{copy.pk}")
    paths = [copy.path for copy in copies if copy.state == Export.State.READY]
    Export.objects.filter(pk__in=[copy.pk for copy in copies]).update(state=Export.State.GONE)
    transaction.on_commit(lambda: _drop(paths))


def _remove_own_copies(person: Person, _nothing: object) -> None:
    _forget_copies(list(Export.objects.filter(by=person).exclude(state=Export.State.GONE)))


ERASED_AT_ONCE = [AtOnce("copies", 40, _remove_own_copies)]


def _words(erased: Erased) -> tuple[int, int] | None:
    gone = erase_some(words_of(erased.person, staying("groups.message", erased)), erased.by)
    return gone if gone != (0, 0) else None


def _passed_on(erased: Erased) -> tuple[int, int] | None:
    """Copies of their words that others passed on."""
    if erased.name and (found := copies_of(erased.person, erased.name)):
        return erase_some(Q(pk__in=found[:COPIES_AT_ONCE]), erased.by)
    return None


def _names(erased: Erased) -> tuple[int, int] | None:
    return (0, 0) if take_name_out(erased.person, erased.name, erased.by) else None


def _copies_of_groups(erased: Erased) -> tuple[int, int] | None:
    """Copies of their groups that others had made and that lie here still hold the words: they go, and can be asked for anew."""
    groups = Member.objects.filter(person=erased.person).values("group")
    with transaction.atomic():
        lying = Export.objects.filter(group__in=groups, state__in=(Export.State.READY, Export.State.RUNNING))
        copies = list(lying.order_by("pk")[:COPIES_AT_ONCE])
        _forget_copies(copies)
    return (0, 0) if copies else None


ERASED_AFTER = [
    PieceByPiece("words", 10, _words),
    PieceByPiece("passed_on", 20, _passed_on),
    PieceByPiece("names", 30, _names),
    PieceByPiece("copies_of_groups", 80, _copies_of_groups),
]


def _shown_still(person: Person) -> Q:
    """Files in messages that stand."""
    return Q(pk__in=MessageFile.objects.filter(upload__owner=person, message__erased_at=None).values("upload"))


STAYS = [Stays("shown", "media.upload", _shown_still, in_office=False)]


def _exports(now: datetime) -> QuerySet[Export]:
    """The clock of each copy lets it go; here what it missed, and the rows of what is gone for as long again."""
    before = gone_before("exports", now)
    assert before is not None
    gone = Q(state__in=(Export.State.GONE, Export.State.FAILED), asked_at__lte=before - (now - before))
    return Export.objects.filter(Q(state=Export.State.READY, expires_at__lte=now) | gone)


def _remove_exports(now: datetime) -> int:
    with transaction.atomic():
        rows = list(_exports(now).order_by("pk")[:BATCH])
        paths = [row.path for row in rows]
        Export.objects.filter(pk__in=[row.pk for row in rows]).delete()
        transaction.on_commit(lambda: _drop(paths))
    return len(rows)


def _archived(now: datetime) -> QuerySet[Message]:
    """Messages of groups that ended; not those on which a task stands: they are the record of an office."""
    before = gone_before("archived", now)
    if before is None:
        return Message.objects.none()
    return Message.objects.filter(group__archived_at__lte=before, erased_at=None).exclude(extra__has_key="task")


def _remove_archived(now: datetime) -> int:
    some = list(_archived(now).select_related("group", "author").order_by("group", "n")[:TOMBSTONES_AT_ONCE])
    for message in some:
        erase_message(message, by=None)
    return len(some)


RETENTION = [
    RetentionKind(
        "exports", "groups.export", gettext_lazy("Copies that were made"), 10,
        lambda now: _exports(now).count(), _remove_exports, term="exports",
    ),
    RetentionKind(
        "archived", "groups.message", gettext_lazy("Messages of ended groups"), 100,
        lambda now: _archived(now).count(), _remove_archived, term="archived",
    ),
]  # fmt: skip


def _memberships(person: Person) -> Iterator[Row]:
    for member in Member.objects.filter(person=person).select_related("group").order_by("joined_at", "pk"):
        yield {
            "group": member.group.name, "kind": str(member.group.get_kind_display()), "role": str(member.get_role_display()),
            "since": at(member.joined_at), "left": at(member.left_at), "met": member.met,
        }  # fmt: skip


def _looks(person: Person) -> Iterator[Row]:
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
        yield row_of_entry(entry) | {"by": by}


def _asked_copies(person: Person) -> Iterator[Row]:
    for one in Export.objects.filter(by=person).select_related("group").order_by("pk"):
        copied = one.group.name if one.group else _("of my own data")
        yield {"asked": at(one.asked_at), "state": str(one.get_state_display()), "copy": copied}


COPY = [
    CopyPart("memberships", "memberships", gettext_lazy("Groups"), 60, _memberships),
    CopyPart("looks", "looks", gettext_lazy("Who looked at my data, changed it or took a copy"), 90, _looks),
    CopyPart("asked", "copies", gettext_lazy("What I asked for"), 101, _asked_copies),
]
