"""serve, migrate, and Django's own commands."""

from __future__ import annotations

import argparse
import os
import socket
from typing import Any

from huiyin.commands.language import gettext as _
from huiyin.commands.language import ngettext
from huiyin.commands.start import Stopped, django, joined_are_known, need_migrated, note, pending_migrations, prepare, say, settings_said
from huiyin.privacy.commands.retention import need_terms

WORKERS_LIMIT = 64


def add(commands: Any) -> None:
    """Makes `serve` and `migrate` known. Takes the parser's commands."""
    serve_ = commands.add(
        "serve",
        serve,
        _("Serve the pages, live messages and clocks."),
        ["huiyin serve", "HUIYIN_ORIGIN=https://talk.example.org huiyin serve --host 0.0.0.0 --port 80"],
    )
    serve_.add_argument("--host", default="127.0.0.1", help=_("the address to listen at (127.0.0.1: this machine only)"))
    serve_.add_argument("--port", type=int, default=8000, help=_("the port (8000)"))
    several = _("processes; more than one needs PostgreSQL, and a bus between them (HUIYIN_BUS)")
    serve_.add_argument("--workers", type=int, default=1, help=several)

    migrate_ = commands.add(
        "migrate", migrate, _("Bring the database to what this version needs."), ["huiyin migrate", "huiyin migrate --check"]
    )
    migrate_.add_argument("--check", action="store_true", help=_("only say whether something is to be done (exit code 1: yes)"))


def serve(args: argparse.Namespace) -> int:
    """Serves until it is told to stop."""
    if not 1 <= args.workers <= WORKERS_LIMIT:
        raise Stopped(_("Processes are counted from 1 to %(limit)s.") % {"limit": WORKERS_LIMIT})
    if not 0 <= args.port <= 65535:
        raise Stopped(_("A port is a number from 0 to 65535."))
    django()
    need_terms()
    if args.workers > 1:
        _may_be_several()
    need_migrated()
    _need_port(args.host, args.port)
    from huiyin.live.serving import serve as serve_pages
    from huiyin.web.assets import ready_assets

    ready_assets()

    note(_("Huiyin is at http://%(host)s:%(port)s (Ctrl-C stops it)") % {"host": args.host, "port": args.port})
    try:
        serve_pages(args.host, args.port, args.workers)
    except KeyboardInterrupt:  # that is how it is meant to end
        pass
    return 0


def _may_be_several() -> None:
    """Raises Stopped on SQLite; warns where there is no bus."""
    from django.conf import settings

    from huiyin.core import bus
    from huiyin.db.which import one_writer

    if one_writer():
        raise Stopped(_("Several processes need PostgreSQL (HUIYIN_DATABASE): SQLite has room for one writer. Leave --workers out."))
    if not settings.BUS:
        note(_("No bus is set (HUIYIN_BUS): what one process stores reaches people at the others within a second instead of at once."))
    elif not bus.answers():
        note(_("The bus does not answer at its address (HUIYIN_BUS). Serving all the same; it is used as soon as it is there."))


def _need_port(host: str, port: int) -> None:
    """Tries the address before the server does, so that what is wrong is said in words."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise Stopped(
            _("Cannot listen at %(host)s:%(port)s: %(why)s. Is it running already? Another port: --port 8001")
            % {"host": host, "port": port, "why": error.strerror or error}
        ) from error


def migrate(args: argparse.Namespace) -> int:
    """Applies the migrations that are pending."""
    django()
    pending = pending_migrations()
    if args.check:
        say(ngettext("%(n)s step to do.", "%(n)s steps to do.", pending) % {"n": pending} if pending else _("The database is ready."))
        return 1 if pending else 0
    if pending:
        prepare(pending)
    else:
        joined_are_known()
    say(_("The database is ready."))
    return 0


def manage(arguments: list[str]) -> int:
    """Passes everything to Django's own manager: `huiyin django shell`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.settings")
    settings_said()
    from django.core.management import ManagementUtility

    ManagementUtility(["huiyin django", *arguments]).execute()
    return 0
