"""A conversation as pages to be read anywhere, without us and without a network: one zip with index.html and a folder of media."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import IO, Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from markupsafe import Markup

from huiyin.core.jinja import template
from huiyin.groups import rendering
from huiyin.groups.exporting.data import line_of
from huiyin.groups.exporting.selection import Progress, Wanted, batches, is_whole, messages_of
from huiyin.groups.models import Message
from huiyin.groups.rules import shows_ranks
from huiyin.media.actions import storage
from huiyin.media.models import Upload
from huiyin.people.queries import posts_shown

PER_PAGE = 4000  # messages: what an old phone still opens
PIECE = 256 * 1024
ROWS_IN_MEMORY = 8 * 2**20  # bytes; more lie in the temporary directory meanwhile
DATA = "messages.json"
_ENDING = re.compile(r"\.([a-z0-9]{1,8})$")
_FIXED = {"large": "jpg", "poster": "jpg", "thumb": "webp"}


def write_html(wanted: Wanted, file: IO[bytes], progress: Progress, per_page: int = PER_PAGE) -> int:
    """Writes the zip. Takes a file open for bytes that can be sought in. Gives how many messages are in it."""
    total, written = messages_of(wanted).count(), 0
    count = max(1, -(-total // per_page))
    kept: set[str] = set()
    missing: list[str] = []
    language = translation.get_language() or "zh-hans"
    with (
        tempfile.SpooledTemporaryFile(max_size=ROWS_IN_MEMORY) as rows,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive,
    ):
        for number, batches_of_page in enumerate(_paged(wanted, per_page), start=1):
            uploads: list[Upload] = []
            with archive.open(_name(number), "w", force_zip64=True) as page:
                page.write(_head(wanted, number, max(count, number), total).encode())
                day = None
                for batch in batches_of_page:
                    html, day = _batch(wanted, batch, day)
                    page.write(html.encode())
                    uploads += [f.upload for m in batch if is_whole(m) for f in m.files.all() if f.upload.erased_at is None]
                    for place, message in enumerate(batch, start=written):
                        rows.write(line_of(message, language, media_path, first=not place))
                    written += len(batch)
                    progress(written, max(written, total))
                page.write(_foot(number, max(count, number)).encode())
            for upload in uploads:
                _keep_media(archive, upload, kept, missing)
        rows.seek(0)
        with archive.open(DATA, "w", force_zip64=True) as data:  # what `huiyin import messages` reads, with the files beside it
            data.write(b"[")
            while piece := rows.read(PIECE):
                data.write(piece)
            data.write(b"\n]\n")
        if missing:
            archive.writestr("missing.txt", "\n".join(missing))
    return written


def _paged(wanted: Wanted, per_page: int) -> Iterator[Iterator[list[Message]]]:
    """The batches, a page at a time; one empty page where nothing was said."""
    place, none = 0, True

    def numbered() -> Iterator[tuple[int, list[Message]]]:
        nonlocal place
        for batch in batches(wanted):
            while batch:  # a batch ends where its page does
                room = per_page - place % per_page
                part, batch = batch[:room], batch[room:]
                yield place // per_page, part
                place += len(part)

    for _page, parts in groupby(numbered(), key=lambda pair: pair[0]):
        none = False
        yield (part for _number, part in parts)
    if none:
        yield iter(())


def _name(number: int) -> str:
    return "index.html" if number == 1 else f"{number}.html"


def _head(wanted: Wanted, number: int, count: int, total: int) -> str:
    group = wanted.group
    period = " – ".join(d.isoformat() if d else "…" for d in (wanted.since, wanted.until)) if wanted.since or wanted.until else ""
    about = _("%(n)s messages · exported %(when)s") % {"n": total, "when": f"{timezone.localtime():%Y-%m-%d %H:%M}"}
    style = Markup("<style>{}</style>").format(Markup(_style()))  # noqa: S704  (our own file; one page must do without others)
    return str(
        template("groups/export_head.html").render(
            name=group.name, kind=str(group.get_kind_display()), about=group.about, period=period, made=about, style=style,
            language=translation.get_language() or "zh-hans", links=_links(number, count),
        )
    )  # fmt: skip


def _foot(number: int, count: int) -> str:
    return str(template("groups/export_foot.html").render(links=_links(number, count), house=_("Huiyin")))


def _links(number: int, count: int) -> list[tuple[str, int, bool]]:
    return [(_name(n), n, n == number) for n in range(1, count + 1)] if count > 1 else []


def _batch(wanted: Wanted, batch: Sequence[Message], day: Any) -> tuple[str, Any]:
    language = translation.get_language() or "zh-hans"
    shown = posts_shown({m.author_id for m in batch}) if shows_ranks(wanted.group) else {}
    lines = []
    for message in batch:
        local = timezone.localtime(message.at)
        if local.date() != day:
            day = local.date()
            lines.append(str(Markup("<h2>{}</h2>\n").format(local.date().isoformat())))
        whole = is_whole(message)
        answered = message.reply_to if whole else None
        quote = answered and (answered.n, answered.speaker, rendering.preview(answered, language, named=False)[:80])
        post = "" if message.robot else shown.get(message.author_id, "")
        lines.append(
            template("groups/export_message.html").render(
                m=message, w=rendering._words(language), whole=whole, at=f"{local:%H:%M}", iso=local.isoformat(timespec="seconds"),
                text=rendering.text_html(message, language) if whole else "", quote=quote, post=post,
                media=_media(message) if whole else [],
                trace=rendering.preview(message, language, named=False),
            )
        )  # fmt: skip
    return "".join(lines), day


def _media(message: Message) -> list[dict[str, Any]]:
    """What the page shows of a message's files: where each lies in the zip."""
    return [
        {"kind": u.kind, "path": media_path(u), "name": u.name, "size": rendering._size(u.size)}
        for u in (f.upload for f in message.files.all()) if u.erased_at is None
    ]  # fmt: skip


def media_path(upload: Upload) -> str:
    """Where a file lies in the zip: by its key, so that no name a person chose decides where anything is unpacked."""
    ending = _FIXED.get(upload.main) or ""
    if not ending:
        found = _ENDING.search(upload.name.lower())
        ending = found[1] if found else ("mp4" if upload.kind == Upload.Kind.VIDEO else "bin")
    return f"media/{upload.key}.{ending}"


def _keep_media(archive: zipfile.ZipFile, upload: Upload, kept: set[str], missing: list[str]) -> None:
    path = media_path(upload)
    if path in kept:
        return
    kept.add(path)
    try:
        source = storage().open(upload.path(upload.main))
    except FileNotFoundError:
        missing.append(f"{path}\t{upload.name}")
        return
    entry = zipfile.ZipInfo(path, date_time=timezone.localtime(upload.created_at).timetuple()[:6])
    with source, archive.open(entry, "w", force_zip64=True) as target:  # stored as it is: photos and videos do not shrink further
        while piece := source.read(PIECE):
            target.write(piece)


@cache
def _style() -> str:
    return (Path(__file__).parent / "export.css").read_text(encoding="utf-8")
