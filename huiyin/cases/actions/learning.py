"""Learning from each decision: what a case was about, and who got it. People decide; what is learned only proposes.

It follows the record, behind what people do. Sealed accusations, and what its author had erased, teach nothing.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from huiyin.cases.models import Case, Learned, Series
from huiyin.cases.rules import Speaker, may_arrange_learning
from huiyin.core.background import BackgroundWorker
from huiyin.core.errors import NotAllowed
from huiyin.journal.models import Entry
from huiyin.language.triage import Case as Decided
from huiyin.language.triage import TooManyTopics, Triage, cold_start, from_bytes, to_bytes
from huiyin.people.actions.organisation import organisation

TOPIC, UNIT = "topic", "unit"
EVERY_SECONDS, SETTLED, MOST = 30.0, timedelta(seconds=5), 200


def _waits() -> bool:
    rows = list(Learned.objects.values_list("upto", flat=True))
    return len(rows) < 2 or Entry.objects.filter(pk__gt=min(rows), kind="case.dispatched", at__lte=timezone.now() - SETTLED).exists()


def learn() -> int:
    """Learns from decisions that were not learned yet, some of them. Gives how many."""
    rows = {row.kind: row for row in Learned.objects.defer("body")}
    if len(rows) < 2:
        _begin()
        rows = {row.kind: row for row in Learned.objects.defer("body")}
    after = min(row.upto for row in rows.values())
    decided = Entry.objects.filter(pk__gt=after, kind="case.dispatched", at__lte=timezone.now() - SETTLED).order_by("pk")[:MOST]
    entries = list(decided)
    if not entries:
        return 0
    # Who joined another follows where that one went: nobody decided it, and most say no more than which it is.
    cases = Case.objects.filter(series=Series.PUBLIC, joined=None).exclude(text="").in_bulk([entry.data["case"] for entry in entries])
    told = [(cases[entry.data["case"]], entry.data["lead"]) for entry in entries if entry.data["case"] in cases]
    _keep(TOPIC, [Decided(case.topic, case.text, case.title) for case, _lead in told if case.topic], entries[-1].pk)
    _keep(UNIT, [Decided(str(lead), case.text, case.title) for case, lead in told], entries[-1].pk)
    return len(told)


def _begin() -> None:
    """From words of our own, before anybody decided anything."""
    for kind, learner in ((TOPIC, cold_start()), (UNIT, Triage())):
        with transaction.atomic():
            Learned.objects.get_or_create(kind=kind, defaults={"body": to_bytes(learner)})


def _keep(kind: str, decisions: list[Decided], upto: int) -> None:
    with transaction.atomic():
        row = Learned.objects.select_for_update().get(kind=kind)
        if row.upto >= upto:
            return  # another process was quicker
        row.upto = upto
        if not decisions:  # of what is sealed: nothing may tell that it was given to anybody, the moment of the last lesson neither
            row.save(update_fields=["upto"])
            return
        learner = from_bytes(bytes(row.body))
        for one in decisions:
            try:
                learner.learn(one)
            except TooManyTopics:
                continue  # the two hundred there are stay
        row.body, row.cases, row.at = to_bytes(learner), learner.cases, timezone.now()
        row.save(update_fields=["body", "cases", "upto", "at"])


def reset_learning(who: Speaker) -> None:
    """The head of a desk has everything forgotten; it stands in the organisation's record. Raises NotAllowed for anybody else."""
    if not may_arrange_learning(who):
        raise NotAllowed
    with organisation() as book:
        learned = Learned.objects.order_by("-cases").values_list("cases", flat=True).first() or 0
        forget_learned()
        book.note("desk.learning_forgotten", who.person, {"count": learned})


def forget_learned() -> None:
    """Begins anew: what was learned goes, decisions up to now teach nothing more."""
    last = Entry.objects.filter(kind="case.dispatched").order_by("-pk").values_list("pk", flat=True).first() or 0
    with transaction.atomic():
        Learned.objects.all().delete()
        for kind, learner in ((TOPIC, cold_start()), (UNIT, Triage())):
            Learned.objects.create(kind=kind, body=to_bytes(learner), upto=last)


WORKER = BackgroundWorker(
    "huiyin-cases-learning", "what was decided about cases could not be learned", _waits, lambda: learn() > 0, EVERY_SECONDS
)
