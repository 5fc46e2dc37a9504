"""Who gets an answer at the addresses of the digest. The card is of a word of the member's in the group; the owner decided another."""

from huiyin.core.access import ADMINISTRATORS, OFFICIALS, OWNER, access

ACCESS = (
    *access(OFFICIALS | OWNER | ADMINISTRATORS, "digest"),
    *access(OFFICIALS | OWNER | ADMINISTRATORS | {"resident", "member", "removed"}, "digest-finish", why="an empty form is refused first"),
    *access(OWNER, "digest-undo", "digest-decide"),
    *access(OFFICIALS | OWNER | ADMINISTRATORS, "get /digest", "post /digest/read"),
    *access(OWNER, "post /digest/cards/{alike}", "delete /digest/decided/{decided_id}"),
)
