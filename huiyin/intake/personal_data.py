"""What of intake is about a person: addresses, encrypted, as long as names and numbers of cases are kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case
from huiyin.cases.personal_data import KEPT
from huiyin.channels.models import Outgoing
from huiyin.core.personal_data import Erased, PersonalData, PieceByPiece, RetentionKind
from huiyin.db.batches import delete_some, update_some
from huiyin.intake.models import IncomingMail, MailAuthor, PaperLetter

MAILS = timedelta(days=90)  # that a message came: as long as servers try to hand it over again, and well beyond

PERSONAL_DATA = [
    PersonalData("intake.incomingmail", "that a message came and what became of it: digests, no address"),
    PersonalData("intake.mailauthor", "the address goes with the names and numbers of cases"),
    PersonalData("intake.paperletter", "the address goes with the names and numbers of cases"),
]


def _empty(erased: Erased) -> tuple[int, int] | None:
    """Where they wrote from, of what they asked for in their own name or under their number."""
    if _untold(erased):
        return (0, 0)
    theirs = Q(case__author=erased.person) | (Q(case__phone=erased.phone) if erased.phone else Q(pk__in=()))
    gone = delete_some(MailAuthor.objects.filter(theirs)) or update_some(PaperLetter.objects.filter(theirs).exclude(sealed=""), sealed="")
    return (0, 0) if gone else None


def _untold(erased: Erased) -> bool:
    """Takes away what was told about what they asked for, or still waits to be: to whatever number or mailbox."""
    theirs = Q(author=erased.person) | (Q(phone=erased.phone) if erased.phone else Q(pk__in=()))
    ids = list(Case.objects.filter(theirs).order_by("pk").values_list("pk", flat=True))
    for begin in range(0, len(ids), 100):
        about = Q(pk__in=())
        for pk in ids[begin : begin + 100]:
            about |= Q(about__startswith=f"case:{pk}:")
        if delete_some(Outgoing.objects.filter(about)):
            return True
    return False


ERASED_AFTER = [PieceByPiece("intake", 44, _empty)]


def _ended(now: datetime) -> QuerySet[MailAuthor]:
    return MailAuthor.objects.filter(case__ended_at__lte=now - KEPT)


def _letters(now: datetime) -> QuerySet[PaperLetter]:
    return PaperLetter.objects.filter(case__ended_at__lte=now - KEPT).exclude(sealed="")


def _mails(now: datetime) -> QuerySet[IncomingMail]:
    return IncomingMail.objects.filter(at__lte=now - MAILS)


RETENTION = [
    RetentionKind("mail_authors", "intake.mailauthor", _("Addresses of e-mail in requests that ended"), 98,
                  lambda now: _ended(now).count(), lambda now: delete_some(_ended(now))),
    RetentionKind("paper_letters", "intake.paperletter", _("Addresses on letters in requests that ended"), 99,
                  lambda now: _letters(now).count(), lambda now: update_some(_letters(now), sealed="")),
    RetentionKind("incoming_mails", "intake.incomingmail", _("That e-mails came"), 100,
                  lambda now: _mails(now).count(), lambda now: delete_some(_mails(now))),
]  # fmt: skip
