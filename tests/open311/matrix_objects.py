"""What the addresses of Open311 are asked about: a case nobody published, a service, a key that sent nothing."""

from __future__ import annotations

from huiyin.open311.actions import make_key
from huiyin.open311.services import OTHER
from tests.cases.matrix_objects import a_case
from tests.permissions.county import County
from tests.permissions.places import Asked


def objects(county: County) -> Asked:
    """Makes them."""
    return Asked({
        "open311/v2/": {"form": "json"},
        "open311/v2/services/<str:code>": {"code": OTHER},
        "open311/v2/requests/<str:number>": {"number": str(a_case(county, "井盖没了").pk)},
        "open311/v2/tokens/<str:token>": {"token": "none-of-theirs"},
        "open311/v2/<path:rest>": {"rest": "none.xml"},
        "manage/open311/<int:pk>": {"pk": make_key("市民热线小程序", None)[0].pk},
    })  # fmt: skip
