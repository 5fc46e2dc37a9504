"""A letter on paper is registered by a clerk: its scan, its sender, the day it was received, from which its time limits run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions import CaseDraft, Registered, register_case
from huiyin.cases.actions.registering import Asker
from huiyin.cases.models import Channel
from huiyin.cases.rules import Speaker
from huiyin.channels.sealing import seal
from huiyin.core.errors import Invalid, NotAllowed
from huiyin.intake.models import PaperLetter
from huiyin.language.clean import one_line

OLDEST = timedelta(days=60)  # longer ago than the law lets a petition be handled
ADDRESS = 200


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """A letter as a clerk takes it in: `summary` in the clerk's words or the letter's own, `address` where its sender lives."""

    summary: str
    received_on: date
    name: str = ""
    address: str = ""
    phone: str = ""
    topic: str = ""
    petition: bool = True
    uploads: Sequence[str] = ()
    key: str = ""
    accused: Sequence[int] = ()  # units it accuses: then it is sealed
    joint: Sequence[Asker] = ()  # who signed it with its sender


def register_letter(draft: LetterDraft, who: Speaker) -> Registered:
    """Registers a letter. Gives its case and code. Its clocks run from the day of receipt (Regulations on Petitions, art. 22, 23).

    Raises NotAllowed for who holds no post, Invalid for a day that cannot be, and as `register_case`.
    """
    if not who.units:
        raise NotAllowed
    if not timezone.localdate() - OLDEST <= draft.received_on <= timezone.localdate():
        raise Invalid(_("A letter was received within the last 60 days, and not tomorrow."), field="received_on")
    said = CaseDraft(
        draft.summary, name=draft.name, phone=draft.phone, topic=draft.topic, uploads=draft.uploads, channel=Channel.LETTER,
        petition=draft.petition, key=draft.key, received_at=_noon(draft.received_on),
        accused=draft.accused, joint=draft.joint,
    )  # fmt: skip
    with transaction.atomic():
        made = register_case(said, who)
        if not made.again:
            address = one_line(draft.address)[:ADDRESS]
            PaperLetter.objects.create(case=made.case, received_on=draft.received_on, sealed=seal({"address": address}) if address else "")
    return made


def _noon(day: date) -> datetime:
    """Its day in the county's zone: clocks of days begin on the day after."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))


