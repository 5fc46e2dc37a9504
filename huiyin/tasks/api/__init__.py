"""This app's part of the API."""

from __future__ import annotations

from huiyin.core.api import ApiPart
from huiyin.tasks.api import repetitions, tasks

OPERATIONS = {
    "tasks_tasks": "Gives the tasks the person may see, the next deadline first; the header Link says where the list goes on.",
    "tasks_issue": "Gives out a task in a group, with its ladder and its clock. With a key it may be repeated safely.",
    "tasks_one": "Gives one task with what happened to it and what the person may do.",
    "tasks_move": "Makes a move of a task; which fields it needs depends on the move. With a key it may be repeated safely.",
    "repetitions_repetitions": "Gives what repeats and the person may see; the header Link says where the list goes on.",
    "repetitions_begin": "Has a task issued again and again, the first at once. With a key it may be repeated safely.",
    "repetitions_one": "Gives one, what comes next, and what the person may do.",
    "repetitions_change": "Changes what comes from the next one on; what was issued stays as it is.",
    "repetitions_turn": "Pauses it, lets it go on, or ends it.",
}
#: What is described together: the fields of these schemas mean the same.
FAMILIES = {
    "OrderIn": "Order",
    "TaskIn": "Order",
    "RepetitionIn": "Order",
    "TaskOut": "Order",
    "TaskPageOut": "Order",
    "MoveIn": "Said",
    "StepOut": "Said",
}
EXAMPLES = {
    "TaskIn": {"title": "查清排口", "lead": {"post": 12}, "deadline": "2026-12-01T17:30:00+08:00", "key": "outfall-1"},
    "MoveIn": {"words": "查清了，共三处", "key": "outfall-1-report"},
    "RepetitionIn": {"title": "报水位", "lead": {"post": 12}, "rhythm": {"unit": "week", "weekdays": [0]}, "at": "10:00", "key": "level-1"},
    "RepetitionChange": {"title": "报水位和雨量", "at": "09:30"},
}
API = [
    ApiPart(
        "tasks",
        [tasks.router, repetitions.router],
        tags={"tasks": "Tasks and what repeats."},
        operations=OPERATIONS,
        families=FAMILIES,
        examples=EXAMPLES,
    )
]
