"""The system administrator tries how codes reach people: six digits to their own phone, typed back."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from huiyin.core.errors import Invalid
from huiyin.core.throttle import throttle
from huiyin.journal.recording import open_stream, record
from huiyin.people import codes, sms
from huiyin.people.book import STREAM
from huiyin.people.models import Person
from huiyin.people.rules import may_manage_units, require

TRIED = "codes_tried"
A_TRY_EVERY = 600  # seconds, in which so many are sent
TRIES = 5


def send_trial_code(request: HttpRequest, person: Person) -> None:
    """Sends six digits to the administrator's own number. Raises NoGateway, CodeNotSent, TooOften, Invalid where they have no number."""
    require(may_manage_units(person))
    if not person.phone:
        raise Invalid(_("You have no phone number here: add it among the people first."))
    sms.require_channel()
    throttle(f"trial-code:{person.pk}", TRIES, A_TRY_EVERY)
    code = codes.new_code()
    sms.send_code(person.phone, code)
    request.session[TRIED] = code


def trial_code_came(request: HttpRequest, person: Person, typed: str) -> None:
    """They type what came. Recorded, and the step is done. Raises Invalid (field "code") for other digits."""
    require(may_manage_units(person))
    throttle(f"trial-code-typed:{person.pk}", 4 * TRIES, A_TRY_EVERY)
    wanted = request.session.get(TRIED, "")
    if not wanted or not secrets.compare_digest("".join(typed.split()).encode(), wanted.encode()):
        raise Invalid(_("These are not the digits that were sent."), field="code")
    with transaction.atomic():
        record(open_stream(STREAM), "codes.tried", by=person, data={"person": person.pk})
    del request.session[TRIED]
