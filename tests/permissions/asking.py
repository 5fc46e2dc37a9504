"""One address asked as every role, with GET and with POST."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.test import Client

from huiyin.core.access import NOBODY
from huiyin.journal.models import Entry
from tests.permissions.county import County
from tests.permissions.places import NUMBERS, TABLE, Place, outcome


def wrongly_open(place: Place, county: County) -> list[str]:
    """Gives what is wrong: who got in and may not, who may and did not get in, what happened for whom it must not, who read a resident's
    number. Each request is taken back."""
    path, allowed, form = county.address(place), TABLE.get(place.name, NOBODY), county.forms.get(place.name, {})
    wrong, before = [], _things_that_happened()
    for role, (person, session) in county.sessions.items():
        seen, client = set(), Client()
        for method in ("get", "post"):
            client.cookies.clear()
            if session:
                client.cookies[settings.SESSION_COOKIE_NAME] = session
            with transaction.atomic():
                answer = client.get(path) if method == "get" else client.post(path, form)
                said = b"".join(answer.streaming_content) if answer.streaming else answer.content
                if role not in allowed and _things_that_happened() != before:
                    wrong.append(f"{role} made something happen by {method} {path}")
                transaction.set_rollback(True)
            if answer.status_code != 405:
                assert answer.status_code < 500 or answer.status_code == 503, f"{method} {path} as {role}: {answer.status_code}"
                seen.add(outcome(answer))
            if person != county.member and role not in NUMBERS.get(place.name, NOBODY) and county.has_number(said):
                wrong.append(f"{role} reads a resident's number at {path}")
        if role in allowed and "answer" not in seen:
            wrong.append(f"{role} should get an answer at {path}, got {seen}")
        if role not in allowed and "answer" in seen:
            wrong.append(f"{role} got in at {path}")
    return wrong


def _things_that_happened() -> int:
    """How many entries there are, but those that say that somebody was refused."""
    return Entry.objects.exclude(kind="session.refused").count()


