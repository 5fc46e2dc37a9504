"""Who gets an answer at the addresses of what is to come. None of the tests' roles announced anything."""

from huiyin.core.access import NOBODY, OFFICIALS, OWNER, SIGNED_IN, access

ANSWER = OFFICIALS | OWNER
ACCESS = (
    *access(SIGNED_IN, "outlook", why="who answers for no region is led to their own announcements"),
    *access(SIGNED_IN, "outlook-mine"),
    *access(ANSWER - {"former"}, "outlook-settings", why="who holds a post, or acts for one"),
    *access(NOBODY, "outlook-withdraw", "outlook-outlet-end", why="none was entered"),
)
