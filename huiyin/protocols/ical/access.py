"""Who gets an answer at the addresses of the calendar."""

from huiyin.core.access import EVERYBODY, SIGNED_IN, access

ACCESS = (
    *access(SIGNED_IN, "calendar", "calendar-make", "calendar-end"),
    *access(EVERYBODY, "calendar-feed", why="whoever has the secret"),
)
