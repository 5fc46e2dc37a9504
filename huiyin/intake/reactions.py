"""What intake does when something happens to a case: whoever asked is told, where they agreed or wrote by e-mail. Of sealed matters
and private words nothing leaves the house."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from huiyin.cases.codes import code_of
from huiyin.cases.models import Case
from huiyin.channels.actions.outgoing import tell
from huiyin.channels.sealing import Unreadable, unseal
from huiyin.intake.models import MailAuthor
from huiyin.intake.receipts import answered
from huiyin.journal.models import Entry
from huiyin.journal.recording import reacts_to
from huiyin.people.hours import hours_of
from huiyin.worktime.hours import quiet_ends


def _case(entry: Entry) -> Case:
    return entry.about if isinstance(entry.about, Case) else Case.objects.get(pk=entry.data["case"])


@reacts_to("case.registered")
def text_receipt(entry: Entry) -> None:
    """A text message with number and code, at once: they have just asked."""
    case = _case(entry)
    if case.texts and case.phone and not case.is_confidential:
        tell("text", case.phone, {"template": "registered", "number": case.number, "code": code_of(case.pk)}, f"case:{case.pk}:registered")


@reacts_to("case.answered", "case.declined")
def tell_answered(entry: Entry) -> None:
    """That it is answered, from the end of the quiet on."""
    case = _case(entry)
    if case.is_confidential:
        return
    due, about = quiet_ends(timezone.now(), hours_of(None), respect_days=False), f"case:{case.pk}:answered:{entry.seq}"
    if case.texts and case.phone:
        tell("text", case.phone, {"template": "answered", "number": case.number, "code": ""}, f"{about}:text", due)
    author = MailAuthor.objects.filter(case=case).first()
    if author is not None:
        try:
            address = unseal(author.sealed)["address"]
        except Unreadable:
            return
        with override(settings.LANGUAGE_CODE):
            tell("mail", address, answered(case), f"{about}:mail", due)
