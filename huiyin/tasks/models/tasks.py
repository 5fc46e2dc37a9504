"""What somebody was told to do: the task, who does it, its ladder, reports, extensions, proof."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from huiyin.groups.models import Group, Message
from huiyin.journal.models import Stream
from huiyin.media.models import Upload
from huiyin.people.models import Post, Unit


class State(models.TextChoices):
    """Where a task stands. The words are those officials use (签收, 办结)."""

    ISSUED = "issued", pgettext_lazy("state of a task", "Issued")
    ACKNOWLEDGED = "acknowledged", pgettext_lazy("state of a task", "Acknowledged")
    UNDERWAY = "underway", pgettext_lazy("state of a task", "In progress")
    REPORTED = "reported", pgettext_lazy("state of a task", "Reported")
    RETURNED = "returned", pgettext_lazy("state of a task", "Sent back")
    DECLINED = "declined", pgettext_lazy("state of a task", "Declined")
    SETTLED = "settled", pgettext_lazy("state of a task", "Settled")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a task", "Withdrawn")


ENDED = (State.SETTLED, State.WITHDRAWN)
OPEN = tuple(state for state in State if state not in ENDED)
IN_HAND = (State.ISSUED, State.ACKNOWLEDGED, State.UNDERWAY, State.RETURNED)


class Numbering(models.Model):
    """The last number given out in a year; its row is the lock under which tasks are numbered."""

    year = models.PositiveIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)


SEEN_BY = ("issuer", "issuer_post", "group", "visibility")  # beside the lead: who sees a task is known without fetching it


class Task(models.Model):
    """What somebody was told to do. It lives in a group, at the message that gave it out; its record is a stream of its own."""

    class Visibility(models.TextChoices):
        GROUP = "group", pgettext_lazy("who sees a task", "The whole group")
        LINE = "line", pgettext_lazy("who sees a task", "Only those concerned")

    stream = models.OneToOneField(Stream, on_delete=models.PROTECT, related_name="task")
    number = models.CharField(max_length=12, unique=True)  # "2026-0412"
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="tasks")
    message = models.OneToOneField(Message, null=True, on_delete=models.PROTECT, related_name="task")  # it hangs there
    source = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="tasks_from")  # what it answers
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    title = models.CharField(max_length=120)
    words = models.TextField(blank=True)
    done_when = models.CharField(max_length=200, blank=True)  # what counts as done
    proof_reason = models.CharField(max_length=120, blank=True)  # proof is wanted, and why; empty: it is welcome, not asked for
    field = models.CharField(max_length=20, blank=True)  # 领域: environment, housing … free words
    visibility = models.CharField(max_length=5, choices=Visibility, default=Visibility.GROUP)
    state = models.CharField(max_length=12, choices=State, default=State.ISSUED)
    issuer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tasks_issued")
    issuer_post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    lead_post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")  # of the lead: for line and board
    lead_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)  # task_of_unit is one
    issued_at = models.DateTimeField(default=timezone.now)
    deadline_at = models.DateTimeField(null=True)
    near_at = models.DateTimeField(null=True)  # amber from here: three working days before the deadline
    deadline_words = models.CharField(max_length=60, blank=True)  # what the deadline was read from
    deadline_read_at = models.DateTimeField(null=True)  # as if read at this moment: a new year's table is read again so
    provisional = models.BooleanField(default=False)  # it stands on days the State Council has not yet spoken of
    ladder_on = models.BooleanField(default=True)
    ladder_skip = models.PositiveSmallIntegerField(default=0)  # the issuer starts it so many rungs higher
    ladder_most = models.PositiveSmallIntegerField(null=True)  # and cuts it after so many
    interval_hours = models.PositiveSmallIntegerField(default=4)  # working hours between two rungs
    round = models.PositiveSmallIntegerField(default=1)  # a new deadline begins a new round of the ladder
    overdue_at = models.DateTimeField(null=True)  # the deadline passed unreported; fact of this round
    ended_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(default=timezone.now)
    key = models.CharField(max_length=40, blank=True)  # from the browser: in the same group the same again answers the first task
    key_digest = models.BinaryField(null=True, max_length=16)  # of what was said with it: another task under the same key is refused
    repetition = models.ForeignKey("tasks.Repetition", null=True, on_delete=models.PROTECT, related_name="tasks")
    nth = models.PositiveIntegerField(null=True)  # of its repetition

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "key", "group"], condition=~Q(key=""), name="task_key_once_here"),
            models.CheckConstraint(condition=Q(ended_at=None) ^ Q(state__in=("settled", "withdrawn")), name="task_ended_or_open"),
            models.CheckConstraint(condition=~Q(parent=models.F("pk")), name="task_part_of_another"),
            models.UniqueConstraint(fields=["repetition", "nth"], condition=~Q(repetition=None), name="task_repeated_once"),
        ]
        indexes = [
            models.Index(fields=["group", "-issued_at"], name="task_of_group"),
            # The board walks along these, and counts by them alone: what decides a light, who sees it, and the filters that are a stretch.
            models.Index(
                fields=["deadline_at", "id", "state", "near_at", "moved_at", "lead_post", "lead_unit", "issued_at", *SEEN_BY],
                condition=Q(ended_at=None), name="task_board_open",
            ),
            models.Index(
                fields=["state", "deadline_at", "id", "lead_post", "lead_unit", "issued_at", *SEEN_BY],
                condition=Q(ended_at__isnull=False), name="task_board_ended",
            ),
            models.Index(fields=["lead_unit", "lead_post", "id", *SEEN_BY], name="task_of_unit"),
            models.Index(fields=["issuer_post", "state"], condition=Q(ended_at=None), name="task_open_of_post"),
            models.Index(fields=["issuer", "state"], condition=Q(ended_at=None, issuer_post=None), name="task_open_of_person"),
            models.Index(fields=["-issued_at", "-id"], name="task_by_issue"),
            models.Index(fields=["-moved_at", "-id"], name="task_by_move"),
            models.Index(fields=["field"], condition=~Q(field=""), name="task_of_field"),
            models.Index(fields=["issuer", "-issued_at"], name="task_of_issuer"),
        ]

    def __str__(self) -> str:
        return f"№ {self.number} {self.title}"

    @classmethod
    def locked(cls, pk: int) -> Task:
        """Gives the task with its group's stream and its own row locked until the transaction ends, in this order everywhere.

        What is said in the group and what becomes of its tasks thus never wait for each other in a circle.
        """
        group_stream = cls.objects.values_list("group__stream", flat=True).get(pk=pk)
        Stream.locked(group_stream)
        return cls.objects.select_for_update(of=("self",)).select_related("group", "issuer", "message").get(pk=pk)

    @property
    def is_open(self) -> bool:
        """Whether it has not ended yet."""
        return self.ended_at is None


class Assignee(models.Model):
    """Who does it: a person as the holder of a post, a post whoever holds it, or a person without one. One leads, others help."""

    class Role(models.TextChoices):
        LEAD = "lead", pgettext_lazy("part in a task", "Lead")
        HELPER = "helper", pgettext_lazy("part in a task", "Helper")

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="assignees")
    role = models.CharField(max_length=6, choices=Role, default=Role.LEAD)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")  # None: the post's holder
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)  # passed on to somebody else
    # Who did it when the task ended: a settled matter does not change hands with the post.
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(person__isnull=False) | Q(post__isnull=False), name="assignee_is_somebody"),
            models.UniqueConstraint(fields=["task"], condition=Q(role="lead", ended_at=None), name="task_one_lead"),
        ]
        indexes = [
            models.Index(fields=["person"], condition=Q(ended_at=None), name="assignee_person"),
            models.Index(fields=["post"], condition=Q(ended_at=None), name="assignee_post"),
            models.Index(fields=["held_by"], condition=Q(held_by__isnull=False), name="assignee_held_by"),
        ]


class Rung(models.Model):
    """One rung of the ladder: a post of the reporting line, told when it is its turn, and what its holder says to it. Never a score."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="rungs")
    round = models.PositiveSmallIntegerField(default=1)
    n = models.PositiveSmallIntegerField()
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    fired_at = models.DateTimeField(null=True)
    late_seconds = models.IntegerField(default=0)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")  # who held the post then
    vacant = models.BooleanField(default=False)  # nobody held it: the next rung was told at once
    words = models.TextField(blank=True)  # the explanation
    explained_at = models.DateTimeField(null=True)
    explained_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "round", "n"], name="rung_once")]
        indexes = [models.Index(fields=["person", "-fired_at"], condition=Q(fired_at__isnull=False), name="rung_to_explain")]


class Report(models.Model):
    """The lead says that it is done; the issuer accepts it or sends it back with a reason."""

    class Verdict(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("verdict on a report", "Waiting")
        ACCEPTED = "accepted", pgettext_lazy("verdict on a report", "Accepted")
        RETURNED = "returned", pgettext_lazy("verdict on a report", "Sent back")

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="reports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    words = models.TextField(blank=True)
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=8, choices=Verdict, default=Verdict.WAITING)
    verdict_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    verdict_at = models.DateTimeField(null=True)
    verdict_words = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task"], condition=Q(verdict="waiting"), name="report_one_waiting")]


class Extension(models.Model):
    """More time, asked for before the deadline; granted or not."""

    class Verdict(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("verdict on an extension", "Waiting")
        GRANTED = "granted", pgettext_lazy("verdict on an extension", "Granted")
        REFUSED = "refused", pgettext_lazy("verdict on an extension", "Not granted")

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="extensions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    words = models.TextField()
    verdict = models.CharField(max_length=8, choices=Verdict, default=Verdict.WAITING)
    verdict_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    verdict_at = models.DateTimeField(null=True)
    verdict_words = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task"], condition=Q(verdict="waiting"), name="extension_one_waiting")]


class Proof(models.Model):
    """A photo, video or file that belongs to a task: with a report, or posted in the group as an answer to the task."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="proofs")
    report = models.ForeignKey(Report, null=True, on_delete=models.CASCADE, related_name="proofs")
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "upload"], name="proof_once")]
        ordering = ["at", "pk"]


class SavedView(models.Model):
    """A view of the board that somebody keeps: the filters, as the address says them."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=30)
    address = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="saved_view_name_once")]
