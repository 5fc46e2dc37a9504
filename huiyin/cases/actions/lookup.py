"""Looking up a case by its number and code, guarded as sign-in is; opening what somebody asked before, with a reason."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.transition import unit_for
from huiyin.cases.codes import code_digest, same
from huiyin.cases.models import Case, Look
from huiyin.cases.queries.looks import looks_today
from huiyin.cases.rules import Speaker, roles
from huiyin.core.errors import Invalid, NotThere, Refused
from huiyin.core.throttle import throttle
from huiyin.journal.recording import record
from huiyin.language.clean import one_line
from huiyin.people.devices import address_of, neighbourhood
from huiyin.people.shown_codes import ShownCodes

#: An hour: of one number from one place; of one number, so wide that nobody locks its author out (there are 10^10 codes); from one place.
TRIES, NUMBER_TRIES, ADDRESS_TRIES = 5, 5000, 60
HOUR = 3600
_shown = ShownCodes("cases_held", 20)
HELD, held = _shown.name, _shown.held
_WORDS = _("That was a lot of tries. Wait an hour, then look at the paper or the message with the number and the code again.")


class NotFound(Refused):
    """There is no case of this number with this code: the same words, whether the number is one or not."""

    status = 404
    code = "not_there"
    default_words = _("There is no request with this number and code. Look whether a digit is wrong; the code has ten digits.")


def look_up(request: HttpRequest, number: str, code: str) -> Case:
    """Shows a case to whoever has its number and code, in this browser. Gives it. Raises as `found_by`."""
    found = found_by(request, number, code)
    hold(request, found)
    return found


def found_by(request: HttpRequest, number: str, code: str) -> Case:
    """Gives the case of a number and a code.

    Raises NotFound for any other pair, whether the number exists or not; TooOften where it was tried too often: each try is counted for the
    number and the place together, for the number, and for the place.
    """
    number, code = _number(number), "".join(char for char in code if char.isascii() and char in "0123456789")
    place, digest = neighbourhood(address_of(request)), hashlib.sha256(number.encode()).hexdigest()[:24]
    throttle(f"case-look:{digest}:{place}", TRIES, HOUR, words=_WORDS)
    throttle(f"case-look:{digest}", NUMBER_TRIES, HOUR, words=_WORDS)
    throttle(f"case-look:from:{place}", ADDRESS_TRIES, HOUR, words=_WORDS)
    found = Case.objects.filter(number=number).first()
    # A number that nobody has is compared too, with a digest of nothing: it takes as long.
    kept = found.code_digest if found is not None else code_digest(number, secrets.token_hex(5))
    if not same(kept, number, code) or found is None:
        raise NotFound
    return found


def _number(said: str) -> str:
    """A number as it is written down: full-width digits and dashes, № before it, spaces."""
    plain = one_line(said).translate(str.maketrans("０１２３４５６７８９－—–ｊＪｗＷ", "0123456789---JJWW")).upper()
    return "".join(char for char in plain if char in "0123456789-JW")[:20]


def hold(request: HttpRequest, case: Case) -> None:
    """Remembers in this browser's session that it has shown a case's number and code."""
    _shown.hold(request, case.pk)


def open_history(case: Case, who: Speaker, reason: str) -> Look:
    """Somebody who has a case in hand opens what its author asked before. It is recorded with the reason, once a case and a day."""
    with transaction.atomic():
        having = roles(who, case)
        if not having & {"desk", "lead", "helping", "reviewer"} or who.person is None:
            raise NotThere
        reason = one_line(reason)[:120]
        if not reason:
            raise Invalid(_("Say why you look; the person can read it."), field="reason")
        case = Case.locked(case.pk)
        if (first := looks_today(case, who.person).first()) is not None:
            return first
        look = Look.objects.create(case=case, by=who.person, unit_id=unit_for(case, who, having), reason=reason)
        data = {"case": case.pk, "unit": look.unit_id, "group": None}
        record(case.stream_id, "case.looked", by=who.person, data=data, sealed={"words": reason}, about=case)
        return look
