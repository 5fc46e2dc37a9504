"""Who gets an answer at the demonstration's own door."""

from huiyin.core.access import NOBODY, access

ACCESS = access(NOBODY, "demo-enter", why="the county is not loaded")
