"""Like cases hang under one matter; each keeps its number, its author, its words and its own answer. Taking one out loses nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.answering import answer_case, taken
from huiyin.cases.actions.idempotency import once
from huiyin.cases.actions.transition import begin_move, entry, unit_for
from huiyin.cases.extension_points import HandsIn, MatterText, hands_in, waiting_for_release
from huiyin.cases.models import Case, Matter, Series, State
from huiyin.cases.moves import MOVES
from huiyin.cases.rules import Speaker, in_office, roles
from huiyin.core.errors import Invalid, NotAllowed, NotThere, WrongState
from huiyin.core.random_id import random_id
from huiyin.journal.recording import open_stream, record

MOST = 500
NAME, NUMBER = "{name}", "{number}"  # where it stands in an answer, each author reads their own name, and the number of their own
_BLANK = re.compile(f"({re.escape(NAME)}|{re.escape(NUMBER)})")


class MatterAnswered(NamedTuple):
    """What one text did: whom it answered, and for whom it waits until another person has read it."""

    answered: list[Case]
    waits: list[Case]


def make_matter(who: Speaker, cases: Sequence[int], title: str = "") -> Matter:
    """Hangs like cases under a matter; those that hang under another come over. Gives it.

    One may begin it, others come later. Raises Invalid for none, NotThere where one is not the speaker's to see, NotAllowed where it is
    not theirs to move. What is sealed never hangs with others.
    """
    wanted = list(dict.fromkeys(cases))
    if not 1 <= len(wanted) <= MOST:
        raise Invalid(_("Choose the cases that are alike."), field="cases")
    with transaction.atomic():
        found = list(Case.objects.filter(in_office(who), pk__in=wanted, series=Series.PUBLIC).order_by("pk"))
        if len(found) != len(wanted):
            raise NotThere
        Case.lock_streams(wanted)
        pk = random_id()
        first = next(case for case in found if case.pk == wanted[0])
        matter = Matter.objects.create(id=pk, stream=open_stream(f"matter:{pk}"), title=title.strip()[:120] or first.title, by=who.person)
        record(matter.stream_id, "matter.made", by=who.person, data={"matter": matter.pk, "count": len(found)})
        for case in found:
            _hang(case, who, matter)
    return matter


def _hang(case: Case, who: Speaker, matter: Matter | None) -> None:
    locked, having = begin_move(case, who, "merge")
    locked.matter = matter
    locked.save(update_fields=["matter"])
    entry(locked, "case.merged" if matter else "case.taken_out", who, having)


def add_to_matter(matter: Matter, who: Speaker, case: Case) -> None:
    """Hangs one more case under a matter. Raises as `make_matter`."""
    with transaction.atomic():
        if case.is_confidential:
            raise NotThere
        _hang(case, who, matter)


def take_out(matter: Matter, who: Speaker, case: Case) -> None:
    """Takes a case out of its matter: all that was its own stays its own. Raises NotThere where it does not hang there."""
    with transaction.atomic():
        if case.matter_id != matter.pk:
            raise NotThere
        _hang(case, who, None)


def answer_matter(matter: Matter, who: Speaker, closing: str, words: str, public: bool = True,
                  uploads: Sequence[str] = ()) -> MatterAnswered:  # fmt: skip
    """Answers all cases of a matter that wait for one, from one text: each author reads it as their own answer, with their own name and
    number, and nothing of the others. `uploads`: keys of files that each of them gets. What is another's to answer stays open, and so does
    what an answer waits for already; where nobody answers alone, the text waits for another person of the unit. Gives the cases that were
    answered, and those whose answer waits. Raises WrongState where none waits, NotAllowed where each is another's, and as `answer_case`.
    """
    with transaction.atomic():
        found = _wait_for_answer(who, matter)
        if not found:
            raise WrongState
        Case.lock_streams([case.pk for case in found], matter.stream_id)
        having = {case: roles(who, case) for case in _wait_for_answer(who, matter)}
        own = [case for case in having if set(MOVES["answer"].who) & having[case]]
        if not own:
            raise NotAllowed
        handed_in = waiting_for_release([case.pk for case in own])
        own = [case for case in own if case.pk not in handed_in]
        if not own:
            raise WrongState(_("An answer to these requests waits for release already."))
        files, answered, waits = taken(who, uploads), list[Case](), list[Case]()
        texts: dict[tuple[HandsIn, int], list[Case]] = {}
        for case in own:
            unit = unit_for(case, who, having[case])
            keeper = hands_in(case, unit)
            if keeper is not None and unit is not None:
                texts.setdefault((keeper, unit), []).append(case)
                waits.append(case)
                continue
            if not _answered_along(case):
                answer_case(case, who, closing, rendered(words, case), public=public, for_all=files)
            answered.append(case)
        for (keeper, unit), cases in texts.items():
            keeper.keep(MatterText(matter, who, unit, cases, closing, words, public, files))
        if answered:
            record(matter.stream_id, "matter.answered", by=who.person, data={"matter": matter.pk, "count": len(answered)})
    return MatterAnswered(answered, waits)


def answer_matter_once(matter: Matter, who: Speaker, key: str, closing: str, words: str, public: bool = True,
                       uploads: Sequence[str] = ()) -> MatterAnswered | None:  # fmt: skip
    """As `answer_matter`, once for a key: sent again it does nothing and gives None. The key is remembered at the first case of the matter
    the speaker sees; all are locked before it, in the one order. Raises KeyUsed where it came with something else."""
    made: list[MatterAnswered] = []
    content = {"closing": closing, "words": words, "public": public, "uploads": list(uploads)}
    with transaction.atomic():
        cases = list(Case.objects.filter(in_office(who), matter=matter).order_by("pk"))
        if not cases:
            raise NotThere
        Case.lock_streams([case.pk for case in cases], matter.stream_id)
        once(cases[0], who, "answer_all", key, lambda: made.append(answer_matter(matter, who, closing, words, public, uploads)), content)
    return made[0] if made else None


def _wait_for_answer(who: Speaker, matter: Matter) -> list[Case]:
    waiting = Case.objects.filter(in_office(who), matter=matter).exclude(state__in=(State.SETTLED, State.DECLINED, State.ANSWERED))
    return list(waiting.exclude(state=State.REGISTERED).order_by("pk"))


def _answered_along(case: Case) -> bool:
    """Whether who joined another of them was answered with it by now."""
    return Case.objects.filter(pk=case.pk, state=State.ANSWERED).exists()


def rendered(words: str, case: Case) -> str:
    """Gives the one text as this author reads it."""
    return "".join(part for part, _own in filled(words, case))


def filled(words: str, case: Case) -> list[tuple[str, bool]]:
    """Gives the one text as this author reads it, in parts, each with whether it stands there for them alone."""
    own = {NAME: case.name or str(_("Sir or Madam")), NUMBER: case.number}
    return [(own.get(part, part), part in own) for part in _BLANK.split(words) if part]
