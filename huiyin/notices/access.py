"""Who gets an answer at the addresses of notices: each person at their own."""

from huiyin.core.access import NOBODY, SIGNED_IN, access

ACCESS = (
    *access(SIGNED_IN, "notices", "notices-count", "notices-read", "notices-seen"),
    *access(NOBODY, "notice-open", why="nobody's notice"),
)
