"""What intake adds to a case's page: how a letter came, and the way to register the next."""

from __future__ import annotations

from typing import Any

from huiyin.cases.extension_points import CaseAddition, TextMessages
from huiyin.cases.models import Channel
from huiyin.cases.queries.page import CasePage
from huiyin.cases.rules import ASKED, Speaker
from huiyin.channels.actions.texts_budget import has_room
from huiyin.channels.extension_points import SealedRows
from huiyin.channels.queries import to_be_called
from huiyin.channels.sealing import Unreadable, unseal
from huiyin.channels.text.sender import TRANSPORT as TEXT
from huiyin.intake.models import MailAuthor, PaperLetter


def _letter(who: Speaker, shown: CasePage) -> Any:
    """Of a letter: when it was received, and for those who have it in hand where its sender lives."""
    if shown.case.channel != Channel.LETTER or not (shown.inside or shown.having & ASKED):
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


def _to_call(who: Speaker, shown: CasePage) -> Any:
    """For those who have it in hand: that no text message went out, so that somebody calls; until whoever asked was asked how it was."""
    if not shown.inside or not shown.case.texts:
        return None
    last = to_be_called(f"case:{shown.case.pk}:")
    return last if last is not None and not shown.case.follow_ups.filter(at__gte=last.made_at).exists() else None


def _texts() -> str:
    return "" if not TEXT.is_on() else "on" if has_room() else "used_up"


EXTENSIONS = (
    TextMessages("texts", _texts),
    CaseAddition("call-back", "intake/_call_back.html", _to_call),
    CaseAddition("paper-letter", "intake/_letter.html", _letter),
    SealedRows("mail-authors", MailAuthor.objects.all),
    SealedRows("paper-letters", PaperLetter.objects.all),
)
