"""Circles, who is in them, what was promised on visits, and words that wait."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from huiyin.cases.models import Case
from huiyin.groups.models import Group, Message
from huiyin.journal.models import Stream
from huiyin.people.models import Post


class Circle(models.Model):
    """联系圈: the residents whom the holder of a post keeps in touch with. It goes with the post, after everybody in it was told.

    `keeper` has it; `passing_to` is who holds the post now and gets it at `passes_at`. Its stream's row and its own are the lock.
    """

    stream = models.OneToOneField(Stream, on_delete=models.PROTECT, related_name="circle")
    post = models.OneToOneField(Post, on_delete=models.PROTECT, related_name="+")
    keeper = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="circles_kept")
    passing_to = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    passes_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    @classmethod
    def locked(cls, pk: int) -> Circle:
        """Gives the circle with its stream's and its own row locked until the transaction ends, in this order everywhere."""
        Stream.locked(cls.objects.values_list("stream", flat=True).get(pk=pk))
        return cls.objects.select_for_update(of=("self",)).select_related("post__unit", "keeper").get(pk=pk)


class Tie(models.Model):
    """That a resident is in a circle, or was asked into it. Nobody is in one without having said yes."""

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("a resident in a circle", "asked")
        IN = "in", pgettext_lazy("a resident in a circle", "in touch")
        LEFT = "left", pgettext_lazy("a resident in a circle", "left")

    class Way(models.TextChoices):
        CODE = "code", pgettext_lazy("how a resident came into a circle", "by a code, on a visit")
        GROUP = "group", pgettext_lazy("how a resident came into a circle", "from a group")
        DESK = "desk", pgettext_lazy("how a resident came into a circle", "at the desk")

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="ties")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="ties")
    state = models.CharField(max_length=5, choices=State, default=State.ASKED)
    way = models.CharField(max_length=5, choices=Way)
    met = models.CharField(max_length=120, blank=True)  # where and when they met
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "person"], condition=~Q(state="left"), name="tie_once")]


class Declined(models.Model):
    """That a resident said no to a circle, or left it: from then on they come in by a code alone. It holds after the tie itself is deleted,
    or whoever said no would be asked anew every three months; a yes to a code ends it."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="declined")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "person"], name="circle_declined_once")]


class Code(models.Model):
    """A QR code shown on a visit. It brings nobody in by itself: whoever scans it says yes."""

    key = models.CharField(max_length=32, unique=True)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="codes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    met = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    once = models.CharField(max_length=40, blank=True)  # given by the form or program: the same again gives the same code

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "once"], condition=~Q(once=""), name="circle_code_once")]


class HomeVisit(models.Model):
    """A visit or call: the day, what was said, what was promised and by when."""

    tie = models.ForeignKey(Tie, on_delete=models.CASCADE, related_name="visits")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    words = models.CharField(max_length=2000, blank=True)  # for who keeps the circle
    promise = models.CharField(max_length=300, blank=True)  # the resident reads it too
    promise_by = models.DateField(null=True)
    kept_at = models.DateTimeField(null=True)
    kept_words = models.CharField(max_length=300, blank=True)
    key = models.CharField(max_length=40, blank=True)
    digest = models.BinaryField(default=b"")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tie", "key"], condition=~Q(key=""), name="visit_once")]
        indexes = [models.Index(fields=["promise_by"], condition=Q(kept_at=None, promise_by__isnull=False), name="visit_promised")]


class TieMade(models.Model):
    """That somebody made a move under a key: the same again changes nothing, something else under it is refused."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    tie = models.ForeignKey(Tie, on_delete=models.CASCADE, related_name="+")
    move = models.CharField(max_length=20)
    key = models.CharField(max_length=40)
    digest = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "tie", "move", "key"], name="tie_move_once")]


class Word(models.Model):
    """A resident's word that nobody has answered, while it rises: to who keeps the circle, to the head of the unit, to who stands above.
    `step`: how often somebody was told; `post`: whom it has come to."""

    tie = models.ForeignKey(Tie, on_delete=models.CASCADE, related_name="words")
    message = models.ForeignKey(Message, null=True, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(Group, null=True, on_delete=models.CASCADE, related_name="+")
    said_at = models.DateTimeField()
    step = models.PositiveSmallIntegerField(default=0)
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(message=None) ^ Q(case=None), name="word_message_or_case"),
            models.UniqueConstraint(fields=["tie", "message"], condition=Q(message__isnull=False), name="word_of_message_once"),
            models.UniqueConstraint(fields=["tie", "case"], condition=Q(case__isnull=False, ended_at=None), name="word_of_case_once"),
        ]
        indexes = [models.Index(fields=["post"], condition=Q(ended_at=None), name="word_rising")]
