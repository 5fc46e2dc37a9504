"""An update of a request, from the program that sent it: whoever asked says that it is solved, or that it is not."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions import follow_up, reopen_case
from huiyin.cases.models import Case, State
from huiyin.cases.rules import Speaker
from huiyin.core.errors import Invalid, NotThere, WrongState
from huiyin.media.idempotency import content_digest, require_same
from huiyin.open311.actions.sending import mark_of
from huiyin.open311.models import SendingKey, Sent, UpdateTaken

#: The extension's statuses, as FixMyStreet and others write them.
AGAIN = frozenset({"open", "reopen", "investigating", "in_progress", "action_scheduled", "for_triage"})
DONE = frozenset({"closed", "fixed", "no_further_action", "cancelled"})
OTHERS = frozenset({"duplicate", "not_councils_responsibility", "internal_referral"})


@dataclass(frozen=True)
class Update:
    """An update as a program sent it. `known_as`: its own number for it."""

    request: int
    known_as: str
    status: str
    words: str


def take_update(key: SendingKey, update: Update) -> str:
    """Takes an update once. Gives its number.

    Raises NotThere for a request that did not come in with this key, KeyUsed where the number came with something else, Invalid for a
    status that is none, WrongState where it changes nothing: a request that waits for its answer takes no words.
    """
    if update.status.lower() not in AGAIN | DONE | OTHERS:
        raise Invalid(_("This status is not known here. Send OPEN or CLOSED."), field="status")
    sent = Sent.objects.select_related("case").filter(key=key, case=update.request, case__series="public").first()
    if sent is None:
        raise NotThere
    digest = content_digest(update.request, update.status.lower(), update.words)
    if first := _before(key, update, digest):
        return first
    try:
        with transaction.atomic():
            _moved(sent.case, update)
            made = UpdateTaken.objects.create(
                key=key, case=sent.case, known_as=mark_of(update.known_as), number=secrets.token_hex(12), digest=digest
            )
            return made.number
    except (IntegrityError, WrongState):
        if first := _before(key, update, digest):  # the same came twice at once, and the other was quicker
            return first
        raise


def _before(key: SendingKey, update: Update, digest: bytes) -> str:
    first = UpdateTaken.objects.filter(key=key, known_as=mark_of(update.known_as)).first()
    if first is None:
        return ""
    require_same(first.digest, digest)
    return first.number


def _moved(case: Case, update: Update) -> None:
    asker = Speaker(holds=frozenset({case.pk}))
    status = update.status.lower()
    if status in AGAIN and not case.is_open:
        reopen_case(case, asker, update.words)
    elif status in DONE and case.state == State.ANSWERED:
        follow_up(case, asker, reached=True, answered=True, solved=True)
    else:
        raise WrongState(_("It takes an update once it is answered: OPEN with words says that it is not solved, CLOSED that it is."))
