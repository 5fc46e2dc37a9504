"""Who gets an answer: everybody the same, signed in or not; a program is told what a stranger may see."""

from huiyin.core.access import EVERYBODY, NOBODY, access

ACCESS = (
    *access(EVERYBODY, "atom-official", "atom-topic", "atom-person", "oembed"),
    *access(NOBODY, "atom-account", why="there is no account of that number"),
)
