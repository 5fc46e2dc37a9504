"""What repeats: begun with its first task, listed, changed, paused, resumed and ended, by the same rules as its page."""

from __future__ import annotations

from datetime import UTC
from itertools import islice
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from huiyin.core.api import LARGEST, REFUSALS, each, needs
from huiyin.core.errors import KeyUsed
from huiyin.core.paging import After, a_page, place_after
from huiyin.groups.rules import membership_or_404
from huiyin.people.api.people import person_out
from huiyin.tasks import actions, rules
from huiyin.tasks.actions import Change, Repeats
from huiyin.tasks.api import words
from huiyin.tasks.api.shapes import RepetitionChange, RepetitionIn, RepetitionOut, RepetitionPageOut
from huiyin.tasks.api.tasks import draft_of, named
from huiyin.tasks.models import Repetition, RepetitionState
from huiyin.tasks.moves import REPETITION_MOVES
from huiyin.tasks.queries.recurrence import COMING, repetition_for, repetitions_from
from huiyin.tasks.recurrence.dates import coming
from huiyin.tasks.recurrence.form import repeats_in_json
from huiyin.tasks.recurrence.parts import part_in
from huiyin.tasks.recurrence.words import rhythm_words

router = Router(tags=["tasks"])
Id = Annotated[int, Path(ge=1, le=LARGEST)]


def repetition_out(found: Repetition) -> dict[str, Any]:
    """Gives what repeats as programs see it."""
    lead = next(one for one in found.assignees.all() if one.role == "lead")
    return {
        "id": found.pk, "group": found.group_id, "title": found.title, "state": found.state, "issuer": person_out(found.issuer),
        "lead": {"person": lead.person_id, "post": lead.post_id}, "rhythm": found.rhythm, "at": found.at and f"{found.at:%H:%M}",
        "ahead": found.ahead, "often": rhythm_words(found.pattern, found.at), "issued": found.nth, "done_when": found.done_when,
        "visibility": found.visibility, "ended_at": found.ended_at,
    }  # fmt: skip


@router.get("/repetitions", response={200: list[RepetitionOut], **REFUSALS}, summary="What repeats and I may see",
            **needs("tasks:read"))  # fmt: skip
def repetitions(request: HttpRequest, response: HttpResponse, group: Annotated[int, Query(ge=0, le=LARGEST)] | None = None,
                ended: bool = False, limit: Annotated[int, Query(ge=1, le=200)] = 50, after: After = "") -> Any:  # fmt: skip
    me: Any = request.user
    inside = membership_or_404(me, group).group if group else None
    found = repetitions_from(me, inside, ended, place_after(after, 2)[0] if after else 0, limit + 1)
    page = a_page(request, response, found, limit, lambda one: (one.pk, 0))
    return each(page, repetition_out)


@router.post("/groups/{group_id}/repetitions", response={200: RepetitionPageOut, 201: RepetitionPageOut, **REFUSALS},
             summary="Have a task issued again and again, the first at once; the same key begins it once",
             **needs("tasks:write"))  # fmt: skip
def begin(request: HttpRequest, group_id: Id, body: RepetitionIn) -> Any:
    me: Any = request.user
    group = membership_or_404(me, group_id).group
    begun = actions.start_once(group, me, draft_of(body, {"rhythm", "at", "ahead"}), _repeats(body.model_dump()))
    if begun.task.repetition_id is None:  # the key was that of a task which does not repeat
        raise KeyUsed(field="key")
    return 200 if begun.again else 201, _shown(me, begun.task.repetition_id)


@router.get("/repetitions/{repetition_id}", response={200: RepetitionPageOut, **REFUSALS}, summary="One, what comes next, what I may do",
            **needs("tasks:read"))  # fmt: skip
def one(request: HttpRequest, repetition_id: Id) -> Any:
    return _shown(request.user, repetition_id)


@router.patch("/repetitions/{repetition_id}", response={200: RepetitionPageOut, **REFUSALS},
              summary="Change what comes from the next one on", **needs("tasks:write"))  # fmt: skip
def change(request: HttpRequest, repetition_id: Id, body: RepetitionChange) -> Any:
    me: Any = request.user
    found, told = repetition_for(me, repetition_id), body.model_dump(exclude_unset=True)
    repeats = None
    if told.keys() & {"rhythm", "at", "ahead"}:
        now = {"rhythm": found.rhythm, "at": found.at and f"{found.at:%H:%M}", "ahead": found.ahead}
        repeats = _repeats(now | told | ({} if told.get("rhythm") else {"rhythm": found.rhythm}))
    lead = named(body.lead) if body.lead is not None else None
    actions.change_repetition(found, me, Change(told.get("title"), told.get("done_when"), lead, repeats))
    return _shown(me, repetition_id)


@router.post("/repetitions/{repetition_id}/{turn}", response={200: RepetitionPageOut, **REFUSALS}, summary="Pause, resume or end it",
             **needs("tasks:write"))  # fmt: skip
def turn(request: HttpRequest, repetition_id: Id, turn: words.RepetitionTurn) -> Any:
    me: Any = request.user
    REPETITION_MOVES.make(turn, repetition_for(me, repetition_id), me)
    return _shown(me, repetition_id)


def _repeats(told: dict[str, Any]) -> Repeats:
    rhythm = {name: value for name, value in told["rhythm"].items() if value is not None}
    found = repeats_in_json({"rhythm": rhythm, "at": told["at"], "ahead": told["ahead"]})
    assert found is not None, "a rhythm was told"
    return found


def _shown(me: Any, pk: int) -> dict[str, Any]:
    found = repetition_for(me, pk)
    may = [row.name for row in rules.possible_of_repetition(part_in(me, found), found)]
    running = found.state == RepetitionState.RUNNING
    following = [
        {"issued_at": issued.astimezone(UTC), "deadline_at": deadline.astimezone(UTC), "provisional": due.provisional}
        for due, issued, deadline in islice(coming(found) if running else (), COMING)
    ]  # fmt: skip
    return repetition_out(found) | {"words": found.words, "coming": following, "may": may}
