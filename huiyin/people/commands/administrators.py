"""create-admin: naming one of the three administrators."""

from __future__ import annotations

import argparse
from typing import Any

from huiyin.commands.language import gettext as _
from huiyin.commands.start import django, need_migrated, say

ROLES = ("system", "security", "audit")


def add(commands: Any) -> None:
    """Makes `create-admin` known. Takes the parser's commands."""
    admin_ = commands.add(
        "create-admin",
        create_admin,
        _("Name one of the three administrators; nobody can be two of them."),
        ["huiyin create-admin --name 林小满 --phone 13800001234 --role system"],
    )
    admin_.add_argument("--name", required=True, help=_("the person's name"))
    admin_.add_argument("--phone", required=True, help=_("the phone number that receives the sign-in codes"))
    admin_.add_argument(
        "--role",
        choices=ROLES,
        required=True,
        help=_("system: units, settings; security: who may sign in; audit: reads the record"),
    )


def create_admin(args: argparse.Namespace) -> int:
    """Names an administrator: the person with that phone number, made if need be."""
    django()
    need_migrated()
    from huiyin.people.actions import administrators

    administrator = administrators.create_admin(args.name, args.phone, args.role)
    named = {"name": administrator.person.name, "role": administrator.get_role_display()}
    say(_("%(name)s is now the %(role)s. Sign in with this number.") % named)
    return 0
