"""What happens with pebbles."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from huiyin.core.errors import Invalid, NotAllowed, WrongState
from huiyin.core.handover import Giving
from huiyin.core.random_id import random_id
from huiyin.groups.models import Group
from huiyin.groups.rules import may_post, membership_of
from huiyin.journal import clocks
from huiyin.journal.models import Stream
from huiyin.journal.recording import new_stream, record
from huiyin.media.actions import claim
from huiyin.media.models import Upload
from huiyin.people.models import Person, Post
from huiyin.people.queries import posts_held
from tests.house.pebble import rules
from tests.house.pebble.models import Pebble, State
from tests.house.pebble.moves import MOVES

CLOCK = "pebble"
WAITS = timedelta(days=3)


def lay_pebble(group: Group, by: Person, post: Post, words: str, photo: str = "") -> Pebble:
    """A member lays a question down before the holder of a post; `photo` is the key of a picture they uploaded. Gives it.

    Raises NotAllowed for who may not write in the group, Invalid for no words, or for a picture that is not theirs to send.
    """
    with transaction.atomic():
        Stream.locked(group.stream_id)
        if not may_post(membership_of(by, group), group):
            raise NotAllowed
        if not words.strip():
            raise Invalid(field="words")
        picture = _picture(by, photo)
        stream = new_stream(f"pebble:{random_id()}")  # never counted from rows: rows go, the record stays
        pebble = Pebble.objects.create(stream=stream, group=group, by=by, post=post, words=words[:200], photo=picture)
        data = {"pebble": pebble.pk, "group": group.pk, "post": post.pk}
        record(pebble.stream_id, "pebble.laid", by=by, data=data, about=pebble)
        clocks.schedule(CLOCK, f"pebble:{pebble.pk}", timezone.now() + WAITS)
    return pebble


def _picture(by: Person, key: str) -> Upload | None:
    found = Upload.objects.filter(key=key, owner=by, claimed_at=None).first()
    if key and found is None:
        raise Invalid(field="photo")
    claim([found] if found else [], timezone.now())
    return found


@MOVES.makes("lift")
def lift_pebble(pebble: Pebble, by: Person, answer: str, key: str = "") -> Pebble:
    """The holder of the post lifts it with an answer; sent again under its `key`, it is the same. Gives it.

    Raises NotAllowed for anybody else, WrongState if it was lifted, Invalid for no answer.
    """
    with transaction.atomic():
        pebble = Pebble.locked(pebble.pk)
        if key and pebble.lifted_key == key and rules.may_see(by, pebble):
            return pebble
        if not MOVES.leads("lift", pebble.state):
            raise WrongState
        if not rules.may_lift(by, pebble):
            raise NotAllowed
        if not answer.strip():
            raise Invalid(field="answer")
        pebble.state, pebble.answer = State.LIFTED, answer[:200]
        pebble.lifted_at, pebble.lifted_key = timezone.now(), key[:40]
        pebble.save(update_fields=["state", "answer", "lifted_at", "lifted_key"])
        clocks.cancel(CLOCK, f"pebble:{pebble.pk}")
        record(pebble.stream_id, "pebble.lifted", by=by, data={"pebble": pebble.pk, "group": pebble.group_id}, about=pebble)
    return pebble


def give_pebble(giving: Giving) -> None:
    """A pebble goes on in a handover: with its post to whoever takes it, or before a third person's own post. In the item's transaction."""
    pebble = Pebble.locked(giving.number)
    if pebble.state != State.LAID:
        return
    own = next((held.post for held in posts_held([giving.to.pk])), None)
    pebble.post = own if giving.third and own is not None else giving.post
    pebble.save(update_fields=["post"])
    data = {"pebble": pebble.pk, "post": pebble.post_id}
    record(pebble.stream_id, "pebble.handed_over", by=giving.by, data=data, about=pebble)
