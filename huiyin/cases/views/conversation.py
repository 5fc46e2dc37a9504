"""What cases add to the page of a conversation."""

from __future__ import annotations

from huiyin.groups.extension_points import Addition
from huiyin.groups.models import Member
from huiyin.people.models import Person


def addition(member: Member) -> Addition:
    """Gives the script that makes a message a request, and whether this member may do so with what others said."""
    marks = ("may-bring-cases",) if member.person.kind == Person.Kind.OFFICIAL else ()
    return Addition(("cases/cases.css",), ("cases/talk.js",), marks)
