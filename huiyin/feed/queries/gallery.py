"""Photographs of moments, the newest first: where they were taken by their author's word, on what, from which part of the county."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from huiyin.feed.models import Moment, MomentFile
from huiyin.feed.queries.square import readable_moments
from huiyin.media.models import Upload
from huiyin.people.models import Person
from huiyin.people.queries.tree import with_below

PAGE = 24  # moments with pictures on a page


@dataclass(frozen=True)
class Chosen:
    """What a gallery is narrowed to; what is empty narrows nothing. `month`: its first day."""

    place: str = ""
    division: int | None = None
    topic: str = ""
    month: date | None = None


@dataclass(frozen=True)
class Photograph:
    """A picture and the moment it belongs to."""

    moment: Moment
    upload: Upload


def photographs(person: Person | None, chosen: Chosen, before: int | None = None, limit: int = PAGE) -> tuple[list[Photograph], int | None]:
    """Gives the photographs a person (None: a stranger) may see, and before which moment older ones begin (None: there are none)."""
    found = with_pictures(person, chosen)
    if before is not None:
        found = found.filter(pk__lt=before)
    moments = list(found.select_related("by", "account").order_by("-pk")[: limit + 1])
    older = moments[limit - 1].pk if len(moments) > limit else None
    return _of(moments[:limit]), older


def with_pictures(person: Person | None, chosen: Chosen) -> QuerySet[Moment]:
    """Gives the moments with photographs that a person may see, narrowed."""
    photos = MomentFile.objects.filter(moment=OuterRef("pk"), upload__kind=Upload.Kind.PHOTO, upload__erased_at=None)
    found = readable_moments(person).filter(Exists(photos))
    if chosen.place:
        found = found.filter(place=chosen.place)
    if chosen.topic:
        found = found.filter(topic=chosen.topic)
    if chosen.division is not None:
        found = found.filter(home__in=with_below(chosen.division))
    if chosen.month is not None:
        begins = timezone.make_aware(datetime(chosen.month.year, chosen.month.month, 1))
        after = (chosen.month.replace(day=1) + timedelta(days=32)).replace(day=1)
        found = found.filter(at__gte=begins, at__lt=timezone.make_aware(datetime(after.year, after.month, 1)))
    return found


def _of(moments: Sequence[Moment]) -> list[Photograph]:
    by_pk = {one.pk: one for one in moments}
    files = MomentFile.objects.filter(moment__in=by_pk, upload__kind=Upload.Kind.PHOTO, upload__erased_at=None)
    return [Photograph(by_pk[file.moment_id], file.upload) for file in files.select_related("upload").order_by("-moment", "order")]
