"""At the deadline, and at each interval after it: one rung higher, once, whatever happened to the server meanwhile."""

from __future__ import annotations

from huiyin.journal import clocks
from huiyin.journal.models import Clock
from huiyin.journal.recording import record
from huiyin.people.models import Person, Post
from huiyin.people.queries import holders_for
from huiyin.tasks.actions.laddering import CLOCK, posts_of_ladder, redraw, subject
from huiyin.tasks.actions.telling import show, tell
from huiyin.tasks.models import IN_HAND, Rung, State, Task
from huiyin.tasks.standing import assignees_of, doers

CLIMBS_IN = (*IN_HAND, State.DECLINED)


def _lock(subject: str) -> None:
    Task.locked(_pk(subject))


def _pk(subject: str) -> int:
    return int(subject.partition(":")[2])


@clocks.rings(CLOCK, first=_lock)
def climb(clock: Clock) -> None:
    """The deadline passed, or an interval: tells the next rung, and winds the clock for the one after it.

    A task that was reported, settled or withdrawn meanwhile, or has a new deadline, is left alone: the clock was for another round.
    """
    task = Task.locked(_pk(clock.subject))
    if task.state not in CLIMBS_IN or clock.data.get("round") != task.round or task.deadline_at is None:
        return
    if clock.due_at < task.deadline_at:
        return
    if task.overdue_at is None:
        task.overdue_at = clock.due_at
        Task.objects.filter(pk=task.pk).update(overdue_at=clock.due_at)
        data = {"task": task.pk, "round": task.round, "late_seconds": clock.late_seconds}
        record(task.stream_id, "task.overdue", data=data, about=task)
    told, following = _tell_next(task, clock)
    if told is not None:
        tell(task, "rung", post=str(told.post), person=told.person.name if told.person else "", late_seconds=told.late_seconds)
    elif not following:
        tell(task, "overdue", late_seconds=clock.late_seconds)
    if following:
        clocks.wind(CLOCK, subject(task), following[0].due_at, {"round": task.round})
    show(task)


def _tell_next(task: Task, clock: Clock) -> tuple[Rung | None, list[Rung]]:
    """Tells the next rung that somebody stands on; vacant ones are recorded and climbed past in the same moment.

    Gives the rung that was told, if any, and those still to come.
    """
    planned = _as_the_line_is_now(task, clock)
    speakers = holders_for([rung.post_id for rung in planned])
    passed_by = _already_told(task)
    for place, rung in enumerate(planned):
        holder = speakers.get(rung.post_id)
        person = holder.person if holder is not None else None
        if person is not None and person.pk in passed_by:
            person = None  # one person on two posts is told once: the next one up is told instead
        _fire(task, rung, person, clock)
        if person is not None:
            return rung, planned[place + 1 :]
    return None, []


def _as_the_line_is_now(task: Task, clock: Clock) -> list[Rung]:
    """The rungs not yet told, drawn anew where the reporting line has changed since they were planned."""
    rungs = list(Rung.objects.filter(task=task, round=task.round).select_related("post__unit").order_by("n"))
    fired = [rung.post_id for rung in rungs if rung.fired_at is not None]
    planned = [rung for rung in rungs if rung.fired_at is None]
    posts = _still_to_climb(posts_of_ladder(task), fired)
    if [post.pk for post in posts] == [rung.post_id for rung in planned]:
        return planned
    return redraw(task, planned, posts, clock.due_at, clock.due_at)


def _still_to_climb(posts: list[Post], fired: list[int]) -> list[Post]:
    """Those above the last rung that was told; where that post is no longer in the line, those not told yet."""
    ids = [post.pk for post in posts]
    last = max((ids.index(pk) for pk in fired if pk in ids), default=-1)
    return [post for post in posts[last + 1 :] if post.pk not in fired]


def _already_told(task: Task) -> set[int]:
    """Who needs not be told as a rung: who does the task, and who was told in this round."""
    told = set(Rung.objects.filter(task=task, round=task.round, person__isnull=False).values_list("person", flat=True))
    doing: dict[int, Person] = doers(assignees_of([task]).get(task.pk, []))
    return {pk for pk in told if pk is not None} | {person.pk for person in doing.values()}


def _fire(task: Task, rung: Rung, person: Person | None, clock: Clock) -> None:
    assert clock.fired_at is not None
    rung.fired_at, rung.person, rung.vacant = clock.fired_at, person, person is None
    rung.late_seconds = clock.late_seconds
    rung.save(update_fields=["fired_at", "person", "vacant", "late_seconds"])
    record(
        task.stream_id, "rung.fired", about=rung, at=clock.fired_at,
        data={
            "task": task.pk, "rung": rung.pk, "round": rung.round, "n": rung.n, "post": rung.post_id,
            "person": person.pk if person else None, "due": clock.due_at.isoformat(), "late_seconds": rung.late_seconds,
        },
    )  # fmt: skip
