"""What the addresses of revisits are asked about: a case of the member's that the owner answered, and one that is looked in on again."""

from __future__ import annotations

from huiyin.cases.rules import speaker_of
from huiyin.revisits.actions import plan_revisit
from tests.cases.matrix_objects import answered
from tests.permissions.county import County
from tests.permissions.places import Asked


def objects(county: County) -> Asked:
    """Makes them."""
    case, planned = answered(county, "泵站停了电"), answered(county, "打井的钱没到")
    plan_revisit(planned, speaker_of(county.owner))
    found = {"how": "visit", "found": "well", "words": "都好"}
    return Asked(
        {"cases/<int:pk>/revisit": {"pk": case.pk}, "cases/<int:pk>/revisit/made": {"pk": planned.pk},
         "/cases/{case_id}/revisit": {"case_id": case.pk}, "/cases/{case_id}/revisit/made": {"case_id": planned.pk}},
        {"revisit-made": found, "post /cases/{case_id}/revisit/made": found},
    )  # fmt: skip
