"""retention: removing what is past its term, by hand."""

from __future__ import annotations

import argparse
from typing import Any

from huiyin.commands.language import gettext as _
from huiyin.commands.progress import Progress
from huiyin.commands.start import Stopped, django, need_migrated, say


def add(commands: Any) -> None:
    """Makes `retention` known. Takes the parser's commands."""
    retention_ = commands.add(
        "retention",
        retention,
        _("Remove what is past its term (HUIYIN_KEEP); the server does it by itself once a day."),
        ["huiyin retention --dry-run", "HUIYIN_KEEP=security=1096,notices=90 huiyin retention"],
    )
    retention_.add_argument("--dry-run", action="store_true", help=_("only list how much there is of each kind; remove nothing"))


def need_terms() -> None:
    """Raises Stopped where HUIYIN_KEEP cannot be followed."""
    from django.conf import settings

    from huiyin.core.retention_periods import BadTerms, read_terms

    try:
        read_terms(settings.KEEP)
    except BadTerms as bad:
        raise Stopped(str(bad.words)) from bad


def retention(args: argparse.Namespace) -> int:
    """Removes what is past its term, or lists it."""
    django()
    need_terms()
    need_migrated()
    from huiyin.core.personal_data import retention_names
    from huiyin.privacy.actions.retention import due, run_now

    if args.dry_run:
        counts = due()
    else:
        with Progress(_("Removing")) as progress:
            counts = run_now(progress).removed
    for name, words in retention_names().items():
        say(f"{counts.get(name, 0):>9,}  {name:<12} {words}")
    say(_("Nothing was removed: this was only a look.") if args.dry_run else _("Removed, and recorded."))
    return 0
