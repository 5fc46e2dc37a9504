"""Making many tables in one operation of a migration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateModels(Operation):
    """Makes tables one after the other, each as CreateModel makes it, out of models that are rendered once.

    Django renders every model that has to do with a new one anew, after each: with all that points at people that is most of the time
    which the first start takes. A model's references have to be in the same operation, or before.
    """

    def __init__(self, models: Sequence[CreateModel]) -> None:
        self.models = list(models)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Adds the models to what Django knows, which is rendered again when it is asked for next."""
        state.__dict__.pop("apps", None)
        for one in self.models:
            one.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState) -> None:
        """Makes the tables in their order."""
        for one in self.models:
            one.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState) -> None:
        """Drops them, the last first."""
        for one in reversed(self.models):
            one.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Gives what it does, for Django's list of a plan."""
        return "Create models " + ", ".join(one.name for one in self.models)


def at_once(operations: Sequence[Operation]) -> list[Operation]:
    """Gives the operations of a migration, with neighbours that each make a table put into one."""
    put: list[Operation] = []
    for one in operations:
        if not isinstance(one, CreateModel):
            put.append(one)
        elif put and isinstance(put[-1], CreateModels):
            put[-1].models.append(one)
        else:
            put.append(CreateModels([one]))
    return put
