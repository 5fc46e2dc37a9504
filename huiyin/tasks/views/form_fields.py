"""What forms and the composer say about a task, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.core.errors import Invalid
from huiyin.groups.models import Member
from huiyin.media.actions import keep_upload
from huiyin.people.models import Person
from huiyin.tasks.actions import Named, TaskDraft
from huiyin.tasks.queries.sentence import candidate
from huiyin.tasks.recurrence.form import number_in
from huiyin.worktime.bounds import moment_in as read_moment

FILES_LIMIT = 9


def moment_in(text: str, field: str = "deadline", needed: bool = False) -> datetime | None:
    """Gives the moment a form names (2026-11-24T17:30, in the county's zone; or with a zone). Raises Invalid for nonsense."""
    text = text.strip()[:40]
    if not text:
        if needed:
            raise Invalid(_("Say by when."), field=field)
        return None
    moment = read_moment(text)
    if moment is None:
        raise Invalid(_("This moment cannot be read."), field=field)
    return timezone.make_aware(moment) if moment.tzinfo is None else moment


def named_in(member: Member, value: Any) -> Named:
    """Gives whom a form names. Raises Invalid where nobody is."""
    found = candidate(member, str(value or "")[:40])
    if found is None:
        raise Invalid(_("Name who is to do it."), field="lead")
    return found.named


def draft_in(member: Member, data: Mapping[str, Any], helpers: list[str], uploads: list[str]) -> TaskDraft:
    """Gives the task a form or the composer describes. Raises Invalid with the field for what cannot be read."""
    text = lambda name: str(data.get(name) or "")  # noqa: E731
    most = number_in(data, "ladder_most", None)
    return TaskDraft(
        title=text("title"), lead=named_in(member, data.get("lead")), helpers=[named_in(member, value) for value in helpers[:40]],
        text=text("text"), words=text("words"), done_when=text("done_when"), proof_reason=text("proof_reason"), field=text("field"),
        deadline=moment_in(text("deadline")), deadline_words=text("deadline_words"),
        visibility=text("visibility") or "group", source=number_in(data, "source", None), ladder_on=most != 0,
        ladder_skip=number_in(data, "ladder_skip", 0) or 0, ladder_most=most or None,
        interval_hours=number_in(data, "interval_hours", 4) or 0, uploads=uploads[:FILES_LIMIT],
        urgent_reason=text("urgent_reason")[:80], key=text("key")[:40], parent=number_in(data, "parent", None),
    )  # fmt: skip


def uploads_in(request: HttpRequest, person: Person) -> list[str]:
    """Keeps the files of a plain form and gives their keys, after those the browser uploaded before. Raises Refused for what cannot be.

    `place=allowed` in the form lets what a photo or film says of its place be kept, as in a group's upload.
    """
    before = [key[:32] for key in request.POST.getlist("uploads")]
    files = request.FILES.getlist("files")
    if len(before) + len(files) > FILES_LIMIT:
        raise Invalid(_("At most %(limit)s photos or files go together.") % {"limit": FILES_LIMIT}, field="files")
    allowed = request.POST.get("place") == "allowed"
    return before + [keep_upload(person, f, f.name or "", f.content_type or "", place_allowed=allowed).key for f in files]
