"""The words that this part of the API knows: kinds, states, roles, moves. Written out, so that its description and a type checker have
them; a test holds them to the models they come from. What is none of them is refused."""

from __future__ import annotations

from typing import Literal

Visibility = Literal["group", "line"]
TaskState = Literal["issued", "acknowledged", "underway", "reported", "returned", "declined", "settled", "withdrawn"]
TaskFilter = Literal["open", TaskState]  # all that has not ended, or one state
TaskLight = Literal["calm", "near", "late", "done", "off"]
TaskMove = Literal[
    "acknowledge", "progress", "report", "accept", "send-back", "decline", "insist", "pass-on", "withdraw", "ask-for-time", "grant-time",
    "refuse-time", "move-deadline", "explain",
]  # fmt: skip
RepetitionState = Literal["running", "paused", "ended"]
RepetitionTurn = Literal["pause", "resume", "end"]
RhythmUnit = Literal["workday", "week", "month"]
Moved = Literal["before", "after", "skip", "stay"]
TaskRight = Literal[
    "acknowledge", "progress", "report", "judge", "decline", "pass_on", "insist", "withdraw", "ask_for_time", "give_time", "move_deadline",
    "split",
]  # fmt: skip
RepetitionRight = Literal["pause", "resume", "end", "change"]
