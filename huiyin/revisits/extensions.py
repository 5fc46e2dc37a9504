"""What stands of a revisit on a case's page: for who has it in hand to plan and record, for whoever asked to read."""

from __future__ import annotations

from typing import Any

from huiyin.cases.extension_points import CaseAddition
from huiyin.cases.queries.page import CasePage
from huiyin.cases.rules import ASKED, Speaker
from huiyin.revisits.models import Revisit
from huiyin.revisits.queries import of_case
from huiyin.revisits.rules import may_plan, may_record


def _on_page(who: Speaker, shown: CasePage) -> Any:
    if shown.case.is_confidential or not (shown.inside or shown.having & ASKED):
        return None
    one = of_case(shown.case)
    plan = one is None and shown.inside and may_plan(who, shown.case)
    if one is None and not plan:
        return None
    return {"one": one, "may_plan": plan, "may_record": one is not None and shown.inside and may_record(who, one),
            "hows": Revisit.How.choices, "founds": Revisit.Found.choices}  # fmt: skip


EXTENSIONS = (CaseAddition("revisits", "revisits/_on_case.html", _on_page),)
