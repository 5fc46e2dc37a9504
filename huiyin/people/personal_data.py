"""What of people, their posts, devices and keys is about a person: what becomes of it, what blocks, how long it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.core.personal_data import (
    MOST,
    AtOnce,
    Blocker,
    BlockerKind,
    CopyPart,
    Erased,
    Fate,
    Office,
    PersonalData,
    PieceByPiece,
    RetentionKind,
    Row,
    at,
)
from huiyin.core.retention_periods import gone_before
from huiyin.db.batches import BATCH, delete_some, update_some
from huiyin.journal.models import Entry, Sealed
from huiyin.journal.personal_data import row_of_entry
from huiyin.people import codes
from huiyin.people.codes import number_digest
from huiyin.people.devices import AT_MOST, session_hash
from huiyin.people.models import Administrator, Delegation, Device, Holding, Person, SignInCode, StaffImport
from huiyin.people.phones import phone_for_reading
from huiyin.people.queries import posts_of

SHOWN = 50
AT_ONCE_SEALED = 200
LIST_KEPT = timedelta(days=30)  # a staff list that was brought in: names and numbers that stand with the persons by then
_BY_WHICH = "by which they came in or were reached: of no use without them (Personal Information Protection Law, article 47)"
_OFFICE = "the record of an office: under the office or a neutral word"

PERSONAL_DATA = [
    PersonalData("people.person", "name, number and all they said of themselves go; that there was somebody stays",
                 {"guardian": Fate.EMPTIED}),
    PersonalData("people.administrator", "blocks until it is given up", {"person": Fate.REMOVED}),
    PersonalData("people.device", _BY_WHICH, {"person": Fate.REMOVED}),
    PersonalData("people.passkey", _BY_WHICH, {"person": Fate.REMOVED}),
    PersonalData("people.outsideidentity", _BY_WHICH, {"person": Fate.REMOVED}),
    PersonalData("people.apitoken", _BY_WHICH, {"person": Fate.REMOVED}),
    PersonalData("people.holding", _OFFICE, {"person": Fate.KEPT}),
    PersonalData("people.delegation", "who spoke for an office stays; the reason is the person's and is emptied",
                 {"by": Fate.EMPTIED, "to": Fate.KEPT}),
    PersonalData("people.staffimport", "the table goes where it holds their number", {"by": Fate.EMPTIED}),
    PersonalData("people.signincode", "codes sent to their number go at once, found by its digest"),
    PersonalData("people.unit", "public bodies"),
    PersonalData("people.post", "offices, not persons"),
    PersonalData("people.declaredyear", "the public calendar"),
    PersonalData("people.declaredday", "the public calendar"),
    PersonalData("sessions.session", "found by their devices' digests, and go at once"),
    PersonalData("auth.permission", "not used"),
    PersonalData("auth.group", "not used"),
    PersonalData("contenttypes.contenttype", "names of tables"),
]  # fmt: skip


def _posts(person: Person, _named: bool) -> Iterator[Blocker]:
    for one in posts_of(person):
        yield Blocker(_("post %(post)s") % {"post": one.post}, reverse("unit", args=[one.post.unit_id]))


def _role(person: Person, _named: bool) -> Iterator[Blocker]:
    for role in Administrator.objects.filter(person=person):
        yield Blocker(_("their role as %(role)s") % {"role": role.get_role_display()})


def _children(person: Person, _named: bool) -> Iterator[Blocker]:
    for child in person.wards.filter(erased_at=None)[:SHOWN]:
        yield Blocker(_("the child in their care, %(name)s") % {"name": child.name})


BLOCKERS = [BlockerKind("posts", 40, _posts), BlockerKind("role", 60, _role), BlockerKind("children", 70, _children)]


def sessions_of(person: Person) -> list[str]:
    """Gives the keys of the sessions in which a person is or was signed in: devices keep only digests, so all keys are digested."""
    hashes = set(Device.objects.filter(person=person).values_list("session_hash", flat=True))
    if not hashes:
        return []
    keys = Session.objects.values_list("session_key", flat=True).iterator(chunk_size=5000)
    return [key for key in keys if session_hash(key) in hashes]


def _end_sessions(person: Person, keys: Sequence[str]) -> None:
    for start in range(0, len(keys), BATCH):
        Session.objects.filter(session_key__in=keys[start : start + BATCH]).delete()
    if person.phone:
        SignInCode.objects.filter(phone_hash=number_digest(person.phone)).delete()


def _forget_reasons(person: Person, _nothing: object) -> None:
    Delegation.objects.filter(by=person).exclude(reason="").update(reason="")


ERASED_AT_ONCE = [AtOnce("sessions", 20, _end_sessions, sessions_of), AtOnce("delegations", 30, _forget_reasons)]


def _unseal(erased: Erased) -> tuple[int, int] | None:
    """Sealed content about the person: names and numbers as they were kept, devices' and keys' names, and what they wrote in tasks
    unless it was an act in office. The entries stay with the digests."""
    about = Q(entry__stream__key=f"person:{erased.person.pk}") | Q(
        entry__stream__key="organisation", entry__kind__in=("person.added", "person.changed"), entry__data__person=erased.person.pk
    )
    if erased.phone:
        about |= Q(entry__kind="session.refused", body__phone=erased.phone)
    if not erased.was_official:
        about |= Q(entry__by=erased.person) & ~Q(entry__stream__key="organisation")
    rows = Sealed.objects.filter(about, erased_at=None)
    return (0, 0) if update_some(rows, AT_ONCE_SEALED, body=None, salt="", erased_at=timezone.now()) else None


def _forget_lists(erased: Erased) -> tuple[int, int] | None:
    """Staff lists that were brought in and hold the number: the whole table goes, it stands with the persons by now."""
    digits = erased.phone.removeprefix("+86")
    if not digits:
        return None
    with transaction.atomic():
        pks = [pk for pk, rows in StaffImport.objects.exclude(rows={}).values_list("pk", "rows") if digits in str(rows)]
        return (0, 0) if StaffImport.objects.filter(pk__in=pks).update(rows={}) else None


ERASED_AFTER = [PieceByPiece("sealed", 60, _unseal), PieceByPiece("staff_lists", 70, _forget_lists)]
HELD_OFFICE = [
    Office("people", lambda person: person.kind == Person.Kind.OFFICIAL or Holding.objects.filter(person=person).exists()),
]


def dead_sessions(now: datetime, most: int | None = None) -> list[str]:
    """Gives keys of sessions that open nothing any more: run out, or their device was signed out. A device keeps only its key's digest,
    so the keys are digested here and held against the dead. Takes how many are enough."""
    dead = list(Session.objects.filter(expire_date__lte=now).values_list("session_key", flat=True)[:most])
    last, ended = "", Device.objects.filter(ended_at__isnull=False)
    living = Session.objects.filter(expire_date__gt=now).order_by("session_key").values_list("session_key", flat=True)
    while most is None or len(dead) < most:
        hashes = {session_hash(key): key for key in living.filter(session_key__gt=last)[:BATCH]}
        if not hashes:
            break
        last = max(hashes.values())
        dead += [hashes[digest] for digest in ended.filter(session_hash__in=list(hashes)).values_list("session_hash", flat=True)]
    return dead[:most]


def _remove_sessions(now: datetime) -> int:
    with transaction.atomic():
        keys = dead_sessions(now, BATCH)
        Session.objects.filter(session_key__in=keys).delete()
    return len(keys)


def _sign_in_codes(now: datetime) -> QuerySet[SignInCode]:
    return SignInCode.objects.filter(made_at__lte=now - codes.KEPT)


def _staff_lists(now: datetime) -> QuerySet[StaffImport]:
    return StaffImport.objects.filter(made_at__lte=now - LIST_KEPT).exclude(rows={})


def _seen_at_the_door(now: datetime) -> QuerySet[Sealed]:
    """Numbers and addresses of who was not let in. The entries stay, as everything in the record; what they held of a person goes."""
    return Sealed.objects.filter(erased_at=None, entry__stream__key="security", entry__at__lte=gone_before("security", now))


def _forget_who_was_refused(now: datetime) -> int:
    return update_some(_seen_at_the_door(now), body=None, salt="", erased_at=timezone.now())


def _devices(now: datetime) -> QuerySet[Device]:
    """Where somebody was signed in: signed out, or run out of itself, that long ago."""
    before = gone_before("security", now)
    assert before is not None
    return Device.objects.filter(Q(ended_at__lte=before) | Q(ended_at=None, started_at__lte=before - AT_MOST))


_SECURITY = gettext_lazy("Numbers and addresses of sign-ins")
RETENTION = [
    RetentionKind(
        "sessions", "sessions.session", gettext_lazy("Sessions that ended"), 20, lambda now: len(dead_sessions(now)), _remove_sessions
    ),
    RetentionKind(
        "codes", "people.signincode", gettext_lazy("Codes"), 30,
        lambda now: _sign_in_codes(now).count(), lambda now: delete_some(_sign_in_codes(now)),
    ),
    RetentionKind(
        "staff_lists", "people.staffimport", gettext_lazy("Staff lists that were brought in"), 80,
        lambda now: _staff_lists(now).count(), lambda now: update_some(_staff_lists(now), rows={}),
    ),
    RetentionKind(
        "security", "journal.sealed", _SECURITY, 90,
        lambda now: _seen_at_the_door(now).count(), _forget_who_was_refused, term="security",
    ),
    RetentionKind(
        "security", "people.device", _SECURITY, 90,
        lambda now: _devices(now).count(), lambda now: delete_some(_devices(now)), term="security",
    ),
]  # fmt: skip


def _profile(person: Person) -> list[Row]:
    return [{
        "number": person.pk, "name": person.name, "phone": phone_for_reading(person.phone), "kind": str(person.get_kind_display()),
        "home": person.home.name if person.home else "", "about": person.about,
        "language": str(dict(settings.LANGUAGES).get(person.language, person.language)),
        "text": str(person.get_text_size_display()), "colours": str(person.get_theme_display()), "child": person.is_minor,
        "guardian": person.guardian.name if person.guardian else "", "since": at(person.created_at),
    }]  # fmt: skip


def _held(person: Person) -> Iterator[Row]:
    for held in Holding.objects.filter(person=person).select_related("post__unit").order_by("since"):
        yield {"post": str(held.post), "acting": held.acting, "since": at(held.since), "until": at(held.until)}


def _signed_in(person: Person) -> Iterator[Row]:
    for one in Device.objects.filter(person=person).order_by("-pk")[:MOST]:
        yield {
            "device": one.label, "address": one.address, "how": one.how, "since": at(one.started_at), "seen": at(one.seen_at),
            "ended": at(one.ended_at),
        }  # fmt: skip


def _keys(person: Person) -> Iterator[Row]:
    for key in person.passkeys.order_by("pk"):
        yield {"what": _("Passkey"), "name": key.label, "since": at(key.made_at), "used": at(key.used_at)}
    for token in person.tokens.order_by("pk"):
        yield {"what": _("Token"), "name": token.name, "since": at(token.made_at), "used": at(token.used_on), "ended": at(token.revoked_at)}
    for known in person.identities.order_by("pk"):
        yield {"what": _("Government sign-in"), "name": known.issuer, "since": at(known.linked_at)}


def _done(person: Person) -> Iterator[Row]:
    for entry in Entry.objects.filter(stream__key=f"person:{person.pk}").order_by("-pk")[:MOST]:
        yield row_of_entry(entry)


COPY = [
    CopyPart("profile", "person", gettext_lazy("Profile"), 10, _profile),
    CopyPart("posts", "holdings", gettext_lazy("Posts"), 20, _held),
    CopyPart("devices", "devices", gettext_lazy("Devices"), 30, _signed_in),
    CopyPart("keys", "keys", gettext_lazy("Passkeys, programs, links"), 40, _keys),
    CopyPart("done", "entries", gettext_lazy("Sign-ins and what I changed"), 50, _done),
]
