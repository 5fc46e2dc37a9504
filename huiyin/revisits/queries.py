"""What a case's page, *today* and programs need of revisits."""

from __future__ import annotations

from huiyin.cases.models import Case
from huiyin.cases.rules import Speaker
from huiyin.core.errors import NotThere
from huiyin.revisits.models import Revisit
from huiyin.revisits.rules import theirs

MOST = 200


def of_case(case: Case) -> Revisit | None:
    """Gives the revisit of a case, or None."""
    return Revisit.objects.filter(case=case, dropped_at=None).select_related("case", "unit", "done_by").first()


def revisit_of(case: Case) -> Revisit:
    """Gives the revisit of a case as it stands. Raises NotThere where there is none, or it was dropped since."""
    found = of_case(case)
    if found is None:
        raise NotThere
    return found


def open_for(who: Speaker) -> list[Revisit]:
    """Gives the open revisits of the units a person holds a post in, with their cases, the first due first."""
    return list(Revisit.objects.filter(theirs(who)).select_related("case").order_by("due_on", "pk")[:MOST])
