"""Filling a county: the invented one, its administrators, its staff list, the history of its groups."""

from __future__ import annotations

import argparse
from typing import Any

from huiyin.commands.language import gettext as _
from huiyin.commands.language import ngettext
from huiyin.commands.progress import Progress
from huiyin.commands.serving import prepare
from huiyin.commands.start import Stopped, django, need_migrated, note, pending_migrations, readable, say

ROLES = ("system", "security", "audit")
KINDS = ("work", "listening", "notice")


def add(commands: Any) -> None:
    """Makes `demo`, `create-admin` and `import` known. Takes the parser's commands."""
    demo_ = commands.add(
        "demo",
        demo,
        _("Load the invented county: units, people, groups that talk."),
        ["huiyin demo", "huiyin demo --if-empty", *(f"huiyin demo {story} --pace 5" for story in ("night", "catfish", "desk"))],
    )
    demo_.add_argument(
        "what", nargs="?", choices=("county", "night", "catfish", "desk"), default="county",
        help=_(
            "county: load it. night: a deadline passes, the ladder climbs, people meet at midnight, the report is accepted; "
            "look at the group 网箱清拆工作群 as 林知远 (who asks), 周建国 (who is asked) or 孟渔生 (who waits). "
            "catfish: an article is reposted, and in 24 hours of so many seconds a harvest is sold; look at the square and the listing. "
            "desk: a day at the reception desk, calls and a couple who ask for work; look at the requests at the desk"
        ),
    )  # fmt: skip
    demo_.add_argument("--pace", type=float, default=8, metavar="SECONDS", help=_("seconds between two things of the story (8)"))
    demo_.add_argument("--seed", type=int, default=1, metavar="N", help=_("of the catfish and the desk: the same number, the same day (1)"))
    demo_.add_argument("--if-empty", action="store_true", help=_("do nothing where there is already somebody"))
    demo_.add_argument("--fresh", action="store_true", help=_("throw away all there is in the database first"))

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

    family = commands.family("import", _("Bring in what exists elsewhere: a staff list, a year's working days, a group's history."))
    staff_ = family.add(
        "staff",
        import_staff,
        _("Bring in a staff list (xlsx or csv, any common encoding). All of it or nothing."),
        ["huiyin import staff list.xlsx --check", "huiyin import staff list.xlsx"],
    )
    staff_.add_argument("file", metavar="FILE", help=_("the list; docs/operators says which columns"))
    staff_.add_argument("--check", action="store_true", help=_("only read it and name every row that cannot be taken"))
    _add_days(family)
    messages_ = family.add(
        "messages",
        import_messages,
        _("Bring in a group's history (csv, xlsx or json). It can be run again: what is there already is recognised."),
        ["huiyin import messages history.csv", "huiyin import messages history.json --group 街坊群 --owner 13800001234"],
    )
    messages_.add_argument("file", metavar="FILE", help=_("the history; docs/operators says which columns"))
    messages_.add_argument("--group", default="", help=_("the name of the group it goes into (the file's name)"))
    messages_.add_argument("--owner", default="", metavar="PHONE", help=_("who will own a new group (the system administrator)"))
    messages_.add_argument("--kind", choices=KINDS, default="listening", help=_("the kind of a new group (listening)"))


def _add_days(family: Any) -> None:
    days_ = family.add(
        "days",
        import_days,
        _("Bring in a year's list of working days (json). All of it or nothing; a list brought again replaces the year's former one."),
        ["huiyin import days 2027.json --check", "huiyin import days 2027.json"],
    )
    days_.add_argument("file", metavar="FILE", help=_("the list; docs/operators/working-days.md says its form"))
    days_.add_argument("--check", action="store_true", help=_("only read it and name every row that cannot be taken"))


def demo(args: argparse.Namespace) -> int:
    """Loads the invented county, with the database made ready first."""
    django()
    from django.conf import settings

    if not settings.DEMO:
        raise Stopped(_("The invented county is for trying things out. Set HUIYIN_MODE=dev (or HUIYIN_DEMO=1) to have it here."))
    if args.what == "night":
        return _night(args.pace)
    if args.what == "catfish":
        return _catfish(args.pace, args.seed)
    if args.what == "desk":
        return _desk(args.pace, args.seed)
    if args.fresh:
        _throw_away()
    if pending := pending_migrations():
        prepare(pending)
    from huiyin.demo.loading import is_empty, load

    if not is_empty():
        if args.if_empty:
            return 0
        raise Stopped(_("There is already somebody here; nothing was changed. To begin anew: huiyin demo --fresh"))
    with Progress(_("Making the county")) as progress:
        load(progress=progress)
    say(_("The county is there. Now: huiyin serve"))
    return 0


def _night(pace: float) -> int:
    """Plays the night of the net cages, for whoever looks at the group in a browser."""
    need_migrated()
    from huiyin.core.errors import WrongState
    from huiyin.demo.night import GROUP, play

    if not 0 <= pace <= 600:
        raise Stopped(_("The pace lies between 0 and 600 seconds."))
    say(_("Open the group %(group)s in a browser, as anybody who is in it.") % {"group": GROUP})
    try:
        task = play(pace, note)
    except WrongState as error:
        unsaid = str(error) == str(WrongState.default_words)
        raise Stopped(_("The invented county is not here. Load it first: huiyin demo") if unsaid else str(error)) from error
    say(_("№ %(number)s is settled.") % {"number": task.number})
    return 0


def _catfish(pace: float, seed: int) -> int:
    """Plays the day on which a repost sells a harvest, and says what became of it."""
    need_migrated()
    from huiyin.demo.catfish import play
    from huiyin.market.reporting import report_of

    listing = play(pace, say, seed=seed)
    for line in report_of(listing).spans:
        say(f"{line.name}: {line.grams // 500:,} 斤 · {line.orders}")
    say(_("Look at it: /listings/%(listing)s and /moments/%(moment)s/reach") % {"listing": listing.pk, "moment": listing.moment_id})
    return 0


def _desk(pace: float, seed: int) -> int:
    """Plays a day at the reception desk."""
    need_migrated()
    from huiyin.demo.desk import play

    if not 0 <= pace <= 600:
        raise Stopped(_("The pace lies between 0 and 600 seconds."))
    case = play(pace, say, seed=seed)
    say(_("Look at it: %(path)s") % {"path": f"/cases/{case.pk}"})
    return 0


def _throw_away() -> None:
    """Removes every table, also those that are no models (the search index), and every kept file."""
    import shutil

    from django.conf import settings

    from huiyin.core.demonstration import COUNTY_MARK
    from huiyin.db.copies import throw_away

    throw_away()
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    COUNTY_MARK.unlink(missing_ok=True)


def create_admin(args: argparse.Namespace) -> int:
    """Names an administrator: the person with that phone number, made if need be."""
    django()
    need_migrated()
    from huiyin.people.actions import administrators

    administrator = administrators.create_admin(args.name, args.phone, args.role)
    named = {"name": administrator.person.name, "role": administrator.get_role_display()}
    say(_("%(name)s is now the %(role)s. Sign in with this number.") % named)
    return 0


def import_staff(args: argparse.Namespace) -> int:
    """Brings in a staff list; names every bad row and then changes nothing."""
    path = readable(args.file)
    django()
    need_migrated()
    from huiyin.people.actions.staff_list import import_staff

    with Progress(_("Reading the list")) as progress:
        result = import_staff(path, check=args.check, progress=progress)
    return _tell(result)


def import_days(args: argparse.Namespace) -> int:
    """Brings in a year's working days; names every bad row and then changes nothing."""
    path = readable(args.file)
    django()
    need_migrated()
    from huiyin.people.actions.days import import_days

    listed, written = import_days(path, check=args.check)
    for fault in listed.faults:
        note(str(fault))
    if listed.faults:
        say(_("Nothing was changed. Correct these rows and bring the list again."))
        return 1
    said = {"year": listed.year, "free": len(listed.free), "worked": len(listed.worked)}
    say(_("%(year)d: %(free)d days free, %(worked)d worked to make up.") % said)
    if not written:
        say(_("This was a check; nothing was written.") if args.check else _("All of this was so already."))
    return 0


def import_messages(args: argparse.Namespace) -> int:
    """Brings in a group's history."""
    path = readable(args.file)
    django()
    need_migrated()
    from huiyin.groups.importing import import_messages

    with Progress(_("Bringing in messages")) as progress:
        result = import_messages(path, group=args.group, owner=args.owner, kind=args.kind, progress=progress)
    return _tell(result)


def _tell(result: Any) -> int:
    """Says what an import brought: every row that was refused, then the sums. Gives 1 where rows were refused."""
    refused = list(getattr(result, "refused", ()) or ())
    for row in refused:
        note(str(row))
    if refused:
        note(ngettext("%(n)s row cannot be taken.", "%(n)s rows cannot be taken.", len(refused)) % {"n": len(refused)})
    say(str(result))
    return 1 if refused else 0
