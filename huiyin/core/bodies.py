"""What a page's script posts: one JSON object, with a bound."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.request import RawPostDataException

from huiyin.core.bounded_json import TooLong, Unreadable, read_object
from huiyin.core.errors import Invalid, TooMuch


def body_object(request: HttpRequest, most: int) -> dict[str, Any]:
    """Gives the object that was posted. Takes how many bytes may come. Raises TooMuch, Invalid."""
    try:
        return read_object(request.body, most)
    except TooLong as error:
        raise TooMuch from error
    except (Unreadable, RawPostDataException) as error:  # the last: a form with files where JSON belongs
        raise Invalid from error
