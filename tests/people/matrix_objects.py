"""What the addresses of people, units, posts and the administration are asked about: a token, a device and a passkey of the member's;
somebody and a unit that are none of the county's; a staff list that the system administrator looks at before it is taken."""

from __future__ import annotations

from django.conf import settings
from django.test import Client

from huiyin.people.actions.staff_list import preview_staff_list
from huiyin.people.actions.tokens import make_token
from huiyin.people.models import Device
from tests.factories import a_person, a_session, a_unit
from tests.people.test_passkeys import Phone, add
from tests.people.test_staff_list import COUNTY, write_csv
from tests.permissions.county import County
from tests.permissions.places import Asked


def objects(county: County) -> Asked:
    """Makes them."""
    member, person, unit = county.member, a_person(), a_unit()
    token, _shown = make_token(member, "桥", ["messages:read"])
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = a_session(member)
    passkey = add(browser, Phone()).json()["passkey"]
    listed = preview_staff_list("名单.csv", write_csv(COUNTY[0], COUNTY[1:]), county.people["system"])
    return Asked(
        {
            "me/tokens/<int:pk>": {"pk": token.pk},
            "me/devices/<int:pk>": {"pk": Device.objects.filter(person=member).latest("pk").pk},
            "me/passkeys/<int:pk>": {"pk": passkey},
            "people/<int:pk>": {"pk": person.pk},
            "units/<int:pk>": {"pk": unit.pk},
            "posts/<int:pk>": {"pk": county.post.pk},
            "delegations/<int:pk>": {"pk": county.delegation.pk},
            "manage/units/<int:pk>": {"pk": unit.pk},
            "manage/posts/<int:pk>": {"pk": county.post.pk},
            "manage/holdings/<int:pk>": {"pk": county.holding.pk},
            "manage/staff/<int:pk>": {"pk": person.pk},
            "manage/staff/import/<int:pk>": {"pk": listed.pk},
            "manage/staff/export": {"form": "csv"},
            "manage/days/": {"year": 2026},
            "manage/locks/<int:pk>": {"pk": person.pk},
            "manage/administrators/<int:pk>": {"pk": county.people["audit"].pk},
            "/people/{person_id}": {"person_id": person.pk},
            "/units/{unit_id}": {"unit_id": unit.pk},
        },
        {"passkey_rename": {"label": "我的手机"}},
    )
