"""What is kept of who asked for what with their data."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from huiyin.core.personal_data import CopyPart, CopyWriter, Fate, PersonalData, Row, at
from huiyin.people.models import Person
from huiyin.privacy.copying.pages import write_own
from huiyin.privacy.models import Erasure

PERSONAL_DATA = [
    PersonalData(
        "rights.erasure", "the proof that it was asked for and done; name and number are in it only while it runs",
        {"person": Fate.KEPT, "decided_by": Fate.KEPT},
    ),
    PersonalData("rights.round", "counts"),
]  # fmt: skip


def _asked(person: Person) -> Iterator[Row]:
    for one in Erasure.objects.filter(person=person).order_by("pk"):
        yield {
            "asked": at(one.asked_at), "state": str(one.get_state_display()), "decided": at(one.decided_at), "reason": one.reason
        }  # fmt: skip


COPY = [CopyPart("asked", "erasures", _("What I asked for"), 100, _asked)]
WRITES_COPY = [CopyWriter("own", write_own)]
