"""What is done with a card in passing: answered, thanked, handed on, hung together, seen; and taken back where it can be.

Each is the action that the page of that thing calls, with its own rule: the digest itself allows nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from huiyin.cases.actions import case_from_message, make_matter, take_out
from huiyin.cases.actions.matters import add_to_matter
from huiyin.cases.models import Case, Matter
from huiyin.cases.rules import speaker_of
from huiyin.core.errors import Invalid, NotAllowed, NotThere, WrongState
from huiyin.digest.models import Decided, Reading
from huiyin.digest.queries.cards import Card, Line, card_of
from huiyin.digest.rules import may_read
from huiyin.feed.actions import comment, delete_comment
from huiyin.feed.models import Comment, Moment
from huiyin.groups.actions import post_message, recall_message
from huiyin.groups.models import Group, Message
from huiyin.media.idempotency import content_digest, require_same
from huiyin.people.models import Person
from huiyin.tasks.actions import issue_task, withdraw_task
from huiyin.tasks.actions.issuing import Named, TaskDraft

What = Decided.What
MOST = 20  # answers given at once, cases hung together at once


@dataclass(frozen=True)
class Decision:
    """What is to be done, with what was shown: the sayings of a card from `first` to `upto`. What was said later is none of it. `words`
    of an answer or a task; `group` in which a task is given, `lead`, `deadline` of it."""

    what: str
    first: int
    upto: int
    words: str = ""
    group: int | None = None
    lead: int | None = None
    deadline: datetime | None = None
    key: str = ""


@dataclass(frozen=True)
class Done:
    """What was decided. `again`: it had been, under this key."""

    decided: Decided
    again: bool = False


def decide(person: Person, alike: int, decision: Decision) -> Done:
    """Does something with what its reader was shown of a card, as far as they may see it now. Gives what was done; with a key it is done
    once.

    Raises NotThere where nothing of it is theirs to see, WrongState where they have decided all of it already, Invalid for what cannot be,
    KeyUsed, and what the action behind it raises; then nothing was done.
    """
    if not may_read(person):
        raise NotAllowed
    digest = content_digest([alike, decision])
    with transaction.atomic():
        Reading.objects.get_or_create(person=person)
        Reading.objects.select_for_update().get(person=person)  # one hand at a time
        if decision.key and (first := Decided.objects.filter(person=person, key=decision.key).first()):
            require_same(bytes(first.digest), digest)
            return Done(first, again=True)
        card = card_of(person, alike, decision.first, decision.upto)
        if card is None:
            raise NotThere
        _not_decided(person, card)
        _lock([line.of for line in card.lines if line.kind == "comment"], [line.of for line in card.lines if line.kind == "case"],
              {line.group for line in card.lines if line.group})  # fmt: skip
        made = _DO[decision.what](person, card, decision) if decision.what in _DO else None
        if made is None:
            raise Invalid(field="what")
        return Done(Decided.objects.create(person=person, alike=alike, upto=card.upto, what=decision.what, undo=made, key=decision.key,
                                           digest=digest))  # fmt: skip


def _not_decided(person: Person, card: Card) -> None:
    """What was decided in another window, or by a program meanwhile, is not decided again."""
    before = Decided.objects.filter(person=person, alike=card.alike, undone_at=None).aggregate(Max("upto"))["upto__max"] or 0
    card.lines = [line for line in card.lines if line.pk > before]
    if not card.lines:
        raise WrongState(gettext_lazy("You have decided this already."))


def _lock(comments: Collection[int], cases: Collection[int], groups: Collection[int]) -> None:
    """All that a decision may touch, before the first of it: moments, then streams, each in one order. Cards of two readers lie across the
    same groups, and taken one by one they would wait for each other for ever."""
    if comments:
        Moment.lock_all(set(Comment.objects.filter(pk__in=comments).values_list("moment", flat=True)))
    Case.lock_streams(cases, *Group.objects.filter(pk__in=groups).values_list("stream", flat=True))


def undo(person: Person, pk: int) -> Decided:
    """Takes back what was done with a card, where that can be: a word within two minutes, a task, cases out of their matter. Gives
    it; taken back before, it stays so. Raises NotThere, and what the actions behind it raise."""
    with transaction.atomic():
        found = Decided.objects.select_for_update().filter(pk=pk, person=person).first()
        if found is None:
            raise NotThere
        if found.undone_at is None:
            _take_back(person, found.undo)
            found.undone_at = timezone.now()
            found.save(update_fields=["undone_at"])
    return found


def finish(person: Person, upto: int) -> Reading:
    """Everything up to here is read: what comes later is the next digest. Gives how far they are. Raises NotAllowed."""
    if not may_read(person):
        raise NotAllowed
    with transaction.atomic():
        Reading.objects.get_or_create(person=person)
        reading = Reading.objects.select_for_update().get(person=person)
        reading.since, reading.place, reading.position, reading.at = max(reading.since, upto), 0, "", timezone.now()
        reading.save(update_fields=["since", "place", "position", "at"])
    return reading


def keep_place(person: Person, card: Card) -> None:
    """Remembers where somebody stopped: at this card, or where it stood should it be decided meanwhile."""
    Reading.objects.update_or_create(person=person, defaults={"place": card.alike, "position": card.position})


def _spoken_to(card: Card) -> list[Line]:
    """Whom an answer goes to: in each group the newest, under moments each; those who wait come first."""
    found: list[Line] = []
    groups: set[int] = set()
    for line in sorted(card.lines, key=lambda one: not one.open):
        if line.kind == "comment" or (line.kind == "message" and line.group not in groups):
            groups.add(line.group)
            found.append(line)
    return found[:MOST]


def _answer(person: Person, card: Card, decision: Decision) -> dict[str, Any]:
    if not decision.words.strip():
        raise Invalid(gettext_lazy("Say it in a few words."), field="words")
    made: dict[str, Any] = {"messages": [], "comments": []}
    for line in _spoken_to(card):
        if line.kind == "message":
            made["messages"].append(post_message(line.group, person, decision.words, reply_to=line.n).pk)
        else:
            under = Comment.objects.select_related("moment").get(pk=line.of)
            made["comments"].append(comment(under.moment, person, decision.words, reply_to=under.pk).comment.pk)
    if not made["messages"] and not made["comments"]:
        raise Invalid(gettext_lazy("A request is answered on its own page: it says how it closes."), field="words")
    return made


def _thank(person: Person, card: Card, decision: Decision) -> dict[str, Any]:
    with override("zh-hans"):
        words = _("Thank you for telling us. I have read it.")
    return _answer(person, card, replace(decision, words=words))


def _assign(person: Person, card: Card, decision: Decision) -> dict[str, Any]:
    """In the group that was shown: its members are whom one can choose from."""
    line = next((one for one in card.lines if one.kind == "message" and one.group == decision.group), None)
    if line is None:
        raise Invalid(gettext_lazy("What was said in this group is no longer here. Look again, then decide."), field="group")
    if decision.lead is None:
        raise Invalid(gettext_lazy("Name to whom it goes."), field="lead")
    message = Message.objects.select_related("group").get(pk=line.of)
    title = decision.words.strip() or message.text.strip().replace("\n", " ")[:60]
    draft = TaskDraft(title, Named(decision.lead), deadline=decision.deadline, source=message.n)
    return {"task": issue_task(message.group, person, draft).pk}


def _merge(person: Person, card: Card, decision: Decision) -> dict[str, Any]:
    who, cases = speaker_of(person), [line.of for line in card.lines if line.kind == "case"][:MOST]
    for line in [one for one in card.lines if one.kind == "message"][: MOST - len(cases)]:
        cases.append(case_from_message(Message.objects.select_related("group", "author").get(pk=line.of), who).case.pk)
    if len(cases) < 2:
        raise Invalid(gettext_lazy("One alone hangs with nothing."), field="what")
    before = dict(Case.objects.filter(pk__in=cases).values_list("pk", "matter"))
    return {"matter": make_matter(who, cases, decision.words).pk, "cases": [[pk, before[pk]] for pk in cases]}


def _seen(person: Person, card: Card, decision: Decision) -> dict[str, Any]:
    return {"seen": True}


_DO = {What.ANSWERED.value: _answer, What.THANKED.value: _thank, What.ASSIGNED.value: _assign, What.MERGED.value: _merge,
       What.SEEN.value: _seen}  # fmt: skip


def _take_back(person: Person, made: dict[str, Any]) -> None:
    messages = list(Message.objects.filter(pk__in=made.get("messages", ())).select_related("group").order_by("pk"))
    _lock(made.get("comments", ()), [pk for pk, _before in made.get("cases", ())], {one.group_id for one in messages})
    for message in messages:
        recall_message(message, person)
    for one in Comment.objects.filter(pk__in=made.get("comments", ())):
        delete_comment(one, person)
    if "task" in made:
        withdraw_task(made["task"], person, _("Taken back in the digest."))
    if "matter" in made:
        _take_apart(person, made)


def _take_apart(person: Person, made: dict[str, Any]) -> None:
    """What this decision hung together, and hangs there still, goes back to where it hung; what others hung there since stays."""
    matter, who = Matter.objects.get(pk=made["matter"]), speaker_of(person)
    before = dict(made["cases"])
    former = Matter.objects.in_bulk([pk for pk in before.values() if pk])
    for case in Case.objects.filter(matter=matter, pk__in=before).order_by("pk"):
        if before[case.pk] in former:
            add_to_matter(former[before[case.pk]], who, case)
        else:
            take_out(matter, who, case)
