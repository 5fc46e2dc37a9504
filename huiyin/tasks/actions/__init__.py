"""What happens to tasks. One door for callers; a file for each family of moves behind it."""

from huiyin.tasks.actions.explaining import explain_rung
from huiyin.tasks.actions.extending import ask_for_time, grant_time, move_deadline, refuse_time
from huiyin.tasks.actions.issuing import issue_once, issue_task
from huiyin.tasks.actions.making import make_move
from huiyin.tasks.actions.moves import (
    accept_report,
    acknowledge_task,
    add_progress,
    decline_task,
    insist_on_task,
    report_done,
    send_back,
    withdraw_task,
)
from huiyin.tasks.actions.reassignment import pass_on
from huiyin.tasks.actions.recurrence import (
    Change,
    change_repetition,
    end_repetition,
    give_out,
    pause_repetition,
    resume_repetition,
    start_once,
    start_repetition,
)
from huiyin.tasks.drafts import Named, Repeats, TaskDraft

__all__ = [
    "Change",
    "Named",
    "Repeats",
    "TaskDraft",
    "accept_report",
    "acknowledge_task",
    "add_progress",
    "ask_for_time",
    "change_repetition",
    "decline_task",
    "end_repetition",
    "explain_rung",
    "give_out",
    "grant_time",
    "insist_on_task",
    "issue_once",
    "issue_task",
    "make_move",
    "move_deadline",
    "pass_on",
    "pause_repetition",
    "refuse_time",
    "report_done",
    "resume_repetition",
    "send_back",
    "start_once",
    "start_repetition",
    "withdraw_task",
]
