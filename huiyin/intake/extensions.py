"""What intake adds to a case's page: how a letter came, and the way to register the next."""

from __future__ import annotations

from typing import Any

from huiyin.cases.extension_points import CaseAddition
from huiyin.cases.models import Channel
from huiyin.cases.queries.page import CasePage
from huiyin.cases.rules import Speaker
from huiyin.channels.extension_points import SealedRows
from huiyin.channels.sealing import Unreadable, unseal
from huiyin.intake.models import MailAuthor, PaperLetter


def _letter(who: Speaker, shown: CasePage) -> Any:
    """Of a letter: when it was received, and for those who have it in hand where its sender lives."""
    if shown.case.channel != Channel.LETTER or not (shown.inside or "author" in shown.having):
        return None
    found = PaperLetter.objects.filter(case=shown.case).first()
    if found is None:
        return None
    address = ""
    if shown.inside and found.sealed:
        try:
            address = unseal(found.sealed)["address"]
        except Unreadable:
            address = ""
    return {"received_on": found.received_on, "address": address}


EXTENSIONS = (
    CaseAddition("paper-letter", "intake/_letter.html", _letter),
    SealedRows("mail-authors", MailAuthor.objects.all),
    SealedRows("paper-letters", PaperLetter.objects.all),
)
