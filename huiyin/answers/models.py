"""What helps to answer: templates, answers that wait for a second pair of eyes, and how an answer went out beside the page."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from huiyin.cases.models import Answer, Case, Matter
from huiyin.media.models import Upload
from huiyin.people.models import Unit


class AnswerTemplate(models.Model):
    """Words of a unit for answers that come again and again, with blanks to be filled in. An ended one is offered no more."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    topic = models.CharField(max_length=60, blank=True)  # empty: offered with every topic
    closing = models.CharField(max_length=14, choices=Answer.Closing, blank=True)
    words = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "topic"], condition=Q(ended_at=None), name="answer_template_offered")]


class SecondEyes(models.Model):
    """A unit in which nobody answers alone: another of its people releases each answer."""

    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(default=timezone.now)


class Draft(models.Model):
    """An answer that waits for another person's release. Released, its words live in the answer alone."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("an answer before it is given", "waits for release")
        RELEASED = "released", pgettext_lazy("an answer before it is given", "released")
        RETURNED = "returned", pgettext_lazy("an answer before it is given", "sent back")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="answer_drafts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closing = models.CharField(max_length=14, choices=Answer.Closing)
    words = models.TextField()
    public = models.BooleanField(default=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    made_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=500, blank=True)
    answer = models.OneToOneField(Answer, null=True, on_delete=models.CASCADE, related_name="draft")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case"], condition=Q(state="waiting"), name="answer_draft_waits_once")]
        indexes = [models.Index(fields=["unit"], condition=Q(state="waiting"), name="answer_draft_waiting")]


class DraftFile(models.Model):
    """A photo or paper that goes with an answer once it is released."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)


class MatterDraft(models.Model):
    """One text for the like cases of a matter that waits for another person's release; `words` as they were written, before each author's
    name stands in them. Released, they live in the answers alone."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="answer_drafts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closing = models.CharField(max_length=14, choices=Answer.Closing)
    words = models.TextField()
    public = models.BooleanField(default=True)
    state = models.CharField(max_length=8, choices=Draft.State, default=Draft.State.WAITING)
    made_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["unit"], condition=Q(state="waiting"), name="matter_draft_waiting")]


class MatterDraftCase(models.Model):
    """A case that such a text is to answer, in whose hands it was then, and what became of it when the text was released."""

    class Fate(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("a request in a text for many", "waits for release")
        ANSWERED = "answered", pgettext_lazy("a request in a text for many", "answered")
        RETURNED = "returned", pgettext_lazy("a request in a text for many", "sent back")
        TAKEN_OUT = "taken_out", pgettext_lazy("a request in a text for many", "it hangs here no more")
        CLOSED = "closed", pgettext_lazy("a request in a text for many", "it was answered meanwhile")
        ELSEWHERE = "elsewhere", pgettext_lazy("a request in a text for many", "another unit has it in hand now")
        ERASED = "erased", pgettext_lazy("a request in a text for many", "whoever asked is no longer here")
        WRITER = "writer", pgettext_lazy("a request in a text for many", "whoever wrote the text may not answer it now")
        RELEASER = "releaser", pgettext_lazy("a request in a text for many", "whoever released the text may not answer it")

    draft = models.ForeignKey(MatterDraft, on_delete=models.CASCADE, related_name="cases")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="matter_drafts")
    lead = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    fate = models.CharField(max_length=9, choices=Fate, default=Fate.WAITING)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case"], condition=Q(fate="waiting"), name="matter_draft_case_waits_once")]


class MatterDraftFile(models.Model):
    """A photo or paper that each of the authors gets once the text is released."""

    draft = models.ForeignKey(MatterDraft, on_delete=models.CASCADE, related_name="files")
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)


class Sending(models.Model):
    """That an answer was also told on paper or by telephone: by whom, when, and whether the call reached anybody."""

    class Way(models.TextChoices):
        LETTER = "letter", pgettext_lazy("how an answer was told", "Letter")
        PHONE = "phone", pgettext_lazy("how an answer was told", "Telephone")

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="sendings")
    way = models.CharField(max_length=6, choices=Way)
    at = models.DateTimeField()
    reached = models.BooleanField(null=True)  # of a call
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
