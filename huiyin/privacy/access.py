"""Who gets an answer at the addresses of one's own data, and of erasures."""

from huiyin.core.access import AUDIT, NOBODY, SIGNED_IN, SYSTEM, access

ACCESS = (
    *access(SIGNED_IN, "my-data", "my-copy", "my-erasure", "my-phone"),
    *access(NOBODY, "my-copy-file", "my-copy-remove", why="nobody's copy"),
    *access(NOBODY, "my-erasure-withdraw", why="not asked for"),
    *access(SYSTEM | AUDIT, "manage-erasures"),
    *access(SYSTEM, "manage-erase"),
    *access(NOBODY, "manage-erase-decline", why="this person has not asked"),
)
