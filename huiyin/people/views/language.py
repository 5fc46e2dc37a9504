"""A browser remembers the language its reader chose, for the door and for whoever signs in next on it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse

YEAR_SECONDS = 365 * 24 * 3600


def keep_language(answer: HttpResponse, language: str) -> HttpResponse:
    """Gives the answer with the choice in a cookie. Takes one of settings.LANGUAGES."""
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR_SECONDS, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return answer
