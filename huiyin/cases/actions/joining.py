"""Somebody asks for the same as a published case: they get a case of their own that goes along with it, and is answered with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from huiyin.cases.actions.clocks import end_clocks, start_clock
from huiyin.cases.actions.registering import ON_BEHALF, CaseDraft, Registered, register_case
from huiyin.cases.actions.transition import entry
from huiyin.cases.actions.word_index import reworded
from huiyin.cases.codes import code_of
from huiyin.cases.masking import for_everybody
from huiyin.cases.models import Answer, Case, Joiner, Part, State
from huiyin.cases.moves import MOVES
from huiyin.cases.preview import names_in, shown_answers
from huiyin.cases.queries.joined import words_of_joining
from huiyin.cases.queries.public import case_of
from huiyin.cases.queries.topics import is_topic
from huiyin.cases.rules import Speaker
from huiyin.core.errors import Invalid, NotThere, WrongState
from huiyin.groups.models import Message
from huiyin.people.models import Person
from huiyin.people.rules import is_official


def join_case(case: Case, who: Speaker, draft: CaseDraft | None = None, *, source: Message | None = None,
              author: Person | None = None, taken_down: bool = False) -> Registered:  # fmt: skip
    """Somebody asks for the same as a published case. They are an author like any other: with their own number and code, in their own words
    if they typed some; they are answered, asked how it was, and say themselves that it is not solved. Gives their case; whoever joined
    before gets the same again. Who takes it down for somebody else gets a new one whatever that person asked before, and learns nothing
    (`taken_down`: of what another said in a group).

    Raises NotThere for what is not published, WrongState for what has ended, Invalid for its own author.
    """
    with transaction.atomic():
        case = Case.locked(case.pk)
        if case.published_at is None or case.is_confidential:
            raise NotThere
        person = None if _for_another(who, draft, taken_down) else author or who.person
        mine = person is not None or who.person is None
        if mine and (case.pk in who.holds or (person is not None and case.author_id == person.pk)):
            raise Invalid(gettext_lazy("It is your own."))
        if first := _before(case, person):
            return first
        if case.state in (State.SETTLED, State.DECLINED):
            raise WrongState
        made = register_case(_words(draft or CaseDraft(""), case), who, source=source, author=author, joins=case)
        if not made.again:
            taken = made.case.by_id is not None
            entry(case, "case.joined", Speaker() if draft is not None and draft.anonymous else who, {"clerk" if taken else "joiner"})
            _catch_up(made.case, case)
    return made


def register_or_join(draft: CaseDraft, who: Speaker, number: str) -> Registered:
    """Registers what somebody asks for; where they chose a published case, by its number, as joining that one. Raises as either, and
    Invalid for an accusation and a private word: they are joined to nothing that everybody reads."""
    if not number:
        return register_case(draft, who)
    if draft.accused:
        raise Invalid(gettext_lazy("An accusation is not joined to what everybody reads."), field="accused")
    if draft.to is not None:
        words = gettext_lazy("A private word is not joined to what everybody reads. Send it by itself, or choose the desk.")
        raise Invalid(words, field="to")
    return join_case(case_of(number), who, draft)


def _for_another(who: Speaker, draft: CaseDraft | None, taken_down: bool) -> bool:
    """Whether somebody in office takes down what another asks for: from a group (`taken_down`), in a call, at the desk."""
    if taken_down or draft is None:
        return taken_down
    named = not draft.anonymous and bool(draft.name.strip() or draft.phone.strip())
    return draft.channel in ON_BEHALF or (named and is_official(who.person))


def _before(case: Case, person: Person | None) -> Registered | None:
    found = Joiner.objects.filter(case=case, person=person, own__isnull=False).select_related("own").first() if person else None
    return Registered(found.own, code_of(found.own.pk), again=True) if found is not None and found.own is not None else None


def _words(draft: CaseDraft, case: Case) -> CaseDraft:
    """Who types nothing says that they ask for the same, and under which number: another's words are not copied, nor a topic they typed."""
    words, topic = draft.text.strip() or words_of_joining(case.number), case.topic if is_topic(case.topic) else ""
    return replace(draft, text=words, topic=draft.topic or topic, petition=case.is_petition)


def followers(case: Case, move: str) -> Iterator[Case]:
    """Gives the joiners' cases that a move of this one takes along, each locked: those that were not answered yet. Afterwards each goes
    its own way, and what one joiner opens again concerns nobody else."""
    waiting = Case.objects.filter(joined__case=case, answered_at=None).order_by("pk").values_list("pk", flat=True)
    for pk in list(waiting):
        own = Case.locked(pk)
        if MOVES.leads(move, own.state):
            yield own


def words_for(own: Case, of: Case, words: str) -> str:
    """Gives what was said to the author of a case as somebody who joined it reads it: the author's name and numbers are taken out."""
    names = [name for name in names_in(of) if name]
    return for_everybody(words.replace(of.number, own.number), names)


def _catch_up(own: Case, case: Case) -> None:
    """Brings a joiner's new case to where the one they joined stands, under clocks of its own."""
    if case.state == State.REGISTERED:
        return
    now, house = timezone.now(), Speaker()
    own.state = State.ACCEPTED
    end_clocks(own, ("register", "notice"), now)
    start_clock(own, "handle", now)
    entry(own, "case.accepted", house, set())
    if case.unit_id is not None and case.state != State.ACCEPTED:
        own.unit = case.unit
        own.state = State.HANDLING if case.state == State.HANDLING else State.DISPATCHED
        parts = list(Part.objects.filter(case=case, ended_at=None))
        Part.objects.bulk_create([Part(case=own, unit_id=part.unit_id, role=part.role) for part in parts])
        helping = [part.unit_id for part in parts if part.role == Part.Role.HELPING]
        entry(own, "case.dispatched", house, set(), lead=case.unit_id, helping=helping)
    if case.state == State.ANSWERED:
        _answered(own, case, now)
    own.save(update_fields=["state", "unit", "deadline_at", "answered_at"])


def _answered(own: Case, case: Case, now: datetime) -> None:
    """What was answered already, where everybody reads it, is their answer too; if it is none to them, they say so and theirs is opened
    again. Where it was for its author alone, or waits to be looked at, theirs waits for an answer of its own."""
    last, shown = Answer.objects.filter(case=case).order_by("-at").first(), shown_answers(case)
    if last is None or not shown or shown[-1].answer_id != last.pk:
        return
    end_clocks(own, None, now)
    words = words_for(own, case, shown[-1].words)
    with reworded([own.pk]):
        Answer.objects.create(case=own, closing=last.closing, words=words, unit=last.unit, by=last.by, at=now, public=last.public)
    own.state, own.answered_at, own.deadline_at = State.ANSWERED, now, None
    start_clock(own, "ask_review" if own.is_petition else "reopen", now)
    entry(own, "case.answered", Speaker(), set(), words, unit=last.unit_id, closing=last.closing, late=False, review=0)
