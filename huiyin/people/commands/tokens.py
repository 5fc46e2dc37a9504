"""Tokens for programs, made and revoked on the server."""

from __future__ import annotations

import argparse
from typing import Any

from huiyin.commands.language import gettext as _
from huiyin.commands.start import Stopped, django, need_migrated, note, say


def add(commands: Any) -> None:
    """Makes `token` known. Takes the parser's commands."""
    family = commands.family("token", _("Tokens for programs that act in a person's name."))
    make_ = family.add(
        "make", make, _("Make a token; it is shown this once."),
        ["huiyin token make --phone 13800001234 --name bridge --scope messages:read --scope messages:write"],
    )  # fmt: skip
    make_.add_argument("--phone", required=True, help=_("the phone number of the person it acts for"))
    make_.add_argument("--name", required=True, help=_("which program it is for"))
    make_.add_argument("--scope", action="append", default=[], help=_("what it may do; docs/developers/api.md lists the scopes"))
    make_.add_argument("--days", type=int, default=90, help=_("for how many days (90)"))
    list_ = family.add("list", show, _("List a person's tokens."), ["huiyin token list --phone 13800001234"])
    list_.add_argument("--phone", required=True, help=_("the phone number of the person it acts for"))
    revoke_ = family.add("revoke", revoke, _("Revoke a token at once."), ["huiyin token revoke --phone 13800001234 --id 3"])
    revoke_.add_argument("--phone", required=True, help=_("the phone number of the person it acts for"))
    revoke_.add_argument("--id", type=int, required=True, help=_("its number in the list"))


def _person(phone: str) -> Any:
    django()
    need_migrated()
    from huiyin.people.phones import clean_phone
    from huiyin.people.queries import person_with_number

    found = person_with_number(clean_phone(phone))
    if found is None:
        raise Stopped(_("Nobody here has this number."))
    return found


def make(args: argparse.Namespace) -> int:
    """Makes a token and prints it."""
    django()
    from huiyin.core.errors import Refused
    from huiyin.people.actions.tokens import make_token
    from huiyin.people.extension_points import token_scopes

    if not args.scope or not set(args.scope) <= set(token_scopes()):
        raise Stopped(_("Say with --scope what it may do, each by itself. There are: %(scopes)s") % {"scopes": ", ".join(token_scopes())})
    person = _person(args.phone)
    try:
        _token, shown = make_token(person, args.name, args.scope, args.days)
    except Refused as refusal:
        raise Stopped(str(refusal)) from refusal
    note(_("Copy it now: it is shown this once and kept nowhere."))
    say(shown)
    return 0


def show(args: argparse.Namespace) -> int:
    """Prints number, name, scopes, last day."""
    person = _person(args.phone)
    from huiyin.people.models import ApiToken

    for token in ApiToken.objects.filter(person=person, revoked_at=None).order_by("pk"):
        say(f"{token.pk}\t{token.name}\t{' '.join(token.scopes)}\t{token.expires_at:%Y-%m-%d}")
    return 0


def revoke(args: argparse.Namespace) -> int:
    """Ends a token."""
    person = _person(args.phone)
    from huiyin.core.errors import NotThere
    from huiyin.people.actions.tokens import revoke_token

    try:
        revoke_token(person, args.id)
    except NotThere as error:
        raise Stopped(_("There is no such token.")) from error
    say(_("Revoked."))
    return 0
