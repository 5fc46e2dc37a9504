"""A move by its name, as forms and programs make it: the table says what it brings, its action makes it, a key makes it once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from huiyin.people.models import Person
from huiyin.tasks.actions.idempotency import idempotent_move
from huiyin.tasks.models import Task
from huiyin.tasks.moves import MOVES

#: What is moved in place of the task itself, where a move brings it.
OF_THE_TASK = ("extension", "rung")


def make_move(task: Task, by: Person, name: str, key: str, brought: Callable[[], Mapping[str, Any]], content: Any = None) -> bool:
    """Makes a move of the table, once for its key. Gives whether it was made now.

    Takes what gives the fields of the move's row by their names, asked for only if it is made; and what the move says, to tell the same
    again from something else. Raises KeyError for no move, KeyUsed, and what its action raises.
    """

    def make() -> None:
        fields = dict(brought())
        about = next((fields.pop(one) for one in OF_THE_TASK if one in fields), task)
        MOVES.make(name, about, by, **fields)

    return idempotent_move(task, by, name, key, make, content)
