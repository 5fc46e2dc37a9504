"""What of a case everybody may read, as its author saw and confirmed it; where on the map its town lies."""

from __future__ import annotations

import hashlib
import json

from django.db import models

from huiyin.cases.models.case import Case
from huiyin.cases.models.words import Answer
from huiyin.media.models import Upload
from huiyin.people.models import Unit


class Publication(models.Model):
    """How a case looks to everybody, beside its public words. It is public while the desk has looked it through and its author agreed to
    exactly this: whatever is changed afterwards waits for their word again (Personal Information Protection Law, art. 25)."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="publication")
    town = models.ForeignKey(Unit, null=True, on_delete=models.SET_NULL, related_name="+")  # no place is finer
    picture = models.ForeignKey(Upload, null=True, on_delete=models.SET_NULL, related_name="+")
    agreed = models.CharField(max_length=64, blank=True)  # the sum of what its author confirmed
    looked_at = models.DateTimeField(null=True)  # when the desk had looked it through

    def sum_of(self, title: str, text: str) -> str:
        """Gives the sum of all that would be shown, by which one preview is told from another."""
        shown = json.dumps([title, text, self.town_id, self.picture_id], ensure_ascii=False)
        return hashlib.sha256(shown.encode("utf-8", "surrogatepass")).hexdigest()


class ShownAnswer(models.Model):
    """An answer as everybody reads it beside a published case: in these words, once the desk has looked at them and whoever asked agreed to
    exactly them. What is answered later waits by itself; what was agreed to before stays as it is."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="answers")
    answer = models.OneToOneField(Answer, on_delete=models.CASCADE, related_name="shown")
    words = models.TextField()
    agreed = models.CharField(max_length=64, blank=True)  # the sum of what whoever asked confirmed
    looked_at = models.DateTimeField(null=True)  # when the desk had looked at these words

    @property
    def sum(self) -> str:
        """The sum of what would be shown."""
        return hashlib.sha256(f"{self.answer_id}\n{self.words}".encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it: the desk looked at these words, and whoever asked agreed to exactly them."""
        return self.looked_at is not None and self.agreed == self.sum


class TownPlace(models.Model):
    """Where a town lies (WGS-84), for the map of published cases: one point a town, the same for all its cases."""

    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="+")
    latitude = models.DecimalField(max_digits=6, decimal_places=4)
    longitude = models.DecimalField(max_digits=7, decimal_places=4)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180), name="town_place_on_earth"
            ),
        ]
