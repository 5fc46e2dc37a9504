"""A moment before it is published: what it may hold, and for whom it may be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, NotAllowed, NotThere
from huiyin.feed import rules
from huiyin.feed.models import Account, Moment
from huiyin.groups.models import Group
from huiyin.language.clean import TooLong, clean_words
from huiyin.media.models import Upload
from huiyin.media.names import clean_line
from huiyin.people.models import Person, Unit
from huiyin.people.rules import may_see_person

TEXT_LIMIT = 5000  # characters
FILES_LIMIT = 18
NAMED_LIMIT = 200
TOPIC_LIMIT, PLACE_LIMIT, TITLE_LIMIT, SOURCE_LIMIT, URL_LIMIT = 30, 60, 120, 60, 2000
Audience = Moment.Audience


@dataclass(slots=True)
class Draft:
    """What somebody wants to say to more than a conversation. `uploads`: keys of their uploads, in order. `place`: {"name", "lat", "lon"};
    `link`: an address or {"url", "title", "source"}. `consent`: of a resident, to this moment being public. `via`: a sharer's code."""

    by: Person
    text: str = ""
    audience: str = Audience.EVERYONE
    unit: int | None = None
    group: int | None = None
    people: Sequence[int] = ()
    uploads: Sequence[str] = ()
    link: str | dict[str, Any] | None = None
    place: dict[str, Any] | None = None
    topic: str = ""
    repost_of: int | None = None
    via: str = ""
    account: int | None = None
    consent: bool = False
    message: int | None = None
    key: str = ""
    at: datetime | None = None  # when it was said; set by importers and the demo only


@dataclass(slots=True)
class Checked:
    """A draft that can be published: its columns, whom it names, what it bears."""

    columns: dict[str, Any]
    uploads: list[Upload] = field(default_factory=list)
    named: list[Person] = field(default_factory=list)


def check(draft: Draft) -> Checked:
    """Gives what of a draft is kept. Raises Invalid with its field, NotAllowed and NotThere for what is not this person's to do."""
    text = words_in(draft.text, "text", TEXT_LIMIT)
    uploads = _uploads(draft)
    columns: dict[str, Any] = {"text": text, "topic": line_in(draft.topic.strip().strip("#"), TOPIC_LIMIT)}
    columns |= _place(draft.place) | {"link": link_in(draft.link)}
    if not text and not uploads and not columns["link"] and draft.repost_of is None:
        raise Invalid(_("Write something, or choose a picture."), field="text")
    columns["account"] = _account(draft)
    audience, named = check_audience(draft, columns["account"])
    return Checked(columns | audience, uploads, named)


def words_in(text: str, name: str, limit: int) -> str:
    """Gives words as they are kept. Raises Invalid for more than `limit` characters."""
    try:
        return clean_words(text, limit, indented=True)
    except TooLong as error:
        raise Invalid(_("That is longer than %(limit)s characters.") % {"limit": limit}, field=name) from error


def line_in(text: str, limit: int) -> str:
    """Gives one line as it is kept, cut at `limit` characters."""
    return clean_line(text, limit)


def _uploads(draft: Draft) -> list[Upload]:
    keys = list(dict.fromkeys(draft.uploads))
    if len(keys) > FILES_LIMIT:
        raise Invalid(_("At most %(limit)s pictures go into one moment.") % {"limit": FILES_LIMIT}, field="uploads")
    found = {one.key: one for one in Upload.objects.filter(key__in=keys, owner=draft.by, erased_at=None, claimed_at=None)}
    if found.keys() != set(keys):
        raise Invalid(_("A picture is no longer here. Choose it once more."), field="uploads")
    if any(one.kind == Upload.Kind.FILE for one in found.values()):
        raise Invalid(_("Pictures and films can stand in a moment, other files cannot."), field="uploads")
    return [found[key] for key in keys]


def _place(place: dict[str, Any] | None) -> dict[str, Any]:
    if not place:
        return {}
    name = line_in(str(place.get("name") or ""), PLACE_LIMIT)
    lat, lon = place.get("lat"), place.get("lon")
    if lat in (None, "") and lon in (None, ""):
        return {"place": name}
    try:
        latitude, longitude = float(lat), float(lon)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError) as error:
        raise Invalid(_("The place could not be read."), field="place") from error
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise Invalid(_("The place could not be read."), field="place")
    # Four decimals are about ten metres: as exact as a photo's own place is kept.
    return {"place": name, "latitude": Decimal(f"{latitude:.4f}"), "longitude": Decimal(f"{longitude:.4f}")}


def link_in(link: str | dict[str, Any] | None) -> dict[str, str]:
    """Gives a link card as it is kept: {"url", "title", "source"}, or {}. Raises Invalid for what is no address of a page."""
    if not link:
        return {}
    card = {"url": link} if isinstance(link, str) else link
    url = str(card.get("url") or "").strip()
    title, source = line_in(str(card.get("title") or ""), TITLE_LIMIT), line_in(str(card.get("source") or ""), SOURCE_LIMIT)
    if not url:
        return {"url": "", "title": title, "source": source} if title else {}
    try:
        parts = urlsplit(url)
        right = parts.scheme in ("http", "https") and bool(parts.hostname) and len(url) <= URL_LIMIT and not parts.username
    except ValueError:
        right = False
    if not right:
        raise Invalid(_("This is no address of a page: it begins with http:// or https://."), field="link")
    return {"url": url, "title": title or parts.hostname or "", "source": source or parts.hostname or ""}


def _account(draft: Draft) -> Account | None:
    if draft.account is None:
        return None
    account = Account.objects.filter(pk=draft.account, closed_at=None).first()
    if account is None:
        raise NotThere
    if not rules.may_write_for(draft.by, account):
        raise NotAllowed
    return account


def check_audience(draft: Draft, account: Account | None) -> tuple[dict[str, Any], list[Person]]:
    """Gives the columns of a draft's audience, and whom it names. Raises Invalid where it says nobody, NotAllowed where it may not."""
    if draft.audience not in Audience.values:
        raise Invalid(_("Choose who is to see this."), field="audience")
    columns: dict[str, Any] = {"audience": draft.audience, "unit_id": None, "group_id": None, "consented_at": None}
    if draft.audience == Audience.PUBLIC:
        _require_public(draft, account)
        columns["consented"] = draft.consent
    elif draft.audience == Audience.UNIT:
        columns["unit_id"] = _unit(draft)
    elif draft.audience == Audience.GROUP:
        if draft.group is None or not rules.in_group(draft.by, draft.group):
            raise Invalid(_("Choose a group that you are in."), field="group")
        columns["group_id"] = draft.group
    return columns, _people(draft) if draft.audience == Audience.PEOPLE else []


def _require_public(draft: Draft, account: Account | None) -> None:
    if draft.by.is_minor:
        raise NotAllowed(_("What somebody under age says is never public."))
    if account is None and not rules.speaks_in_public(draft.by) and not draft.consent:
        raise Invalid(_("To show this to everybody on the web, say that you agree to it."), field="consent")


def _unit(draft: Draft) -> int:
    mine = rules.units_of(draft.by)
    chosen = draft.unit
    if chosen is None:
        nearest = sorted(rules.own_units(draft.by)) or ([draft.by.home_id] if draft.by.home_id else [])
        chosen = nearest[0] if nearest else None
    if chosen is None or chosen not in mine or not Unit.objects.filter(pk=chosen, closed_at=None).exists():
        raise Invalid(_("Choose a unit that you belong to."), field="unit")
    return chosen


def _people(draft: Draft) -> list[Person]:
    ids = set(draft.people) - {draft.by.pk}
    if not ids or len(ids) > NAMED_LIMIT:
        raise Invalid(_("Name between one and %(limit)s people.") % {"limit": NAMED_LIMIT}, field="people")
    return people_by_number(draft.by, ids)


def people_by_number(by: Person, ids: Iterable[int]) -> list[Person]:
    """Gives the people of these numbers, if this person may see each of them. Raises Invalid alike for who is not here and who is hidden:
    nobody learns a name by trying numbers."""
    found = list(Person.objects.filter(pk__in=ids, erased_at=None, locked_at=None))
    seen = [one for one in found if may_see_person(by, one)]
    if len(seen) != len(set(ids)):
        raise Invalid(_("Somebody you named is not here."), field="people")
    return seen


def group_name(group: Group | None) -> str:
    """Gives what a group is called; "" for none."""
    return group.name if group else ""
