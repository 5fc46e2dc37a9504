"""Who gets an answer at the addresses of tasks and the board. The task asked for is one of the owner's group."""

from huiyin.core.access import ADMINISTRATORS, MEMBERS, NOBODY, OFFICIALS, OWNER, access

ACCESS = (
    *access(MEMBERS, "group-tasks"),
    *access(OWNER, "task-new", "task-issue", "task-sentence", "task-ladder"),
    *access(MEMBERS | {"delegate"}, "task", why="the delegate acts for the post it was issued from"),
    *access(NOBODY, "task-move", "task-file", why="the one to acknowledge is none of these; nothing proves yet"),
    *access(OFFICIALS | OWNER | ADMINISTRATORS, "board", "board-copy", "board-save"),
    *access(NOBODY, "board-forget", why="none is kept"),
    *access(NOBODY, "repetition", "repetition-move", why="nothing repeats here"),
)
