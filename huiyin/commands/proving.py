"""journal verify and check: what an operator or an auditor asks the house about itself."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from huiyin.commands.language import gettext as _
from huiyin.commands.progress import Progress
from huiyin.commands.start import Stopped, django, need_migrated, note, say


def add(commands: Any) -> None:
    """Makes `journal verify` and `check` known. Takes the parser's commands."""
    family = commands.family("journal", _("The record of all that happened."))
    family.add(
        "verify",
        verify,
        _("Prove that nothing in the record was changed; name the first entry that was (exit code 1)."),
        ["huiyin journal verify"],
    )
    check_ = commands.add(
        "check", check, _("Look for mistakes in the setting up."), ["huiyin check", "huiyin check --deploy"]
    )
    check_.add_argument("--deploy", action="store_true", help=_("also name what is weak for people to rely on"))


def verify(args: argparse.Namespace) -> int:
    """Walks the whole journal."""
    django()
    need_migrated()
    from huiyin.journal.verifying import verify as verify_journal

    with Progress(_("Verifying")) as progress:
        verdict = verify_journal(progress=progress)
    if verdict.broken:
        broken = {"stream": verdict.broken.stream, "seq": verdict.broken.seq, "why": verdict.broken.why}
        note(_("The record was changed. First broken: stream %(stream)s, entry %(seq)s: %(why)s.") % broken)
        return 1
    counted = {"entries": verdict.entries, "streams": verdict.streams, "erased": verdict.erased}
    say(_("The record holds: %(entries)s entries in %(streams)s streams; the words of %(erased)s were erased by rule.") % counted)
    return 0


def check(args: argparse.Namespace) -> int:
    """Names mistakes and, with --deploy, weaknesses."""
    django()
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    try:
        call_command("check", verbosity=0)
    except SystemCheckError as error:
        raise Stopped(str(error), status=1) from error
    found = list(_weaknesses()) if args.deploy else []
    for weakness in found:
        note(f"- {weakness}")
    if found:
        return 1
    say(_("Nothing to mend."))
    return 0


def _weaknesses() -> Iterator[str]:
    from django.conf import settings

    if settings.MODE == "dev" or settings.DEMO:
        yield _("Anybody can sign in as anybody: demo mode is on. Unset HUIYIN_MODE and HUIYIN_DEMO.")
    if not settings.SECURE:
        yield _("Words and sign-ins travel readable: set HUIYIN_ORIGIN to the https:// address people see (a proxy with a certificate).")
    if not settings.SMS_GATEWAY and not settings.OIDC_ISSUER:
        yield _("Nobody receives a sign-in code: set HUIYIN_SMS_GATEWAY (they go to the console now).")
    if len(settings.SECRET_KEY) < 32:
        yield _("HUIYIN_SECRET_KEY is short; leave it unset and one is made, or give 50 random characters.")
    if settings.DATA.stat().st_mode & 0o077:
        yield _("Others on this machine can read %(where)s: chmod 700 it.") % {"where": settings.DATA}
    yield from _weaknesses_inside()


def _weaknesses_inside() -> Iterator[str]:
    from huiyin.commands.start import pending_migrations

    if pending_migrations():
        yield _("The database is not ready for this version. Back up, then run: huiyin migrate")
        return
    from huiyin.people.models import Administrator

    there = set(Administrator.objects.values_list("role", flat=True))
    for role in Administrator.Role:
        if role not in there:
            yield _("There is no %(role)s: huiyin create-admin --role %(code)s …") % {"role": role.label, "code": role.value}
