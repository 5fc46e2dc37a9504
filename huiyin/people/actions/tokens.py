"""Tokens are made, found by what a program shows, revoked."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, NotThere, TooMuch, TooOften
from huiyin.core.throttle import counted, first_within
from huiyin.db.compiled import Compiled
from huiyin.journal.models import Entry, Stream
from huiyin.journal.recording import open_stream, reacts_to, record
from huiyin.language.clean import TooLong, clean_words
from huiyin.people.devices import neighbourhood, places_of
from huiyin.people.extension_points import token_scopes
from huiyin.people.models import Person
from huiyin.people.models.tokens import ApiToken

PREFIX = "hy_"  # so that a scanner finds one that was published by mistake
LONGEST_DAYS, USUAL_DAYS = 365, 90
TOKENS_LIMIT = 20
WRONG_LIMIT, WRONG_SECONDS = 60, 600  # wrong tokens from one address within ten minutes: then it waits for the rest of them
KNOWN_SECONDS = 86_400  # a token that was right is asked for itself so long, whatever its neighbours guess
_SHAPE = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}")


def make_token(person: Person, name: str, scopes: Sequence[str], days: int = USUAL_DAYS) -> tuple[ApiToken, str]:
    """Makes a token for a program. Gives it and what the program shows, which is told this once and kept nowhere.

    Takes the scopes and for how many days (1 to 365). Raises Invalid with the field, TooMuch beyond 20 living tokens.
    """
    try:
        name = clean_words(name, 40).replace("\n", " ")
    except TooLong as error:
        raise TooMuch(_("At most %(limit)s characters.") % {"limit": 40}, field="name") from error
    if not name:
        raise Invalid(_("Say which program it is for."), field="name")
    wanted = [scope for scope in token_scopes() if scope in scopes]
    if not wanted or len(wanted) != len(set(scopes)):
        raise Invalid(_("Choose what the program may do."), field="scopes")
    if not 1 <= days <= LONGEST_DAYS:
        raise Invalid(_("From 1 to %(limit)s days.") % {"limit": LONGEST_DAYS}, field="days")
    shown = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        stream = Stream.locked(open_stream(f"person:{person.pk}").pk)  # two at once are counted one after the other
        if living(person) >= TOKENS_LIMIT:
            raise TooMuch(_("You have %(limit)s tokens already. Revoke one first.") % {"limit": TOKENS_LIMIT}, field="name")
        expires = timezone.now() + timedelta(days=days)
        token = ApiToken.objects.create(person=person, name=name, digest=_digest(shown), scopes=wanted, expires_at=expires)
        data = {"token": token.pk, "scopes": wanted, "until": expires.date().isoformat()}
        record(stream, "token.made", by=person, data=data, sealed={"name": name})
    return token, shown


def living(person: Person) -> int:
    """Gives how many tokens of a person are neither revoked nor past their day."""
    return ApiToken.objects.filter(person=person, revoked_at=None, expires_at__gt=timezone.now()).count()


def revoke_token(person: Person, token_id: int, by: Person | None = None) -> None:
    """Ends a token at once, its live streams too. Raises NotThere for what is no living token of this person."""
    with transaction.atomic():
        token = ApiToken.objects.select_for_update().filter(pk=token_id, person=person, revoked_at=None).first()
        if token is None:
            raise NotThere
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        record(open_stream(f"person:{person.pk}"), "token.revoked", by=by or person, data={"token": token.pk})


def token_of(shown: str, sender: str) -> ApiToken | None:
    """Gives the living token behind what a program at an address showed, or None. Wrong ones are counted where all processes see it.

    Takes what was shown and the network address. Raises TooOften (`wait_seconds`) where an address showed too many wrong ones; a
    program whose token was right today is let through all the same: a whole office may come from one address.
    """
    wrong, known = f"tokens:wrong:{neighbourhood(sender)}", f"tokens:known:{_digest(shown)}"
    kept = cache.get_many([wrong, known])
    if kept.get(wrong, 0) >= WRONG_LIMIT and known not in kept:
        raise TooOften(wait_seconds=WRONG_SECONDS)
    token = token_shown(shown)
    if token is not None:
        if known not in kept:
            cache.set(known, 1, KNOWN_SECONDS)
        return token
    count = counted(wrong, WRONG_SECONDS)
    if known in kept:
        cache.delete(known)
    if count == WRONG_LIMIT and first_within(f"tokens:told:{places_of(sender)[1]}", WRONG_SECONDS):
        with transaction.atomic():
            who = {"phone": "", "address": sender}
            record(open_stream("security"), "session.refused", data={"reason": "token:limit"}, sealed=who, about=who)
    return None


def token_shown(shown: str) -> ApiToken | None:
    """Gives the living token behind what a program showed, with its person; None for anything else. Notes the day it was used."""
    if not _SHAPE.fullmatch(shown):
        return None
    token = _BY_DIGEST.first(_digest(shown))
    if token is None or not token.is_alive or not token.person.is_active:
        return None
    today = timezone.localdate()
    if token.used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(used_on=today)
    return token


_BY_DIGEST = Compiled[ApiToken](lambda digest: ApiToken.objects.select_related("person").filter(digest=digest))


def _digest(shown: str) -> str:
    # The token is 256 bits of chance: there is nothing to guess that a slow digest would make dearer.
    return hashlib.sha256(shown.encode()).hexdigest()


def revoke_all(person: Person, by: Person | None) -> None:
    """Ends every living token of a person; call it in a transaction. Who signs out everywhere is not left with programs they forgot."""
    for token_id in list(ApiToken.objects.filter(person=person, revoked_at=None).values_list("pk", flat=True)):
        revoke_token(person, token_id, by)


@reacts_to("person.locked")
def locked(entry: Entry) -> None:
    """Who is locked has no programs either; unlocked, they make new tokens."""
    ApiToken.objects.filter(person=entry.data["person"], revoked_at=None).update(revoked_at=timezone.now())
