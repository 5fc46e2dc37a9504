"""What came in by post and by e-mail, beside the cases it became."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from huiyin.cases.models import Case


class IncomingMail(models.Model):
    """That a message came, and what became of it. Known by the digest of its Message-ID: the same message is taken once."""

    class Outcome(models.TextChoices):
        CASE = "case", pgettext_lazy("what became of a mail", "a new request")
        ADDED = "added", pgettext_lazy("what became of a mail", "added to a request")
        DROPPED = "dropped", pgettext_lazy("what became of a mail", "left out")

    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    outcome = models.CharField(max_length=8, choices=Outcome)
    reason = models.CharField(max_length=30, blank=True)  # why it was left out: one word
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="+")
    sender = models.CharField(max_length=24, blank=True, db_index=True)  # a keyed digest, to count by; no address can be read from it


class MailAuthor(models.Model):
    """The mailbox from which a case came, encrypted: to it goes what happened to the case, and never a word of it."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="mail_author")
    sealed = models.TextField()


class PaperLetter(models.Model):
    """A letter on paper: on which day it was received, from when its time limits run, and where its sender lives, encrypted."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="paper_letter")
    received_on = models.DateField()
    sealed = models.TextField(blank=True)  # the sender's address
