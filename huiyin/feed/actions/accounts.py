"""公众号: opening, changing and closing the account of a unit. It goes with the posts of the unit, never with a person."""

from __future__ import annotations

import secrets

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, NotAllowed, WrongState
from huiyin.feed import rules
from huiyin.feed.actions.drafts import line_in
from huiyin.feed.models import Account
from huiyin.journal.models import Stream
from huiyin.journal.recording import record
from huiyin.people.models import Person, Unit

NAME_LIMIT, ABOUT_LIMIT = 40, 200


def open_account(unit: Unit, by: Person, name: str, about: str = "") -> Account:
    """Opens the account of a unit; one that was closed opens again, with what it published. Gives it.

    Raises NotAllowed for who holds no post in the unit, WrongState where it has one, Invalid with its field for a name that is taken.
    """
    words = _words(name, about)
    try:
        with transaction.atomic():
            unit = Unit.objects.select_for_update().get(pk=unit.pk)  # two who open it at once: the second finds the first's
            if not by.is_active or not rules.may_open_account(by, unit.pk):
                raise NotAllowed(_("Whoever holds a post in a unit opens its account."))
            account = Account.objects.filter(unit=unit).first()
            if unit.closed_at is not None or (account is not None and account.closed_at is None):
                raise WrongState(_("This unit has its account already, or is closed."))
            if account is None:
                account = Account(unit=unit, stream=Stream.objects.create(key=f"account:{secrets.token_hex(8)}"))
            account.name, account.about, account.closed_at = *words, None
            account.save()
            record(account.stream_id, "account.opened", by=by, data={"account": account.pk})
    except IntegrityError as error:
        raise _taken() from error
    return account


def change_account(account: Account, by: Person, name: str, about: str = "") -> Account:
    """Calls an account otherwise, or says otherwise what it is about. Gives it. Raises NotAllowed, WrongState (closed), Invalid."""
    words = _words(name, about)
    try:
        with transaction.atomic():
            account = _own(account, by)
            if (account.name, account.about) != words:
                account.name, account.about = words
                account.save(update_fields=["name", "about"])
                record(account.stream_id, "account.changed", by=by, data={"account": account.pk})
    except IntegrityError as error:
        raise _taken() from error
    return account


def close_account(account: Account, by: Person) -> Account:
    """Closes an account: what it published stays, nothing more is published, also nothing that was to be. Raises as `change_account`."""
    with transaction.atomic():
        account = _own(account, by)
        account.closed_at = timezone.now()
        account.save(update_fields=["closed_at"])
        record(account.stream_id, "account.closed", by=by, data={"account": account.pk})
    return account


def _own(account: Account, by: Person) -> Account:
    account = Account.objects.select_for_update().get(pk=account.pk)
    if not by.is_active or not rules.may_change_account(by, account):
        raise NotAllowed(_("Whoever holds a post in the unit changes its account."))
    if account.closed_at is not None:
        raise WrongState
    return account


def _words(name: str, about: str) -> tuple[str, str]:
    called = line_in(name, NAME_LIMIT)
    if not called:
        raise Invalid(_("Give the account a name."), field="name")
    return called, line_in(about, ABOUT_LIMIT)


def _taken() -> Invalid:
    return Invalid(_("Another account bears this name."), field="name")
