"""How a case would look to everybody: what its author is shown, and agrees to, before anything is public."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.cases.masking import for_everybody
from huiyin.cases.models import Case, Publication, ShownAnswer
from huiyin.cases.towns import town_of
from huiyin.media.models import Upload
from huiyin.people.models import Unit

TITLE, TEXT = 120, 4000  # characters
MOST_ANSWERS = 10


@dataclass(frozen=True)
class PreviewAnswer:
    """An answer as it would be shown, the `n`-th of those for the world. `is_public`: everybody reads it already."""

    n: int
    closing: str
    closing_words: str
    words: str
    unit: str
    agreed: bool
    looked: bool
    is_public: bool

    @property
    def field(self) -> str:
        """Its name in the form."""
        return f"answer-{self.n}"


@dataclass(frozen=True)
class Preview:
    """What would be shown. `sum` stands for exactly that; `agreed`: its author agreed to it; `looked`: the desk looked it through."""

    title: str
    text: str
    town: Unit | None
    picture: Upload | None
    sum: str
    agreed: bool = False
    looked: bool = False
    answers: Sequence[PreviewAnswer] = ()


def names_in(case: Case) -> tuple[str, ...]:
    """Gives the names of whoever asked, and for whom and with whom they did, as the case knows them."""
    others = case.parties.values_list("name", flat=True) if case.with_others else ()
    return (case.name, case.author.name if case.author else "", *others)


def drafted(case: Case) -> tuple[str, str, Publication]:
    """Gives title, words and row of a case before anybody touched them: masked, its place as a town, no picture. Nothing is saved."""
    own = names_in(case)
    row = Publication(case=case, town_id=town_of(case.place))
    return for_everybody(case.title, own)[:TITLE], for_everybody(case.text, own)[:TEXT], row


def answers_drafted(case: Case, row: Publication | None) -> list[ShownAnswer]:
    """Gives the answers that are for the world as they would be shown, in order: as they were looked at, else masked.
    What nobody has looked at or agreed to yet is not saved."""
    kept = {one.answer_id: one for one in row.answers.all()} if row is not None and row.pk else {}
    names, found = names_in(case), []
    for answer in case.answers.filter(public=True).select_related("unit").order_by("at", "pk")[:MOST_ANSWERS]:
        one = kept.get(answer.pk) or ShownAnswer(words=for_everybody(answer.words, names))
        one.answer = answer
        found.append(one)
    return found


def sum_of_all(row: Publication, title: str, text: str, answers: Sequence[ShownAnswer]) -> str:
    """Gives the sum by which one whole preview is told from another: what is shown of the case, and of its answers."""
    parts = [row.sum_of(title, text), *(one.sum for one in answers)]
    return parts[0] if len(parts) == 1 else hashlib.sha256("\n".join(parts).encode()).hexdigest()


def preview_of(case: Case) -> Preview:
    """Gives how a case would look to everybody as things stand."""
    row = Publication.objects.filter(case=case).select_related("town", "picture").first()
    title, text = case.public_title, case.public_text
    if row is None:
        title, text, row = drafted(case)
    answers = answers_drafted(case, row)
    shown = [
        PreviewAnswer(n, one.answer.closing, one.answer.get_closing_display(), one.words, one.answer.unit.name if one.answer.unit else "",
                      one.agreed == one.sum, one.looked_at is not None, one.is_public) for n, one in enumerate(answers, 1)
    ]  # fmt: skip
    agreed = row.agreed == row.sum_of(title, text) and case.wished_at is not None and all(one.agreed for one in shown)
    looked = row.looked_at is not None and all(one.looked for one in shown)
    return Preview(title, text, row.town, row.picture, sum_of_all(row, title, text, answers), agreed, looked, shown)


def shown_answers(case: Case) -> list[ShownAnswer]:
    """Gives the answers of a published case that everybody reads, the earliest first."""
    kept = ShownAnswer.objects.filter(publication__case=case, answer__public=True).select_related("answer__unit")
    return [one for one in kept.order_by("answer__at", "answer__pk") if one.is_public]
