"""What a browser has shown number and code of, remembered in its session: whoever is not signed in reads it there for half an hour."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest

KEPT_SECONDS = 30 * 60  # of who is not signed in: the next at a shared computer finds nothing


@dataclass(frozen=True)
class ShownCodes:
    """The things of one kind, the latest last. `name`: where they stand in the session; `most`: how many are remembered."""

    name: str
    most: int

    def hold(self, request: HttpRequest, pk: int) -> None:
        """Remembers in this browser's session that it has shown number and code of one."""
        request.session[self.name] = [*[one for one in request.session.get(self.name, []) if one != pk], pk][-self.most :]
        if SESSION_KEY not in request.session:
            request.session.set_expiry(KEPT_SECONDS)

    def held(self, request: HttpRequest) -> list[int]:
        """Gives those whose number and code this browser has shown."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return []
        return list(request.session.get(self.name, []))
