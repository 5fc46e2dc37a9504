"""What is to be done again and again (重复): a rhythm, and the task that is issued each time."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from huiyin.groups.models import Group
from huiyin.journal.models import Stream
from huiyin.people.models import Post
from huiyin.worktime.recurrence import Rhythm


class RepetitionState(models.TextChoices):
    """Where a repetition stands."""

    RUNNING = "running", pgettext_lazy("state of a repetition", "Running")
    PAUSED = "paused", pgettext_lazy("state of a repetition", "Paused")
    ENDED = "ended", pgettext_lazy("state of a repetition", "Ended")


class Repetition(models.Model):
    """A task that comes again. What was issued are ordinary tasks; this says when the next one comes, and to whom it goes."""

    stream = models.OneToOneField(Stream, on_delete=models.PROTECT, related_name="repetition")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="repetitions")
    title = models.CharField(max_length=120)
    words = models.TextField(blank=True)
    done_when = models.CharField(max_length=200, blank=True)
    proof_reason = models.CharField(max_length=120, blank=True)
    field = models.CharField(max_length=20, blank=True)
    visibility = models.CharField(max_length=5, default="group")
    ladder_on = models.BooleanField(default=True)
    ladder_skip = models.PositiveSmallIntegerField(default=0)
    ladder_most = models.PositiveSmallIntegerField(null=True)
    interval_hours = models.PositiveSmallIntegerField(default=4)
    rhythm = models.JSONField()  # worktime.repeating.Rhythm
    at = models.TimeField(null=True)  # the deadline's time of day; None: at closing of the lead's unit
    ahead = models.PositiveSmallIntegerField(default=0)  # issued so many working days before its deadline
    said = models.CharField(max_length=60, blank=True)  # the words it was read from
    state = models.CharField(max_length=7, choices=RepetitionState, default=RepetitionState.RUNNING)
    issuer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issuer_post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    nth = models.PositiveIntegerField(default=0)  # of the last one issued
    last_due = models.DateField(null=True)  # of the last one issued or passed over: none up to it is issued again
    last_turn = models.DateField(null=True)  # whose turn it was: a calendar that comes out later moves no day twice

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ended_at=None) ^ Q(state="ended"), name="repetition_ended_or_not"),
            models.CheckConstraint(condition=Q(ahead__lte=30), name="repetition_ahead_is_near"),
        ]
        indexes = [models.Index(fields=["group"], condition=~Q(state="ended"), name="repetition_of_group")]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def locked(cls, pk: int) -> Repetition:
        """Gives the repetition with its group's stream and its own row locked, in this order, as tasks are."""
        Stream.locked(cls.objects.values_list("group__stream", flat=True).get(pk=pk))
        return cls.objects.select_for_update(of=("self",)).select_related("group", "issuer", "issuer_post").get(pk=pk)

    @property
    def pattern(self) -> Rhythm:
        """Its rhythm, to reckon with."""
        return Rhythm.from_dict(self.rhythm)


class RepeatedAssignee(models.Model):
    """Who does it each time: as a task's assignee, asked anew each time who holds the post."""

    repetition = models.ForeignKey(Repetition, on_delete=models.CASCADE, related_name="assignees")
    role = models.CharField(max_length=6, default="lead")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(person__isnull=False) | Q(post__isnull=False), name="repeated_assignee_is_somebody"),
            models.UniqueConstraint(fields=["repetition"], condition=Q(role="lead"), name="repetition_one_lead"),
        ]
        indexes = [models.Index(fields=["person"], name="repeated_by_person")]
