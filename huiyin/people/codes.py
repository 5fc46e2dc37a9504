"""The arithmetic of sign-in codes: what is kept of them, how many a number or an address may ask for.

Numbers and codes are kept as digests under the installation's key: the table tells nobody who signed in, and six digits
cannot be found by trying all of them without the key.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from huiyin.core.errors import Refused, TooOften
from huiyin.people.models import SignInCode

GOOD_FOR = timedelta(minutes=5)
TRIES = 5
BETWEEN = timedelta(seconds=60)
NUMBER_A_DAY = 10
ADDRESS_AN_HOUR = 30
#: An IPv6 /48 holds 65,536 households and costs nothing; no one customer's network, and no one provider's, closes the door to everybody.
#: Wide all the same: a county's phones may lie in one network of their provider.
NETWORK_AN_HOUR, PROVIDER_AN_HOUR = 600, 2000
#: Text messages cost money, and whoever earns from a range of numbers has asked for codes there ("SMS pumping").
#: At home a prefix is an operator's range of ten thousand million; abroad a country's first digits, where few live.
PREFIX_AN_HOUR = {"+86": 2000, "+": 20}
ALL_AN_HOUR = 5000
#: What was sent to nobody cost nothing, and whoever makes numbers up must not use up what is everybody's: so many of them count as one.
#: In a limit of thousands this tells nobody which numbers are known; in the small one abroad it would, so there all count in full, and
#: one network may use half of it.
MADE_UP_AS_ONE = 10
KEPT = timedelta(days=2)  # then the rows have served their limits and go

_TOO_OFTEN = _("That was a lot of codes for one day. Try again tomorrow, or sign in with a passkey.")
_BUSY = _("Too many codes were asked for from here. Try again in an hour, or sign in with a passkey.")
_WAIT = ngettext_lazy(
    "A code was asked for just now. Wait %(n)s second, then ask again.",
    "A code was asked for just now. Wait %(n)s seconds, then ask again.",
    "n",
)


class WrongCode(Refused):
    """The code was not the one; facts: `tries_left`."""

    status = 422
    code = "wrong_code"
    default_words = _("That is not the code. Look at the newest text message and try again.")


class CodeOver(Refused):
    """The code is used, too old, tried too often, or was asked for in another browser."""

    status = 410
    code = "code_over"
    default_words = _("This code no longer works. Ask for a new one.")


def new_code() -> str:
    """Gives six digits."""
    return f"{secrets.randbelow(1_000_000):06d}"


def number_digest(phone: str) -> str:
    """Gives what is kept of a number (64 hex digits)."""
    return salted_hmac("huiyin.sign_in.number", phone, algorithm="sha256").hexdigest()


def code_digest(phone: str, bound_to: str, code: str) -> str:
    """Gives what is kept of a code: good only for this number, in the browser that holds `bound_to`."""
    return salted_hmac("huiyin.sign_in.code", f"{phone}\n{bound_to}\n{code}", algorithm="sha256").hexdigest()


def same(one: str, other: str) -> bool:
    """Compares two digests in a time that does not depend on where they differ."""
    return hmac.compare_digest(one, other)


def prefix_of(phone: str) -> str:
    """Gives the range a number lies in: +86139, or the first digits of a country abroad."""
    return phone[:6] if phone.startswith("+86") else phone[:4]


def require_within_limits(phone: str, places: tuple[str, str, str], now: datetime) -> None:
    """Raises TooOften (`wait_seconds`) when this number, this address, its network, this range or everybody has asked too often.

    Takes the cleaned number and the places of the address (devices.places_of). The same is asked whether anybody has the number
    or not, under the lock of those who ask, so that two at once are counted one after the other.
    """
    mine = SignInCode.objects.filter(phone_hash=number_digest(phone), made_at__gt=now - timedelta(days=1))
    own = mine.aggregate(newest=Max("made_at"), day=Count("pk"))
    address, network, provider = places
    of_range = Q(prefix=prefix_of(phone))
    found = SignInCode.objects.filter(made_at__gt=now - timedelta(hours=1)).aggregate(
        from_address=Count("pk", filter=Q(address=address)),
        from_network=Count("pk", filter=Q(network=network)),
        from_provider=Count("pk", filter=Q(provider=provider)),
        of_prefix=Count("pk", filter=of_range),
        prefix_made_up=Count("pk", filter=of_range & Q(sent=False)),
        prefix_network=Count("pk", filter=of_range & Q(network=network)),
        everybody=Count("pk"),
        made_up=Count("pk", filter=Q(sent=False)),
    )
    since = now - own["newest"] if own["newest"] else BETWEEN
    if since < BETWEEN:
        wait = int((BETWEEN - since).total_seconds()) + 1
        raise TooOften(_WAIT % {"n": wait}, wait_seconds=wait, reason="wait")
    if own["day"] >= NUMBER_A_DAY:
        raise TooOften(_TOO_OFTEN, wait_seconds=86_400, reason="number")
    at_home = phone.startswith("+86")
    range_most = PREFIX_AN_HOUR["+86" if at_home else "+"]
    for reason, count, limit in (
        ("address", found["from_address"], ADDRESS_AN_HOUR if address else ALL_AN_HOUR),
        ("network", found["from_network"], NETWORK_AN_HOUR if address else ALL_AN_HOUR),
        ("network", found["from_provider"], PROVIDER_AN_HOUR if address else ALL_AN_HOUR),
        ("network", 0 if at_home else found["prefix_network"], max(1, range_most // 2)),
        ("prefix", _counted(found["of_prefix"], found["prefix_made_up"]) if at_home else found["of_prefix"], range_most),
        ("everybody", _counted(found["everybody"], found["made_up"]), ALL_AN_HOUR),
    ):
        if count >= limit:
            raise TooOften(_BUSY, wait_seconds=3600, reason=reason)


def _counted(all_of_them: int, made_up: int) -> int:
    return all_of_them - made_up + made_up // MADE_UP_AS_ONE
