"""What the addresses of tasks are asked about: one the owner issued in the group, with a proof; what repeats there; a view of the board."""

from __future__ import annotations

from huiyin.tasks.actions import Named, Repeats, TaskDraft, add_progress, issue_task, start_repetition
from huiyin.tasks.actions.viewing import save_view
from huiyin.worktime.recurrence import Rhythm
from tests.factories import a_picture
from tests.permissions.county import County
from tests.permissions.places import Asked


def objects(county: County) -> Asked:
    """Makes them."""
    group, owner, doer = county.group, county.owner, county.doer
    task = issue_task(group, owner, TaskDraft("看看路灯", Named(doer.pk)))
    proof = a_picture(doer)
    add_progress(task, doer, "换了三盏", uploads=[proof.key])
    repeated = start_repetition(group, owner, TaskDraft("看看水位", Named(doer.pk)), Repeats(Rhythm("workday")))
    view = save_view(owner, "临期的", "?light=near")
    return Asked(
        {
            "tasks/<int:pk>": {"pk": task.pk},
            "tasks/<int:pk>/files/<str:key>": {"key": proof.key, "variant": "thumb"},
            "tasks/<int:pk>/<slug:name>": {"name": "withdraw"},
            "board/views/<int:pk>": {"pk": view.pk},
            "repetitions/<int:pk>": {"pk": repeated.repetition_id},
            "repetitions/<int:pk>/<slug:name>": {"name": "pause"},
            "/tasks/{task_id}": {"task_id": task.pk, "move": "withdraw"},
            "/repetitions/{repetition_id}": {"repetition_id": repeated.repetition_id, "turn": "pause"},
        },
        {
            "task-move": {"words": "不用了"},
            "post /groups/{group_id}/tasks": {"title": "看看", "lead": {"person": doer.pk}},
            "post /groups/{group_id}/repetitions": {"title": "看看", "lead": {"person": doer.pk}, "rhythm": {"unit": "workday"}},
            "patch /repetitions/{repetition_id}": {"title": "看看井"},
            "post /tasks/{task_id}/{move}": {"words": "不用了"},
        },
    )
