"""Who gets an answer at the addresses of notices: each person at their own."""

from huiyin.core.access import OWNER, SIGNED_IN, access

ACCESS = (
    *access(SIGNED_IN, "notices", "notices-count", "notices-read", "notices-seen"),
    *access(OWNER, "notice-open", why="the owner's own"),
)
