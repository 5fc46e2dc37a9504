"""Who gets an answer at the addresses of mailboxes and robots."""

from huiyin.core.access import NOBODY, OWNER, SIGNED_IN, SYSTEM, access

ACCESS = (
    *access(SIGNED_IN, "notices-settings", "mail-ask", "mail-confirm", "mail-choose", "mail-remove"),
    *access(SYSTEM, "outgoing", "manage-deliveries"),
    *access(NOBODY, "outgoing-again", "manage-delivery", "manage-destination", why="nothing of this number"),
    *access(NOBODY, "mail-stop", why="nobody's token"),
    *access(OWNER, "group-robots", "group-robot-new", "group-robot", "group-robot-change", "group-robot-again"),
)
