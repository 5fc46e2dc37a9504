"""A case comes in: from a form, a call, the desk, a letter, a group, a program. One door, one number, one code."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.clocks import start_clock
from huiyin.cases.actions.parties import addressed, name_parties
from huiyin.cases.actions.transition import entry, said
from huiyin.cases.actions.word_index import index_new, row_at
from huiyin.cases.codes import code_digest, code_of
from huiyin.cases.models import PETITIONS, Accused, Case, CaseFile, Channel, Joiner, Numbering, Procedure, Series
from huiyin.cases.rules import Speaker, may_be_received
from huiyin.core.errors import Invalid, KeyUsed, NotAllowed
from huiyin.core.random_id import random_id
from huiyin.db.compiled import Compiled
from huiyin.groups.models import Message
from huiyin.journal.recording import new_stream
from huiyin.language.clean import one_line
from huiyin.media.actions import claim, disown
from huiyin.media.idempotency import content_digest
from huiyin.media.models import Upload
from huiyin.people.models import Person, Unit
from huiyin.people.phones import clean_phone
from huiyin.people.queries import person_with_number
from huiyin.people.rules import is_official

TEXT, TITLE, PLACE, TOPIC, NAME = 4000, 120, 200, 60, 40
FILES = 5
PREFIX = {"sealed": "J", "word": "W"}  # of numbers of what is confidential
#: Who typed it speaks for somebody else: the one who called, came, wrote.
ON_BEHALF = (Channel.PHONE, Channel.DESK, Channel.LETTER)


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asks for the same together with a case's author. `speaks`: speaks for all."""

    name: str
    phone: str = ""
    speaks: bool = True


@dataclass(slots=True)
class CaseDraft:
    """A case before it is registered. `accused` are the units an accusation is about: then it is sealed. `uploads` are keys of files that
    came with it. `to` is the post a private word is to. `for_…`: for whom it is asked, and what whoever asks is to
    them; `joint`: who asks together with them. `texts`: they agree to text messages; `received_at`: of a letter, from when its
    clocks run."""

    text: str
    title: str = ""
    place: str = ""
    name: str = ""
    phone: str = ""
    anonymous: bool = False
    topic: str = ""
    uploads: Sequence[str] = ()
    channel: str = Channel.FORM
    petition: bool | None = None
    accused: Sequence[int] = ()
    private: bool = False
    to: int | None = None
    for_name: str = ""
    for_phone: str = ""
    for_relation: str = ""
    joint: Sequence[Asker] = ()
    key: str = ""
    texts: bool = False
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Registered:
    """A case that is registered, with the code its author keeps. `again`: it came before under this key; this is the first answer."""

    case: Case
    code: str
    again: bool = False


def register_case(draft: CaseDraft, who: Speaker, *, source: Message | None = None, parent: Case | None = None,
                  author: Person | None = None, joins: Case | None = None) -> Registered:  # fmt: skip
    """Registers what somebody asks for; anybody may, without an account. `joins`: the published case whose author asks for the same. Gives
    the case and its code.

    The same key from the same person (or browser) gives the case registered before; raises KeyUsed where it came with something else,
    Invalid and TooMuch with the field for what cannot be taken, NotAllowed for who speaks for somebody else and holds no office.
    """
    hangs = [one.pk if one else None for one in (source, parent, *([joins] if joins else ()))]
    digest = content_digest(draft, *hangs) if draft.key else None
    key_of = _key_of(draft, who)
    if first := _before(key_of, draft.key, digest):
        return first
    try:
        return _registered(draft, who, source, parent, author, joins, key_of, digest)
    except IntegrityError:
        if first := _before(key_of, draft.key, digest):  # the same came twice at once, and the other was quicker
            return first
        raise


def _key_of(draft: CaseDraft, who: Speaker) -> str:
    """Whose keys these are: a person's, a browser's. Of who gives no name it is a sum that leads back to nobody."""
    whose = f"person:{who.person.pk}" if who.person else "visitor"
    return f"-{salted_hmac('case-key', whose + draft.key).hexdigest()[:24]}" if draft.anonymous and who.person else whose


_came_before = Compiled[Case](lambda key_of, key: Case.objects.filter(key_of=key_of, key=key)[:1])


def _before(key_of: str, key: str, digest: bytes | None) -> Registered | None:
    """What came with this key before."""
    first = _came_before.first(key_of, key[:40]) if key else None
    if first is None:
        return None
    if first.key_digest is not None and bytes(first.key_digest) != digest:
        raise KeyUsed(field="key")
    return Registered(first, code_of(first.pk), again=True)


def _registered(draft: CaseDraft, who: Speaker, source: Message | None, parent: Case | None, author: Person | None, joins: Case | None,
                key_of: str, digest: bytes | None) -> Registered:  # fmt: skip
    channel = Channel(draft.channel) if draft.channel in Channel.values else Channel.FORM
    with transaction.atomic():
        case = _new(draft, who, channel)
        if author is not None:
            case.author, case.name = author, case.name or author.name[:NAME]
        case.source, case.parent, case.key_digest = source, parent, digest
        case.key_of, case.key = (key_of, draft.key[:40]) if draft.key else ("", "")
        code = _numbered(case)
        case.stream = stream = new_stream(f"case:{case.pk}")
        case.words_row = None if case.is_confidential else row_at(case.registered_at)
        case.save(force_insert=True)
        index_new(case)
        if joins is not None:
            Joiner.objects.create(case=joins, own=case, person=_joins_as(case, joins))
        for unit in Unit.objects.filter(pk__in=list(draft.accused)):
            Accused.objects.create(case=case, unit=unit)
        _files(case, who, draft, source)
        parties = name_parties(case, draft)
        received = draft.received_at if case.channel == Channel.LETTER else None
        begins = min(received or case.registered_at, case.registered_at)  # noon of today may still lie ahead
        start_clock(case, "register", begins)
        start_clock(case, "notice", begins)
        if case.deadline_at is not None:
            case.save(update_fields=["deadline_at"])
        # Of who asks without a name nothing is kept, in the record neither.
        speaks = Speaker() if draft.anonymous and case.by_id is None else who
        having = {"author"} if case.by_id is None else {"clerk"}
        entry(case, "case.registered", speaks, having, locked=stream)
        if parties:
            entry(case, "case.parties_named", speaks, having, locked=stream, count=len(parties))
    return Registered(case, code)


def _joins_as(case: Case, joins: Case) -> Person | None:
    """Under whose name a case joins another: its author's, unless it is theirs or they joined it before. Whoever takes it down for them is
    answered the same in each case."""
    whose = case.author
    if whose is None or joins.author_id == whose.pk or Joiner.objects.filter(case=joins, person=whose).exists():
        return None
    return whose


def _new(draft: CaseDraft, who: Speaker, channel: Channel) -> Case:
    text = said(draft.text, "text", TEXT)
    title = said(one_line(draft.title or text)[:TITLE] if not draft.title else draft.title, "title", TITLE)
    name, phone = one_line(draft.name)[:NAME], clean_phone(draft.phone) if draft.phone.strip() else ""
    behalf = channel in ON_BEHALF or (not draft.anonymous and bool(name or phone))
    clerk = is_official(who.person) and behalf
    if channel in ON_BEHALF and not clerk:
        raise NotAllowed(_("Only somebody in office takes down what another asks for. Choose the form instead."))
    if draft.accused and Unit.objects.filter(pk__in=list(draft.accused), closed_at=None).count() != len(set(draft.accused)):
        raise Invalid(_("This unit is not here."), field="accused")
    if draft.accused and not may_be_received(draft.accused):
        told = _("Nobody here may read an accusation of this unit. Turn to the office above it, or to the discipline inspection (12388).")
        raise Invalid(told, field="accused")
    petition = channel in PETITIONS if draft.petition is None else draft.petition
    case = Case(
        id=random_id(), title=one_line(title), text=text, place=one_line(draft.place)[:PLACE], topic=one_line(draft.topic)[:TOPIC],
        channel=channel, procedure=Procedure.PETITION if petition or draft.accused else Procedure.HOTLINE, private=draft.private,
        registered_at=timezone.now(), series=Series.SEALED if draft.accused else Series.WORD if draft.to is not None else Series.PUBLIC,
        to=addressed(draft, clerk), by=who.person if clerk else None,
    )  # fmt: skip
    if draft.anonymous:
        return case
    case.name, case.phone, case.texts = name, phone, draft.texts and bool(phone)
    if clerk:
        case.author = person_with_number(phone) if phone else None
    elif who.person is not None:
        case.author, case.name = who.person, name or who.person.name[:NAME]
    return case


def _numbered(case: Case) -> str:
    """Gives a case the next number of its series in this year, and a code; no number is left out, none is given twice. What is confidential
    has a number drawn by lot: whoever sent two could count what came between."""
    year = timezone.localdate().year
    if case.is_confidential:
        case.number = _drawn(f"{PREFIX[case.series]}{year}")
        return _coded(case)
    rows = Numbering.objects.filter(series=case.series, year=year).select_for_update()
    row = rows.first()
    if row is None:
        Numbering.objects.get_or_create(series=case.series, year=year)
        row = rows.get()
    row.last += 1
    row.save(update_fields=["last"])
    case.number = f"{year}-{row.last:06d}"
    return _coded(case)


def _drawn(begins: str) -> str:
    """Gives a number that nobody has yet."""
    while True:
        number = f"{begins}-{secrets.randbelow(1_000_000):06d}"
        if not Case.objects.filter(number=number).exists():
            return number


def _coded(case: Case) -> str:
    code = code_of(case.pk)
    case.code_digest = code_digest(case.number, code)
    return code


def _files(case: Case, who: Speaker, draft: CaseDraft, source: Message | None) -> None:
    if source is None:
        add_files(case, who, draft.uploads)
        return
    shared = [one.upload for one in source.files.select_related("upload").filter(upload__erased_at=None)]
    CaseFile.objects.bulk_create([CaseFile(case=case, upload=upload, order=n) for n, upload in enumerate(shared)])


def add_files(case: Case, who: Speaker, keys: Sequence[str]) -> None:
    """Adds files that whoever asked sent, behind those that are there; of who asks without a name nothing says whose they were. Raises
    Invalid as `uploads_of` does."""
    shared = uploads_of(who, keys)
    claim(shared, timezone.now())
    if case.author_id is None and case.by_id is None:
        disown(shared)
    first = case.files.count() if shared else 0
    CaseFile.objects.bulk_create([CaseFile(case=case, upload=upload, order=first + n) for n, upload in enumerate(shared)])


def uploads_of(who: Speaker, keys: Sequence[str]) -> list[Upload]:
    """Gives the files of these keys that this speaker sent and nobody has taken yet. Raises Invalid for others, and for too many."""
    if len(keys) > FILES:
        raise Invalid(_("At most %(limit)s photos or files go with it.") % {"limit": FILES}, field="uploads")
    owner = who.person.pk if who.person else None
    found = {one.key: one for one in Upload.objects.filter(key__in=keys, owner=owner, claimed_at=None, erased_at=None)} if keys else {}
    if len(found) != len(set(keys)):
        raise Invalid(_("A photo or file is no longer here. Add it again; your words are kept."), field="uploads")
    return [found[key] for key in dict.fromkeys(keys)]


