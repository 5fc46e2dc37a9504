"""Keys of programs that send requests in (Open311), made and ended on the server."""

from __future__ import annotations

import argparse
from typing import Any

from huiyin.commands.language import gettext as _
from huiyin.commands.start import Stopped, django, need_migrated, note, say

ORDER = 80


def add(commands: Any) -> None:
    """Makes `open311` known. Takes the parser's commands."""
    family = commands.family("open311", _("Keys of programs that send requests in (Open311)."))
    make_ = family.add("make", make, _("Make a key; it is shown this once."), ["huiyin open311 make --name FixMyStreet --per-hour 300"])
    make_.add_argument("--name", required=True, help=_("which program it is for"))
    make_.add_argument("--per-hour", type=int, default=120, help=_("how many requests and updates it may send an hour (120)"))
    told = _("it is told the code for whoever asked, and could read the answer with it")
    make_.add_argument("--tells-code", action="store_true", help=told)
    family.add("list", show, _("List the keys that hold."), ["huiyin open311 list"])
    end_ = family.add("end", end, _("End a key at once."), ["huiyin open311 end 3"])
    end_.add_argument("id", type=int, help=_("its number in the list"))


def make(args: argparse.Namespace) -> int:
    """Makes a key and prints it."""
    django()
    need_migrated()
    from huiyin.core.errors import Refused
    from huiyin.open311.actions import make_key

    try:
        _key, shown = make_key(args.name, None, args.per_hour, args.tells_code)
    except Refused as refusal:
        raise Stopped(str(refusal)) from refusal
    note(_("Copy it now: it is shown this once and kept nowhere."))
    say(shown)
    return 0


def show(args: argparse.Namespace) -> int:
    """Prints number, name, how many requests came in with it, the day it was last used."""
    django()
    need_migrated()
    from huiyin.open311.queries.keys import keys_living

    for key in keys_living():
        say(f"{key.pk}\t{key.name}\t{key.requests}\t{key.used_on or '-'}")  # type: ignore[attr-defined]
    return 0


def end(args: argparse.Namespace) -> int:
    """Ends a key."""
    django()
    need_migrated()
    from huiyin.open311.actions import end_key
    from huiyin.open311.models import SendingKey

    found = SendingKey.objects.filter(pk=args.id, ended_at=None).first() if 0 < args.id < 2**63 else None
    if found is None:
        raise Stopped(_("There is no such key."))
    end_key(found, None)
    note(_("The key of %(name)s has ended.") % {"name": found.name})
    return 0
