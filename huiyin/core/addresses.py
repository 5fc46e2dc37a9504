"""Addresses made by name where `reverse` is too slow: a message is drawn in 20 µs, of which `reverse` alone would take ten.
And addresses as others are told them."""

from __future__ import annotations

import re
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_resolver, reverse

_PLAIN = re.compile(r"[A-Za-z0-9_-]+").fullmatch  # nothing in it needs to be quoted


def address(name: str, *parts: int | str) -> str:
    """Gives the address of that name with its parts filled in, as `reverse` does.

    Numbers, keys and plain words are filled into a pattern that is remembered; whatever else is given goes through `reverse`, which quotes
    it. Raises NoReverseMatch for a name that nobody bears or another count of parts.
    """
    for part in parts:
        if type(part) is not int and not (type(part) is str and _PLAIN(part)):
            return reverse(name, args=parts)
    return _pattern(name, len(parts)) % parts


@cache
def _pattern(name: str, count: int) -> str:
    """The address of that name with %s where its parts go."""
    for shapes, *_ in get_resolver().reverse_dict.getlist(name):
        for shape, parts in shapes:
            if len(parts) == count:
                return "/" + shape.replace("%", "%%").replace("%%(", "%(") % dict.fromkeys(parts, "%s")
    raise NoReverseMatch(f"{name} with {count} parts")


def absolute(request: HttpRequest, path: str) -> str:
    """Gives an address as others are told it: under the name people know us by, where it is set."""
    return f"{settings.ORIGIN}{path}" if settings.ORIGIN else request.build_absolute_uri(path)
