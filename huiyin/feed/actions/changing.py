"""Editing and deleting a moment; letting more or fewer see it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import NotAllowed, NotThere, WrongState
from huiyin.core.throttle import throttle
from huiyin.feed import rules
from huiyin.feed.actions.drafts import TEXT_LIMIT, Draft, check_audience, words_in
from huiyin.feed.actions.publishing import level_of
from huiyin.feed.models import Article, Gate, Moment, Named, Version
from huiyin.feed.personal_data import empty_moment
from huiyin.journal.recording import record
from huiyin.people.models import Person

CHANGES_AN_HOUR = 60  # of one person: each writes all that repost the moment
PIECE = 500  # rows of one statement


def _own(pk: int, by: Person) -> Moment:
    """The moment, locked, if it is this person's to change. Raises NotThere, NotAllowed, WrongState."""
    if not Moment.objects.filter(rules.visible_to(by), pk=pk).exists():
        raise NotThere
    moment = Moment.locked(pk)
    if not rules.writes(by, moment):
        raise NotAllowed
    if moment.gone:
        raise WrongState
    return moment


def edit_moment(moment: Moment, by: Person, text: str) -> Moment:
    """Says a moment anew. What it said before stays, for everybody who may see it. Gives the moment; the same words change nothing.

    Raises NotThere, NotAllowed for who may not, WrongState where it is gone or an article's, Invalid for words too long.
    """
    with transaction.atomic():
        moment = _own(moment.pk, by)
        if Article.objects.filter(moment=moment).exists():
            raise WrongState(_("An article is corrected, with a note that says what was wrong."))
        words = words_in(text, "text", TEXT_LIMIT)
        if words == moment.text:
            return moment
        throttle(f"pace:edits:{by.pk}", CHANGES_AN_HOUR, 3600)
        Version.objects.create(moment=moment, n=moment.version, text=moment.text, at=moment.edited_at or moment.at)
        moment.text, moment.version, moment.edited_at = words, moment.version + 1, timezone.now()
        moment.save(update_fields=["text", "version", "edited_at"])
        record(moment.stream_id, "moment.edited", by=by, data={"moment": moment.pk, "version": moment.version}, about=moment)
    return moment


def delete_moment(moment: Moment, by: Person) -> Moment:
    """Deletes a moment: its words and pictures go at once, a tombstone keeps its place in the cascade. Raises as `edit_moment`."""
    with transaction.atomic():
        if Moment.objects.filter(pk=moment.pk, by=by, deleted_at__isnull=False).exists():
            return Moment.objects.get(pk=moment.pk)  # the same once more: it stays deleted
        moment = _own(moment.pk, by)
        empty_moment(moment)
        record(moment.stream_id, "moment.deleted", by=by, data={"moment": moment.pk}, about=moment)
        moment.refresh_from_db()
    return moment


def change_audience(moment: Moment, by: Person, audience: str, *, unit: int | None = None, group: int | None = None,
                    people: Iterable[int] = (), consent: bool = False) -> Moment:  # fmt: skip
    """Lets others see a moment than before. Every repost of it follows in the same transaction. Raises as `publish_once`."""
    throttle(f"pace:audience:{by.pk}", CHANGES_AN_HOUR, 3600)
    with transaction.atomic():
        moment = _own(moment.pk, by)
        draft = Draft(by, audience=audience, unit=unit, group=group, people=list(people), consent=consent)
        columns, named = check_audience(draft, moment.account)
        columns["consented_at"] = timezone.now() if columns.pop("consented", False) else None
        for name, value in columns.items():
            setattr(moment, name, value)
        moment.save(update_fields=list(columns))
        Named.objects.filter(moment=moment).delete()
        Named.objects.bulk_create([Named(moment=moment, person=person) for person in named])
        reckon_path(moment)
        record(moment.stream_id, "moment.audience_changed", by=by, data={"moment": moment.pk, "audience": audience}, about=moment)
        moment.refresh_from_db()
    return moment


def reckon_path(moment: Moment) -> None:
    """Works out anew how far a moment and all that repost it may reach. Its cascade's root is locked. Linear in its reposts."""
    below = [moment, *_below(moment)]
    parents = {one.pk: one for one in below}
    if moment.parent_id is not None:
        parents[moment.parent_id] = Moment.objects.get(pk=moment.parent_id)
    narrow = _gates_of(moment.parent_id)
    gates: dict[int, list[int]] = {}
    for one in below:
        above = narrow if one is moment else gates[one.parent_id]  # type: ignore[index]
        own = [one.pk] if one.audience not in rules.LEVELS else []
        # A list shared down a chain of open reposts: what grows is the number of gates, not of moments.
        gates[one.pk] = above + own if own else above
        one.level = level_of(one.audience, parents.get(one.parent_id) if one.parent_id else None)
    ids = [one.pk for one in below]
    for begins in range(0, len(ids), PIECE):
        Gate.objects.filter(moment__in=ids[begins : begins + PIECE]).delete()
    for level in Moment.Level.values:
        same = [one.pk for one in below if one.level == level]
        for begins in range(0, len(same), PIECE):
            Moment.objects.filter(pk__in=same[begins : begins + PIECE]).update(level=level)
    Gate.objects.bulk_create(
        (Gate(moment_id=pk, of_id=of) for pk, all_of in gates.items() if parents[pk].level == Moment.Level.NARROW for of in all_of),
        batch_size=PIECE,
    )


def _gates_of(parent: int | None) -> list[int]:
    return list(Gate.objects.filter(moment=parent).values_list("of", flat=True)) if parent is not None else []


def _below(moment: Moment) -> list[Moment]:
    """All that repost a moment, directly or not, each after what it reposts: a repost is always younger."""
    columns = ("pk", "parent_id", "root_id", "audience", "level")
    inside = {moment.pk}
    found = []
    for one in Moment.objects.filter(root=moment.begins, pk__gt=moment.pk).order_by("pk").only(*columns):
        if one.parent_id in inside:
            inside.add(one.pk)
            found.append(one)
    return found
