"""What the addresses of programs in a group are asked about."""

from __future__ import annotations

from huiyin.hooks.actions import make_hook, send_test, subscribe
from tests.permissions.county import County
from tests.permissions.places import Asked


def objects(county: County) -> Asked:
    """Makes a hook of the group's, a subscription and a delivery of it."""
    hook, secret = make_hook(county.group, county.owner, "水位站")
    subscription = subscribe(county.group, county.owner, "https://tasks.example/told", ["message.posted"])[0]
    delivery = send_test(subscription, county.owner)
    return Asked({
        "groups/<int:pk>/hooks/<int:hook>": {"hook": hook.pk},
        "groups/<int:pk>/subscriptions/<int:subscription>": {"subscription": subscription.pk},
        "groups/<int:pk>/subscriptions/<int:subscription>/deliveries/<int:delivery>": {"delivery": delivery.pk},
        "groups/<int:pk>/subscriptions/<int:subscription>/<slug:do>": {"do": "test"},
        "hooks/<str:secret>": {"secret": secret},
    })  # fmt: skip
