"""Asking for an export, making it beside requests, taking it, letting it go after a week."""

from __future__ import annotations

import logging
import secrets
import tempfile
import time
from datetime import date, datetime, timedelta
from typing import IO

from django.core.files.base import File
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from huiyin.core.background import BackgroundWorker
from huiyin.core.errors import Invalid, NotThere, TooOften, WrongState
from huiyin.core.personal_data import COPY_WRITERS
from huiyin.core.retention_periods import kept_until
from huiyin.groups.exporting.data import write_json
from huiyin.groups.exporting.pages import write_html
from huiyin.groups.exporting.selection import Progress, Wanted, messages_of
from huiyin.groups.models import Export, Group
from huiyin.groups.rules import may_export, membership_of, require, voice
from huiyin.journal import clocks
from huiyin.journal.models import Clock, Stream
from huiyin.journal.recording import open_stream, record
from huiyin.media.actions import storage
from huiyin.people.models import Person
from huiyin.worktime.bounds import is_known

log = logging.getLogger(__name__)
EXPIRE_CLOCK = "export.expire"
WAITING_LIMIT = 3  # of one person, waiting or being made
KEPT_LIMIT = 20  # of one person, there to be taken
STALLED = timedelta(minutes=5)  # without a sign of life: its maker is gone, another begins anew
TRIES = 3
BEAT_SECONDS = 1.0
REST_SECONDS = 0.5  # at the most, between two batches
_beside = BackgroundWorker(
    "huiyin-export", "an export stumbled",
    waits=lambda: _to_make(timezone.now()).exists(), make_next=lambda: make_next() is not None,
)  # fmt: skip


def ask_export(group: Group, by: Person, format: str = "html", since: date | None = None, until: date | None = None) -> Export:
    """Somebody who leads a group asks for a copy of what was said. Takes "html" or "json" and the days wanted, both in it.

    Gives the export, which is made soon. Raises NotAllowed, Invalid, TooOften; the journal keeps who asked, when and for what.
    """
    if format not in Export.Format.values:
        raise Invalid(_("Choose pages or data."), field="format")
    for name, day in (("since", since), ("until", until)):
        if day is not None and not is_known(day):
            raise Invalid(_("That is no day of the calendar."), field=name)
    if since and until and until < since:
        raise Invalid(_("The last day lies before the first."), field="until")
    with transaction.atomic():
        require(may_export(membership_of(by, group)))
        return _ask(group, by, format, since, until)


def ask_own_copy(by: Person) -> Export:
    """Somebody asks for a copy of all that is kept of them, in pages and as data. Gives it; one that is under way already is that one.

    Raises TooOften, WrongState; the journal keeps that it was asked for, in the person's own stream.
    """
    with transaction.atomic():
        Stream.locked(open_stream(f"person:{by.pk}").pk)  # two taps at once are one wish
        under_way = Export.objects.filter(by=by, group=None, state__in=("waiting", "running")).first()
        return under_way or _ask(None, by, Export.Format.HTML, None, None)


def _ask(group: Group | None, by: Person, format: str, since: date | None, until: date | None) -> Export:
    mine = Export.objects.filter(by=by)
    if mine.filter(state__in=("waiting", "running")).count() >= WAITING_LIMIT:
        raise TooOften(_("You have %(limit)s exports under way. Wait until one is ready.") % {"limit": WAITING_LIMIT})
    if mine.filter(state="ready").count() >= KEPT_LIMIT:
        raise WrongState(_("You have %(limit)s exports lying here. Take one away first.") % {"limit": KEPT_LIMIT})
    export = Export.objects.create(
        key=secrets.token_urlsafe(16).replace("-", "a").replace("_", "b"), group=group, by=by, format=format, since=since,
        until=until, language=translation.get_language() or "zh-hans",
    )  # fmt: skip
    said = {"since": since and since.isoformat(), "until": until and until.isoformat(), "format": format}
    record(_stream_of(export), "export.asked", by=by, data={"group": group and group.pk, "export": export.pk, **said})
    return export


def _stream_of(export: Export) -> int:
    """Where it is recorded: with the group, or with the person whose data it is."""
    return export.group.stream_id if export.group is not None else open_stream(f"person:{export.by_id}").pk


def take_export(export: Export, by: Person) -> IO[bytes]:
    """Gives the file of an export that is ready, to who asked for it and still leads the group. The journal keeps that it was taken.

    Raises NotThere for everybody else, and when it is not there (any more).
    """
    if export.by_id != by.pk or export.state != Export.State.READY:
        raise NotThere
    if export.group is not None and not may_export(membership_of(by, export.group)):
        raise NotThere
    if export.expires_at and export.expires_at <= timezone.now():
        raise NotThere
    try:
        file = storage().open(export.path)
    except FileNotFoundError as error:
        raise NotThere from error
    with transaction.atomic():
        record(_stream_of(export), "export.taken", by=by, data={"group": export.group_id, "export": export.pk})
    return file


def remove_export(export: Export, by: Person) -> None:
    """Who asked for an export takes it away before its time."""
    if export.by_id != by.pk:
        raise NotThere
    with transaction.atomic():
        Export.objects.filter(pk=export.pk).update(state=Export.State.GONE)
        clocks.cancel(EXPIRE_CLOCK, f"export:{export.pk}")
        transaction.on_commit(lambda: storage().delete(export.path))


@clocks.on_due(EXPIRE_CLOCK)
def let_go(clock: Clock) -> None:
    """A week later the file goes; the row says that there was one."""
    export = Export.objects.get(pk=int(clock.subject.partition(":")[2]))
    export.state = Export.State.GONE
    export.save(update_fields=["state"])
    transaction.on_commit(lambda: storage().delete(export.path))


def write(wanted: Wanted, format: str, file: IO[bytes], progress: Progress = lambda done, total: None) -> int:
    """Writes an export into a file open for bytes. Gives how many messages are in it."""
    return (write_html if format == Export.Format.HTML else write_json)(wanted, file, progress)


def write_for_operator(wanted: Wanted, format: str, file: IO[bytes], progress: Progress) -> int:
    """Writes an export at the server's own command line; the journal keeps it, by nobody."""
    written = write(wanted, format, file, progress)
    with transaction.atomic():
        record(wanted.group.stream_id, "export.made", data={"group": wanted.group.pk, "export": None, "messages": written})
    return written


def step() -> None:
    """Called about once a second by the clockwork: where an export waits and none is made here, a thread begins."""
    _beside.begin()


def _to_make(now: datetime) -> QuerySet[Export]:
    return Export.objects.filter(Q(state=Export.State.WAITING) | Q(state=Export.State.RUNNING, beat_at__lt=now - STALLED))


def make_next(now: datetime | None = None) -> Export | None:
    """Makes the export that has waited longest, in this thread. Gives it, or None when none waits."""
    now = now or timezone.now()
    export = _to_make(now).select_related("group", "by").order_by("asked_at", "pk").first()
    if export is None:
        return None
    mine = _to_make(now).filter(pk=export.pk).update(state=Export.State.RUNNING, beat_at=timezone.now(), tries=export.tries + 1)
    if not mine:  # another process was quicker
        return export
    try:
        with translation.override(export.language):
            _make(export)
    except Exception:
        log.exception("export %s failed", export.pk)
        again = export.tries + 1 < TRIES
        Export.objects.filter(pk=export.pk, state="running").update(state=Export.State.WAITING if again else Export.State.FAILED)
        storage().delete(export.path)
    export.refresh_from_db()
    return export


class _TakenAway(Exception):
    """Who asked for it wants it no more, or may not have it any more."""


def _may_have(export: Export) -> bool:
    """Whether who asked for it may have it now: asked while it is made, and again when it is ready."""
    by = Person.objects.get(pk=export.by_id)
    return may_export(voice(by, export.group)) if export.group is not None else by.is_active


def _bar(export: Export) -> None:
    """Nothing is made for who may not have it: the row says that there was something asked for."""
    Export.objects.filter(pk=export.pk, state=Export.State.RUNNING).update(state=Export.State.GONE)


def _make(export: Export) -> None:
    if not _may_have(export):
        _bar(export)
        return
    wanted = Wanted(export.group, export.since, export.until) if export.group is not None else None
    total = messages_of(wanted).count() if wanted is not None else 0
    Export.objects.filter(pk=export.pk).update(done=0, total=total)
    beat, began = [time.monotonic()], [time.monotonic()]

    def progress(done: int, total: int) -> None:
        # As long a rest as the work took: those who talk meanwhile share the interpreter with this thread.
        time.sleep(min(REST_SECONDS, time.monotonic() - began[0]))
        began[0] = time.monotonic()
        if time.monotonic() - beat[0] >= BEAT_SECONDS or done >= total:
            beat[0] = time.monotonic()
            alive = Export.objects.filter(pk=export.pk, state=Export.State.RUNNING)
            if not alive.update(done=done, total=total, beat_at=timezone.now()):
                raise _TakenAway
            if not _may_have(export):
                _bar(export)
                raise _TakenAway

    with tempfile.TemporaryFile(prefix="huiyin-export-") as file:
        try:
            if wanted is not None:
                written = write(wanted, export.format, file, progress)
            else:
                written = COPY_WRITERS["own"].write(export.by, file, progress)
        except _TakenAway:
            return
        size = file.tell() if export.format == Export.Format.JSON else file.seek(0, 2)
        file.seek(0)
        if storage().exists(export.path):  # of an attempt that was cut off
            storage().delete(export.path)
        storage().save(export.path, File(file))
    if not _may_have(export):
        storage().delete(export.path)
        _bar(export)
        return
    with transaction.atomic():
        expires = kept_until("exports", timezone.now())
        assert expires is not None  # nobody can set exports to be kept for ever
        ready = Export.objects.filter(pk=export.pk, state=Export.State.RUNNING)
        if not ready.update(state=Export.State.READY, size=size, done=written, total=written, expires_at=expires):
            transaction.on_commit(lambda: storage().delete(export.path))
            return
        clocks.schedule(EXPIRE_CLOCK, f"export:{export.pk}", expires)
        data = {"group": export.group_id, "export": export.pk, "messages": written}
        record(_stream_of(export), "export.made", by=export.by_id, data=data)
