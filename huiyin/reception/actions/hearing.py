"""What is said is taken down in the petitioner's own words, read back, agreed, and registered as a request (Regulations on Petitions,
articles 19 to 22)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions import CaseDraft, register_case
from huiyin.cases.actions.parties import TOO_MANY, phone_of
from huiyin.cases.actions.registering import TEXT, TITLE, Asker, Registered
from huiyin.cases.actions.transition import said
from huiyin.cases.models import Channel
from huiyin.cases.queries.aloud import code_aloud
from huiyin.cases.rules import Speaker
from huiyin.core.errors import Invalid, TooMuch, WrongState
from huiyin.journal.recording import record
from huiyin.language.clean import one_line
from huiyin.reception.actions.booking import NAME, REPRESENTATIVES
from huiyin.reception.actions.calling import begin_move, entry
from huiyin.reception.models import Petitioner, Visit
from huiyin.reception.moves import MOVES

SUMMARY = 2000
MOST_PETITIONERS = 50


@dataclass(frozen=True, slots=True)
class Heard:
    """One of those who ask. `speaks`: came, and speaks for all."""

    name: str
    phone: str = ""
    speaks: bool = True


@MOVES.makes("write")
def write_down(visit: Visit, who: Speaker, words: str, summary: str, petitioners: Sequence[Heard] = ()) -> Visit:
    """Takes down what somebody says, in their own words, with the clerk's summary beside it and who asks with them. Gives the visit.

    Raises WrongState once it was read back and agreed: from then on the words are the petitioner's; Invalid for more than five who speak.
    """
    with transaction.atomic():
        visit = begin_move(visit, who, "write")
        if visit.read_back_at is not None:
            raise WrongState(_("This was read back and agreed; it stays as it was said. What is added becomes a request of its own."))
        visit.words, visit.summary = said(words, "words", TEXT), said(summary, "summary", SUMMARY)
        visit.written_by = who.person
        visit.save(update_fields=["words", "summary", "written_by"])
        _name(visit, petitioners)
        entry(visit, "visit.written", who, petitioners=len(petitioners))
    return visit


def _name(visit: Visit, petitioners: Sequence[Heard]) -> None:
    if sum(one.speaks for one in petitioners) > REPRESENTATIVES:
        raise Invalid(TOO_MANY, field="petitioners")
    if len(petitioners) > MOST_PETITIONERS:
        raise TooMuch(field="petitioners")
    named = [one for one in petitioners if one_line(one.name) or one.phone.strip()]
    rows = [
        Petitioner(visit=visit, order=n, name=one_line(one.name)[:NAME], phone=phone_of(one, "petitioners"), speaks=one.speaks)
        for n, one in enumerate(named)
    ]  # fmt: skip
    Petitioner.objects.filter(visit=visit).delete()
    Petitioner.objects.bulk_create(rows)


@MOVES.makes("agree")
def agree(visit: Visit, who: Speaker, shown: str = "") -> Visit:
    """What was taken down was read back, and the petitioner agreed: from now on nobody changes it. Gives the visit.

    `shown`: the sum of what was read back; raises WrongState where somebody has written something else since.
    """
    with transaction.atomic():
        visit = begin_move(visit, who, "agree")
        if not visit.words:
            raise Invalid(_("Nothing is taken down yet."), field="words")
        if visit.read_back_at is None:
            if shown and shown != visit.sum:
                raise WrongState(_("Something else is taken down by now. Read this back, then let them agree."))
            visit.read_back_at, visit.read_back = timezone.now(), visit.sum
            visit.save(update_fields=["read_back_at", "read_back"])
            entry(visit, "visit.agreed", who)
    return visit


@MOVES.makes("register")
def register(visit: Visit, who: Speaker) -> Registered:
    """Registers what was heard as a request: own words as they are, the summary in the record, each petitioner with it. Gives it with its
    code; again, what was registered before, with its code only for whoever registered it a moment ago.

    Raises WrongState where it was not read back and agreed.
    """
    with transaction.atomic():
        visit = begin_move(visit, who, "register")
        if visit.case is not None:
            return Registered(visit.case, code_aloud(who, visit.case), again=True)
        if visit.read_back_at is None:
            raise WrongState(_("Read it back first; it is registered once the petitioner agrees (Regulations on Petitions, art. 19)."))
        named = list(visit.petitioners.order_by("-speaks", "order"))  # in whose name it stands is one who speaks for all
        name, phone = (named[0].name, named[0].phone) if named else (visit.name, visit.phone)
        title = one_line(visit.summary.strip().partition("\n")[0])[:TITLE]
        draft = CaseDraft(visit.words, title=title, name=name, phone=phone or visit.phone, channel=Channel.DESK,
                          joint=[Asker(one.name, one.phone, one.speaks) for one in named[1:]])  # fmt: skip
        made = register_case(draft, who)
        data = {"day": visit.day_id, "unit": visit.day.unit_id, "read_back_at": visit.read_back_at.isoformat(timespec="seconds")}
        record(made.case.stream_id, "reception.heard", by=who.person, data=data, sealed={"words": visit.summary}, about=made.case)
        visit.case = made.case
        visit.save(update_fields=["case"])
        entry(visit, "visit.registered", who)
    return made
