"""What a rung needs to know before it is told, asked once for all tasks whose clocks rang together.

Written out and not by the ORM: on a Monday morning this is asked a thousand times, and what it reads nobody else may change until the
answer is written (measured: an ORM's query of these costs 0.7 ms to make, and each model with its relations 30 µs).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.db.bulk import ask_rows, places, table
from huiyin.db.locks import for_update
from huiyin.db.statements import ask, in_one_go
from huiyin.groups.models import Group, Message
from huiyin.journal.models import Stream
from huiyin.people.models import Person, Post, Unit
from huiyin.people.queries.holders import holders_for, pairs_held
from huiyin.tasks.models import Assignee, Repetition, Rung, Task


@dataclass(slots=True)
class Ground:
    """Tasks with their groups and messages; beside them what decides who is told."""

    tasks: dict[int, Task]
    rungs: dict[int, list[Rung]]  # of each task's present round, in order, with their posts
    assignees: dict[int, list[Assignee]]  # of each task, the lead first
    doers: dict[int, Person]  # who does it today, by assignee
    speakers: dict[int, Person]  # who speaks for a post today
    own: dict[int, set[int]]  # the posts an issuer holds or is acting in
    repetitions: dict[int, Repetition]  # of those that come again


def lock_tasks(ids: Sequence[int]) -> None:
    """Locks these tasks until the transaction ends: their groups' streams first, then the tasks, each in the order of their ids, as
    everybody else locks them. Where there is one writer, it is whoever asks, and nothing is locked."""
    own = for_update()
    if not own:
        return
    these = places(ids)
    with in_one_go():
        streams = ask(
            f"SELECT id FROM {table(Stream)} WHERE id IN (SELECT g.stream_id FROM {table(Group)} g JOIN {table(Task)} t "  # noqa: S608
            f"ON t.group_id = g.id WHERE t.id IN {these}) ORDER BY id{own}",
            ids,
        )
        tasks = ask(f"SELECT id FROM {table(Task)} WHERE id IN {these} ORDER BY id{own}", ids)  # noqa: S608
        streams(), tasks()


def locked_streams(ids: Sequence[int]) -> dict[int, Stream]:
    """Gives these streams, locked until the transaction ends."""
    return {stream.pk: stream for stream in ask_rows(Stream, f"id IN {places(ids)} ORDER BY id{for_update()}", ids)()}


def escalation_context(ids: Sequence[int]) -> Ground:
    """Gives what is known of these tasks. The caller holds their locks."""
    these = places(ids)
    with in_one_go():
        tasks = ask_rows(Task, f"id IN {these}", ids)
        rungs = ask_rows(Rung, f"task_id IN {these} ORDER BY task_id, n", ids)
        assignees = ask_rows(Assignee, f"task_id IN {these} AND ended_at IS NULL ORDER BY task_id, role DESC, id", ids)
        groups = ask_rows(Group, f"id IN (SELECT group_id FROM {table(Task)} WHERE id IN {these})", ids)  # noqa: S608
        messages = ask_rows(Message, f"id IN (SELECT message_id FROM {table(Task)} WHERE id IN {these})", ids)  # noqa: S608
        found = Ground({task.pk: task for task in tasks()}, {}, {}, {}, {}, {}, {})
        _hang(found, {group.pk: group for group in groups()}, {message.pk: message for message in messages()})
        for rung in rungs():
            if (task := found.tasks.get(rung.task_id)) is not None and rung.round == task.round:
                found.rungs.setdefault(task.pk, []).append(rung)
        for assignee in assignees():
            found.assignees.setdefault(assignee.task_id, []).append(assignee)
    if repeated := {task.repetition_id for task in found.tasks.values() if task.repetition_id}:
        found.repetitions = Repetition.objects.in_bulk(repeated)
    everything: list[Any] = [*_flat(found.rungs), *_flat(found.assignees)]
    _stand(found, _with_posts(everything))
    return found


def _hang(found: Ground, groups: dict[int, Group], messages: dict[int, Message]) -> None:
    for task in found.tasks.values():
        task.group = groups[task.group_id]
        task.message = messages[task.message_id] if task.message_id is not None else None


def _flat(by_task: dict[int, list[Any]]) -> Iterable[Any]:
    return (one for of_task in by_task.values() for one in of_task)


def _with_posts(holders_of_posts: Sequence[Any]) -> set[int]:
    """Sets the posts, with their units, on rungs and assignees. Gives the posts' ids."""
    ids = {one.post_id for one in holders_of_posts if one.post_id is not None}
    if ids:
        these = places(list(ids))
        with in_one_go():
            posts_asked = ask_rows(Post, f"id IN {these}", list(ids))
            of_posts = f"id IN (SELECT unit_id FROM {table(Post)} WHERE id IN {these})"  # noqa: S608
            units_asked = ask_rows(Unit, of_posts, list(ids))
            posts, units = {post.pk: post for post in posts_asked()}, {unit.pk: unit for unit in units_asked()}
        for post in posts.values():
            post.unit = units[post.unit_id]
        for one in holders_of_posts:
            if one.post_id is not None:
                one.post = posts[one.post_id]
    return ids


def _stand(found: Ground, posts: set[int]) -> None:
    """Who speaks for which post, who does what, which posts the issuers hold: the rules of standing.doers, for many."""
    found.speakers = {post: holder.person for post, holder in holders_for(posts).items()}
    issuers = {task.issuer_id for task in found.tasks.values()}
    named = {a.person_id for a in _flat(found.assignees) if a.person_id}
    held = pairs_held(issuers | named)
    for person, post, delegated in held:
        if not delegated and person in issuers:
            found.own.setdefault(person, set()).add(post)
    still = {(person, post) for person, post, _delegated in held}
    told = {rung.person_id for rung in _flat(found.rungs) if rung.person_id}
    acknowledged = {a.acknowledged_by_id for a in _flat(found.assignees) if a.acknowledged_by_id}
    people = _people(issuers | named | told | acknowledged, {person.pk: person for person in found.speakers.values()})
    for a in _flat(found.assignees):
        a.acknowledged_name = people[a.acknowledged_by_id].name if a.acknowledged_by_id else None
        if a.person_id and (a.post_id is None or (a.person_id, a.post_id) in still):
            found.doers[a.pk] = people[a.person_id]
        elif a.post_id in found.speakers:
            found.doers[a.pk] = found.speakers[a.post_id]
    for rung in _flat(found.rungs):
        rung.task, rung.person = found.tasks[rung.task_id], people.get(rung.person_id)
    for task in found.tasks.values():
        task.issuer = people[task.issuer_id]


def _people(ids: set[int], known: dict[int, Person]) -> dict[int, Person]:
    missing = list(ids - known.keys())
    asked: Callable[[], list[Any]] = ask_rows(Person, f"id IN {places(missing)}", missing) if missing else list
    return known | {person.pk: person for person in asked()}
