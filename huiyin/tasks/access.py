"""Who gets an answer at the addresses of tasks and the board. The task asked for is one of the owner's group, and so is what
repeats."""

from huiyin.core.access import ADMINISTRATORS, MEMBERS, OFFICIALS, OWNER, SIGNED_IN, access

ACCESS = (
    *access(MEMBERS, "group-tasks"),
    *access(OWNER, "task-new", "task-issue", "task-sentence", "task-ladder"),
    *access(MEMBERS | {"delegate"}, "task", "task-file", "repetition", why="the delegate acts for the post it was issued from"),
    *access(OWNER | {"delegate"}, "task-move", "repetition-move", why="to take it back, to pause it: whoever issued it"),
    *access(OFFICIALS | OWNER | ADMINISTRATORS, "board", "board-copy", "board-save"),
    *access(OWNER, "board-forget", why="the owner's own view"),
    *access(SIGNED_IN, "get /tasks", "get /repetitions"),
    *access(MEMBERS | {"delegate"}, "get /tasks/{task_id}", "get /repetitions/{repetition_id}"),
    *access(OWNER, "post /groups/{group_id}/tasks", "post /groups/{group_id}/repetitions"),
    *access(OWNER | {"delegate"}, "post /tasks/{task_id}/{move}", why="to take it back"),
    *access(OWNER | {"delegate"}, "patch /repetitions/{repetition_id}", "post /repetitions/{repetition_id}/{turn}"),
)
