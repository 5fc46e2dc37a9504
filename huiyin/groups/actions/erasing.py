"""What somebody said is taken out of the conversations, and their name out of what others said: when a person is erased.

Words another person wrote are never changed but for the name in an @, or in the house's own lines. Their seal is given up with it
(the salt goes): the chain still verifies, and says that these words are no longer proved.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from huiyin.db import locks
from huiyin.groups.actions.marking import _place, _wipe
from huiyin.groups.actions.membership import exit_group
from huiyin.groups.message_search.index import forget
from huiyin.groups.models import Group, Invite, Member, Mention, Message, MessageFile
from huiyin.journal.models import Stream
from huiyin.journal.recording import PendingEntry, record_all
from huiyin.language.names import find_mentions, name_key
from huiyin.media.models import Upload
from huiyin.people.erased_name import PLACE
from huiyin.people.models import Person

AT_ONCE = 15  # messages in one transaction: some 50 ms in which whoever posts waits (50 took up to 350 ms)


def lock_groups_of(person: Person) -> list[Member]:
    """Locks the streams of all groups a person is in, in the order everybody takes them; gives the memberships."""
    Stream.locked_all(Member.objects.filter(person=person, left_at=None).values_list("group__stream_id", flat=True))
    return list(Member.objects.filter(person=person, left_at=None).select_related("group"))


def leave_all(person: Person, members: Sequence[Member], by: Person | None) -> None:
    """Takes a person out of their groups, under `lock_groups_of`; their invitations end, and where they were met is forgotten."""
    for member in members:
        exit_group(member, by=by, kind="member.left")
    Member.objects.filter(person=person).exclude(met="").update(met="")
    Invite.objects.filter(by=person, revoked_at=None).update(revoked_at=timezone.now())
    Invite.objects.filter(by=person).exclude(met="").update(met="")


def words_of(person: Person, kept: Q | None = None) -> Q:
    """Which messages are a person's own words. Takes which of them stay: acts in office, for whoever held one.

    What programs said through their hook stands under the program's name and stays.
    """
    stay = Q(extra__has_key="robot")
    return Q(author=person, erased_at=None) & ~(stay | kept if kept is not None else stay)


def erase_some(which: Q, by: Person | int | None, most: int = AT_ONCE) -> tuple[int, int]:
    """Erases some messages, all of one group, in one transaction. Gives how many messages and files went; (0, 0) when none is left."""
    group_id = Message.objects.filter(which).order_by("group").values_list("group", flat=True).first()
    if group_id is None:
        return 0, 0
    with locks.write_lock(), transaction.atomic():
        stream = Stream.locked(Group.objects.values_list("stream", flat=True).get(pk=group_id))
        some = list(Message.objects.filter(which, group=group_id).select_related("group", "author").order_by("n")[:most])
        uploads = list(MessageFile.objects.filter(message__in=some).values_list("upload", flat=True))
        for message in some:
            _wipe(message)
        files = Upload.objects.filter(pk__in=uploads, erased_at__isnull=False).count()  # one that others passed on goes with the last
        who = by if isinstance(by, int) or by is None else by.pk
        record_all(stream.pk, [PendingEntry("message.erased", who, _place(m), about=m) for m in some], locked=stream)
    return len(some), files


def copies_of(person: Person, name: str) -> list[int]:
    """Gives the messages in which others passed on what this person said: under this name, and at a moment at which they spoke."""
    passed_on = Message.objects.filter(erased_at=None, extra__forwarded__author=name).values_list("pk", "extra")
    found = []
    for pk, extra in passed_on.iterator():
        at = parse_datetime(str(extra["forwarded"].get("at", "")))
        if at is not None and Message.objects.filter(author=person, at__gte=at, at__lt=at.replace(microsecond=999_999)).exists():
            found.append(pk)
    return found


def take_name_out(person: Person, name: str, by: int | None, most: int = AT_ONCE) -> int:
    """Takes a name out of some messages that others wrote and that named this person. Gives how many; nought when none is left."""
    first = Mention.objects.filter(person=person).order_by("group", "n").first()
    if first is None:
        return 0
    with locks.write_lock(), transaction.atomic():
        stream = Stream.locked(Group.objects.values_list("stream", flat=True).get(pk=first.group_id))
        pks = list(Mention.objects.filter(person=person, group=first.group_id).order_by("n").values_list("message", flat=True)[:most])
        naming = Message.objects.filter(pk__in=pks, erased_at=None).select_related("group", "author")
        changed = [message for message in naming if _without(message, person, name)]
        Mention.objects.filter(person=person, message__in=pks).delete()
        record_all(stream.pk, [PendingEntry("message.redacted", by, _place(m), about=m) for m in changed], locked=stream)
    return len(pks)


def _without(message: Message, person: Person, name: str) -> bool:
    """Takes the name out of one message. A mention by post names the post, which stays."""
    key = name_key(name)
    named = [m for m in message.extra.get("mentions", ()) if person.pk in m.get("people", ()) and name_key(m["label"]) == key]
    if not named:
        return False
    text, pieces, place = message.text, [], 0
    for start, end, _meant in find_mentions(text, {m["label"]: m for m in named}):
        pieces += [text[place : start + 1], PLACE]
        place = end
    rest = [m for m in message.extra["mentions"] if m not in named]
    _rewrite(message, "".join([*pieces, text[place:]]), message.extra | {"mentions": [*rest, {"label": PLACE, "people": []}]})
    return True


def take_out_of_line(message: Message, by: int | None) -> None:
    """Takes the person's name out of a line in which the house said what they did."""
    with transaction.atomic():
        stream = Stream.locked(message.group.stream_id)
        event: dict[str, Any] = message.extra["event"]
        text = message.text.replace(str(event["person"]), PLACE)
        _rewrite(message, text, message.extra | {"event": event | {"person": PLACE}})
        record_all(stream.pk, [PendingEntry("message.redacted", by, _place(message), about=message)], locked=stream)


def _rewrite(message: Message, text: str, extra: dict[str, Any]) -> None:
    forget(message)  # the index is told what it held; the words as they are now are indexed anew
    message.text, message.extra, message.salt, message.indexed = text, extra, "", False
    message.save(update_fields=["text", "extra", "salt", "indexed"])
