"""Who gets an answer at the addresses of tasks and the board. The task asked for is one of the owner's group, and so is what
repeats."""

from huiyin.core.access import ADMINISTRATORS, MEMBERS, OFFICIALS, OWNER, access

ACCESS = (
    *access(MEMBERS, "group-tasks"),
    *access(OWNER, "task-new", "task-issue", "task-sentence", "task-ladder"),
    *access(MEMBERS | {"delegate"}, "task", "task-file", "repetition", why="the delegate acts for the post it was issued from"),
    *access(OWNER | {"delegate"}, "task-move", "repetition-move", why="to take it back, to pause it: whoever issued it"),
    *access(OFFICIALS | OWNER | ADMINISTRATORS, "board", "board-copy", "board-save"),
    *access(OWNER, "board-forget", why="the owner's own view"),
)
