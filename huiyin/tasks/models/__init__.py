"""The nouns of tasks: the task and what belongs to it, what repeats, moves made under a key."""

from huiyin.tasks.models.keyed_moves import MoveMade
from huiyin.tasks.models.recurrence import RepeatedAssignee, Repetition, RepetitionState
from huiyin.tasks.models.tasks import (
    ENDED,
    IN_HAND,
    OPEN,
    SEEN_BY,
    Assignee,
    Extension,
    Numbering,
    Proof,
    Report,
    Rung,
    SavedView,
    State,
    Task,
)

__all__ = [
    "ENDED", "IN_HAND", "OPEN", "SEEN_BY", "Assignee", "Extension", "MoveMade", "Numbering",
    "Proof", "RepeatedAssignee", "Repetition", "RepetitionState", "Report", "Rung", "SavedView", "State", "Task",
]  # fmt: skip
