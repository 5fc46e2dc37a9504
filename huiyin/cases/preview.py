"""How a case would look to everybody: what its author is shown, and agrees to, before anything is public."""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.cases.masking import for_everybody
from huiyin.cases.models import Case, Publication
from huiyin.cases.towns import town_of
from huiyin.media.models import Upload
from huiyin.people.models import Unit

TITLE, TEXT = 120, 4000  # characters


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


def names_in(case: Case) -> tuple[str, ...]:
    """Gives the names of whoever asked, and for whom and with whom they did, as the case knows them. A query where there are others."""
    others = case.parties.values_list("name", flat=True) if case.with_others else ()
    return (case.name, case.author.name if case.author else "", *others)


def drafted(case: Case) -> tuple[str, str, Publication]:
    """Gives title, words and row of a case before anybody touched them: masked, its place as a town, no picture. Nothing is saved."""
    own = names_in(case)
    row = Publication(case=case, town_id=town_of(case.place))
    return for_everybody(case.title, own)[:TITLE], for_everybody(case.text, own)[:TEXT], row


def preview_of(case: Case) -> Preview:
    """Gives how a case would look to everybody as things stand. One query, or two."""
    row = Publication.objects.filter(case=case).select_related("town", "picture").first()
    title, text = case.public_title, case.public_text
    if row is None:
        title, text, row = drafted(case)
    sum_ = row.sum_of(title, text)
    return Preview(title, text, row.town, row.picture, sum_, row.agreed == sum_ and case.wished_at is not None, row.looked_at is not None)
