"""Who gets an answer: everybody the same, signed in or not; a program is told what a stranger may see."""

from huiyin.core.access import EVERYBODY, access

ACCESS = access(EVERYBODY, "atom-official", "atom-topic", "atom-person", "atom-account", "oembed")
