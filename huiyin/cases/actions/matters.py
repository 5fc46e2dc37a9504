"""Like cases hang under one matter; each keeps its number, its author, its words and its own answer. Taking one out loses nothing."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.answering import answer_case, taken
from huiyin.cases.actions.moving import begin_move, entry
from huiyin.cases.models import Case, Matter, Series, State, random_id
from huiyin.cases.moves import MOVES
from huiyin.cases.rules import Speaker, in_office, roles
from huiyin.core.errors import Invalid, NotAllowed, NotThere, WrongState
from huiyin.journal.recording import open_stream, record

MOST = 500
NAME = "{name}"  # where it stands in an answer, each author reads their own name


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
                  uploads: Sequence[str] = ()) -> list[Case]:  # fmt: skip
    """Answers all cases of a matter that wait for one, from one text: each author reads it as their own answer, with their own name and
    number, and nothing of the others. `uploads`: keys of files that each of them gets. What is another's to answer stays open. Gives the
    cases that were answered. Raises WrongState where none waits, NotAllowed where each is another's, and as `answer_case`.
    """
    with transaction.atomic():
        waiting = Case.objects.filter(in_office(who), matter=matter).exclude(state__in=(State.SETTLED, State.DECLINED, State.ANSWERED))
        found = list(waiting.exclude(state=State.REGISTERED).order_by("pk"))
        if not found:
            raise WrongState
        Case.lock_streams([case.pk for case in found], matter.stream_id)
        found = [case for case in found if set(MOVES["answer"].who) & roles(who, case)]
        if not found:
            raise NotAllowed
        answered, files = [], taken(who, uploads)
        for case in found:  # who joined another of them may have been answered with it by now
            if not Case.objects.filter(pk=case.pk, state=State.ANSWERED).exists():
                answer_case(case, who, closing, rendered(words, case), public=public, for_all=files)
            answered.append(case)
        record(matter.stream_id, "matter.answered", by=who.person, data={"matter": matter.pk, "count": len(answered)})
    return answered


def rendered(words: str, case: Case) -> str:
    """Gives the one text as this author reads it."""
    return words.replace(NAME, case.name or str(_("Sir or Madam"))).replace("{number}", case.number)
