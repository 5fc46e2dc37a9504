"""What this app adds to other pages: a place among the matters of officials, a line on the page Me of producers."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.core.tabs import MattersPlace, TabPages
from huiyin.outlook.rules import may_announce_as_producer
from huiyin.people.extension_points import MeRow, Row
from huiyin.people.models import Person


def _row(_request: HttpRequest, person: Person) -> Row | None:
    if person.kind == Person.Kind.OFFICIAL or not may_announce_as_producer(person):
        return None
    return Row(reverse("outlook-mine"), "calendar", _("What I will have to sell"))


EXTENSIONS = (
    TabPages("outlook", "matters", ("/outlook",)),
    MattersPlace("outlook", "outlook", "calendar", _("What is to come")),
    MeRow("outlook", _row),
)
