"""Who gets an answer at the addresses of the calendar."""

from huiyin.core.access import NOBODY, SIGNED_IN, access

ACCESS = (
    *access(SIGNED_IN, "calendar", "calendar-make", "calendar-end"),
    *access(NOBODY, "calendar-feed", why="no such secret"),
)
