"""Who gets an answer at the addresses of programs in a group: the group's owner alone."""

from huiyin.core.access import EVERYBODY, OWNER, access

ACCESS = (
    *access(OWNER, "group-hooks", "group-hook-new", "group-hook-revoke"),
    *access(OWNER, "group-subscription-new", "group-subscription", "group-subscription-change", "group-delivery-again"),
    *access(EVERYBODY, "hook-speak", why="whoever has the secret"),
)
