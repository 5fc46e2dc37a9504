"""What the addresses of handovers are asked about: the owner's, listed before leaving; and one that was given, of which the colleague got a
task."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from huiyin.handover.actions import give_over, open_handover
from huiyin.handover.models import Handover
from huiyin.people.actions.organisation import take_post
from huiyin.tasks.actions import Named, TaskDraft, issue_task
from tests.factories import a_group, a_holding, a_person, a_post
from tests.permissions.county import County
from tests.permissions.places import Asked


def a_given_handover(county: County) -> Handover:
    """Somebody beside the colleague left: the tasks they issued went to the colleague, the post to somebody new."""
    post = a_post("科长", county.unit, county.post)
    leaver, successor = a_holding(post=post, since=timezone.localdate() - timedelta(days=9)).person, a_person()
    group = a_group(owner=leaver, members=[county.doer])
    issue_task(group, leaver, TaskDraft("修渠", Named(county.doer.pk)))
    take_post(post, successor, replaces=True)
    handover = Handover.objects.get(post=post, leaver=leaver)
    give_over(handover, leaver, {item.pk: f"other:{county.people['colleague'].pk}" for item in handover.items.all()})
    return handover


def objects(county: County) -> Asked:
    """Makes them."""
    handover = open_handover(county.post, county.owner, by=county.owner)
    assert handover is not None
    return Asked(
        {"handovers/<int:pk>": {"pk": handover.pk}, "handovers/<int:pk>/acknowledge": {"pk": a_given_handover(county).pk}},
        {"handover-begin": {"post": county.post.pk}},
    )
