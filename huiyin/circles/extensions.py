"""What circles add to other apps' pages and to the clockwork."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.circles import worker
from huiyin.core.tabs import MattersPlace, TabPages
from huiyin.journal.extension_points import PeriodicJob
from huiyin.people.extension_points import MeRow, Row
from huiyin.people.models import Person


def _row(_request: HttpRequest, person: Person) -> Row | None:
    """For whoever may be in a circle: the ones they are in."""
    return None if person.kind == Person.Kind.OFFICIAL else Row(reverse("circles-mine"), "people", _("Officials I am in touch with"))


EXTENSIONS = (
    TabPages("circles", "matters", ("/circle",)),
    TabPages("circles-mine", "requests", ("/circles",)),
    MattersPlace("circle", "circle", "people", gettext_lazy("My circle")),
    PeriodicJob("circles", worker.WORKER.step),
    MeRow("circles", _row),
)
