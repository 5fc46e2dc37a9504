"""Households: who belongs together, what they are entitled to be seen as, what other offices did for them before."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from huiyin.core.random_id import random_id
from huiyin.journal.models import Stream
from huiyin.people.models import Unit


class Household(models.Model):
    """People who live together, as an office came to know them through what they asked for. It has no name but its members'."""

    id = models.BigIntegerField(primary_key=True, default=random_id)
    stream = models.OneToOneField(Stream, on_delete=models.PROTECT, related_name="household")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")  # which wrote it down first
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now, db_index=True)  # from the last thing written down its term is reckoned

    @classmethod
    def locked(cls, pk: int) -> Household:
        """Gives it with its stream and its row locked until the transaction ends, in this order."""
        Stream.locked(cls.objects.values_list("stream", flat=True).get(pk=pk))
        return cls.objects.select_for_update(of=("self",)).get(pk=pk)


class Member(models.Model):
    """Somebody of a household: known by their account, by their number, or by name alone. Nobody stands in two."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    phone = models.CharField(max_length=20, blank=True)
    relation = models.CharField(max_length=40, blank=True)  # what they are to the first of them
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(person__isnull=False), name="household_person_once"),
            models.UniqueConstraint(fields=["phone"], condition=~Q(phone=""), name="household_phone_once"),
        ]


class Entitlement(models.Model):
    """What somebody is entitled to be seen as, since when, by which paper. Who entered it is kept; nothing is decided by it."""

    class Kind(models.TextChoices):
        VETERAN = "veteran", pgettext_lazy("what somebody is entitled to be seen as", "Veteran, or family of one")
        ILL = "ill", pgettext_lazy("what somebody is entitled to be seen as", "Seriously ill")
        DISABLED = "disabled", pgettext_lazy("what somebody is entitled to be seen as", "Disabled")
        CARED = "cared_for", pgettext_lazy("what somebody is entitled to be seen as", "Cared for")
        ALLOWANCE = "allowance", pgettext_lazy("what somebody is entitled to be seen as", "On subsistence allowance")
        CHILD = "child", pgettext_lazy("what somebody is entitled to be seen as", "Child without care at home")
        OTHER = "other", pgettext_lazy("what somebody is entitled to be seen as", "Something else")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="entitlements")
    kind = models.CharField(max_length=10, choices=Kind)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    proof = models.CharField(max_length=200)  # which paper, seen where
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)  # when it was taken back, and stays in the history


class EarlierWork(models.Model):
    """What another office did for somebody before, which no case here tells of."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="earlier_work")
    office = models.CharField(max_length=80)  # in words: it may be none of this house, or be gone
    on = models.DateField(null=True)
    words = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
