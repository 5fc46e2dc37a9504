"""Who gets an answer at the search page; what it finds is every noun's own rule."""

from huiyin.core.access import SIGNED_IN, access

ACCESS = (
    *access(SIGNED_IN, "search"),
    *access(SIGNED_IN, "get /search"),
)
