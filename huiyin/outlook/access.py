"""Who gets an answer at the addresses of what is to come. The owner announced something of their region, and entered who
takes it."""

from huiyin.core.access import OFFICIALS, OWNER, SIGNED_IN, access

ANSWER = OFFICIALS | OWNER
ACCESS = (
    *access(SIGNED_IN, "outlook", why="who answers for no region is led to their own announcements"),
    *access(SIGNED_IN, "outlook-mine"),
    *access(ANSWER - {"former"}, "outlook-settings", why="who holds a post, or acts for one"),
    *access(OWNER | {"colleague", "delegate"}, "outlook-withdraw", "outlook-outlet-end", why="who answers for the region"),
    *access(ANSWER - {"former"}, "get /outlook/calendar"),
    *access(SIGNED_IN, "get /outlook/announcements"),
    *access(OWNER | {"colleague", "delegate"}, "post /outlook/announcements"),
    *access(OWNER | {"colleague", "delegate"}, "post /outlook/announcements/{announcement_id}/withdraw"),
)
