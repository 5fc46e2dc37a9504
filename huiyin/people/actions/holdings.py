"""Who holds a post, from a day to a day; who acts for its holder meanwhile.

What begins or ends on a later day is recorded on that day, by a clock: rights follow the post, and they follow it when it
changes hands, not when somebody typed it in.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, WrongState
from huiyin.journal import clocks
from huiyin.journal.models import Clock
from huiyin.people.book import Book, organisation
from huiyin.people.models import Delegation, Holding, Person, Post
from huiyin.people.normalization import one_line
from huiyin.people.rules import may_delegate, may_end_delegation, may_manage_staff, require, require_by
from huiyin.worktime.bounds import midnight

ONE_DAY = timedelta(days=1)


def take_post(
    post: Post,
    person: Person,
    since: date | None = None,
    *,
    acting: bool = False,
    replaces: bool = False,
    by: Person | None = None,
) -> Holding:
    """The person holds the post from the day `since` (None: today); `acting` stands in where it is vacant or its holder away.

    `replaces=True` ends what stands in the way the day before: the former holder's holding, and with a new holder also the
    acting one's. Raises WrongState where somebody holds it, Invalid for a day before the former holder took it.
    """
    with organisation() as book:
        require_by(by, may_manage_staff)
        since = since or timezone.localdate()
        if Post.objects.filter(pk=post.pk).exclude(closed_at=None).exists():
            raise WrongState(_("The post “%(name)s” was closed.") % {"name": str(post)})
        if Person.objects.filter(pk=person.pk).exclude(erased_at=None).exists():
            raise WrongState(_("This person's data was erased."))
        in_the_way = Holding.objects.filter(Q(until=None) | Q(until__gte=since), post=post).select_related("person")
        for former in in_the_way.order_by("pk"):
            same_place = former.acting == acting
            if same_place and former.person_id == person.pk and former.since <= since:
                raise WrongState(_("%(name)s already holds this post.") % {"name": person.name})
            if same_place and not replaces:
                raise WrongState(_("%(name)s holds this post until then.") % {"name": former.person.name})
            # The person who stood in and now has the post no longer stands in for anybody.
            if same_place or (not acting and (replaces or former.person_id == person.pk)):
                if former.since > since:
                    raise Invalid(_("That is before %(name)s took it.") % {"name": former.person.name}, field="since")
                _end(book, former, max(former.since, since - ONE_DAY), by)
        holding = Holding.objects.create(post=post, person=person, acting=acting, since=since)
        _on_the_day(book, "post.taken", holding, since, by)
    return holding


def change_holding(holding: Holding, since: date, *, by: Person | None = None) -> Holding:
    """Corrects the day a holding began. Raises Invalid where it would overlap the holder before."""
    with organisation() as book:
        require_by(by, may_manage_staff)
        holding = Holding.objects.select_related("post", "person").get(pk=holding.pk)
        before = Holding.objects.filter(Q(until=None) | Q(until__gte=since), post_id=holding.post_id, acting=holding.acting)
        other = before.filter(since__lte=holding.since).exclude(pk=holding.pk).select_related("person").first()
        if other is not None:
            raise Invalid(_("%(name)s holds this post until then.") % {"name": other.person.name}, field="since")
        if holding.until is not None and holding.until < since:
            raise Invalid(_("It cannot end before it began."), field="since")
        if holding.since != since:
            was, holding.since = holding.since, since
            holding.save(update_fields=["since"])
            dates = {"was": was.isoformat(), "since": since.isoformat()}
            book.note("holding.corrected", by, {"holding": holding.pk, **dates})
    return holding


def leave_post(holding: Holding, until: date | None = None, *, by: Person | None = None) -> Holding:
    """The holding ends; `until` is its last day (None: today). What its holder delegated ends with it."""
    with organisation() as book:
        require_by(by, may_manage_staff)
        holding = Holding.objects.select_related("post", "person").get(pk=holding.pk)
        until = until or timezone.localdate()
        if until < holding.since:
            raise Invalid(_("It cannot end before it began."), field="until")
        if holding.until is not None and holding.until < timezone.localdate():
            raise WrongState(_("This had ended already."))
        _end(book, holding, until, by)
    return holding


def delegate(
    post: Post, to: Person, since: date | None, until: date, reason: str = "", *, by: Person | None = None
) -> Delegation:
    """The post's holder lets another act for it from `since` (None: today) to `until`, both days included.

    `by` is the holder, or the system administrator for them. Raises Invalid (field named), WrongState where nobody holds
    the post or another delegation runs in those days.
    """
    with organisation() as book:
        require_by(by, may_delegate, post)
        today = timezone.localdate()
        since = since or today
        if until < since:
            raise Invalid(_("It cannot end before it began."), field="until")
        if until < today:
            raise Invalid(_("This day is past."), field="until")
        holding = Holding.objects.filter(post=post, acting=False, until=None).select_related("person").first()
        if holding is None:
            raise WrongState(_("Nobody holds this post, so nobody can hand it on. Name an acting holder instead."))
        if holding.person_id == to.pk:
            raise Invalid(_("Name somebody other than the holder."), field="to")
        if not to.is_active or to.kind != Person.Kind.OFFICIAL:
            raise Invalid(_("Only an official can act for a post."), field="to")
        if Delegation.objects.filter(post=post, ended_at=None, since__lte=until, until__gte=since).exists():
            raise WrongState(_("Somebody already acts for this post in those days. End that first."))
        delegation = Delegation.objects.create(
            post=post, by=holding.person, to=to, since=since, until=until, reason=one_line(reason, 120)
        )
        begun = since <= today
        kind = "delegation.began" if begun else "delegation.planned"
        book.note(kind, by, _delegation_data(delegation), sealed={"reason": delegation.reason})
        if not begun:
            clocks.schedule("delegation.began", f"delegation:{delegation.pk}", _midnight(since))
        _schedule_end(delegation)
    return delegation


def end_delegation(delegation: Delegation, *, by: Person | None = None) -> Delegation:
    """Ends a delegation now. The holder, the delegate or the system administrator may. Raises WrongState when it had ended."""
    with organisation() as book:
        delegation = Delegation.objects.select_related("post").get(pk=delegation.pk)
        if by is not None:
            require(may_end_delegation(by, delegation))
        if delegation.ended_at is not None or delegation.until < timezone.localdate():
            raise WrongState(_("This had ended already."))
        _end_delegation(book, delegation, by)
    return delegation


def _end(book: Book, holding: Holding, until: date, by: Any) -> None:
    holding.until = until
    holding.save(update_fields=["until"])
    for delegation in Delegation.objects.filter(post_id=holding.post_id, by_id=holding.person_id, ended_at=None):
        if not holding.acting and delegation.until > until:
            if delegation.since > until or until < timezone.localdate():
                _end_delegation(book, delegation, by)
            else:
                delegation.until = until
                delegation.save(update_fields=["until"])
                _schedule_end(delegation)
    _on_the_day(book, "post.left", holding, until + ONE_DAY, by)


def _end_delegation(book: Book, delegation: Delegation, by: Any) -> None:
    delegation.ended_at = timezone.now()
    delegation.save(update_fields=["ended_at"])
    for kind in ("delegation.began", "delegation.ended"):
        clocks.cancel(kind, f"delegation:{delegation.pk}")
    book.note("delegation.ended", by, {"delegation": delegation.pk, "post": delegation.post_id, "to": delegation.to_id})


def _delegation_data(delegation: Delegation) -> dict[str, Any]:
    dates = {"since": delegation.since.isoformat(), "until": delegation.until.isoformat()}
    return {"delegation": delegation.pk, "post": delegation.post_id, "by": delegation.by_id, "to": delegation.to_id, **dates}


def _midnight(day: date) -> datetime:
    return midnight(day, timezone.get_current_timezone())


def _schedule_end(delegation: Delegation) -> None:
    """The morning after its last day a delegation ends by the clock, and the rights it gave with it."""
    clocks.schedule("delegation.ended", f"delegation:{delegation.pk}", _midnight(delegation.until + ONE_DAY))


def _delegation_day_came(clock: Clock) -> None:
    with organisation() as book:
        delegation = Delegation.objects.get(pk=int(clock.subject.removeprefix("delegation:")))
        if delegation.ended_at is None:
            ended = {"delegation": delegation.pk, "post": delegation.post_id, "to": delegation.to_id}
            book.note(clock.kind, None, _delegation_data(delegation) if clock.kind == "delegation.began" else ended)


def _on_the_day(book: Book, kind: str, holding: Holding, day: date, by: Any) -> None:
    """Records that a post was taken or left: now, or by a clock when its day comes. Takes the first day it is so."""
    about = {"post": holding.post_id, "person": holding.person_id, "holding": holding.pk, "acting": holding.acting}
    if kind == "post.left":
        clocks.cancel("post.left", f"holding:{holding.pk}")
    if day <= timezone.localdate():
        book.note(kind, by, {**about, "day": day.isoformat()})
        return
    book.note("post.change_planned", by, {**about, "kind": kind, "day": day.isoformat()})
    clocks.schedule(kind, f"holding:{holding.pk}", _midnight(day), {"by": getattr(by, "pk", by), "day": day.isoformat()})


def _day_came(clock: Clock) -> None:
    with organisation() as book:
        holding = Holding.objects.get(pk=int(clock.subject.removeprefix("holding:")))
        about = {"post": holding.post_id, "person": holding.person_id, "holding": holding.pk, "acting": holding.acting}
        book.note(clock.kind, clock.data["by"], {**about, "day": clock.data["day"]})


clocks.on_due("post.taken")(_day_came)
clocks.on_due("post.left")(_day_came)
clocks.on_due("delegation.began")(_delegation_day_came)
clocks.on_due("delegation.ended")(_delegation_day_came)
