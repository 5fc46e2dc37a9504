"""What the addresses of households are asked about: somebody of the household whose case it is, and what they are entitled to."""

from __future__ import annotations

from huiyin.cases.actions import open_history
from huiyin.cases.rules import speaker_of
from huiyin.households.actions import Entitled, add_member, entitle
from tests.cases.matrix_objects import a_case
from tests.permissions.county import County
from tests.permissions.places import Asked


def objects(county: County) -> Asked:
    """Enters both."""
    case, who = a_case(county, "低保停了两个月"), speaker_of(county.owner)
    open_history(case, who, "办低保要看")
    son = add_member(case, who, "孟小渔", relation="儿子")
    entitled = entitle(case, who, son.pk, Entitled("allowance", "低保证，在窗口看过"))
    return Asked({
        "cases/<int:pk>/household": {"pk": case.pk},
        "cases/<int:pk>/household/members/<int:n>": {"n": son.pk},
        "cases/<int:pk>/household/entitlements/<int:n>": {"n": entitled.pk},
        "/cases/{case_id}/household": {"case_id": case.pk},
        "/cases/{case_id}/household/members/{row}": {"row": son.pk},
        "/cases/{case_id}/household/entitlements/{row}": {"row": entitled.pk},
    }, {
        "post /cases/{case_id}/household/look": {"reason": "办低保要看"},
        "post /cases/{case_id}/household/members": {"name": "孟大渔"},
        "post /cases/{case_id}/household/entitlements": {"kind": "ill", "proof": "病历，在窗口看过"},
        "post /cases/{case_id}/household/work": {"office": "县医院", "words": "看过病"},
    })  # fmt: skip
