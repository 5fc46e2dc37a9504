"""What the addresses of the digest are asked about: two words of the member's in the group, of which the owner has decided one."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from huiyin.digest.actions import Decision, collect, decide
from huiyin.digest.actions.collecting import forget_sorter
from huiyin.digest.models import Saying
from tests.factories import say
from tests.permissions.county import County
from tests.permissions.places import Asked


def objects(county: County) -> Asked:
    """Makes them."""
    said = [say(county.group, county.member, words) for words in ("网箱哪天拆，鱼往哪里卖？", "孩子上学的校车能不能多开一班？")]
    forget_sorter()
    while collect(timezone.now() + timedelta(minutes=1)):
        pass
    forget_sorter()  # what is made here is taken back: its numbers stand for nothing later
    decided, waiting = (Saying.objects.get(message=one) for one in said)
    done = decide(county.owner, decided.alike, Decision("seen", decided.pk, decided.pk)).decided
    return Asked(
        {
            "digest/decided/<int:pk>": {"pk": done.pk},
            "digest/cards/<int:alike>/<slug:what>": {"alike": waiting.alike, "what": "seen"},
            "/digest/": {"alike": waiting.alike, "decided_id": done.pk},
        },
        {
            "digest-decide": {"first": waiting.pk, "upto": waiting.pk},
            "post /digest/cards/{alike}": {"what": "seen", "first": waiting.pk, "upto": waiting.pk},
            "post /digest/read": {"upto": waiting.pk},
        },
    )
