"""Taking, keeping and removing uploads. Files go to the storage before their row, so that a row never promises what is not there."""

from __future__ import annotations

import errno
import hashlib
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage, default_storage, storages
from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Refused, TooMuch
from huiyin.media import kinds, photos, sounds, videos
from huiyin.media.errors import FileTooLarge, NoCard, NoLonger, NoRoom
from huiyin.media.links import DESCRIPTION_LIMIT, SITE_LIMIT, TITLE_LIMIT, Card, fetch_card, normal
from huiyin.media.models import LinkCard, Upload
from huiyin.media.names import clean_line, clean_name, with_extension

UNCLAIMED_FOR = timedelta(hours=24)
CARD_KEPT_FOR = timedelta(days=7)
FAILURE_KEPT_FOR = timedelta(hours=1)  # a site that is down now may be back when the next one sends its link
BATCH = 50
WAITING_LIMIT, WAITING_BYTES = 2000, 1024 * 1024 * 1024  # of one person, unclaimed
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})  # the disk, somebody's share of it, the longest file


def storage() -> Storage:
    """Where media lie: STORAGES["media"] if the deployment names one (S3, say), otherwise the default."""
    return storages["media"] if "media" in settings.STORAGES else default_storage


def keep_upload(
    owner: Any, file: Any, name: str, claimed_type: str = "", poster: Any = None, *, place_allowed: bool = False
) -> Upload:
    """Takes a photo, video or file of somebody's, unclaimed until something (a message) claims it.

    Takes the owner (a person, an id or None), a Django file, seekable stream or bytes, its name, the type claimed by the browser, and
    for a video a still picture of it. When a photo or film was taken is kept; where, only with `place_allowed` by its owner, to about
    ten metres, and never in the file. Gives the upload. Raises a subclass of Refused (huiyin/media/errors.py) and then keeps nothing.
    """
    stream = BytesIO(file) if isinstance(file, bytes) else file
    size = stream.seek(0, 2)
    stream.seek(0)
    found = kinds.identify(stream.read(kinds.HEAD_BYTES), size, name, claimed_type)
    if owner is not None:
        _require_room(getattr(owner, "pk", owner), size)
    upload = Upload(
        key=secrets.token_urlsafe(18), owner_id=getattr(owner, "pk", owner), kind=found.kind,
        name=clean_name(name), content_type=found.content_type,
    )  # fmt: skip
    try:
        if found.kind == "photo":
            return _keep_photo(upload, stream, place_allowed)
        return _keep_video(upload, stream, poster, place_allowed) if found.kind == "video" else _keep_file(upload, stream)
    except OSError as error:
        if error.errno in FULL:
            raise NoRoom from error
        raise


def keep_voice(owner: Any, file: Any, name: str) -> Upload:
    """Takes a voice note as it was recorded, unclaimed: its container known, all that is said beside the sound taken out. Takes as
    `keep_upload` does. Raises NoVoice, FileTooLarge, TooMuch for one of more minutes than fit, NoRoom; and then keeps nothing."""
    size = file.seek(0, 2)
    if size > kinds.VOICE_LIMIT:
        raise FileTooLarge(kinds.TOO_LARGE["voice"], size_bytes=size, limit_bytes=kinds.VOICE_LIMIT)
    if owner is not None:
        _require_room(getattr(owner, "pk", owner), size)
    upload = Upload(key=secrets.token_urlsafe(18), owner_id=getattr(owner, "pk", owner), kind=Upload.Kind.FILE)
    try:
        with tempfile.TemporaryFile() as copy:
            sound = sounds.stripped(file, copy, size)
            if (sound.seconds or 0) > kinds.VOICE_SECONDS:
                raise TooMuch(_("A voice note has at most %(limit)s minutes.") % {"limit": kinds.VOICE_SECONDS // 60}, field="voice")
            upload.content_type, upload.seconds = sound.content_type, round(sound.seconds) if sound.seconds is not None else None
            upload.name = with_extension(clean_name(name), kinds.VOICES[sound.content_type])
            return _keep_file(upload, copy)
    except OSError as error:
        if error.errno in FULL:
            raise NoRoom from error
        raise


def disown(uploads: Iterable[Upload]) -> None:
    """Takes away whose uploads these were, for what somebody sends without a name. They stay with whatever claimed them."""
    Upload.objects.filter(pk__in=[upload.pk for upload in uploads], claimed_at__isnull=False).update(owner=None)


def claim(uploads: Iterable[Upload], at: datetime) -> None:
    """Marks uploads as taken by something that stays, inside the taker's transaction. Claimed ones stay as they are.

    Raises NoLonger if one was removed or erased in the meantime: better the message is refused than its photo missing.
    """
    fresh = [upload for upload in uploads if upload.claimed_at is None]
    if not fresh:
        return
    keys = {upload.pk for upload in fresh}
    with transaction.atomic():
        if Upload.objects.filter(pk__in=keys, claimed_at=None, erased_at=None).update(claimed_at=at) != len(keys):
            raise NoLonger
    for upload in fresh:
        upload.claimed_at = at


def erase_upload(upload: Upload) -> None:
    """Erases what was sent. The row stays with its digest, so that the chain still verifies; name, time, place and content go.

    The files go after the commit: a transaction undone must not have lost them.
    """
    with transaction.atomic():
        upload.erased_at, upload.name = timezone.now(), ""
        upload.taken_at, upload.taken_assumed, upload.latitude, upload.longitude = None, False, None, None
        upload.save(update_fields=["erased_at", "name", "taken_at", "taken_assumed", "latitude", "longitude"])
        transaction.on_commit(lambda: _finish_erasing(upload))


def remove_unclaimed(now: datetime) -> int:
    """Removes uploads nobody claimed within a day, and finishes erasing where the machine stopped halfway. Gives how many went."""
    gone = 0
    while batch := _remove_some(now - UNCLAIMED_FOR):
        gone += batch
    for upload in Upload.objects.filter(erased_at__isnull=False, size__gt=0).order_by("pk"):
        _finish_erasing(upload)
        gone += 1
    return gone


def card_for(url: str, fetch: Callable[[str], Card] = fetch_card) -> LinkCard | None:
    """The card of a link, from the last week or fetched now (up to three seconds: never call it in a transaction or while posting).

    Gives None where the link shows nothing; that, too, is remembered for an hour. Raises nothing.
    """
    try:
        url = normal(url)
    except NoCard:
        return None
    now = timezone.now()
    url_hash = _hash(url)
    known = LinkCard.objects.filter(url_hash=url_hash).select_related("image").first()
    if known is not None and now - known.fetched_at < (FAILURE_KEPT_FOR if known.failed else CARD_KEPT_FOR):
        return None if known.failed else known
    try:
        card = fetch(url)
    except NoCard as failure:
        if known is not None and not known.failed:
            _refresh(url_hash, fetched_at=now)  # what it showed last week is better than nothing
            return known
        if failure.reason_code != "busy":
            _refresh(url_hash, url=url, fetched_at=now, failed=failure.reason_code[:30])
        return None
    return keep_card(url, card.title, card.description, card.site, card.image_bytes)


def keep_card(url: str, title: str, description: str = "", site: str = "", image_bytes: bytes | None = None) -> LinkCard:
    """Keeps the card of a link, known from somewhere else than the page itself too (an import, the invented county).

    Takes a link, plain words and a small WebP made by photos.thumbnail. Gives the card. Raises NoCard for what is no link.
    """
    url = normal(url)
    now, image = timezone.now(), None
    if image_bytes:
        image = Upload(
            key=secrets.token_urlsafe(18), kind=Upload.Kind.PHOTO, name="card.webp", content_type="image/webp",
            size=len(image_bytes), digest=hashlib.sha256(image_bytes).hexdigest(),
        )  # fmt: skip
        _store(image, {"thumb": BytesIO(image_bytes)})
    with transaction.atomic():
        before = Upload.objects.filter(linkcard__url_hash=_hash(url)).first()
        card = _refresh(
            _hash(url), url=url, title=clean_line(title, TITLE_LIMIT), description=clean_line(description, DESCRIPTION_LIMIT),
            site=clean_line(site, SITE_LIMIT), image=image, fetched_at=now, failed="",
        )  # fmt: skip
        if image is not None:
            claim([image], now)  # only now: if the card could not be written, the sweep takes the picture away
        if before is not None:
            erase_upload(before)
    return card


def _require_room(owner: int, size: int) -> None:
    """What was sent up and never said anywhere lies on the disk for a day: one person's share of that is bounded."""
    waiting = Upload.objects.filter(owner=owner, claimed_at=None, erased_at=None).aggregate(count=Count("pk"), size=Sum("size"))
    if waiting["count"] >= WAITING_LIMIT or (waiting["size"] or 0) + size > WAITING_BYTES:
        raise TooMuch(_("Many photos and files of yours wait to be sent. Send them, or try again tomorrow."), field="file")


def _hash(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()


def _refresh(url_hash: str, **values: Any) -> LinkCard:
    with transaction.atomic():
        return LinkCard.objects.update_or_create(url_hash=url_hash, defaults=values)[0]


def _keep_photo(upload: Upload, stream: BinaryIO, place_allowed: bool) -> Upload:
    picture = photos.develop(stream, zone=timezone.get_default_timezone(), place=place_allowed)
    upload.name = with_extension(upload.name, ".jpg")
    upload.width, upload.height = picture.width, picture.height
    upload.taken_at, upload.taken_assumed = picture.said.taken_at, picture.said.assumed
    upload.latitude, upload.longitude = picture.said.place or (None, None)
    upload.size, upload.digest = len(picture.large), hashlib.sha256(picture.large).hexdigest()
    return _store(upload, {"large": BytesIO(picture.large), "thumb": BytesIO(picture.thumb)})


def _keep_video(upload: Upload, stream: BinaryIO, poster: Any, place_allowed: bool) -> Upload:
    with tempfile.TemporaryFile() as copy:
        stream.seek(0)
        shutil.copyfileobj(stream, copy)
        film = videos.inspect(copy, copy.tell(), upload.content_type)
        videos.blank_out(copy, film)
        upload.seconds, upload.width, upload.height = film.seconds, film.width, film.height
        upload.taken_at = film.taken_at
        upload.latitude, upload.longitude = (film.place if place_allowed else None) or (None, None)
        upload.size, upload.digest = _measure(copy)
        variants: dict[str, BinaryIO] = {"video": copy}
        still = _still(poster)
        if still is not None:
            upload.poster = True
            upload.width, upload.height = upload.width or still.width, upload.height or still.height
            variants |= {"poster": BytesIO(still.large), "thumb": BytesIO(still.thumb)}
        return _store(upload, variants)


def _keep_file(upload: Upload, stream: BinaryIO) -> Upload:
    upload.size, upload.digest = _measure(stream)
    return _store(upload, {"file": stream})


def _still(poster: Any) -> photos.Picture | None:
    if not poster:
        return None
    source = BytesIO(poster) if isinstance(poster, bytes) else poster
    try:
        size = source.seek(0, 2)
        source.seek(0)
        if kinds.identify(source.read(kinds.HEAD_BYTES), size).kind != "photo":
            return None
        return photos.develop(source)
    except Refused:
        return None  # a video without its still picture is still a video


def _measure(stream: BinaryIO) -> tuple[int, str]:
    stream.seek(0)
    digest = hashlib.sha256()
    while piece := stream.read(262_144):
        digest.update(piece)
    return stream.tell(), digest.hexdigest()


def _store(upload: Upload, variants: dict[str, BinaryIO]) -> Upload:
    try:
        for variant, content in variants.items():
            content.seek(0)
            storage().save(upload.path(variant), File(content))  # a fresh key has no file yet, so it gets the name asked for
        with transaction.atomic():
            upload.save(force_insert=True)
    except BaseException:
        _remove_files(upload, variants)
        raise
    return upload


def _remove_files(upload: Upload, variants: Iterable[str]) -> None:
    for variant in variants:
        storage().delete(upload.path(variant))


def _finish_erasing(upload: Upload) -> None:
    """Size nought is the mark that the files are gone; until then the sweep comes back."""
    _remove_files(upload, upload.variants)
    with transaction.atomic():
        Upload.objects.filter(pk=upload.pk).update(size=0)
    upload.size = 0


def _remove_some(before: datetime) -> int:
    with transaction.atomic():
        # Locked: who claims one of them at this moment waits and is then told it is gone. The files go first: should the machine
        # stop here, the row is left and comes up again, while a file without a row would lie there for ever.
        rows = list(Upload.objects.select_for_update().filter(claimed_at=None, created_at__lt=before).order_by("pk")[:BATCH])
        for upload in rows:
            _remove_files(upload, upload.variants)
        Upload.objects.filter(pk__in=[upload.pk for upload in rows]).delete()
    return len(rows)
