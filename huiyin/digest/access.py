"""Who gets an answer at the addresses of the digest. The card and the decision asked for are nobody's."""

from huiyin.core.access import ADMINISTRATORS, NOBODY, OFFICIALS, OWNER, access

ACCESS = (
    *access(OFFICIALS | OWNER | ADMINISTRATORS, "digest"),
    *access(OFFICIALS | OWNER | ADMINISTRATORS | {"resident", "member", "removed"}, "digest-finish", why="an empty form is refused first"),
    *access(NOBODY, "digest-undo", "digest-decide"),
)
