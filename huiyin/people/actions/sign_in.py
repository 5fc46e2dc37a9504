"""The door: a code is asked for, a code is tried, somebody comes in, somebody goes.

Whether a number is known here is nobody's business: for a number without a person (or a locked one's) the same rows are
written, the same sums done, the same page shown. Only the text message stays away, and the code kept for it matches nothing.
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib.auth import SESSION_KEY, login
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import NotAllowed, TooOften
from huiyin.core.throttle import first_within
from huiyin.journal.models import Stream
from huiyin.journal.recording import open_stream, record
from huiyin.people import codes, sms
from huiyin.people.actions.devices import end_device, keep_sweeping
from huiyin.people.actions.me import CHOICES, set_mine
from huiyin.people.actions.organisation import add_person, organisation
from huiyin.people.devices import AT_MOST, address_of, device_label, places_of, session_hash
from huiyin.people.models import Device, Person, SignInCode
from huiyin.people.phones import clean_phone
from huiyin.people.rules import role_of

PENDING = "door"  # in the session: {"code": id, "bound_to": …, "phone": …} while a code is on its way
_SESSION_BEFORE_SECONDS = 30 * 60
_TOLD_SECONDS = 3600


def ask_code(request: HttpRequest, phone: str, *, may_be_new: bool = False) -> str:
    """Sends a code to a number, if somebody here has it; `may_be_new` (an invitation is being followed) sends it to any number.

    The code is bound to this browser's session. Gives the cleaned number. Raises Invalid for what is no mobile number,
    TooOften (`wait_seconds`), CodeNotSent; none of them tells whether the number is known.
    """
    phone = clean_phone(phone)
    sms.require_channel()
    places, now = places_of(address_of(request)), timezone.now()
    code, bound_to = codes.new_code(), secrets.token_hex(16)
    try:
        with transaction.atomic():
            Stream.locked(open_stream("security").pk)
            codes.require_within_limits(phone, places, now)
            known = Person.objects.filter(phone=phone, locked_at=None, erased_at=None).exists()
            meant = known or may_be_new
            kept = SignInCode.objects.create(
                phone_hash=codes.number_digest(phone), prefix=codes.prefix_of(phone), bound_to=bound_to, made_at=now, sent=meant,
                address=places[0], network=places[1], provider=places[2],
                code_hash=codes.code_digest(phone, bound_to, code if meant else secrets.token_hex(16)),
            )  # fmt: skip
            SignInCode.objects.filter(made_at__lt=now - codes.KEPT).delete()
    except TooOften as refusal:
        if refusal.facts["reason"] != "wait":
            note_refusal(request, f"limit:{refusal.facts['reason']}", phone, once=True)
        raise
    request.session[PENDING] = {"code": kept.pk, "bound_to": bound_to, "phone": phone}
    if may_be_new and sms.goes_nowhere() and _is_a_visitors(phone):
        request.session[PENDING]["shown"] = code
    if SESSION_KEY not in request.session:
        request.session.set_expiry(_SESSION_BEFORE_SECONDS)
    if may_be_new:
        sms.send_code(phone, code)  # every number is sent one, so an error tells nothing and may be shown
    elif meant:
        sms.send_code_soon(phone, code)
    return phone


def pending_phone(request: HttpRequest) -> str | None:
    """Gives the number a code is on its way to, as asked for in this browser."""
    pending = request.session.get(PENDING)
    return pending["phone"] if pending else None


def _is_a_visitors(phone: str) -> bool:
    """Whether a demonstration may show a code on the page that nobody's phone is sent: for a number that is new, or a resident's. Shown for
    an official's or an administrator's, whoever knows their number would come in as they."""
    person = Person.objects.filter(phone=phone).first()
    return person is None or (person.kind == Person.Kind.RESIDENT and role_of(person) is None)


def shown_code(request: HttpRequest) -> str:
    """Gives the code that a demonstration shows on the page, as it goes to nobody's phone; empty everywhere else."""
    pending = request.session.get(PENDING)
    return pending.get("shown", "") if pending and sms.goes_nowhere() else ""


def check_code(request: HttpRequest, code: str) -> str:
    """Tries a code. Gives the number it was sent to: whoever typed it has that phone. A code is good once.

    Raises WrongCode (`tries_left`), CodeOver. A try is counted and committed before it is compared, under the code's row:
    twenty tries at once are still five.
    """
    pending = request.session.get(PENDING)
    if not pending:
        raise codes.CodeOver
    phone, typed = pending["phone"], "".join(c for c in code[:40] if c.isdecimal())
    typed = "".join(str(int(c)) for c in typed)  # full-width digits, as some keyboards write them
    digest = codes.code_digest(phone, pending["bound_to"], typed)
    with transaction.atomic():
        kept = SignInCode.objects.select_for_update().filter(pk=pending["code"], bound_to=pending["bound_to"]).first()
        now = timezone.now()
        alive = kept is not None and kept.used_at is None and kept.tries < codes.TRIES and now - kept.made_at <= codes.GOOD_FOR
        if alive and kept is not None:
            kept.tries += 1
            kept.used_at = now if codes.same(kept.code_hash, digest) else None
            kept.save(update_fields=["tries", "used_at"])
    if not alive or kept is None:
        # The session is left alone: where the same code came twice at once, the first has replaced it, and writing would fail.
        note_refusal(request, "code:over", phone, once=True)
        raise codes.CodeOver
    if kept.used_at is None:
        note_refusal(request, "code:wrong", phone)
        left = codes.TRIES - kept.tries
        if not left:
            raise codes.CodeOver(_("Five wrong codes: this one no longer works. Ask for a new one."))
        raise codes.WrongCode(tries_left=left)
    request.session.pop(PENDING, None)
    return str(phone)


def sign_in(request: HttpRequest, person: Person, how: str) -> Device:
    """Signs a person in on this browser; `how`: code, passkey, oidc, demo. The session gets a new key, the device a row.

    Raises NotAllowed for who is locked or erased: by now they have shown who they are, so they may know it.
    """
    _leave_the_session_before(request)
    with transaction.atomic():
        stream = open_stream(f"person:{person.pk}")
        Stream.locked(stream.pk)  # who locks a person takes the same row: nobody slips in between
        person = Person.objects.get(pk=person.pk)
        if not person.is_active:
            raise NotAllowed(_("This account is locked. The security administrator of your office can open it again."))
        login(request, person, backend="huiyin.people.auth.PersonBackend")
        request.session.set_expiry(AT_MOST)
        device = Device.objects.create(
            person=person, session_hash=session_hash(request.session.session_key or ""), how=how, address=address_of(request),
            label=device_label(request.headers.get("User-Agent", "")),
        )  # fmt: skip
        record(stream, "session.started", by=person, data={"device": device.pk})
        if wanted := _language_at_the_door(request, person, device):
            set_mine(person, "language", wanted)
        # Saved here, so that the row that the device points to is committed with it.
        request.session.save()
    keep_sweeping()
    request.device = device  # type: ignore[attr-defined]
    return device


def _language_at_the_door(request: HttpRequest, person: Person, device: Device) -> str:
    """The language a visitor read the door in, to go on in it: what they chose there, else, the first time they come (and in the invented
    county, where everybody comes for the first time), what their browser asks for. Empty where neither is known."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in CHOICES["language"]:
        return chosen
    first = device.how == "demo" or not Device.objects.filter(person=person).exclude(pk=device.pk).exists()
    return (translation.get_language() or "") if first and request.headers.get("Accept-Language") else ""


def _leave_the_session_before(request: HttpRequest) -> None:
    """What this browser's session held before is gone, with its key: of somebody who was signed in, and of whoever sat here without an
    account, for they need not be the person who comes in now."""
    before: Device | None = getattr(request, "device", None)
    if SESSION_KEY in request.session and before is not None and before.ended_at is None:
        end_device(before.person, before.pk)
    request.session.flush()


def sign_in_or_make_person(request: HttpRequest, phone: str, name: str) -> Person:
    """Signs in whoever has this number, proved by `check_code`; a number nobody has becomes a resident of this name.

    The second step of joining. A known person keeps the name they have. Raises Invalid (field "name"), NotAllowed if locked.
    """
    with organisation():  # persons are added under its lock: two devices joining at once make one person
        person = Person.objects.filter(phone=phone).first()
        if person is None:
            person = add_person(name, phone, kind=Person.Kind.RESIDENT, language=translation.get_language() or "zh-hans")
            record(open_stream(f"person:{person.pk}"), "person.joined", by=person, data={"person": person.pk})
    sign_in(request, person, how="code")
    return person


def sign_in_by_phone(request: HttpRequest, phone: str) -> Person:
    """Signs in the person who has this number, proved by `check_code`. Raises CodeOver where nobody has it any more."""
    person = Person.objects.filter(phone=phone).first()
    if person is None:
        raise codes.CodeOver
    sign_in(request, person, how="code")
    return person


def sign_out(request: HttpRequest) -> None:
    """Signs out on this browser; its live connections end."""
    device: Device | None = getattr(request, "device", None)
    if device is not None:
        end_device(device.person, device.pk)
    request.session.flush()


def note_refusal(request: HttpRequest, reason: str, phone: str = "", *, once: bool = False) -> None:
    """Records in the stream "security" that somebody was not let in; number and address are sealed.

    `once`: at most one entry an hour for this reason and network, so that knocking does not fill the journal.
    """
    address = address_of(request)
    if once and not first_within(f"door:{reason}:{places_of(address)[1]}", _TOLD_SECONDS):
        return
    with transaction.atomic():
        who = {"phone": phone, "address": address}
        record(open_stream("security"), "session.refused", data={"reason": reason}, sealed=who, about=who)
