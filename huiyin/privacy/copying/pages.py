"""The copy itself: one zip with index.html, pages of messages, data.json, and a folder of media. No number of anybody else is in it."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import IO, Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from markupsafe import Markup

from huiyin.core.jinja import template
from huiyin.core.personal_data import COPY_PARTS, Row
from huiyin.groups import rendering
from huiyin.groups.exporting.data import as_row
from huiyin.groups.exporting.own import batches, messages_of
from huiyin.groups.exporting.pages import PER_PAGE, _keep_media, _media, _style
from huiyin.groups.exporting.selection import is_whole
from huiyin.groups.models import Message
from huiyin.people.models import Person
from huiyin.privacy.copying.sections import sections

Progress = Callable[[int, int], None]
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
#: What the parts of a row are called on the pages.
_COLUMNS: dict[str, Any] = {
    "at": pgettext_lazy("part of my data", "When"),
    "what": pgettext_lazy("part of my data", "What"),
    "by": pgettext_lazy("part of my data", "By"),
    "name": pgettext_lazy("part of my data", "Name"),
    "since": pgettext_lazy("part of my data", "Since"),
    "until": pgettext_lazy("part of my data", "Until"),
    "ended": pgettext_lazy("part of my data", "Ended"),
    "number": pgettext_lazy("part of my data", "Number"),
    "phone": pgettext_lazy("part of my data", "Phone"),
    "kind": pgettext_lazy("part of my data", "Kind"),
    "home": pgettext_lazy("part of my data", "Home"),
    "about": pgettext_lazy("part of my data", "About"),
    "language": pgettext_lazy("part of my data", "Language"),
    "text": pgettext_lazy("part of my data", "Text size"),
    "colours": pgettext_lazy("part of my data", "Colours"),
    "child": pgettext_lazy("part of my data", "Child"),
    "guardian": pgettext_lazy("part of my data", "Guardian"),
    "post": pgettext_lazy("part of my data", "Post"),
    "acting": pgettext_lazy("part of my data", "Acting"),
    "device": pgettext_lazy("part of my data", "Device"),
    "address": pgettext_lazy("part of my data", "Network address"),
    "how": pgettext_lazy("part of my data", "Signed in by"),
    "seen": pgettext_lazy("part of my data", "Last used"),
    "used": pgettext_lazy("part of my data", "Last used"),
    "group": pgettext_lazy("part of my data", "Group"),
    "role": pgettext_lazy("part of my data", "Role"),
    "left": pgettext_lazy("part of my data", "Left"),
    "met": pgettext_lazy("part of my data", "Met"),
    "title": pgettext_lazy("part of my data", "Title"),
    "part": pgettext_lazy("part of my data", "My part"),
    "state": pgettext_lazy("part of my data", "State"),
    "issued": pgettext_lazy("part of my data", "Issued"),
    "deadline": pgettext_lazy("part of my data", "Deadline"),
    "words": pgettext_lazy("part of my data", "Words"),
    "read": pgettext_lazy("part of my data", "Read"),
    "asked": pgettext_lazy("part of my data", "Asked"),
    "decided": pgettext_lazy("part of my data", "Decided"),
    "reason": pgettext_lazy("part of my data", "Reason"),
    "copy": pgettext_lazy("part of my data", "Copy"),
}


def write_own(person: Person, file: IO[bytes], progress: Progress) -> int:
    """Writes the zip into a file open for bytes that can be sought in. Gives how many messages are in it."""
    language = translation.get_language() or "zh-hans"
    total, written = messages_of(person), 0
    kept: set[str] = set()
    missing: list[str] = []
    told = list(sections(person))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        pages = _message_pages(total)
        archive.writestr("index.html", _page("index", person, sections=told, pages=pages, total=total, columns=columns()))
        uploads: list[Any] = []
        rows: list[str] = []
        page: list[Row] = []
        number = 0
        for batch in batches(person):
            for message in batch:
                rows.append(json.dumps(as_row(message, language) | {"group": message.group.name}, ensure_ascii=False))
                page.append(_shown(message, language))
                uploads += [f.upload for f in message.files.all() if is_whole(message) and f.upload.erased_at is None]
                written += 1
                if len(page) == PER_PAGE:
                    number += 1
                    archive.writestr(f"messages-{number}.html", _page("messages", person, messages=page, number=number, pages=pages))
                    page = []
            progress(written, max(total, written))
        if page:
            number += 1
            archive.writestr(f"messages-{number}.html", _page("messages", person, messages=page, number=number, pages=pages))
        with archive.open("data.json", "w", force_zip64=True) as data:
            data.write(b"{\n")
            for key, _title, of_section in told:
                data.write(f"{json.dumps(key)}: {json.dumps(of_section, ensure_ascii=False, indent=1)},\n".encode())
            data.write(b'"messages": [\n' + ",\n".join(rows).encode() + b"\n]\n}\n")
        for upload in uploads:
            _keep_media(archive, upload, kept, missing)
        if missing:
            archive.writestr("missing.txt", "\n".join(missing))
    return written


def _message_pages(total: int) -> list[int]:
    return list(range(1, -(-total // PER_PAGE) + 1))


def _shown(message: Message, language: str) -> Row:
    whole = is_whole(message)
    return {
        "at": f"{timezone.localtime(message.at):%Y-%m-%d %H:%M}", "group": message.group.name, "whole": whole,
        "text": rendering.text_html(message, language) if whole else "", "media": _media(message) if whole else [],
        "trace": rendering.preview(message, language, named=False), "place": message.extra.get("place") if whole else None,
    }  # fmt: skip


def columns() -> dict[str, Any]:
    """Gives what the parts of a row are called on the pages, in the language that is on."""
    named = dict(_COLUMNS)
    for part in COPY_PARTS:
        named |= part.columns
    return {name: str(words) for name, words in named.items()}


def readable(value: Any) -> Any:
    """Gives a value as people read it: yes and no, a moment to the minute."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return f"{value[:10]} {value[11:16]}" if isinstance(value, str) and _MOMENT.fullmatch(value) else value


def _page(name: str, person: Person, **shown: Any) -> str:
    style = Markup("<style>{}\n{}</style>").format(Markup(_style()), Markup(_own_style()))  # noqa: S704  (our own files)
    made = _("made %(when)s") % {"when": f"{timezone.localtime():%Y-%m-%d %H:%M}"}
    words = {
        "mine": _("My data"), "kept": _("What Huiyin keeps of %(name)s") % {"name": person.name}, "messages": _("Messages I wrote"),
        "none": _("Nothing is kept."), "house": _("Huiyin"), "data": _("The same for programs"), "place": _("Place"), "back": _("Overview"),
    }  # fmt: skip
    language = translation.get_language() or "zh-hans"
    shown |= {"person": person, "style": style, "made": made, "w": words, "language": language, "readable": readable}
    return template(f"privacy/copy_{name}.html").render(**shown)


@cache
def _own_style() -> str:
    return (Path(__file__).parent / "copy.css").read_text(encoding="utf-8")
