"""erase person: at the server's own command line, for whoever asked by letter or in the office."""

from __future__ import annotations

import argparse
from typing import Any

from huiyin.commands.language import gettext as _
from huiyin.commands.progress import Progress
from huiyin.commands.start import Stopped, django, need_migrated, note, say


def add(commands: Any) -> None:
    """Makes `erase person` known. Takes the parser's commands."""
    family = commands.family("erase", _("Erase what is kept of a person, for good."))
    person_ = family.add(
        "person",
        erase,
        _("Erase a person: name, number, words, photos, files. A trace stays; it cannot be undone."),
        ["huiyin erase person --phone 13800001234", "huiyin erase person --id 7 --name 何未央 --because 书面申请2026-17"],
    )
    person_.add_argument("--phone", metavar="NUMBER", help=_("their phone number"))
    person_.add_argument("--id", metavar="ID", type=int, help=_("or their number here, as in the address of their page"))
    person_.add_argument("--name", metavar="NAME", help=_("their name; without it you are asked to type it"))
    person_.add_argument("--because", metavar="WORDS", default="", help=_("on whose word, as “letter 2026-17”"))


def erase(args: argparse.Namespace) -> int:
    """Erases a person and all they said, after their name was typed."""
    django()
    need_migrated()
    from huiyin.people.models import Person
    from huiyin.people.phones import clean_phone
    from huiyin.privacy.actions.erasing import erase_person, finish_erasure

    found = Person.objects.filter(erased_at=None)
    if bool(args.phone) == (args.id is not None):
        raise Stopped(_("Say who: --phone or --id, one of them."))
    person = found.filter(phone=clean_phone(args.phone)).first() if args.phone else found.filter(pk=args.id).first()
    if person is None:
        raise Stopped(_("Nobody here is that. Whoever was erased already has no number any more."))
    name = args.name
    if name is None:
        note(_("This erases %(name)s (%(id)s) and cannot be undone. To go on, type the name:") % {"name": person.name, "id": person.pk})
        try:
            name = input()
        except EOFError:
            name = ""
    erasure = erase_person(person, None, name, args.because)
    with Progress(_("Erasing")) as progress:
        done = finish_erasure(erasure, progress)
    say(_("Erased: %(messages)s messages, %(files)s photos and files.") % {"messages": done.messages, "files": done.files})
    note(_("Backups made before still hold them; docs/operators/personal-data.md says for how long, and what to do after a restore."))
    return 0
