"""A mail comes in: it is added to the case whose secret it bears, or becomes a new one; what no person wrote is left out, with a record."""

from __future__ import annotations

import hashlib
import logging
import re
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.cases.actions import CaseDraft, register_case
from huiyin.cases.actions.moving import entry
from huiyin.cases.actions.registering import TEXT
from huiyin.cases.models import Case, CaseFile, Channel
from huiyin.cases.rules import Speaker
from huiyin.channels.actions.outgoing import tell
from huiyin.channels.sealing import seal
from huiyin.core.errors import Refused
from huiyin.core.throttle import throttle
from huiyin.intake.mail.reading import Attached, Mail, NotReadable, read
from huiyin.intake.models import IncomingMail, MailAuthor
from huiyin.intake.telling import receipt
from huiyin.intake.tokens import case_in
from huiyin.language.clean import clean_words
from huiyin.media.actions import claim, keep_upload
from huiyin.media.models import Upload

log = logging.getLogger(__name__)
FROM_ONE, FROM_ALL, HOUR = 10, 500, 3600  # messages an hour; more are taken later
ADDED_MOST = 100  # files of one case that came by mail
_NUMBER = re.compile(r"(?<![0-9])(20[0-9]{2}-[0-9]{6})(?![0-9])")
Outcome = IncomingMail.Outcome


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a message; `again`: it had come before."""

    outcome: str
    case: Case | None = None
    reason: str = ""
    again: bool = False


def receive(raw: bytes) -> Received:
    """Takes one message as it came (RFC 5322). Gives what became of it.

    Raises TooOften where its sender, or everybody together, wrote more than is taken in an hour: whoever hands it over tries again later.
    """
    try:
        mail = read(raw)
    except NotReadable as refused:
        return _dropped(hashlib.sha256(raw[:1_000_000]).hexdigest(), refused.reason)
    if (before := _before(mail.digest)) is not None:
        return before
    own = {settings.MAIL_IN.lower(), settings.DEFAULT_FROM_EMAIL.lower().rpartition("<")[2].rstrip(">")}
    if mail.automatic or _without_tag(mail.sender) in own:
        return _dropped(mail.digest, mail.automatic or "own_address")
    if not mail.text.strip() and not mail.subject.strip():
        return _dropped(mail.digest, "empty")
    digest = salted_hmac("huiyin.intake.sender", mail.sender).hexdigest()[:24]
    throttle(f"mail-in:{digest}", FROM_ONE, HOUR)
    throttle("mail-in", FROM_ALL, HOUR)
    uploads = _uploads(mail.files)
    try:
        with transaction.atomic():
            return _taken(mail, uploads)
    except IntegrityError:
        if (before := _before(mail.digest)) is not None:  # it came twice at once, and the other was quicker
            return before
        raise


def _taken(mail: Mail, uploads: list[Upload]) -> Received:
    kept = IncomingMail.objects.create(digest=mail.digest, outcome=Outcome.CASE)
    case = _answered_to(mail)
    if case is not None:
        _add(case, mail, uploads)
        kept.outcome = Outcome.ADDED
    else:
        text, title = clean_words(mail.text[:TEXT], TEXT) or mail.subject, mail.subject
        draft = CaseDraft(text, title=title[:120], name=mail.name, channel=Channel.MAIL, uploads=[one.key for one in uploads])
        made = register_case(draft, Speaker())
        case = made.case
        MailAuthor.objects.create(case=case, sealed=seal({"address": mail.sender}))
        with override(settings.LANGUAGE_CODE):
            tell("mail", mail.sender, receipt(case, made.code), f"case:{case.pk}:receipt")
    kept.case = case
    kept.save(update_fields=["outcome", "case"])
    return Received(kept.outcome, case)


def _answered_to(mail: Mail) -> Case | None:
    """The case whose secret stands in the address it went to, or in what it answers to; not where its subject names another number."""
    pk = case_in((*mail.to, *mail.ids))
    case = Case.objects.filter(pk=pk).first() if pk is not None else None
    named = _NUMBER.findall(mail.subject)
    return case if case is not None and (not named or case.number in named) else None


def _add(case: Case, mail: Mail, uploads: list[Upload]) -> None:
    """What whoever asked adds stands in what happened, sealed beside the chain; those who have it in hand are told."""
    locked = Case.locked(case.pk)
    held = CaseFile.objects.filter(case=locked).count()
    fit = uploads[: max(0, ADDED_MOST - held)]
    claim(fit, timezone.now())
    CaseFile.objects.bulk_create([CaseFile(case=locked, upload=one, order=held + n) for n, one in enumerate(fit)])
    words = clean_words(mail.text[:TEXT], TEXT).strip() or mail.subject or _("(files only)")
    entry(locked, "case.added_to", Speaker(holds=frozenset({case.pk})), {"author"}, words, files=len(fit))


def _uploads(files: tuple[Attached, ...]) -> list[Upload]:
    """The files through the same door as every upload: looked at, made anew, without the place. What is refused there is left out."""
    kept = []
    for one in files:
        try:
            kept.append(keep_upload(None, one.content, one.name, one.kind))
        except Refused as refusal:
            log.info("a file of a mail was not taken: %s", refusal.code)
    return kept


def _before(digest: str) -> Received | None:
    first = IncomingMail.objects.filter(digest=digest).select_related("case").first()
    return Received(first.outcome, first.case, first.reason, again=True) if first is not None else None


def _dropped(digest: str, reason: str) -> Received:
    made, new = IncomingMail.objects.get_or_create(digest=digest, defaults={"outcome": Outcome.DROPPED, "reason": reason[:30]})
    return Received(made.outcome, made.case, made.reason, again=not new)


def _without_tag(address: str) -> str:
    local, at, domain = address.lower().partition("@")
    return local.partition("+")[0] + at + domain
