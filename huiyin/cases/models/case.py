"""The case itself: whose it is, what was said, where it stands."""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from huiyin.core.random_id import random_id
from huiyin.groups.models import Message
from huiyin.journal.models import Stream
from huiyin.people.models import Post, Unit


class State(models.TextChoices):
    """Where a case stands."""

    REGISTERED = "registered", pgettext_lazy("state of a case", "Registered")
    ACCEPTED = "accepted", pgettext_lazy("state of a case", "Accepted")
    DECLINED = "declined", pgettext_lazy("state of a case", "Not accepted")
    DISPATCHED = "dispatched", pgettext_lazy("state of a case", "Given to a unit")
    HANDLING = "handling", pgettext_lazy("state of a case", "Being handled")
    ANSWERED = "answered", pgettext_lazy("state of a case", "Answered")
    REOPENED = "reopened", pgettext_lazy("state of a case", "Opened again")
    UNDER_REVIEW = "under_review", pgettext_lazy("state of a case", "Under review")
    SETTLED = "settled", pgettext_lazy("state of a case", "Settled")


class Series(models.TextChoices):
    """Which line of numbers a case stands in. Sealed accusations have their own: no gap in the public one tells of them."""

    PUBLIC = "public", pgettext_lazy("series of cases", "Cases")
    SEALED = "sealed", pgettext_lazy("series of cases", "Sealed accusations")
    WORD = "word", pgettext_lazy("series of cases", "Private words")


class Procedure(models.TextChoices):
    """Which rules a case follows, and so which clocks it has."""

    HOTLINE = "hotline", pgettext_lazy("procedure of a case", "Fast handling")
    PETITION = "petition", pgettext_lazy("procedure of a case", "Petition")


class Channel(models.TextChoices):
    """How a case came."""

    FORM = "form", pgettext_lazy("channel of a case", "Form")
    GROUP = "group", pgettext_lazy("channel of a case", "Group")
    PHONE = "phone", pgettext_lazy("channel of a case", "Telephone")
    DESK = "desk", pgettext_lazy("channel of a case", "Reception desk")
    LETTER = "letter", pgettext_lazy("channel of a case", "Letter")
    MAIL = "mail", pgettext_lazy("channel of a case", "E-mail")
    OPEN311 = "open311", pgettext_lazy("channel of a case", "Open311")
    API = "api", pgettext_lazy("channel of a case", "Program")


#: What came at the desk or in a letter is a petition (Regulations on Petitions, art. 17, 19) unless the clerk says otherwise.
PETITIONS = (Channel.DESK, Channel.LETTER)
OPEN = (State.REGISTERED, State.ACCEPTED, State.DISPATCHED, State.HANDLING, State.REOPENED, State.UNDER_REVIEW)


class Case(models.Model):
    """What somebody asked for, from any channel, until it is answered and rated. Its record is a stream of its own."""

    id = models.BigIntegerField(primary_key=True, default=random_id)
    stream = models.OneToOneField(Stream, on_delete=models.PROTECT, related_name="case")
    series = models.CharField(max_length=10, choices=Series, default=Series.PUBLIC)
    number = models.CharField(max_length=20, unique=True)
    code_digest = models.CharField(max_length=64)  # of the ten digits its author keeps
    procedure = models.CharField(max_length=10, choices=Procedure, default=Procedure.HOTLINE)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.FORM)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="cases")
    name = models.CharField(max_length=40, blank=True)  # as it was given: whose account is no proof of who speaks
    phone = models.CharField(max_length=20, blank=True)
    texts = models.BooleanField(default=False)  # whoever asked agreed to text messages at this number
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")  # who typed it
    title = models.CharField(max_length=120)
    text = models.TextField()  # in their own words
    place = models.CharField(max_length=200, blank=True)
    topic = models.CharField(max_length=60, blank=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")  # which leads
    state = models.CharField(max_length=12, choices=State, default=State.REGISTERED)
    registered_at = models.DateTimeField(default=timezone.now)
    deadline_at = models.DateTimeField(null=True)  # of the clock that is due first for whoever has it in hand
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ground = models.PositiveSmallIntegerField(null=True)  # why it was not accepted: grounds.py
    reviews = models.PositiveSmallIntegerField(default=0)  # asked for: 复查, then 复核; after the second it is final
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    matter = models.ForeignKey("Matter", null=True, on_delete=models.PROTECT, related_name="cases")
    source = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="cases")
    private = models.BooleanField(default=False)  # the group it came from hears that it was answered, and not what
    wished_at = models.DateTimeField(null=True)  # when its author agreed to the public reading it
    published_at = models.DateTimeField(null=True)
    public_title = models.CharField(max_length=120, blank=True)
    public_text = models.TextField(blank=True)
    key_of = models.CharField(max_length=30, blank=True)  # whose idempotency key: "person:7", "visitor"
    key = models.CharField(max_length=40, blank=True)
    key_digest = models.BinaryField(null=True)
    to = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")  # a private word: to whoever holds this post
    with_others = models.BooleanField(default=False)  # it has parties: models/parties.py
    words_row = models.BigIntegerField(null=True, unique=True)  # in the index of words; None of what is sealed: actions/wording.py

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key_of", "key"], condition=~Q(key=""), name="case_key_once"),
            models.UniqueConstraint(fields=["source"], condition=Q(source__isnull=False), name="case_of_message_once"),
        ]
        indexes = [
            models.Index(fields=["-registered_at", "-id"], name="case_newest"),
            models.Index(fields=["-published_at", "-number"], condition=Q(published_at__isnull=False), name="case_published"),
            models.Index(fields=["unit", "-registered_at", "-id"], name="case_of_unit"),
            models.Index(fields=["state", "-registered_at", "-id"], name="case_in_state"),
            # What waits, by how soon it is due; SQLite takes no index with a condition for a state that is handed over as a value.
            models.Index(fields=["state", "deadline_at", "registered_at"], name="case_due"),
            models.Index(fields=["unit", "state", "-registered_at", "-id"], name="case_unit_state"),
            models.Index(fields=["topic", "-registered_at", "-id"], name="case_of_topic"),
            models.Index(fields=["channel", "-registered_at", "-id"], name="case_by_channel"),
            models.Index(fields=["phone", "-registered_at"], name="case_of_caller"),
        ]

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes an answer."""
        return self.state in OPEN

    @property
    def is_petition(self) -> bool:
        """Whether it follows the rules of petitions, and so has their clocks."""
        return self.procedure == Procedure.PETITION

    @property
    def is_sealed(self) -> bool:
        """Whether it is a sealed accusation, kept from the units it accuses."""
        return self.series == Series.SEALED

    @property
    def is_word(self) -> bool:
        """Whether it is a private word to a post: its holder sees it, and whom they name, and nobody else."""
        return self.series == Series.WORD

    @property
    def is_confidential(self) -> bool:
        """Whether nobody but who has it in hand may learn that it is there: no count, no list, no index, no publication has it."""
        return self.series != Series.PUBLIC

    @classmethod
    def locked(cls, pk: int) -> Case:
        """Gives the case with the streams of its group, its own and those of whoever joined it, then its row, locked until the transaction
        ends: what becomes of it is written in all of them."""
        cls.lock_streams([pk])
        return cls.objects.select_for_update(of=("self",)).select_related("stream", "unit", "author", "source__group", "to").get(pk=pk)

    @classmethod
    def lock_streams(cls, pks: Collection[int], *more: int | None) -> None:
        """Locks the streams of several cases, of the groups they came from, of who joined them, and others, in the one order there is;
        call it before the first is moved where several are moved together."""
        of_cases, of_joiners = cls.objects.filter(pk__in=pks), cls.objects.filter(joined__case__in=pks, answered_at=None)
        rows = [row for found in (of_cases, of_joiners) for row in found.values_list("source__group__stream", "stream")]
        Stream.locked_all(stream for row in (*rows, more) for stream in row if stream is not None)


class Numbering(models.Model):
    """The last number given in a series in a year; its row is the lock under which the next is taken, so that there is no gap."""

    series = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="case_numbering_once")]


class CaseMade(models.Model):
    """A move that came with a key: the same again is done once."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    move = models.CharField(max_length=30)
    key = models.CharField(max_length=40)
    digest = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "case", "move", "key"], name="case_move_once")]
