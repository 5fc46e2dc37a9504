"""Who gets an answer: everybody the same, signed in or not; a program is told what a stranger may see."""

from huiyin.core.access import EVERYBODY, NOBODY, access

ACCESS = (
    *access(EVERYBODY, "atom-official", "atom-topic", "atom-person"),
    *access(NOBODY, "atom-account", "oembed", why="no such account; no address was asked about"),
)
