"""A circle begins with the first who is asked into it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huiyin.circles.models import Circle
from huiyin.circles.rules import kept_by, own_posts
from huiyin.core.errors import NotAllowed, WrongState
from huiyin.journal.recording import open_stream, record
from huiyin.people.models import Person


def circle_of(by: Person) -> Circle:
    """Gives the circle of an official, made if need be for the post they hold first.

    Raises NotAllowed for who holds no post, WrongState while the circle of the one before is still on its way to them.
    """
    found = Circle.objects.filter(kept_by(by)).order_by("pk").first()
    if found is not None:
        return found
    posts = own_posts(by)
    if not posts:
        raise NotAllowed(_("A circle goes with a post, and you hold none."))
    post = posts[0].post
    with transaction.atomic():
        found, new = Circle.objects.get_or_create(post=post, defaults={"keeper": by, "stream": open_stream(f"circle:{post.pk}")})
        if new:
            record(found.stream_id, "circle.opened", by=by, data={"circle": found.pk, "post": post.pk})
        elif found.keeper_id != by.pk and not found.ties.exclude(state="left").exists():
            found.keeper, found.passing_to, found.passes_at = by, None, None
            found.save(update_fields=["keeper", "passing_to", "passes_at"])
        elif found.keeper_id != by.pk:
            raise WrongState(_("The circle of who held the post before comes to you when everybody in it has been told."))
    return found


def own_circle(pk: int, by: Any) -> Circle:
    """Locks a circle for its keeper. Raises NotAllowed where it is not theirs now; call it inside the action's transaction."""
    circle = Circle.locked(pk)
    if not Circle.objects.filter(kept_by(by), pk=pk).exists():
        raise NotAllowed
    return circle
