"""A mail comes in: it is added to the case whose secret it bears, or becomes a new one; what no person wrote is left out, with a record."""

from __future__ import annotations

import hashlib
import logging
import re
from dataclasses import dataclass, replace
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.cases.actions import CaseDraft, register_case
from huiyin.cases.actions.registering import TEXT
from huiyin.cases.actions.transition import entry
from huiyin.cases.models import Case, CaseFile, Channel
from huiyin.cases.rules import Speaker
from huiyin.channels.actions.outgoing import tell
from huiyin.channels.sealing import seal
from huiyin.core.errors import Refused, TooOften
from huiyin.intake.mail.parser import Attached, Mail, NotReadable, read
from huiyin.intake.models import IncomingMail, MailAuthor
from huiyin.intake.receipts import receipt
from huiyin.intake.tokens import case_in
from huiyin.language.clean import clean_words
from huiyin.media.actions import claim, keep_upload
from huiyin.media.models import Upload

log = logging.getLogger(__name__)
FROM_ONE, FROM_ALL, HOUR = 10, 500, timedelta(hours=1)  # messages an hour; more are taken later
FROM_ONE_A_DAY, DAY = 60, timedelta(days=1)  # no person writes that much; what is beyond is left out
ADDED_MOST = 100  # files of one case that came by mail
_NUMBER = re.compile(r"(?<![0-9])(20[0-9]{2}-[0-9]{6})(?![0-9])")
Outcome = IncomingMail.Outcome


class SenderTooOften(TooOften):
    """One sender wrote more than is taken in an hour; others are taken."""


class AllTooOften(TooOften):
    """So much came within the hour that the rest waits."""


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a message; `again`: it had come before."""

    outcome: str
    case: Case | None = None
    reason: str = ""
    again: bool = False


def receive(raw: bytes) -> Received:
    """Takes one message as it came (RFC 5322). Gives what became of it.

    Raises SenderTooOften where its sender, AllTooOften where everybody together wrote more than is taken in an hour: whoever hands it over
    tries again later. One who goes on far beyond that is left out, with a record.
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
    mail = replace(mail, subject=clean_words(mail.subject, 200), text=clean_words(mail.text[:TEXT], TEXT))
    if not mail.text.strip() and not mail.subject.strip() and not mail.files:
        return _dropped(mail.digest, "empty")
    sender = salted_hmac("huiyin.intake.sender", mail.sender).hexdigest()[:24]
    if _lately(sender, DAY) >= FROM_ONE_A_DAY:
        return _dropped(mail.digest, "too_often")
    if _lately(sender, HOUR) >= FROM_ONE:
        raise SenderTooOften(wait_seconds=3600)
    if _lately("", HOUR) >= FROM_ALL:
        raise AllTooOften(wait_seconds=3600)
    uploads = _uploads(mail.files)
    try:
        with transaction.atomic():
            return _taken(mail, uploads, sender)
    except Refused as refusal:  # what cannot be registered is left out and said so; it must not come again and again
        log.info("a mail was not taken: %s", refusal.code)
        return _dropped(mail.digest, refusal.code)
    except IntegrityError:
        if (before := _before(mail.digest)) is not None:  # it came twice at once, and the other was quicker
            return before
        raise


def _lately(sender: str, span: timedelta) -> int:
    """How many mails were taken of one sender, or ("") of all; counted in the database, as each that is piped in has its own process."""
    taken = IncomingMail.objects.filter(at__gt=timezone.now() - span).exclude(outcome=Outcome.DROPPED)
    return (taken.filter(sender=sender) if sender else taken).count()


def _taken(mail: Mail, uploads: list[Upload], sender: str) -> Received:
    kept = IncomingMail.objects.create(digest=mail.digest, outcome=Outcome.CASE, sender=sender)
    case = _answered_to(mail)
    if case is not None:
        _add(case, mail, uploads)
        kept.outcome = Outcome.ADDED
    else:
        text, title = mail.text.strip() or mail.subject or _("(files only)"), mail.subject
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
    words = mail.text.strip() or mail.subject or _("(files only)")
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
