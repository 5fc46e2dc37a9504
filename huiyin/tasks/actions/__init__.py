"""What happens to tasks. One door for callers; a file for each family of moves behind it."""

from huiyin.groups.actions import posting
from huiyin.people import hours
from huiyin.tasks.actions import climbing  # noqa: F401  (its clock is declared on import)
from huiyin.tasks.actions.explaining import explain_rung
from huiyin.tasks.actions.extending import ask_for_time, grant_time, move_deadline, refuse_time
from huiyin.tasks.actions.handing_over import give_over, open_handover, take_over
from huiyin.tasks.actions.issuing import Named, TaskDraft, issue_task
from huiyin.tasks.actions.moving import (
    accept_report,
    acknowledge_task,
    add_progress,
    decline_task,
    insist_on_task,
    report_done,
    send_back,
    withdraw_task,
)
from huiyin.tasks.actions.passing import pass_on
from huiyin.tasks.actions.proving import take_answer
from huiyin.tasks.actions.reminding import calendar_changed

posting.answered["task"] = take_answer
hours.changed.append(calendar_changed)

__all__ = [
    "Named",
    "TaskDraft",
    "accept_report",
    "acknowledge_task",
    "add_progress",
    "ask_for_time",
    "decline_task",
    "explain_rung",
    "give_over",
    "grant_time",
    "insist_on_task",
    "issue_task",
    "move_deadline",
    "open_handover",
    "pass_on",
    "refuse_time",
    "report_done",
    "send_back",
    "take_over",
    "withdraw_task",
]
