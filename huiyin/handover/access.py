"""Who gets an answer at the addresses of handovers. The one asked for is the owner's, listed before leaving; of another, which was given,
the colleague got something."""

from huiyin.core.access import ADMINISTRATORS, OFFICIALS, OWNER, SYSTEM, access

ACCESS = (
    *access(OFFICIALS | OWNER | ADMINISTRATORS, "handovers"),
    *access(OWNER | {"delegate"}, "handover-begin", why="of a post one holds, or acts for"),
    *access(OWNER | SYSTEM | {"above"}, "handover", "handover-take", why="the owner's, not given yet"),
    *access(OWNER, "handover-cancel"),
    *access(frozenset({"colleague"}), "handover-acknowledge"),
)
