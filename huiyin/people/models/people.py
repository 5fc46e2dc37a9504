"""Persons, units, posts; who holds which post, for how long; how a person signs in. All is dated: rights follow the post."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.people.erased_name import PersonName


class Unit(models.Model):
    """An office, town, village, enterprise in the tree of the government; `code` is its GB/T 2260 or longer statistical code."""

    class Kind(models.TextChoices):
        COUNTY = "county", _("County or district")
        BUREAU = "bureau", _("Bureau or office")
        TOWN = "town", _("Town or street")
        VILLAGE = "village", _("Village or neighbourhood")
        OTHER = "other", _("Other")

    name = models.CharField(_("name"), max_length=60)
    short_name = models.CharField(_("short name"), max_length=20, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.BUREAU)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    code = models.CharField(_("division code"), max_length=12, blank=True)
    order = models.PositiveIntegerField(default=0)
    hours = models.JSONField(default=dict, blank=True)  # worktime.hours as a dict; empty: the parent's
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["parent", "name"], nulls_distinct=False, name="unit_name_once_in_parent")]
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class People(BaseUserManager["Person"]):
    """Finds persons; what Django takes for somebody's natural key is the number they sign in by."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(phone=username)


class Person(AbstractBaseUser):
    """Anyone: resident, official, business, media. Signs in by phone and code or passkey; there are no passwords."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("Official")
        RESIDENT = "resident", _("Resident")
        BUSINESS = "business", _("Business")
        MEDIA = "media", _("Media")

    class TextSize(models.TextChoices):
        NORMAL = "normal", _("Normal")
        LARGE = "large", _("Large")

    class Theme(models.TextChoices):
        AUTO = "auto", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    password = None  # type: ignore[assignment]
    last_login = models.DateTimeField(null=True)
    name = PersonName(_("name"), max_length=40)
    name_keys = models.CharField(max_length=200, blank=True, editable=False)  # pinyin and initials, for finding
    phone = models.CharField(_("phone number"), max_length=20, unique=True, null=True)  # E.164: +8613800001234
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.RESIDENT)
    home = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.SET_NULL, related_name="residents")
    about = models.CharField(max_length=80, blank=True)  # "fisherman, Upper Lake village"
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    text_size = models.CharField(_("text size"), max_length=10, choices=TextSize, default=TextSize.NORMAL)
    theme = models.CharField(_("colours"), max_length=10, choices=Theme, default=Theme.AUTO)
    is_minor = models.BooleanField(default=False)
    guardian = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="wards")
    created_at = models.DateTimeField(default=timezone.now)
    locked_at = models.DateTimeField(null=True)  # by the security administrator: cannot sign in
    erased_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "phone"
    objects = People()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(is_minor=False) | Q(guardian__isnull=False), name="minor_has_guardian"),
        ]
        # On PostgreSQL there are three more, by characters (migration 0001).
        indexes = [models.Index(fields=["name"], name="person_name"), models.Index(fields=["name_keys"], name="person_sound")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether this person may do anything at all: neither locked nor erased."""
        return self.locked_at is None and self.erased_at is None

    @property
    def hue(self) -> int:
        """The hue (0–359) of this person's face where there is no picture; the same everywhere."""
        return (self.pk or 0) * 47 % 360


class Post(models.Model):
    """职务: a place in a unit that one person holds at a time, and the post it reports to (the reporting line)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(_("title"), max_length=60)
    reports_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reports")
    order = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "title"], name="post_title_once_in_unit"),
            models.CheckConstraint(condition=~Q(reports_to=F("pk")), name="post_reports_to_another"),
        ]
        ordering = ["unit__order", "order", "pk"]

    def __str__(self) -> str:
        return f"{self.unit.short_name or self.unit.name}{self.title}"


class Holding(models.Model):
    """A person in a post, from a day to a day. An acting holder stands in where the post is vacant or its holder away."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    acting = models.BooleanField(default=False)
    since = models.DateField(default=date.today)
    until = models.DateField(null=True)  # the last day; None: still holds it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "acting"], condition=Q(until=None), name="post_one_holder_one_acting"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="holding_ends_after_it_began"),
        ]
        indexes = [models.Index(fields=["person"], condition=Q(until=None), name="holding_current")]


class Delegation(models.Model):
    """A holder lets another act for the post between two days."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="delegations")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations")
    since = models.DateField()
    until = models.DateField()
    reason = models.CharField(max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="delegation_ends_after_it_began"),
            models.CheckConstraint(condition=~Q(by=F("to")), name="delegation_to_another"),
        ]


class Administrator(models.Model):
    """One of the three administrators. The person is unique: nobody holds two (MLPS 2.0: system, security and audit apart)."""

    class Role(models.TextChoices):
        SYSTEM = "system", _("System administrator")
        SECURITY = "security", _("Security administrator")
        AUDIT = "audit", _("Audit administrator")

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="administrator")
    role = models.CharField(max_length=10, choices=Role)
    since = models.DateTimeField(default=timezone.now)


class Device(models.Model):
    """A browser in which a person is signed in; ending it signs it out at once."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="devices")
    session_hash = models.CharField(max_length=64, unique=True)  # SHA-256 of the session key: the table alone opens no door
    label = models.CharField(max_length=80)
    address = models.CharField(max_length=45, blank=True)
    how = models.CharField(max_length=10)  # code, passkey, oidc, demo
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    proved_at = models.DateTimeField(null=True)  # when its person last showed again that it is they, after signing in
    ended_at = models.DateTimeField(null=True)


class SignInCode(models.Model):
    """A six-digit code on its way to a phone; only digests are kept, bound to the browser that asked."""

    phone_hash = models.CharField(max_length=64, db_index=True)
    code_hash = models.CharField(max_length=64)
    bound_to = models.CharField(max_length=64)  # a random value in the asking browser's session
    address = models.CharField(max_length=45, blank=True)  # with `network` and `provider`: devices.places_of
    network = models.CharField(max_length=49, blank=True, default="")
    provider = models.CharField(max_length=49, blank=True, default="")
    sent = models.BooleanField(default=True)  # to somebody's phone; for a number that nobody has here nothing is sent
    prefix = models.CharField(max_length=6, blank=True)  # the range of the number: limits against codes that only cost money
    made_at = models.DateTimeField(default=timezone.now, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)


class Passkey(models.Model):
    """A WebAuthn credential of a person."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="passkeys")
    credential_id = models.CharField(max_length=400, unique=True)  # base64url
    public_key = models.BinaryField()
    sign_count = models.PositiveBigIntegerField(default=0)
    label = models.CharField(max_length=60)
    made_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)


class OutsideIdentity(models.Model):
    """Who a person is at the government's own sign-in (OpenID Connect)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    linked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="outside_identity_once")]


class StaffImport(models.Model):
    """A staff list that was read and checked, waiting to be confirmed: preview first, then all or nothing."""

    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120)
    rows = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)


class DeclaredYear(models.Model):
    """A year's list of working days that was brought in. `complete`: what it does not name is as the week says."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    source = models.CharField(max_length=200, blank=True)  # the decision it follows: 国办发明电〔2025〕7号
    complete = models.BooleanField(default=True)
    declared_at = models.DateTimeField(default=timezone.now)


class DeclaredDay(models.Model):
    """A day that a list sets to be worked or free. A list may reach into the December before its year."""

    list = models.ForeignKey(DeclaredYear, on_delete=models.CASCADE, related_name="days")
    date = models.DateField()
    worked = models.BooleanField()
    name = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["list", "date"], name="declared_day_once_in_list")]
        ordering = ["date"]
