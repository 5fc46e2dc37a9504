"""A request comes in from a program: read, registered as from the public form, once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.cases.actions import CaseDraft, register_case, wish_public
from huiyin.cases.actions.registering import FILES
from huiyin.cases.codes import code_of
from huiyin.cases.models import Case, Channel
from huiyin.cases.rules import Speaker
from huiyin.core.errors import Invalid
from huiyin.media.idempotency import content_digest, require_same
from huiyin.open311.models import SendingKey, Sent
from huiyin.open311.pictures import fetch_pictures
from huiyin.open311.services import offered, topic_of
from huiyin.people.phones import clean_phone


@dataclass(frozen=True)
class Draft:
    """A request as a program sent it. `uploads`: keys of files that came with it, `media`: addresses of pictures. `asked_as`: its
    idempotency key, `known_as`: its own number for it; either may be empty."""

    service: str
    place: str
    text: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    since: datetime | None = None
    consent: bool = False
    uploads: Sequence[str] = ()
    media: Sequence[str] = ()
    asked_as: str = ""
    known_as: str = ""


@dataclass(frozen=True)
class Taken:
    """A request that is registered. `code`: the ten digits, where the key's program is told them. `again`: it came before."""

    case: Case
    code: str
    again: bool = False


def send_request(key: SendingKey, draft: Draft) -> Taken:
    """Registers what a program sends for somebody. Gives the case.

    The same key or the same number of the program's gives what was registered before; raises KeyUsed where it came with something else,
    Invalid and TooMuch for what cannot be taken.
    """
    digest = content_digest(_content(draft))
    if first := _before(key, draft, digest):
        return first
    pictures, links = fetch_pictures(draft.media, FILES - len(draft.uploads))  # asks others: never in a transaction
    try:
        with transaction.atomic():
            return _registered(key, draft, digest, pictures, links)
    except IntegrityError:
        if first := _before(key, draft, digest):  # the same came twice at once, and the other was quicker
            return first
        raise


def mark_of(said: str) -> str:
    """Gives what is kept of what a program calls something: its digest."""
    return hashlib.sha256(said.encode()).hexdigest() if said else ""


def _before(key: SendingKey, draft: Draft, digest: bytes) -> Taken | None:
    marks = Q(pk__in=())
    if draft.asked_as:
        marks |= Q(asked_as=mark_of(draft.asked_as))
    if draft.known_as:
        marks |= Q(known_as=mark_of(draft.known_as))
    first = Sent.objects.select_related("case").filter(marks, key=key).first()
    if first is None:
        return None
    require_same(first.digest, digest)
    return _taken(key, first.case, again=True)


def _registered(key: SendingKey, draft: Draft, digest: bytes, pictures: Sequence[str], links: Sequence[str]) -> Taken:
    phone, rest = _phone(draft.phone)
    case = register_case(
        CaseDraft(_words(draft, rest, links), place=draft.place, name=draft.name, phone=phone, topic=topic_of(draft.service),
                  uploads=[*draft.uploads, *pictures], channel=Channel.OPEN311), Speaker(),
    ).case  # fmt: skip
    Sent.objects.create(
        key=key, case=case, asked_as=mark_of(draft.asked_as), known_as=mark_of(draft.known_as), digest=digest, at=timezone.now()
    )
    if draft.consent and key.tells_code:  # without the code nobody could look at the preview, and agree
        case = wish_public(case, Speaker(holds=frozenset({case.pk})))
    return _taken(key, case)


def _taken(key: SendingKey, case: Case, again: bool = False) -> Taken:
    return Taken(case, code_of(case.pk) if key.tells_code else "", again)


def _phone(said: str) -> tuple[str, str]:
    """A mobile number, or what was said where it is none: nobody is asked anew here, so it goes along in the words."""
    try:
        return (clean_phone(said), "") if said else ("", "")
    except Invalid:
        return "", said


def _words(draft: Draft, phone: str, links: Sequence[str]) -> str:
    """What is asked for, in the words that came; under them what a request has no field for, in the language of the house."""
    with override(settings.LANGUAGE_CODE):
        text = draft.text or f"{offered()[draft.service]} · {draft.place}"
        lines = []
        if draft.since is not None:
            lines.append(_("Since: %(when)s") % {"when": timezone.localtime(draft.since).strftime("%Y-%m-%d %H:%M")})
        if phone:
            lines.append(_("Telephone: %(number)s") % {"number": phone})
        if draft.email:
            lines.append(_("E-mail: %(address)s") % {"address": draft.email})
        lines += [_("Picture: %(address)s") % {"address": link} for link in links]
    return "\n\n".join([text, "\n".join(lines)]) if lines else text


def _content(draft: Draft) -> dict[str, Any]:
    """What tells a repetition from something else: of pictures behind addresses only the addresses, which may answer differently."""
    return {
        "service": draft.service, "place": draft.place, "text": draft.text, "name": draft.name, "phone": draft.phone,
        "email": draft.email, "since": draft.since, "consent": draft.consent, "uploads": list(draft.uploads),
        "media": list(draft.media),
    }  # fmt: skip
