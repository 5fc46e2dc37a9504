"""What pages of pebbles need."""

from __future__ import annotations

from huiyin.core.errors import NotThere
from huiyin.people.models import Person
from tests.house.pebble.models import Pebble
from tests.house.pebble.rules import visible_to


def pebble_for(person: Person, pk: int) -> Pebble:
    """Gives a pebble this person may see. Raises NotThere. Two queries."""
    found = Pebble.objects.filter(visible_to(person), pk=pk).select_related("group", "by", "post__unit").first()
    if found is None:
        raise NotThere
    return found
