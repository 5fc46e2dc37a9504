"""What goes at once when a person is erased: everything by which they came in, were reached, or were known beside what they said."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from huiyin.core.declarations import in_order
from huiyin.core.personal_data import AT_ONCE, MODELS_DECLARED, Fate
from huiyin.people.models import Person

Before = dict[str, Any]


def read_before(person: Person) -> Before:
    """Gives what must be known before the transaction, by the name of the step that asks for it: it may look through many rows."""
    return {step.name: step.before(person) for step in AT_ONCE}


def forget_rows(person: Person, before: Before) -> None:
    """Does what apps declare, and removes the rows they say go, within the erasing transaction; files go after it."""
    for step in in_order(AT_ONCE):
        step.run(person, before[step.name])
    for declared in MODELS_DECLARED:
        for column, fate in declared.references.items():
            if fate is Fate.REMOVED:
                apps.get_model(declared.model)._default_manager.filter(**{column: person}).delete()
