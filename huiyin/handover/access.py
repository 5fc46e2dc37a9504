"""Who gets an answer at the addresses of handovers. The one asked for is the owner's, listed before leaving."""

from huiyin.core.access import ADMINISTRATORS, NOBODY, OFFICIALS, OWNER, SYSTEM, access

ACCESS = (
    *access(OFFICIALS | OWNER | ADMINISTRATORS, "handovers"),
    *access(NOBODY, "handover-begin", why="no post is named"),
    *access(OWNER | SYSTEM | {"above"}, "handover", "handover-take", why="the owner's, not given yet"),
    *access(OWNER, "handover-cancel"),
    *access(NOBODY, "handover-acknowledge", why="listed before leaving"),
)
