"""demo: the invented county, and the stories that are played in it."""

from __future__ import annotations

import argparse
from typing import Any

from huiyin.commands.language import gettext as _
from huiyin.commands.progress import Progress
from huiyin.commands.start import Stopped, django, need_migrated, note, pending_migrations, prepare, say

ORDER = 10


def add(commands: Any) -> None:
    """Makes `demo` known. Takes the parser's commands."""
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

    from huiyin.core.demonstration import county_mark
    from huiyin.db.copies import throw_away

    throw_away()
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    county_mark().unlink(missing_ok=True)
