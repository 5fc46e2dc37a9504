"""What pages of pebbles need."""

from __future__ import annotations

from django.db.models import QuerySet

from huiyin.core.errors import NotThere
from huiyin.journal.event_types import EVENT_TYPES
from huiyin.journal.models import Entry
from huiyin.people.models import Person
from huiyin.people.queries import posts_held
from tests.house.pebble.models import Pebble, State
from tests.house.pebble.rules import visible_to


def pebble_for(person: Person, pk: int) -> Pebble:
    """Gives a pebble this person may see. Raises NotThere."""
    found = Pebble.objects.filter(visible_to(person), pk=pk).select_related("group", "by", "post__unit", "photo").first()
    if found is None:
        raise NotThere
    return found


def steps_of(pebble: Pebble) -> list[dict[str, object]]:
    """Gives its timeline, oldest first: the entries of its stream that stand in one, each as its kind says."""
    entries = Entry.objects.filter(stream=pebble.stream_id).select_related("by").order_by("seq")
    return [{"step": EVENT_TYPES[one.kind].step, "by": one.by, "at": one.at} for one in entries if EVENT_TYPES[one.kind].step is not None]


def waiting_for(person: Person) -> QuerySet[Pebble]:
    """Gives the pebbles that lie before a post this person holds."""
    return Pebble.objects.filter(post__in=[held.post_id for held in posts_held([person.pk])], state=State.LAID)
