"""Characters no database keeps are taken out of an address and of a form before any view reads them.

PostgreSQL refuses the character NUL in text (its manual, "Character Types"), SQLite cuts some functions short at it, and nobody
can type it: it only comes from programs that try doors. What a program sends as JSON is checked where its shape is.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict

from huiyin.core.errors import NotThere
from huiyin.web.refusals import refusal

NUL = "\0"


class CharacterMiddleware:
    """Stands inside the proof of forms (CSRF), which has read the form already: reading it here costs nothing more."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL in request.path_info:
            return refusal(request, NotThere())
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = without_nul(request.GET)  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        """Cleans a form. Views that take no forms of ours (csrf_exempt) read the body themselves, within their own bounds."""
        if request.method == "POST" and not getattr(view, "csrf_exempt", False) and _holds_nul(request.POST):
            request.POST = without_nul(request.POST)  # type: ignore[assignment]


def _holds_nul(given: QueryDict) -> bool:
    return any(NUL in name or any(NUL in value for value in values) for name, values in given.lists())


def without_nul(given: QueryDict) -> QueryDict:
    """Gives the same names and values without the character NUL; names that become the same keep the values of each."""
    clean = QueryDict(mutable=True, encoding=given.encoding)
    for name, values in given.lists():
        for value in values:
            clean.appendlist(name.replace(NUL, ""), value.replace(NUL, ""))
    clean._mutable = False
    return clean
