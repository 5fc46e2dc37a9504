"""Tasks: those I may see, one with its steps, issuing, and the moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router

from huiyin.core.api import LARGEST, REFUSALS, needs
from huiyin.core.errors import Invalid
from huiyin.core.paging import After, a_page, moment_of, number_of, place_after
from huiyin.groups.rules import membership_or_404
from huiyin.people.api.people import person_out
from huiyin.tasks import actions
from huiyin.tasks.actions import Named, TaskDraft
from huiyin.tasks.api import words
from huiyin.tasks.api.shapes import MoveIn, NamedIn, OrderIn, TaskIn, TaskOut, TaskPageOut
from huiyin.tasks.lights import light
from huiyin.tasks.models import Task
from huiyin.tasks.moves import MOVES
from huiyin.tasks.participation import part_of
from huiyin.tasks.queries.keyset import Place
from huiyin.tasks.queries.listing import tasks_from
from huiyin.tasks.queries.page import extension_or_404, rung_or_404, task_page
from huiyin.tasks.queries.visibility import task_for
from huiyin.tasks.rendering import Card, cards_of

router = Router(tags=["tasks"])
Id = Annotated[int, Path(ge=1, le=LARGEST)]


def task_out(card: Card) -> dict[str, Any]:
    """Gives a task as programs see it."""
    t, lead = card.task, card.lead
    doer = card.doer(lead) if lead is not None else None
    return {
        "id": t.pk, "number": t.number, "title": t.title, "group": t.group_id, "message": t.message.n if t.message else None,
        "state": t.state, "light": light(t, timezone.now()), "issuer": person_out(t.issuer), "lead": person_out(doer) if doer else None,
        "lead_post": str(t.lead_post or ""), "issued_at": t.issued_at, "deadline_at": t.deadline_at, "ended_at": t.ended_at,
        "field": t.field, "parent": t.parent_id, "provisional": t.provisional, "repetition": t.repetition_id,
    }  # fmt: skip


@router.get("/tasks", response={200: list[TaskOut], **REFUSALS}, summary="Tasks I may see, the next deadline first", **needs("tasks:read"))
def tasks(request: HttpRequest, response: HttpResponse, group: Annotated[int, Query(ge=0, le=LARGEST)] | None = None,
          state: words.TaskFilter = "open", limit: Annotated[int, Query(ge=1, le=200)] = 50, after: After = "") -> Any:  # fmt: skip
    me: Any = request.user
    inside = membership_or_404(me, group).group if group else None
    begins = None
    if after:
        none, at, pk = place_after(after, 3)
        begins = Place(None if none else moment_of(at), pk)
    page = a_page(request, response, tasks_from(me, inside, state, begins, limit + 1), limit, _place)
    cards = cards_of(page)
    return [task_out(cards[task.pk]) for task in page]


def _place(task: Task) -> tuple[int, int, int]:
    """Whether it has no deadline, which comes last; the deadline; the task."""
    return (1, 0, task.pk) if task.deadline_at is None else (0, number_of(task.deadline_at), task.pk)


@router.post("/groups/{group_id}/tasks", response={200: TaskOut, 201: TaskOut, **REFUSALS},
             summary="Issue a task; the same key issues it once", **needs("tasks:write"))  # fmt: skip
def issue(request: HttpRequest, group_id: Id, body: TaskIn) -> Any:
    me: Any = request.user
    group = membership_or_404(me, group_id).group
    issued = actions.issue_once(group, me, draft_of(body))
    return 200 if issued.again else 201, _fresh(me, issued.task.pk)


def draft_of(body: OrderIn, without: set[str] = frozenset()) -> TaskDraft:  # type: ignore[assignment]
    """Gives the task that is described, without these fields, which say something else of it."""
    told = body.model_dump(exclude={"lead", "helpers", "ladder_most", *without})
    return TaskDraft(
        **told, lead=named(body.lead), helpers=[named(h) for h in body.helpers], ladder_on=body.ladder_most != 0,
        ladder_most=body.ladder_most or None,
    )  # fmt: skip


@router.get("/tasks/{task_id}", response={200: TaskPageOut, **REFUSALS}, summary="One task, what happened, what I may do",
            **needs("tasks:read"))  # fmt: skip
def one(request: HttpRequest, task_id: Id) -> Any:
    me: Any = request.user
    task = task_for(me, task_id)
    shown = task_page(task, me, part_of(me, task))
    steps = [
        {"at": s.at, "kind": s.kind, "title": s.title, "by": person_out(s.by) if s.by else None, "words": s.words,
         "late_seconds": s.late_seconds}
        for s in shown.steps
    ]  # fmt: skip
    return task_out(shown.card) | {
        "words": task.words, "done_when": task.done_when, "proof_reason": task.proof_reason, "steps": steps,
        "may": [name for name, yes in shown.may.items() if yes],
    }  # fmt: skip


@router.post("/tasks/{task_id}/{move}", response={200: TaskOut, **REFUSALS}, summary="Make a move; the same key makes it once",
             **needs("tasks:write"))  # fmt: skip
def move(request: HttpRequest, task_id: Id, move: words.TaskMove, body: MoveIn) -> Any:
    me: Any = request.user
    task = task_for(me, task_id)
    actions.make_move(task, me, move, body.key, lambda: _brought(task, move, body), body.model_dump(exclude={"key"}))
    return _fresh(me, task_id)


#: How a program says what a move brings: takes the task and the body.
READ: dict[str, Callable[[Task, MoveIn], Any]] = {
    "words": lambda t, b: b.words, "uploads": lambda t, b: b.uploads, "key": lambda t, b: b.key,
    "deadline": lambda t, b: b.deadline, "until": lambda t, b: b.deadline, "lead": lambda t, b: b.lead and named(b.lead),
    "extension": lambda t, b: extension_or_404(t, b.extension), "rung": lambda t, b: rung_or_404(t, b.rung),
}  # fmt: skip


def _brought(task: Task, move: str, body: MoveIn) -> dict[str, Any]:
    row = MOVES[move]
    brought = {field: READ[field](task, body) for field in row.fields}
    for field in row.brings:
        if brought[field] is None:
            raise Invalid(field="deadline" if field == "until" else field)
    return brought


def named(told: NamedIn) -> Named:
    """Gives whom a program names."""
    return Named(told.person, told.post)


def _fresh(me: Any, task_id: int) -> dict[str, Any]:
    task = task_for(me, task_id)
    return task_out(cards_of([task])[task_id])
