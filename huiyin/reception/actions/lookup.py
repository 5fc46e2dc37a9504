"""Finding a booking by its number and code, guarded as the look-up of requests is."""

from __future__ import annotations

import hashlib
import secrets

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.lookup import ADDRESS_TRIES, HOUR, NUMBER_TRIES, TRIES
from huiyin.core.errors import Refused
from huiyin.core.throttle import throttle
from huiyin.people.devices import address_of, neighbourhood
from huiyin.people.phones import clean_phone
from huiyin.people.shown_codes import ShownCodes
from huiyin.reception.codes import code_digest, same
from huiyin.reception.models import Visit
from huiyin.worktime.bounds import whole_in

_shown = ShownCodes("visits_held", 10)
HELD, held = _shown.name, _shown.held
BOOKED_AN_HOUR = 20  # from one place: a village shares one line
BOOKED_A_DAY = 3  # under one telephone number from one place
_WORDS = _("That was a lot of tries. Wait an hour, then look at the paper or the message with the number and the code again.")


class NotFound(Refused):
    """There is no booking of this number with this code: the same words, whether the number was given or not."""

    status = 404
    code = "not_there"
    default_words = _("There is no booking with this number and code. Look whether a digit is wrong; the code has ten digits.")


def look_up(request: HttpRequest, number: str, code: str) -> Visit:
    """Gives the visit of a number and a code, and remembers in this browser that they were shown.

    Raises NotFound for any other pair, TooOften where it was tried too often: each try is counted for the number and the place together,
    for the number, and for the place.
    """
    wanted, code = _written(number), "".join(char for char in code if char in "0123456789")[:20]
    place, digest = neighbourhood(address_of(request)), hashlib.sha256(f"{wanted}".encode()).hexdigest()[:24]
    throttle(f"visit-look:{digest}:{place}", TRIES, HOUR, words=_WORDS)
    throttle(f"visit-look:{digest}", NUMBER_TRIES, HOUR, words=_WORDS)
    throttle(f"visit-look:from:{place}", ADDRESS_TRIES, HOUR, words=_WORDS)
    found = Visit.objects.filter(day=wanted[0], number=wanted[1]).first()
    # A number that nobody has is compared too, with a digest of nothing: it takes as long.
    pk = found.pk if found is not None else 1
    kept = found.code_digest if found is not None else code_digest(pk, secrets.token_hex(5))
    if not same(kept, pk, code) or found is None:
        raise NotFound
    hold(request, found)
    return found


def _written(said: str) -> tuple[int, int]:
    """A number as it is written down, 12-007: the day's, and its place in the line. Nobody's for nonsense."""
    plain = said.strip().translate(str.maketrans("０１２３４５６７８９－—–", "0123456789---"))
    day, _dash, number = plain.partition("-")
    return whole_in(day.strip(), 9) or 0, whole_in(number.strip(), 4) or 0


def hold(request: HttpRequest, visit: Visit) -> None:
    """Remembers in this browser's session that it has shown a booking's number and code."""
    _shown.hold(request, visit.pk)


def require_within_limits(request: HttpRequest, phone: str, day: int, slots: int) -> None:
    """Counts a booking by who is signed in, or by place, and by number and place together: nobody fills a day under one number, and nobody
    locks another out by typing theirs. Raises TooOften; Invalid for what is no number."""
    if request.user.is_authenticated:
        throttle(f"visit-book:person:{request.user.pk}", BOOKED_AN_HOUR, HOUR)
        throttle(f"visit-book:person:{request.user.pk}:{day}", BOOKED_A_DAY, 24 * HOUR)
        return
    place = neighbourhood(address_of(request))
    digest = hashlib.sha256(clean_phone(phone).encode()).hexdigest()[:24] if phone.strip() else ""
    throttle(f"visit-book:{place}", BOOKED_AN_HOUR, HOUR)
    throttle(f"visit-book:{place}:{day}", max(BOOKED_A_DAY, slots // 3), 24 * HOUR)
    throttle(f"visit-book:{digest}:{place}", BOOKED_A_DAY, 24 * HOUR)
