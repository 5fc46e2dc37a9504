"""Who stands where in a task: who does it today, who stands above, what part somebody has in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import F

from huiyin.db.compiled import Compiled
from huiyin.db.lookups import IdIn
from huiyin.db.statements import in_one_go
from huiyin.groups.models import Member
from huiyin.people.models import Person, Post
from huiyin.people.queries import posts_held, reporting_line
from huiyin.people.queries.holders import ask_holders, ask_pairs
from huiyin.tasks.models import Assignee, Repetition, Rung, Task


@dataclass(frozen=True)
class Part:
    """What part a person has in a task. `above`: holds a post of the lead's reporting line; `nearest`: the one right above the lead."""

    issuer: bool = False
    lead: bool = False
    helper: bool = False
    above: bool = False
    nearest: bool = False
    office: bool = False  # speaks for a post that issued it or does it, if only as acting holder
    told: bool = False  # was told of it as a rung of its ladder
    member: bool = False  # is in its group
    assignees: frozenset[int] = field(default_factory=frozenset)  # the assignees this person acts for

    @property
    def does(self) -> bool:
        """Whether this person does it, leading or helping."""
        return self.lead or self.helper


def doers(assignees: Sequence[Assignee]) -> dict[int, Person]:
    """Gives who does it today, by assignee's id. Who was named as holder of a post does it as long
    as they hold it; after that whoever speaks for the post: nobody's part in a task lasts longer than the post."""
    posts = {a.post_id for a in assignees if a.post_id}
    with in_one_go():
        asked, pairs = ask_holders(posts), ask_pairs({a.person_id for a in assignees if a.person_id and a.post_id})
    speakers, still = asked(), {(person, post) for person, post, _delegated in pairs()}
    found: dict[int, Person] = {}
    for a in assignees:
        if a.person_id and (a.post_id is None or (a.person_id, a.post_id) in still):
            found[a.pk] = a.person  # type: ignore[assignment]
        elif a.post_id in speakers:
            found[a.pk] = speakers[a.post_id].person
    return found


def shown_doers(assignees: Sequence[Assignee]) -> dict[int, Person]:
    """Gives whom a task shows as doing it, by assignee's id: who does it today, and of what has ended who did it then.

    For reading alone. What somebody may do, and whom the house tells, goes by `doers`.
    """
    found = {a.pk: a.held_by for a in assignees if a.held_by is not None}
    # Of what ended while nobody held the post nobody is shown: whoever came later never had it.
    return found | doers([a for a in assignees if a.pk not in found and getattr(a, "over", None) is None])


def assignees_of(tasks: Iterable[Task]) -> dict[int, list[Assignee]]:
    """Gives the assignees of these tasks, the lead first, by task's id."""
    return ask_assignees(tasks)()


def ask_assignees(tasks: Iterable[Task]) -> Callable[[], dict[int, list[Assignee]]]:
    """Asks as `assignees_of`; gives what fetches them."""
    asked = _assignees.ask(tuple(t.pk for t in tasks))

    def fetch() -> dict[int, list[Assignee]]:
        found: dict[int, list[Assignee]] = {}
        for row in asked():
            found.setdefault(row.task_id, []).append(row)
        return found

    return fetch


_assignees = Compiled[Assignee](
    lambda tasks: Assignee.objects.filter(IdIn("task_id", tasks), ended_at=None)
    .select_related("person", "post__unit", "held_by")
    .annotate(acknowledged_name=F("acknowledged_by__name"), over=F("task__ended_at"))
    .order_by("task_id", "-role", "pk")  # "lead" after "helper" in the alphabet
)


def part_of(person: Person, task: Task) -> Part:
    """Gives what part a person has in a task: for what one person does to one task, never for lists."""
    assignees = assignees_of([task]).get(task.pk, [])
    today = doers(assignees)
    held = posts_held([person.pk])
    my_posts = {h.post_id for h in held}
    delegated = {h.post_id for h in held if h.delegated}
    mine = [a for a in assignees if today.get(a.pk) == person or a.post_id in delegated]
    line = line_above(task) if my_posts else []
    return Part(
        issuer=is_issuer(person, task, my_posts, delegated),
        lead=any(a.role == Assignee.Role.LEAD for a in mine),
        helper=any(a.role == Assignee.Role.HELPER for a in mine),
        above=any(post.pk in my_posts for post in line),
        nearest=bool(line) and line[0].pk in my_posts,
        office=bool(my_posts & {task.issuer_post_id, *(a.post_id for a in assignees)}),
        told=Rung.objects.filter(task=task, person=person, fired_at__isnull=False).exists(),
        member=Member.objects.filter(group=task.group_id, person=person, left_at=None).exists(),
        assignees=frozenset(a.pk for a in mine),
    )


def is_issuer(person: Person, task: Task | Repetition, my_posts: set[int], delegated: set[int]) -> bool:
    """Who issued it, as long as they hold the post they issued it from; their delegate meanwhile; after that who speaks for the post."""
    if task.issuer_post_id is None:
        return task.issuer_id == person.pk
    if task.issuer_post_id not in my_posts:
        return False
    if task.issuer_id == person.pk or task.issuer_post_id in delegated:
        return True
    return all(held.post_id != task.issuer_post_id for held in posts_held([task.issuer_id]))


def line_above(task: Task) -> list[Post]:
    """Gives the posts above the lead's, nearest first; empty for a lead without post."""
    return reporting_line(task.lead_post) if task.lead_post is not None else []
