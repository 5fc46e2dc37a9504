"""What of notices is about a person, and how long those that were read are kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from huiyin.core.personal_data import MOST, CopyPart, Fate, PersonalData, RetentionKind, Row, at
from huiyin.core.retention_periods import gone_before
from huiyin.db.batches import delete_some
from huiyin.notices.models import Notice
from huiyin.notices.presentation import lines_of
from huiyin.people.models import Person

PERSONAL_DATA = [PersonalData("notices.notice", "told to them and to nobody else", {"person": Fate.REMOVED})]


def _read(now: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(read_at__lte=gone_before("notices", now))


RETENTION = [
    RetentionKind(
        "notices", "notices.notice", _("Notices that were read"), 40,
        lambda now: _read(now).count(), lambda now: delete_some(_read(now)), term="notices",
    ),
]  # fmt: skip


def _told(person: Person) -> Iterator[Row]:
    notices = list(Notice.objects.filter(person=person).select_related("entry__by", "stream").order_by("-pk")[:MOST])
    lines = lines_of(person, notices)  # as in the list in the page: a copy is no window into what they may not see any more
    for notice, line in zip(notices, lines, strict=True):
        yield {"at": at(notice.at), "words": line.words, "read": at(notice.read_at)}


COPY = [CopyPart("notices", "notices", _("Notices"), 80, _told)]
