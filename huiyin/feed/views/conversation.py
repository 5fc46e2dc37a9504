"""What moments add to the page of a conversation."""

from __future__ import annotations

from huiyin.groups.extension_points import Addition
from huiyin.groups.models import Member


def addition(_member: Member) -> Addition:
    """Gives the script by which a message becomes a moment, for whoever may read it."""
    return Addition(scripts=("feed/talk.js",))
