"""What a matter's page shows of a text that waits for release, or was released."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.answers.models import Draft, MatterDraft, MatterDraftCase, SecondEyes
from huiyin.answers.queries.waiting import files_of, last_returned_text, texts_of
from huiyin.answers.rules import left_out, may_read_text, possible_of_text
from huiyin.cases.actions.matters import filled
from huiyin.cases.extension_points import OnMatter
from huiyin.cases.models import Case, Matter, Recusal
from huiyin.cases.rules import Speaker
from huiyin.core.moves import Move
from huiyin.worktime.bounds import whole_in

Fate = MatterDraftCase.Fate


@dataclass(frozen=True)
class ShownText:
    """A text as one of its readers sees it. `cases`: those it is to answer, or answered; `out`: those left out, each with why and whether
    the reader still sees it; `sample`: one of them, and the words as its author will read them,
    in parts, each with whether it is theirs alone."""

    draft: MatterDraft
    cases: list[Case]
    out: list[tuple[Case, str, bool]]
    sample: Case | None
    sample_words: list[tuple[str, bool]]
    files: list[Any]
    waits: bool
    may: dict[str, Move]


@dataclass(frozen=True)
class ShownTexts:
    """What waits in a matter, or was released last; `returned`: what its reader had sent back, to be written on from there."""

    texts: list[ShownText]
    returned: MatterDraft | None


def on_matter(who: Speaker, matter: Matter, cases: Sequence[Case], asked: Mapping[str, str]) -> OnMatter:
    """Gives what stands on the page, what the form begins with, and in which of the reader's units nobody answers alone."""
    seen = {case.pk for case in cases}
    texts = [one for draft in texts_of(matter) if (one := _shown(who, draft, seen, whole_in(asked.get("as")))) is not None]
    returned = last_returned_text(matter, who) if any(case.is_open for case in cases) else None
    begun: dict[str, str] = {}
    if returned is not None:
        begun = {"words": returned.words, "closing": returned.closing, "public": "" if returned.public else "no"}
    not_alone = SecondEyes.objects.filter(unit__in=who.units).order_by("unit__name").values_list("unit__name", flat=True)
    return OnMatter(ShownTexts(texts, returned) if texts or returned else None, begun, list(not_alone))


def _shown(who: Speaker, draft: MatterDraft, seen: set[int], chosen: int | None) -> ShownText | None:
    """Gives a text with those of its cases the reader knows of; None where they see none of them."""
    rows = _known(who, draft, seen)
    if not any(row.case_id in seen for row in rows):
        return None
    waits = draft.state == Draft.State.WAITING
    fates = [(row.case, left_out(row, draft) if waits else _ended(row)) for row in rows]
    answers = [case for case, fate in fates if not fate]
    sample = next((case for case in answers if case.pk == chosen), answers[0] if answers else None) if waits else None
    return ShownText(
        draft, answers, [(case, str(Fate(fate).label), case.pk in seen) for case, fate in fates if fate], sample,
        filled(draft.words, sample) if sample is not None else [], files_of(draft) if waits else [],
        waits, possible_of_text(who, draft),
    )  # fmt: skip


def _known(who: Speaker, draft: MatterDraft, seen: set[int]) -> list[MatterDraftCase]:
    """Those they see; for whoever wrote the text and those who may release it, also what went to others meanwhile, by its number: it was
    theirs. What they stay out of is not there for them."""
    rows = draft.cases.exclude(case__in=Recusal.objects.filter(person=who.person).values("case")).select_related("case__author")
    found = rows if may_read_text(who, draft) else rows.filter(case__in=seen)
    return list(found.order_by("case__registered_at", "case"))


def _ended(row: MatterDraftCase) -> str:
    return "" if row.fate == Fate.ANSWERED else row.fate
