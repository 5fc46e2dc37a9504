"""The tasks that hang on a case, as far as somebody sees them."""

from __future__ import annotations

from dataclasses import dataclass, field

from huiyin.cases.models import Case, CaseTask
from huiyin.cases.rules import INSIDE, roles, speaker_of
from huiyin.cases.rules import visible_to as cases_visible_to
from huiyin.groups.models import Group, Member
from huiyin.people.models import Person
from huiyin.tasks.models import Task
from huiyin.tasks.queries.visibility import visible_to
from huiyin.tasks.rules import may_issue

MOST_GROUPS = 60


@dataclass
class HungTasks:
    """`tasks` are those this person may see; `others`: how many more there are."""

    tasks: list[Task] = field(default_factory=list)
    others: int = 0

    @property
    def all_ended(self) -> bool:
        """Whether there are some, and nothing of them is open as far as one sees."""
        return bool(self.tasks) and not self.others and all(not task.is_open for task in self.tasks)


def hung_tasks(case: Case, person: Person) -> HungTasks:
    """Gives the tasks of a case, those given out first at the top."""
    numbers = list(CaseTask.objects.filter(case=case).order_by("pk").values_list("task", flat=True))
    if not numbers:
        return HungTasks()
    seen = visible_to(person).filter(pk__in=numbers).select_related("issuer", "lead_post__unit", "lead_unit", "message").in_bulk()
    return HungTasks([seen[number] for number in numbers if number in seen], sum(number not in seen for number in numbers))


def cases_of_task(person: Person, task: Task) -> list[Case]:
    """Gives the cases a task hangs on and this person has in hand, by their numbers."""
    numbers = list(CaseTask.objects.filter(task=task).order_by("pk").values_list("case", flat=True))
    if not numbers:
        return []
    who = speaker_of(person)
    found = Case.objects.filter(cases_visible_to(who), pk__in=numbers).order_by("number")
    return [case for case in found if roles(who, case) & INSIDE]


def groups_to_issue_in(person: Person) -> list[Group]:
    """Gives the groups in which somebody may give out tasks, by name; at most sixty."""
    inside = Member.objects.filter(person=person, left_at=None, group__archived_at=None).exclude(group__kind=Group.Kind.LISTENING)
    found = inside.select_related("group", "person").order_by("group__name")[:MOST_GROUPS]
    return [one.group for one in found if may_issue(one, one.group)]
