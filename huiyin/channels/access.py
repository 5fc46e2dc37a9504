"""Who gets an answer at the addresses of mailboxes and robots."""

from huiyin.core.access import EVERYBODY, OWNER, SIGNED_IN, SYSTEM, access

ACCESS = (
    *access(SIGNED_IN, "notices-settings", "mail-ask", "mail-confirm", "mail-choose", "mail-remove"),
    *access(SYSTEM, "outgoing", "outgoing-again", "manage-deliveries", "manage-delivery", "manage-destination"),
    *access(EVERYBODY, "mail-stop", why="whoever has the letter: the address is the key"),
    *access(OWNER, "group-robots", "group-robot-new", "group-robot", "group-robot-change", "group-robot-again"),
)
