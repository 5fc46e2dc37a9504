"""Reception days, and those who come."""

from __future__ import annotations

import hashlib
import json
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from huiyin.cases.models import Case
from huiyin.core.random_id import random_id
from huiyin.journal.models import Stream
from huiyin.people.models import Post, Unit


class DayState(models.TextChoices):
    """Where a reception day stands. That it is over the calendar says."""

    ANNOUNCED = "announced", pgettext_lazy("state of a reception day", "Announced")
    CANCELLED = "cancelled", pgettext_lazy("state of a reception day", "Called off")


class VisitState(models.TextChoices):
    """Where somebody stands in the line."""

    WAITING = "waiting", pgettext_lazy("state of a visit", "Waits")
    CALLED = "called", pgettext_lazy("state of a visit", "Called")
    DONE = "done", pgettext_lazy("state of a visit", "Heard")
    PASSED = "passed", pgettext_lazy("state of a visit", "Passed over")
    CANCELLED = "cancelled", pgettext_lazy("state of a visit", "Given back")


class Day(models.Model):
    """A day on which a unit hears whoever comes: who sits, where, from when to when. Its record, and that of the line, is its stream."""

    stream = models.OneToOneField(Stream, on_delete=models.PROTECT, related_name="reception_day")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=200)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")  # whoever holds it then sits
    sits = models.CharField(max_length=60, blank=True)  # who sits, named, where it is no post's holder
    about = models.CharField(max_length=200, blank=True)  # what it is about, what to bring
    slots = models.PositiveSmallIntegerField()  # how many may book; whoever walks in comes on top
    last = models.PositiveSmallIntegerField(default=0)  # the last number given: none is given twice, none left out
    state = models.CharField(max_length=10, choices=DayState, default=DayState.ANNOUNCED)
    reason = models.CharField(max_length=200, blank=True)  # why it was called off
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    announced_at = models.DateTimeField(default=timezone.now)
    key = models.CharField(max_length=40, blank=True)
    key_digest = models.BinaryField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "key"], condition=~Q(key=""), name="reception_day_key_once")]
        indexes = [models.Index(fields=["begins_at"], name="reception_day_begins")]

    @property
    def is_open(self) -> bool:
        """Whether somebody may still come."""
        return self.state == DayState.ANNOUNCED and timezone.now() < self.ends_at

    @property
    def date(self) -> date:
        """The day by the clock of the house."""
        return timezone.localdate(self.begins_at)

    @classmethod
    def locked(cls, pk: int) -> Day:
        """Gives the day with its stream and its row locked until the transaction ends: under them numbers are given and called."""
        Stream.locked(cls.objects.values_list("stream", flat=True).get(pk=pk))
        return cls.objects.select_for_update(of=("self",)).select_related("unit", "post").get(pk=pk)


class Visit(models.Model):
    """Somebody who comes, or several with one matter: their number, and what they said, in their own words."""

    id = models.BigIntegerField(primary_key=True, default=random_id)
    day = models.ForeignKey(Day, on_delete=models.CASCADE, related_name="visits", db_index=False)
    number = models.PositiveSmallIntegerField()
    code_digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=VisitState, default=VisitState.WAITING)
    walk_in = models.BooleanField(default=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")  # whose account booked it
    name = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    coming = models.PositiveSmallIntegerField(default=1)  # how many come: five at most speak for more (art. 20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")  # who took the walk-in down
    booked_at = models.DateTimeField(default=timezone.now)
    turn = models.PositiveIntegerField(default=0)  # its place in the line: its number, or behind others after it was not there
    calls = models.PositiveSmallIntegerField(default=0)
    called_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    words = models.TextField(blank=True)  # the petitioner's own: nobody changes them once they were read back and agreed
    summary = models.TextField(blank=True)  # the clerk's
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    read_back_at = models.DateTimeField(null=True)
    read_back = models.CharField(max_length=64, blank=True)  # the sum of what was read back, for whoever asks later
    case = models.OneToOneField(Case, null=True, on_delete=models.PROTECT, related_name="+")
    key_of = models.CharField(max_length=30, blank=True)
    key = models.CharField(max_length=40, blank=True)
    key_digest = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "number"], name="reception_number_once"),
            models.UniqueConstraint(fields=["key_of", "key"], condition=~Q(key=""), name="reception_key_once"),
        ]
        indexes = [models.Index(fields=["day", "state", "turn"], name="reception_line")]

    @property
    def sum(self) -> str:
        """What stands for exactly the words, the summary and the names that are taken down."""
        named = list(self.petitioners.order_by("order").values_list("name", "phone", "speaks"))
        told = json.dumps([self.words, self.summary, named], ensure_ascii=False)
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def reference(self) -> str:
        """Its number as it is written down: of which day, and which in the line."""
        return f"{self.day_id}-{self.number:03d}"


class Petitioner(models.Model):
    """One of several who come with the same matter. At most five of them speak for all (Regulations on Petitions, art. 20)."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="petitioners")
    order = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=40)
    phone = models.CharField(max_length=20, blank=True)
    speaks = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "order"], name="reception_petitioner_once")]


class Made(models.Model):
    """A move of the line that came with a key: the same again is done once. `visit`: the one it was made on, or that was called."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.ForeignKey(Day, on_delete=models.CASCADE, related_name="+")
    move = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    digest = models.BinaryField()
    visit = models.ForeignKey(Visit, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "day", "move", "key"], name="reception_move_once")]
