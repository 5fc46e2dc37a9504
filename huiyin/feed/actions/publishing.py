"""Publishing a moment, and reposting one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import KeyUsed, NotAllowed, NotThere, TooMuch, WrongState
from huiyin.core.throttle import throttle
from huiyin.feed import rules
from huiyin.feed.actions.drafts import Checked, Draft, check
from huiyin.feed.models import Gate, Moment, MomentFile, Named, Share
from huiyin.journal.models import Stream
from huiyin.journal.recording import record
from huiyin.media.actions import claim
from huiyin.media.idempotency import content_digest
from huiyin.people.models import Person
from huiyin.people.queries import display_post, posts_held

AN_HOUR = 120  # moments of one person
NARROW_LINKS = 20  # of one path: each is asked about for every reader
CODE_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is taken for another when it is read aloud or typed
CODE_LENGTH = 8
Level = Moment.Level


@dataclass(slots=True)
class Published:
    """A moment that is stored. `again`: the same key came with the same content before. `code`: its author's, under which it is shared."""

    moment: Moment
    code: str
    again: bool = False


def publish(by: Person, text: str = "", **more: Any) -> Moment:
    """Publishes a moment. Takes its author, words and the other fields of `Draft`. Gives it; raises as `publish_once`."""
    return publish_once(Draft(by, text, **more)).moment


def repost(moment: Moment, by: Person, text: str = "", **more: Any) -> Moment:
    """Reposts a moment with one's own words. Gives the repost; raises as `publish_once`."""
    return publish_once(Draft(by, text, repost_of=moment.pk, **more)).moment


def publish_once(draft: Draft) -> Published:
    """Publishes a draft, once for a key, and says whether it was stored before.

    Raises Invalid with its field for what cannot be taken, NotAllowed for who may not, NotThere where the moment it reposts is not
    theirs to see, WrongState where that is gone, KeyUsed where the key came with something else, TooOften.
    """
    digest = content_digest(replace(draft, by=draft.by.pk))  # type: ignore[arg-type]
    try:
        with transaction.atomic():
            return _publish(draft, digest)
    except IntegrityError:
        first = _first(draft, digest)  # the same key at the same moment: one of the two was first
        if first is None:
            raise
        return first


def _publish(draft: Draft, digest: bytes) -> Published:
    first = _first(draft, digest)
    if first is not None:
        return first
    if not draft.by.is_active:
        raise NotAllowed
    parent = _parent(draft)
    checked = check(draft)
    if draft.at is None:
        throttle(f"pace:moments:{draft.by.pk}", AN_HOUR, 3600)
    now = draft.at or timezone.now()
    columns = checked.columns
    columns["consented_at"] = now if columns.pop("consented", False) else None
    moment = Moment.objects.create(
        stream=Stream.objects.create(key=f"moment:{secrets.token_hex(8)}"), by=draft.by, post_shown=display_post(draft.by)[:120],
        home_id=_home(draft.by, columns), parent=parent, root_id=parent.begins if parent else None, via=_via(draft, parent),
        message_id=draft.message, key=draft.key, digest=digest, at=now, level=level_of(columns["audience"], parent), **columns,
    )  # fmt: skip
    _bear(moment, checked, parent)
    share = Share.objects.create(code=new_code(), moment=moment, by=draft.by, at=now)
    _record(moment, parent)
    return Published(moment, share.code)


def _first(draft: Draft, digest: bytes) -> Published | None:
    """What was stored under this key before. Raises KeyUsed where it is something else."""
    first = Moment.objects.filter(by=draft.by, key=draft.key).first() if draft.key else None
    if first is None:
        return None
    if bytes(first.digest) != digest:
        raise KeyUsed(field="key")
    return Published(first, Share.objects.get(moment=first, by=draft.by).code, again=True)


def _parent(draft: Draft) -> Moment | None:
    """What is reposted, with the row of its cascade's root locked: nobody changes whom it may reach while this hangs itself to it."""
    if draft.repost_of is None:
        return None
    if not Moment.objects.filter(pk=draft.repost_of).exists():
        raise NotThere
    parent = Moment.locked(draft.repost_of)
    if not rules.may_see(draft.by, parent):
        raise NotThere
    if parent.level == Level.NARROW and Gate.objects.filter(moment=parent).count() >= NARROW_LINKS:
        raise TooMuch(_("This was handed on too often within ever smaller circles."), field="repost_of")
    if parent.gone or (parent.root_id is not None and parent.root.gone):  # type: ignore[union-attr]
        raise WrongState
    return parent


def _home(by: Person, columns: dict[str, Any]) -> int | None:
    """The unit a moment comes from: its account's, its author's, by which it is found nearby."""
    if columns["account"] is not None:
        return int(columns["account"].unit_id)
    held = posts_held([by.pk])
    return held[0].unit_id if held else by.home_id


def _via(draft: Draft, parent: Moment | None) -> Share | None:
    """The branch by which somebody came to what they repost; a code of something else says nothing."""
    if not draft.via or parent is None:
        return None
    return Share.objects.filter(code=draft.via, moment__in=(parent.pk, parent.begins)).first()


def level_of(audience: str, parent: Moment | None) -> int:
    """Gives the widest a moment can reach: its own audience and its path's together."""
    own = rules.LEVELS.get(audience, Level.NARROW)  # type: ignore[call-overload]
    return min(own, parent.level) if parent is not None else own


def gates_of(moment: Moment, parent: Moment | None) -> list[Gate]:
    """Gives the gates of a moment: its parent's, and itself where it is for less than everyone."""
    narrow = list(Gate.objects.filter(moment=parent).values_list("of", flat=True)) if parent is not None else []
    narrow += [moment.pk] if moment.audience not in rules.LEVELS else []
    return [Gate(moment=moment, of_id=of) for of in narrow]


def _bear(moment: Moment, checked: Checked, parent: Moment | None) -> None:
    Named.objects.bulk_create([Named(moment=moment, person=person) for person in checked.named])
    if moment.level == Level.NARROW:
        Gate.objects.bulk_create(gates_of(moment, parent))
    if checked.uploads:
        claim(checked.uploads, moment.at)
        MomentFile.objects.bulk_create([MomentFile(moment=moment, upload=one, order=n) for n, one in enumerate(checked.uploads)])
    if parent is not None:
        # The root's row is locked; the count is of the one that was reposted.
        parent.reposts += 1
        parent.save(update_fields=["reposts"])


def _record(moment: Moment, parent: Moment | None) -> None:
    record(moment.stream_id, "moment.published", by=moment.by, data={"moment": moment.pk}, about=moment)
    if parent is not None:
        record(parent.stream_id, "moment.reposted", by=moment.by, data={"moment": parent.pk, "repost": moment.pk}, about=parent)


def new_code() -> str:
    """Gives a code nobody has guessed: 8 of 31 letters are 8 × 10^11."""
    return "".join(secrets.choice(CODE_LETTERS) for _n in range(CODE_LENGTH))
