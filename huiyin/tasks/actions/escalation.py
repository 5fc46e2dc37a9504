"""At the deadline, and at each interval after it: one rung higher, once, whatever happened to the server meanwhile.

Clocks that fall due together climb together: on a Monday morning ten thousand may, and what a rung needs to know (who holds which post,
who stands above whom) is then asked once for all of them. Each task is decided by itself, under the locks of its group and its own row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from huiyin.core.errors import Refused
from huiyin.db.bulk import as_stored, insert_rows, update_rows
from huiyin.db.statements import in_one_go
from huiyin.groups.actions.posting import post_messages
from huiyin.journal import clocks
from huiyin.journal.models import Clock
from huiyin.journal.recording import PendingEntry, record_in
from huiyin.people.models import Person
from huiyin.people.queries import holders_for
from huiyin.tasks import ladder
from huiyin.tasks.actions.group_lines import drafts_of
from huiyin.tasks.actions.laddering import CLOCK, posts_of_ladder, redraw, subject
from huiyin.tasks.lines import lines
from huiyin.tasks.models import IN_HAND, Rung, State, Task
from huiyin.tasks.queries.escalation import Ground, escalation_context, lock_tasks, locked_streams
from huiyin.tasks.rendering import Card, returned_reports

CLIMBS_IN = (*IN_HAND, State.DECLINED)


@dataclass
class _Climb:
    """One task whose clock rang: what is planned, what is told now, what comes after."""

    task: Task
    clock: Clock
    rungs: list[Rung]  # of this round
    overdue: bool = False  # said now, for the first time in this round
    fired: list[Rung] = field(default_factory=list)
    told: Rung | None = None
    following: list[Rung] = field(default_factory=list)

    @property
    def planned(self) -> list[Rung]:
        return [rung for rung in self.rungs if rung.fired_at is None]


def _pk(subject: str) -> int:
    return int(subject.partition(":")[2])


def _lock(subjects: Sequence[str]) -> None:
    lock_tasks([_pk(one) for one in subjects])


@clocks.on_due_together(CLOCK, first=_lock)
def climb(rung_now: Sequence[Clock]) -> None:
    """The deadline passed, or an interval: tells the next rung of each task, and winds the clock for the one after it.

    A task that was reported, settled or withdrawn meanwhile, or has a new deadline, is left alone: the clock was for another round.
    """
    known = escalation_context([_pk(clock.subject) for clock in rung_now])
    climbs = _those_to_climb(rung_now, known)
    if not climbs:
        return
    if _as_the_line_is_now(climbs, known):
        known.speakers |= {post: holder.person for post, holder in holders_for({r.post_id for c in climbs for r in c.planned}).items()}
    for one in climbs:
        # For those who answer these entries in this transaction (notices): who does it, as found here.
        of_task = known.assignees.get(one.task.pk, [])
        one.task.doing = [(known.doers[a.pk].pk, a.role) for a in of_task if a.pk in known.doers]  # type: ignore[attr-defined]
        _decide(one, known.speakers, {pk for pk, _role in one.task.doing})  # type: ignore[attr-defined]
    _write(climbs, known)


def _those_to_climb(rung_now: Sequence[Clock], known: Ground) -> list[_Climb]:
    found = []
    for clock in rung_now:
        task = known.tasks.get(_pk(clock.subject))
        stale = task is None or task.state not in CLIMBS_IN or clock.data.get("round") != task.round
        if task is not None and not stale and task.deadline_at is not None and clock.due_at >= task.deadline_at:
            found.append(_Climb(task, clock, known.rungs.get(task.pk, []), overdue=task.overdue_at is None))
    return found


def _as_the_line_is_now(climbs: Sequence[_Climb], known: Ground) -> bool:
    """Draws the rungs not yet told anew where the reporting line has changed since they were planned. Says whether it had."""
    line, changed = lines(), False
    for one in climbs:
        task = one.task
        own = known.own.get(task.issuer_id, set())
        task.issuer_stays = task.issuer_post_id in own  # type: ignore[attr-defined]
        issuers = own | ({task.issuer_post_id} if task.issuer_post_id else set())
        above = {post for issuer in issuers for post in line.above(issuer)}
        rising = line.above(task.lead_post_id) if task.lead_post_id and task.ladder_on else []
        posts = ladder.climb(rising, issuers, above, task.ladder_skip, task.ladder_most)
        fired = [rung.post_id for rung in one.rungs if rung.fired_at is not None]
        if _still_to_climb(posts, fired) != [rung.post_id for rung in one.planned]:
            _redraw(one, fired)
            changed = True
    return changed


def _redraw(one: _Climb, fired: list[int]) -> None:
    posts = {post.pk: post for post in posts_of_ladder(one.task)}
    wanted = [posts[pk] for pk in _still_to_climb(list(posts), fired)]
    if [post.pk for post in wanted] == [rung.post_id for rung in one.planned]:
        return
    fresh = redraw(one.task, one.planned, wanted, one.clock.due_at)
    one.rungs = [rung for rung in one.rungs if rung.fired_at is not None] + fresh


def _still_to_climb(posts: list[int], fired: list[int]) -> list[int]:
    """Those above the last rung that was told; where that post is no longer in the line, those not told yet."""
    last = max((posts.index(pk) for pk in fired if pk in posts), default=-1)
    return [post for post in posts[last + 1 :] if post not in fired]


def _decide(one: _Climb, speakers: Mapping[int, Person], doing: set[int]) -> None:
    """Tells the next rung that somebody stands on; vacant ones are recorded and climbed past in the same moment.

    One person on two posts is told once, and who does the task needs not be told as its rung: the next one up is told instead.
    """
    passed_by = doing | {rung.person_id for rung in one.rungs if rung.fired_at is not None and rung.person_id}
    planned = one.planned
    for place, rung in enumerate(planned):
        person = speakers.get(rung.post_id)
        if person is not None and person.pk in passed_by:
            person = None
        rung.fired_at, rung.person, rung.vacant = one.clock.fired_at, person, person is None
        rung.late_seconds, rung.task = one.clock.late_seconds, one.task
        one.fired.append(rung)
        if person is not None:
            one.told, one.following = rung, planned[place + 1 :]
            return


def _write(climbs: Sequence[_Climb], known: Ground) -> None:
    """Writes what was decided, a statement for all tasks together; says it in the groups; winds the clocks of what comes next."""
    for one in climbs:
        if one.overdue:
            one.task.overdue_at = one.clock.due_at
    told = [(as_stored(r.fired_at), r.person_id, r.vacant, r.late_seconds, r.pk) for one in climbs for r in one.fired]
    late = [(as_stored(one.task.overdue_at), one.task.pk) for one in climbs if one.overdue]
    with in_one_go():
        streams = locked_streams([one.task.stream_id for one in climbs])
        update_rows(Rung, ("fired_at", "person_id", "vacant", "late_seconds"), told)
        update_rows(Task, ("overdue_at",), late)
    record_in([(streams[one.task.stream_id], happenings) for one in climbs if (happenings := _happenings(one))])
    _say(climbs, known)
    insert_rows(
        [Clock(kind=CLOCK, subject=subject(one.task), due_at=one.following[0].due_at, data={"round": one.task.round})
         for one in climbs if one.following]
    )  # fmt: skip


def _happenings(one: _Climb) -> list[PendingEntry]:
    told: list[PendingEntry] = []
    data: dict[str, object]
    if one.overdue:
        data = {"task": one.task.pk, "round": one.task.round, "late_seconds": one.clock.late_seconds}
        told.append(PendingEntry("task.overdue", None, data, at=one.clock.fired_at, about=one.task))
    for rung in one.fired:
        data = {
            "task": one.task.pk, "rung": rung.pk, "round": rung.round, "n": rung.n, "post": rung.post_id, "person": rung.person_id,
            "due": one.clock.due_at.isoformat(), "late_seconds": rung.late_seconds,
        }  # fmt: skip
        told.append(PendingEntry("rung.fired", None, data, at=one.clock.fired_at, about=rung))
    return told


def _say(climbs: Sequence[_Climb], known: Ground) -> None:
    """One line in each group for each task, and the cards drawn anew."""
    lines_to_say = []
    for one in climbs:
        if one.told is not None:
            person = one.told.person.name if one.told.person else ""
            facts: dict[str, object] = {"post": str(one.told.post), "person": person, "late_seconds": one.told.late_seconds}
            lines_to_say.append((one.task, "rung", facts))
        elif one.overdue:
            lines_to_say.append((one.task, "overdue", {"late_seconds": one.clock.late_seconds}))
    for result in post_messages(drafts_of(lines_to_say)):
        if isinstance(result, Refused):
            raise result
    shown: dict[int, list[PendingEntry]] = {}
    returned = returned_reports([one.task for one in climbs])
    for one in climbs:
        if one.task.visibility == Task.Visibility.GROUP and one.task.message is not None:
            data = {"task": one.task.pk, "group": one.task.group_id, "n": one.task.message.n}
            repetition = known.repetitions.get(one.task.repetition_id or 0)
            card = Card(one.task, known.assignees.get(one.task.pk, []), known.doers, one.rungs, returned.get(one.task.pk), repetition)
            shown.setdefault(one.task.group.stream_id, []).append(PendingEntry("task.shown", None, data, about=card))
    if shown:
        fresh = locked_streams(list(shown))
        record_in([(fresh[pk], happenings) for pk, happenings in shown.items()])
