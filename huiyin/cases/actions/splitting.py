"""One letter with several concerns; who must stay out; words between colleagues."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.idempotency import once
from huiyin.cases.actions.registering import CaseDraft, register_case
from huiyin.cases.actions.transition import begin_move, entry, said, unit_for
from huiyin.cases.models import Case, InternalNote, Party, Procedure, Recusal
from huiyin.cases.moves import MOVES
from huiyin.cases.queries.page import case_for
from huiyin.cases.rules import Speaker
from huiyin.core.errors import Invalid, WrongState

MOST = 10


@MOVES.makes("split")
def split_case(case: Case, who: Speaker, parts: Sequence[str]) -> list[Case]:
    """Makes several cases of one: the same person, each with its own number, words, clock and answer; the first keeps what was said whole,
    and leads to them. Gives the parts. Raises Invalid for none, TooMuch, WrongState for a part of another and for what is sealed.
    """
    if not 1 <= len(parts) <= MOST:
        raise Invalid(_("Say what the parts are, at most %(limit)s.") % {"limit": MOST}, field="parts")
    with transaction.atomic():
        case, having = begin_move(case, who, "split")
        if case.parent_id is not None or case.is_confidential:
            raise WrongState(_("A part of a case has no parts of its own."))
        made, out = [], list(Recusal.objects.filter(case=case).values_list("person", flat=True))
        for words in parts:
            draft = CaseDraft(said(words, "parts"), place=case.place, name=case.name, phone=case.phone, topic=case.topic,
                              petition=case.procedure == Procedure.PETITION, private=case.private)  # fmt: skip
            made.append(register_case(draft, Speaker(case.author), parent=case, author=case.author).case)
            _with_its_parties(made[-1], case)
            # Who is near to the whole is near to its parts.
            Recusal.objects.bulk_create([Recusal(case=made[-1], person_id=person) for person in out])
        entry(case, "case.split", who, having, parts=[one.pk for one in made])
    return made


def _with_its_parties(part: Case, whole: Case) -> None:
    """Who asked together for the whole, or for whom it was asked, is so for each part: they are told by it as they were before."""
    theirs = [
        Party(case=part, role=one.role, person=one.person, name=one.name, phone=one.phone, relation=one.relation, speaks=one.speaks)
        for one in whole.parties.order_by("pk")
    ]  # fmt: skip
    if theirs:
        Party.objects.bulk_create(theirs)
        part.with_others = True
        part.save(update_fields=["with_others"])


@MOVES.makes("recuse")
def recuse(case: Case, who: Speaker, reason: str) -> None:
    """Somebody who is near to a case stays out of it, in one step: from now on it is not there for them. Others of the unit, or the desk,
    go on (Regulations on Petitions, art. 28)."""
    with transaction.atomic():
        case, having = begin_move(case, who, "recuse")
        reason = said(reason, "reason", 500)
        assert who.person is not None
        Recusal.objects.get_or_create(case=case, person=who.person)
        entry(case, "case.recused", who, having, reason)


def recuse_once(who: Speaker, pk: int, reason: str, key: str) -> None:
    """Stays out of a case, once for a key; who stays out of it already changes nothing. Raises NotThere, KeyUsed, and as `recuse`."""
    out = Recusal.objects.filter(case=pk, person=who.person).exists()
    case = Case.objects.get(pk=pk) if out else case_for(who, pk)
    once(case, who, "recuse", key, lambda: None if out else recuse(case, who, reason), reason)


@MOVES.makes("note")
def note_case(case: Case, who: Speaker, words: str) -> InternalNote:
    """A word between those who handle it. It never leaves the house, and stands in no entry. Gives it."""
    with transaction.atomic():
        case, having = begin_move(case, who, "note")
        assert who.person is not None
        note = InternalNote.objects.create(case=case, by=who.person, unit_id=unit_for(case, who, having), words=said(words))
        entry(case, "case.noted", who, having)
    return note
