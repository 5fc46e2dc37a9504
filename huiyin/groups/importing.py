"""Bringing in a group's history from elsewhere: read whole, checked whole, then stored in the order it was said.

The columns are documented in docs/operators/messages.md. Running it again adds only what is new: each message is known by the
number it had where it comes from, each author by theirs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from huiyin.core.errors import Invalid, Refused
from huiyin.groups.actions import Draft, Posted, add_people, open_group, post_messages
from huiyin.groups.bringing import NOTHING_MORE, More, data_of, keep_files, more_of, opened, parsed, take_back
from huiyin.groups.message_search.index import index_pending
from huiyin.groups.models import Group, Member, Message
from huiyin.language.tables import TableError, read_table
from huiyin.people.actions.bringing import bring_person
from huiyin.people.actions.organisation import organisation
from huiyin.people.models import Administrator, OutsideIdentity, Person
from huiyin.worktime.bounds import is_known, whole_in

COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("id", "number", "编号", "留言编号", "消息编号"),
    "author": ("author", "user", "sender", "用户", "留言用户", "作者", "发言人"),
    "name": ("name", "author_name", "姓名", "昵称"),
    "at": ("at", "time", "date", "时间", "留言时间", "发言时间"),
    "title": ("title", "subject", "主题", "留言主题"),
    "text": ("text", "content", "message", "内容", "留言详情", "正文"),
    "reply_to": ("reply_to", "回复", "回复编号"),
}
REQUIRED = ("author", "at", "text")
BATCH = 500
FILE_LIMIT = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """One message of the file: its row there, its number, author, moment and words, and what it is beside them."""

    row: int
    id: str
    author: str
    name: str
    at: datetime
    text: str
    reply_to: str
    more: More = NOTHING_MORE


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be taken: its number in the file, and why not."""

    row: int
    why: str

    def __str__(self) -> str:
        return _("Row %(row)s: %(why)s") % {"row": self.row, "why": self.why}


@dataclass(slots=True)
class Brought:
    """What an import did. Where `refused` names rows, nothing was stored."""

    group: Group | None = None
    stored: int = 0
    known: int = 0
    people: int = 0
    refused: list[BadRow] = field(default_factory=list)

    def __str__(self) -> str:
        if self.refused:
            return _("Nothing was brought in. Mend these rows and run it again.")
        words = _("%(stored)s messages by %(people)s people are in “%(group)s”; %(known)s were there already.")
        return words % {"stored": self.stored, "people": self.people, "known": self.known, "group": self.group and self.group.name}


def import_messages(
    path: Path | str,
    group: str = "",
    owner: str = "",
    kind: str = Group.Kind.LISTENING,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Brought:
    """Brings a history (csv, xlsx, json, or the zip of an export with its files) into a group, made if need be.

    Takes the file, the group's name (default: the file's), its owner's phone number (default: the system administrator), the
    kind of a new group, and a function told (done, total). Gives what was done; if a row cannot be taken, every such row is
    named and nothing is stored. Interrupted, it goes on where it stopped when run again."""
    path = Path(path)
    rows, refused = read_history(path)
    if refused:
        return Brought(refused=refused)
    name = (group or path.stem)[:40]
    with transaction.atomic():
        into = _group(name, _owner(owner), kind, rows)
        people = _people(into, rows)
    brought = Brought(into, people=len(people))
    numbers: dict[str, int] = dict(
        Message.objects.filter(group=into, key__startswith="brought-").values_list("key", "n")
    )
    brought.known = sum(_key(into, row) in numbers for row in rows)
    new = [row for row in rows if _key(into, row) not in numbers]
    if new and into.last_message is not None and new[0].at < into.last_at:
        late = [r for r in new if r.at < into.last_at]
        words = _("is older than what the group already holds; bring older history into a group of its own")
        return Brought(into, refused=[BadRow(r.row, words) for r in late])
    progress(brought.known, len(rows))
    with opened(path) as archive:
        for place in range(0, len(new), BATCH):
            for part in _replies_apart(new[place : place + BATCH]):
                brought.stored += _store(archive, into, part, people, numbers)
            progress(brought.known + brought.stored, len(rows))
    while index_pending(2000):
        pass
    return brought


def read_history(path: Path) -> tuple[list[Row], list[BadRow]]:
    """Reads and checks a history file. Gives its messages in the order they were said, and every row that cannot be taken.

    Raises Invalid for a file that cannot be read at all.
    """
    if path.stat().st_size > FILE_LIMIT:
        raise Invalid(_("The file is larger than %(limit)s MB. Split it by years.") % {"limit": FILE_LIMIT // 2**20})
    rows: list[Row] = []
    refused: list[BadRow] = []
    seen: dict[str, int] = {}
    for number, cells, raw, files in _cells(path):
        row = _row(number, cells, raw, files)
        if isinstance(row, Row) and row.id and (first := seen.setdefault(row.id, number)) != number:
            row = BadRow(number, _("has the same number as row %(first)s") % {"first": first})
        (rows if isinstance(row, Row) else refused).append(row)  # type: ignore[arg-type]
    return sorted(rows, key=lambda r: (r.at, r.row)), refused


def _cells(path: Path) -> Iterator[tuple[int, dict[str, str], Mapping[str, Any], frozenset[str]]]:
    """Each row's number in the file and its cells under our names; of JSON the whole object too, of a zip the names of its files."""
    data, files = data_of(path, FILE_LIMIT)
    whole = path.suffix.lower() in (".json", ".zip")
    if whole:
        listed = parsed(data, FILE_LIMIT)
        table: Sequence[tuple[int, dict[str, Any]]] = list(enumerate(listed, start=1))
        header = list(dict.fromkeys(k for item in listed[:1000] for k in item))
    else:
        try:
            read = read_table(data, path.name, max_rows=2_000_000, max_bytes=FILE_LIMIT)
        except TableError as error:
            raise Invalid(_("The file cannot be read: %(why)s") % {"why": str(error)}) from error
        header, table = read.header, list(read.rows)
    ours = {key: next((h for h in header if h.strip().lower() in names), None) for key, names in COLUMNS.items()}
    if (missing := [key for key in REQUIRED if ours[key] is None]) and (table or not whole):  # the export of a group that has said nothing
        raise Invalid(_("These columns are missing: %(names)s") % {"names": "、".join(f"{k} ({COLUMNS[k][-1]})" for k in missing)})
    for number, cells in table:
        ours_of_it = {key: str(cells.get(h) or "").strip() if h else "" for key, h in ours.items()}
        yield number, ours_of_it, cells if whole else {}, files


def _row(number: int, cells: dict[str, str], raw: Mapping[str, Any], files: frozenset[str]) -> Row | BadRow:
    words = "\n".join(part for part in (cells["title"], cells["text"]) if part)
    if not cells["author"]:
        return BadRow(number, _("names no author"))
    if not words:
        return BadRow(number, _("has no words"))
    if len(words) > 20_000:
        return BadRow(number, _("has more than 20,000 characters"))
    at = parse_moment(cells["at"])
    if at is None:
        return BadRow(number, _("has a time that cannot be read: “%(time)s”") % {"time": cells["at"][:40]})
    if at > timezone.now():
        return BadRow(number, _("lies in the future: “%(time)s”") % {"time": cells["at"][:40]})
    try:
        more = more_of(raw, files)
    except ValueError as error:
        return BadRow(number, str(error))
    name = (cells["name"] or cells["author"])[:40]
    return Row(number, cells["id"][:60], cells["author"][:100], name, at, words, cells["reply_to"], more)


def parse_moment(text: str) -> datetime | None:
    """Reads a moment: ISO 8601, "2019/2/28 11:25:05", "2019-02-28", or seconds since 1970. Without a zone the county's is meant."""
    text = text.strip().replace("/", "-")
    try:
        if (number := whole_in(text, 13)) is not None and len(text) >= 9:
            at: datetime | None = datetime.fromtimestamp(number / (1000 if len(text) > 11 else 1), tz=timezone.get_default_timezone())
        else:
            at = parse_datetime(text) or _loose(text)
        if at is None or not is_known(at):
            return None
        return at if timezone.is_aware(at) else timezone.make_aware(at)
    except (ValueError, OverflowError, OSError):
        return None


def _loose(text: str) -> datetime | None:
    for pattern in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y年%m月%d日 %H:%M", "%Y年%m月%d日"):
        try:
            return datetime.strptime(text, pattern)
        except ValueError:
            continue
    return None


def _owner(phone: str) -> Person:
    if phone:
        owner = Person.objects.filter(phone__endswith=phone.removeprefix("+86")).first()
    else:
        found = Administrator.objects.filter(role=Administrator.Role.SYSTEM).select_related("person").order_by("pk").first()
        owner = found.person if found else None
    if owner is None:
        raise Invalid(_("Nobody can own the group yet. Name its owner by phone number, or make a system administrator first."))
    return owner


def _group(name: str, owner: Person, kind: str, rows: Sequence[Row]) -> Group:
    if (there := Group.objects.filter(name=name, archived_at=None).order_by("pk").first()) is not None:
        return there
    return open_group(owner, name, kind, at=rows[0].at if rows else None)


def _people(group: Group, rows: Sequence[Row]) -> dict[str, Person]:
    """The authors as persons of the group: those known from an earlier run, and those met for the first time."""
    issuer = f"brought:{group.pk}"
    people = {i.subject: i.person for i in OutsideIdentity.objects.filter(issuer=issuer).select_related("person")}
    with organisation():
        for row in rows:
            if row.author not in people:
                people[row.author] = bring_person(row.name, issuer, row.author)
    first: dict[str, datetime] = {}
    for row in rows:
        first.setdefault(row.author, row.at)
    inside = set(Member.objects.filter(group=group, left_at=None).values_list("person_id", flat=True))
    leader = Member.objects.select_related("person").get(group=group, role=Member.Role.OWNER, left_at=None).person
    new = {author: person for author, person in people.items() if person.pk not in inside and author in first}
    add_people(group, new.values(), leader, at={person.pk: first[author] for author, person in new.items()})
    return people


def _replies_apart(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Splits a batch before a row that answers another of the same batch: what is answered must be stored first. And after a row with
    files: what was kept for it waits for nothing else."""
    part: list[Row] = []
    inside: set[str] = set()
    for row in rows:
        if row.reply_to and row.reply_to in inside:
            yield part
            part, inside = [], set()
        part.append(row)
        inside.add(row.id)
        if row.more.files:
            yield part
            part, inside = [], set()
    if part:
        yield part


def _store(archive: ZipFile | None, group: Group, rows: Sequence[Row], people: dict[str, Person], numbers: dict[str, int]) -> int:
    drafts = [_draft(archive, group, row, people[row.author], numbers) for row in rows]
    stored = 0
    with transaction.atomic():
        for row, result in zip(rows, post_messages(drafts), strict=True):
            if isinstance(result, Posted):
                numbers[_key(group, row)] = result.message.n
                stored += not result.again
                take_back(result.message, row.more)
            elif isinstance(result, Refused):
                raise Invalid(str(BadRow(row.row, str(result))))
    return stored


def _draft(archive: ZipFile | None, group: Group, row: Row, author: Person, numbers: dict[str, int]) -> Draft:
    more = row.more
    try:
        uploads = keep_files(archive, more.files, author) if archive is not None else []
    except Refused as refusal:
        raise Invalid(str(BadRow(row.row, str(refusal)))) from refusal
    nothing_said = more.wordless and (uploads or more.place)
    return Draft(
        group.pk, author.pk, "" if nothing_said else row.text, key=_key(group, row), at=row.at, uploads=uploads,
        reply_to=numbers.get(_key_of(group, row.reply_to)) if row.reply_to else None, place=dict(more.place) if more.place else None,
        urgent_reason=more.urgent_reason, forwarded=dict(more.forwarded) if more.forwarded else None,
    )  # fmt: skip


def _key(group: Group, row: Row) -> str:
    return _key_of(group, row.id or f"{row.author}|{row.at.isoformat()}|{row.text}")


def _key_of(group: Group, identity: str) -> str:
    return "brought-" + hashlib.sha256(f"{group.pk}|{identity}".encode()).hexdigest()[:32]
