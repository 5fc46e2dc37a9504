"""Who gets an answer at the addresses of pebbles."""

from huiyin.core.access import NOBODY, access

ACCESS = access(NOBODY, "pebble", why="the tests' house has none of that number")
