"""What the addresses of pebbles are asked about: one with a photo that the member laid down before the owner's post."""

from __future__ import annotations

from tests.factories import a_picture
from tests.house.pebble.actions import lay_pebble
from tests.permissions.county import County
from tests.permissions.places import Asked


def objects(county: County) -> Asked:
    """Makes it."""
    pebble = lay_pebble(county.group, county.member, county.post, "渠道什么时候清淤", a_picture(county.member).key)
    return Asked({
        "pebbles/<int:pk>": {"pk": pebble.pk, "variant": "thumb"},
        "/pebbles/{pebble_id}": {"pebble_id": pebble.pk},
    })  # fmt: skip
